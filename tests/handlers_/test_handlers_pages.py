"""Web pages in the chat: those of articles whose feed gives a teaser, and those of links we do not have."""

from newsroom import Entry, ParsedFeed, Problem, ProblemKind
from tests.handlers_.alerts import alert
from tests.handlers_.talk import MINUTE, NOW, Talk, entry, labels
from tests.handlers_.test_handlers_summary import BRIDGE, FIRST, STORY

TEASER = entry("The bridge opens", text="It is open.", url="https://example.org/bridge")
LINK = "https://other.example/bridge?id=7"


def web_page(title: str = "The bridge opens", text: str = STORY) -> ParsedFeed:
    made = Entry("k", "h", title, text, language="en")
    return ParsedFeed("Other Paper", (made,), language="en")


# Of an article


async def test_a_teaser_is_summed_up_from_its_page_which_is_kept(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", TEASER)
    talk.sources.web_pages["https://example.org/bridge"] = web_page()
    answer = await talk.say(ada, "/summary 1")
    assert FIRST in answer.text
    assert "min to read · #1" in answer.text
    again = await talk.say(ada, "/summary 1")
    assert again.text == answer.text
    assert talk.sources.read == ["https://example.org/bridge"]
    assert "typing" in {call.params.get("action") for call in talk.api.calls}


async def test_a_page_that_cannot_be_read_leaves_the_feeds_text_without_a_word(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", TEASER)
    answer = await talk.say(ada, "/summary 1")
    assert "It is open." in answer.text
    assert "The feed gives no more than this." in answer.text
    await talk.say(ada, "/summary 1")
    assert len(talk.sources.read) == 1, "it is not asked for again so soon"
    talk.now = NOW + 60 * MINUTE
    talk.sources.web_pages["https://example.org/bridge"] = web_page()
    assert FIRST in (await talk.say(ada, "/summary 1")).text


async def test_a_full_text_needs_no_page(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/summary 1")
    assert talk.sources.read == []


async def test_the_buttons_read_the_page_too(talk: Talk) -> None:
    """The one of a card, and the one that expands an alert."""
    ada = await talk.user()
    other = entry("Rain", text="It rains.", url="https://example.org/rain")
    await talk.feed("Morning Post", TEASER, other)
    for url in ("https://example.org/bridge", "https://example.org/rain"):
        talk.sources.web_pages[url] = web_page()
    card = await talk.say(ada, "/start a1")
    await talk.press(ada, card, "Summary")
    assert FIRST in card.text
    sent = await alert(talk, talk.private(ada), 2)
    await talk.press(ada, sent, "Summary")
    assert FIRST in sent.text
    assert len(talk.sources.read) == 2


# Of a link


async def test_an_unknown_link_is_offered_to_be_fetched_and_then_summed_up(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    talk.sources.web_pages[LINK] = web_page()
    before = await talk.memory()
    offer = await talk.say(ada, f"/summary {LINK}")
    assert f"I have no article with this link: {LINK}" in offer.text
    assert labels(offer) == ["Fetch it"]
    assert talk.sources.read == []
    await talk.press(ada, offer, "Fetch it")
    title, above, first, *_, below, source = offer.text.splitlines()
    assert (title, above, first, below) == ("The bridge opens", "", FIRST, "")
    assert source == "Other Paper · 1 min to read"
    assert f'href="{LINK}"' in offer.source
    assert labels(offer) == ["Read"]
    assert await talk.memory() == before, "nothing is stored"


async def test_a_link_without_a_scheme_is_fetched_by_https(talk: Talk) -> None:
    ada = await talk.user()
    offer = await talk.say(ada, "/summary other.example/a_b*c")
    talk.sources.web_pages["https://other.example/a_b*c"] = web_page()
    await talk.press(ada, offer, "Fetch it")
    assert FIRST in offer.text


async def test_only_who_asked_may_have_it_fetched(talk: Talk) -> None:
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    group = talk.api.world.add_group("Neighbours", members=[ada, ben])
    offer = await talk.say(ada, f"/summary {LINK}", group)
    await talk.press(ben, offer, "Fetch it")
    assert talk.sources.read == []


async def test_what_cannot_be_read_is_said_with_advice_and_can_be_tried_again(talk: Talk) -> None:
    ada = await talk.user()
    offer = await talk.say(ada, f"/summary {LINK}")
    for kind, said in (
        (ProblemKind.TIMEOUT, "The site took too long to answer.\nTry again later."),
        (ProblemKind.NOT_A_PAGE, "That is no web page.\nOpen the link in a browser"),
        (ProblemKind.GONE, "There is nothing at that address.\nOpen the link in a browser"),
        (ProblemKind.TOO_HARD, "Reading it takes too much time or memory.\nOpen the link in"),
    ):
        talk.sources.problems[LINK] = Problem(kind)
        await talk.press(ada, offer, "Fetch it")
        assert f"I could not read {LINK}.\n{said}" in offer.text
    talk.sources.web_pages[LINK] = web_page()
    await talk.press(ada, offer, "Fetch it")
    assert FIRST in offer.text


async def test_a_page_without_a_story_or_a_name_is_shown_for_what_it_is(talk: Talk) -> None:
    ada = await talk.user()
    offer = await talk.say(ada, f"/summary {LINK}")
    bare = Entry("k", "h", "", "Home", url="https://other.example/")
    talk.sources.web_pages[LINK] = ParsedFeed("", (bare,))
    await talk.press(ada, offer, "Fetch it")
    assert offer.text.splitlines()[0] == "Untitled"
    assert "Open the page to read it." in offer.text
    assert "other.example · 1 min to read" in offer.text


async def test_a_link_too_long_for_a_message_is_not_offered(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, f"/summary https://other.example/{'x' * 2000}")
    assert "too long" in answer.text
    assert labels(answer) == []
