"""What of a member's list the catalogue lacks: asked for once, all of it, and settled with one tap."""

from pathlib import Path

import pytest

from bot.local.botapi import Message, User
from handlers import AccessRules
from newsroom import Role
from storage import deliveries_of, list_audit, tags_of
from tests.handlers_.lists import addresses, bring, many, opml, outline, take_in
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import talking

ASKED = "the bot's admins are asked for all of them. You hear from me when they have decided."


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot who has started it; the catalogue has the Courier."""
    user = await talk.user("Root", role=Role.ADMIN)
    await talk.say(user, "/start")
    await talk.feed("The Courier", url="https://courier.example/feed")
    return user


def newest(talk: Talk, user: User) -> Message:
    message = talk.private(user).last_message
    assert message is not None
    return message


async def told(talk: Talk, user: User) -> list[str | None]:
    """Return what somebody is owed to be told."""
    return [one.body for one in await deliveries_of(talk.db, [user.id])]


async def ask(talk: Talk, user: User, content: bytes) -> Message:
    """Let somebody bring a list and press the button that takes it in."""
    answer = await bring(talk, user, content)
    (start,) = (one for one in labels(answer) if one not in ("Cancel", "More ›"))
    await talk.press(user, answer, start)
    return answer


async def test_a_member_gets_what_is_there_and_asks_for_the_rest(talk: Talk, root: User) -> None:
    """Nothing is fetched for it."""
    ada = await talk.user("Ada")
    answer = await bring(talk, ada, opml("Paper", "Courier", "Herald"))
    assert answer.text.splitlines()[:5] == [
        "list.opml: 3 feeds",
        "2 are new",
        "1 is in the catalogue already",
        "The new ones are not in the catalogue: I will ask the bot's admins for all of them at once.",
        "",
    ]
    assert labels(answer) == ["Subscribe to 1, ask for 2", "Cancel"]
    await talk.press(ada, answer, "Subscribe to 1, ask for 2")
    assert answer.text.splitlines() == [
        "list.opml is taken in as far as I may.",
        "1 new subscription here.",
        f"2 are not in the catalogue: {ASKED}",
        "/undo takes the subscriptions back.",
    ]
    assert await talk.subscribed(talk.private(ada)) == [1]
    request = newest(talk, root)
    assert request.text.splitlines() == [
        "Ada asks for the 2 feeds of a list:",
        "",
        "The Paper",
        "https://paper.example/feed",
        "",
        "The Herald",
        "https://herald.example/feed",
    ]
    assert labels(request) == ["Approve all", "Decline"]
    assert not talk.sources.looks


async def test_approving_adds_all_and_the_member_hears(talk: Talk, root: User) -> None:
    """With the feeds come none of a member's groups: others follow tags."""
    olga, ada = await talk.user("Olga", role=Role.OWNER), await talk.user("Ada")
    await talk.say(olga, "/start")
    answer = await ask(talk, ada, opml("Paper", outline("Herald", "Sport"), "Courier"))
    request, other = newest(talk, root), newest(talk, olga)
    await talk.press(root, request, "Approve all")
    assert request.text == "Approved. The feeds are being added, and Ada hears of it."
    assert labels(request) == []
    await talk.press(olga, other, "Decline")
    assert other.text == "Settled already: what Ada asked for was approved."
    await take_in(talk)
    assert await talk.subscribed(talk.private(ada)) == [1, 2, 3]
    assert await tags_of(talk.db, [2, 3]) == {}
    (note,) = await told(talk, ada)
    assert str(note).startswith("The bot's admins have decided on list.opml, and it is taken in.")
    assert "3 new subscriptions here." in str(note)
    assert "3 new subscriptions here." in answer.text
    rows = await list_audit(talk.db, limit=3)
    assert [(row.by, row.action) for row in rows] == [
        (root.id, "addfeed"),
        (root.id, "addfeed"),
        (root.id, "approveimport"),
    ]


async def test_declining_is_told_and_it_is_not_asked_again(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    await ask(talk, ada, opml("Paper", "Courier"))
    request = newest(talk, root)
    await talk.press(root, request, "Decline")
    assert request.text == "Declined. Ada hears of it."
    await take_in(talk)
    (note,) = await told(talk, ada)
    assert str(note).startswith("The bot's admins have decided against the new feeds of list.opml.")
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert len(await addresses(talk)) == 1
    again = await bring(talk, ada, opml("Paper", "Courier"))
    assert "1 was declined by the bot's admins" in again.text
    assert labels(again) == ["Subscribe here to 1 feed", "Cancel"]
    await talk.press(root, request, "v1:importreq:1:yes:")
    assert request.text == "Settled already: what Ada asked for was declined."


async def test_the_same_feeds_are_asked_for_once(talk: Talk, root: User) -> None:
    """Also one by one before, and by the same list sent twice."""
    ada = await talk.user("Ada")
    await talk.say(ada, "https://herald.example/feed")
    await ask(talk, ada, opml("Paper", "Herald"))
    request = newest(talk, root)
    assert request.text.startswith("Ada asks for 1 feed:")
    again = await bring(talk, ada, opml("Paper", "Herald"))
    assert "2 wait for the bot's admins already" in again.text
    assert "… The Paper – asked for" in again.text
    assert labels(again) == []
    single = await talk.say(ada, "https://paper.example/feed/")
    assert "asked for https://paper.example/feed/ already" in single.text
    assert newest(talk, root) is request


async def test_what_others_have_asked_for_is_not_asked_again_and_serves_all(
    talk: Talk, root: User
) -> None:
    ada, bob = await talk.user("Ada"), await talk.user("Bob")
    await ask(talk, ada, opml("Paper", "Herald"))
    first = newest(talk, root)
    await ask(talk, bob, opml("Herald", "Gazette"))
    second = newest(talk, root)
    assert second.text.splitlines() == [
        "Bob asks for 1 feed:",
        "",
        "The Gazette",
        "https://gazette.example/feed",
    ]
    await ask(talk, bob, opml("Paper"))
    assert newest(talk, root) is second
    await talk.press(root, first, "Approve all")
    await take_in(talk)
    assert await talk.subscribed(talk.private(ada)) == [2, 3]
    assert await talk.subscribed(talk.private(bob)) == [2, 3]
    assert len(await told(talk, ada)) == len(await told(talk, bob)) == 1
    await talk.press(root, second, "Decline")
    await take_in(talk)
    assert len(await told(talk, bob)) == 2
    assert len(await addresses(talk)) == 3


@pytest.mark.parametrize("first", ["Approve all", "Decline"])
async def test_an_admin_decides_on_nothing_that_he_is_not_shown(
    talk: Talk, root: User, first: str
) -> None:
    """What an older list asks for as well waits for the word on that one."""
    ada, bob = await talk.user("Ada"), await talk.user("Bob")
    await ask(talk, ada, opml("Paper"))
    older = newest(talk, root)
    answer = await ask(talk, bob, opml("Paper", "Gazette"))
    newer = newest(talk, root)
    await talk.press(root, newer, first)
    await take_in(talk)
    gazette = ["https://gazette.example/feed"] if first == "Approve all" else []
    assert (await addresses(talk))[1:] == gazette
    assert "1 is not in the catalogue: the bot's admins are asked" in answer.text
    await talk.press(root, newer, "v1:importreq:2:no:")
    word = "approved" if first == "Approve all" else "declined"
    assert newer.text == f"Settled already: what Bob asked for was {word}."
    await talk.press(root, older, "Approve all")
    await take_in(talk)
    assert (await addresses(talk))[1:] == [*gazette, "https://paper.example/feed"]
    assert len(await talk.subscribed(talk.private(bob))) == len(gazette) + 1
    (note,) = await told(talk, bob)
    assert "is taken in" in str(note)


async def test_a_decision_against_holds_for_all_who_wait(talk: Talk, root: User) -> None:
    ada, bob = await talk.user("Ada"), await talk.user("Bob")
    await ask(talk, ada, opml("Paper"))
    request = newest(talk, root)
    await ask(talk, bob, opml("Paper"))
    await talk.press(root, request, "Decline")
    await take_in(talk)
    for one in (ada, bob):
        assert "decided against" in str(await told(talk, one))


async def test_a_long_request_has_pages(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    await ask(talk, ada, many(20))
    request = newest(talk, root)
    assert request.text.endswith("https://f7.example/feed\nPage 1 of 3")
    await talk.press(root, request, "More ›")
    assert "https://f8.example/feed" in request.text
    await talk.press(root, request, "Approve all")
    await take_in(talk)
    assert len(await addresses(talk)) == 21


async def test_without_an_admin_who_hears_it_nothing_is_asked(talk: Talk, root: User) -> None:
    """So that the list can be brought again."""
    ada = await talk.user("Ada")
    talk.private(root).blocked = True
    answer = await ask(talk, ada, opml("Paper", "Courier"))
    assert "I could not reach the bot's admins" in newest(talk, ada).text
    assert "1 is not in the catalogue and was left out." in answer.text
    talk.private(root).blocked = False
    await ask(talk, ada, opml("Paper"))
    assert newest(talk, root).text.startswith("Ada asks for 1 feed:")


async def test_three_lists_of_a_person_may_wait(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    for name in ("One", "Two", "Three"):
        await ask(talk, ada, opml(name))
    await ask(talk, ada, opml("Four"))
    assert "You have 3 requests waiting" in newest(talk, ada).text
    answer = await ask(talk, ada, opml("Five", "Courier"))
    assert "1 new subscription here." in answer.text
    assert "1 is not in the catalogue and was left out." in answer.text
    assert len(await talk.rows("SELECT * FROM imports WHERE request = 'open'")) == 3


async def test_the_limit_holds_for_what_is_approved(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(max_subscriptions=2)) as talk:
        root, ada = await talk.user("Root", role=Role.ADMIN), await talk.user("Ada")
        await talk.say(root, "/start")
        await ask(talk, ada, many(3))
        await talk.press(root, newest(talk, root), "Approve all")
        await take_in(talk, most_subscriptions=2)
        assert await talk.subscribed(talk.private(ada)) == [1, 2]
        assert "1 left out" in str(await told(talk, ada))


async def test_undo_takes_the_subscriptions_back_and_the_request_goes_on(
    talk: Talk, root: User
) -> None:
    ada = await talk.user("Ada")
    await ask(talk, ada, opml("Paper", "Courier"))
    assert "1 subscription has ended" in (await talk.say(ada, "/undo")).text
    await talk.press(root, newest(talk, root), "Approve all")
    await take_in(talk)
    assert len(await addresses(talk)) == 2
    assert await talk.subscribed(talk.private(ada)) == []


async def test_a_channels_readers_are_not_told_but_its_admin_is(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    channel = talk.api.world.add_channel("News", username="the_news", admins=[ada])
    answer = await bring(talk, ada, opml("Paper"), caption="/import @the_news")
    await talk.press(ada, answer, "Ask for 1 feed")
    await talk.press(root, newest(talk, root), "Approve all")
    await take_in(talk)
    assert await talk.subscribed(channel) == [2]
    assert await deliveries_of(talk.db, [channel.id]) == ()
    assert len(await told(talk, ada)) == 1
