"""The furniture filter: what is the page's goes, what is the story's stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import block_hash, standing_hashes, story_blocks, summarize
from newsroom.datelines import without_dateline
from tests.newsroom.furniture_texts import Text, furniture_texts

TEXTS = furniture_texts()
STORY = (
    "The bridge over the Teal opens on Monday after nine years of work, the council said.",
    "It carries two lanes, a cycle track and a footway, and cost forty million pounds.",
    "The old bridge closed in 2017, when cracks were found in the pier on the eastern bank.",
)
TITLE = "Teal bridge opens after nine years"


def story(
    *blocks: str,
    author: str | None = None,
    feed_title: str = "",
    standing: frozenset[str] = frozenset(),
) -> list[str]:
    return story_blocks(
        blocks, title=TITLE, author=author, feed_title=feed_title, standing=standing
    )


def sentences(text: Text, *, standing: frozenset[str] = frozenset()) -> tuple[str, ...]:
    summary = summarize(
        text.text,
        title=text.title,
        language=text.language,
        author=text.author,
        feed_title=text.feed_title,
        standing=standing,
    )
    return summary.sentences


def test_there_are_enough_texts_to_tell() -> None:
    assert len(TEXTS) >= 60
    assert len({text.language for text in TEXTS} - {None}) >= 12


def test_hardly_a_summary_holds_furniture() -> None:
    """At most one of twenty, over all texts in all languages."""
    foreign = {text.title: text.foreign(sentences(text)) for text in TEXTS}
    found = {title: lines for title, lines in foreign.items() if lines}
    assert len(found) <= 0.05 * len(TEXTS), found


def test_standing_texts_are_gone_from_the_second_article_on() -> None:
    """What stood in another article of the feed is in no summary, whatever it says."""
    foreign = {
        text.title: text.foreign(sentences(text, standing=standing_hashes(text.furniture)))
        for text in TEXTS
    }
    assert not any(foreign.values()), foreign


def test_stories_are_hardly_cut() -> None:
    """At most one of fifty paragraphs of stories is lost."""
    told = [(text, line) for text in TEXTS for line in text.story]
    kept = {
        (text.title, block)
        for text in TEXTS
        for block in story_blocks(
            text.blocks,
            title=text.title,
            author=text.author,
            feed_title=text.feed_title,
            language=text.language,
        )
    }
    lost = [
        line
        for text, line in told
        if not any(
            title == text.title and (line in block or block in line) for title, block in kept
        )
    ]
    assert len(lost) <= 0.02 * len(told), lost


@pytest.mark.parametrize(
    "text", [text for text in TEXTS if text.source == "about"], ids=lambda text: text.title
)
def test_stories_about_furniture_keep_their_sentences(text: Text) -> None:
    kept = story_blocks(text.blocks, title=text.title, feed_title=text.feed_title)
    assert kept == list(text.story)


@pytest.mark.parametrize(
    "line",
    [
        "The Harbour Courier",
        TITLE,
        f"{TITLE} – The Harbour Courier",
        "By Jane Doe",
        "Sign up for our newsletter and never miss a story.",
        "The new bridge at dawn. Photo: Jane Doe",
        "Culture minister Ada Moss (R) walks across the bridge. Getty Images",
        "If you value what we do, please support our journalism today.",
        "We use cookies to improve this site.",
        "Follow us on Facebook and Twitter.",
        "Download our app for breaking news.",
        "Jane Doe is a reporter at The Harbour Courier.",
        "Read more: The old bridge in pictures",
        "Reporting by Jane Doe; Editing by John Roe.",
        "© 2026 The Harbour Courier. All rights reserved.",
        f"The post {TITLE} appeared first on The Harbour Courier.",
        "Tags: bridges, traffic, council",
        "Letters may be sent to letters@courier.example.",
    ],
)
def test_furniture_goes_wherever_it_stands(line: str) -> None:
    for place in range(len(STORY) + 1):
        blocks = (*STORY[:place], line, *STORY[place:])
        kept = story(*blocks, author="Jane Doe", feed_title="The Harbour Courier")
        assert kept == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "“Please donate today and follow us on Facebook,” said Ada Moss, who leads the appeal.",
        "The council told the BBC that the bridge needs no further work.",
        "Ada Moss, a photographer, was the first to cross the bridge on Monday.",
    ],
)
def test_what_people_in_the_story_say_and_are_stays(line: str) -> None:
    blocks = (STORY[0], line, *STORY[1:])
    assert story(*blocks, feed_title="BBC News") == list(blocks)


def test_lists_below_their_heading_go() -> None:
    teasers = (
        "Related stories",
        "Ferry fares rise in May.",
        "Harbour wall to be rebuilt.",
        "Most read this week",
        "A goat crosses a bridge",
    )
    assert story(*STORY, *teasers) == list(STORY)


def test_heading_within_the_story_takes_nothing_with_it() -> None:
    assert story(STORY[0], "Also read", "The ferry that nobody missed", *STORY[1:]) == list(STORY)


def test_link_to_the_comments_is_no_end_of_the_story() -> None:
    assert story(STORY[0], "12 comments", *STORY[1:]) == list(STORY)


def test_what_readers_wrote_goes() -> None:
    letters = (
        "Comments (2)",
        "I have waited nine years for this bridge and it was worth every day of it.",
    )
    assert story(*STORY, *letters) == list(STORY)


def test_asides_at_the_ends_of_a_paragraph_are_cut_off() -> None:
    assert story(f"{STORY[0]} Read more", *STORY[1:]) == list(STORY)
    assert story(*STORY[:2], f"{STORY[2]} Sign up for our newsletter.") == list(STORY)


def test_brief_without_a_full_stop_is_a_story() -> None:
    brief = "Council opens the bridge over the Teal on Monday after nine years of work"
    assert story_blocks([brief, "Share"], title="Bridge") == [brief]


def test_line_that_is_cut_off_is_a_story_only_where_there_is_no_other() -> None:
    teaser = "The ferry that carried the town across the river for nine years …"
    assert story(*STORY, teaser) == list(STORY)
    assert story(teaser) == [teaser]


def test_nothing_left_is_nothing() -> None:
    assert story("Comments") == []
    assert story("Read more", "Share on Facebook", TITLE) == []
    assert story_blocks([]) == []


def test_standing_block_goes_whatever_it_says() -> None:
    motto = "Two rivers meet below the town, and so do those who live in it."
    assert story(motto, *STORY, standing=standing_hashes([motto])) == list(STORY)
    assert story(f"{STORY[0]} {motto}", *STORY[1:], standing=standing_hashes([motto])) == list(
        STORY
    )


def test_hash_of_a_block_looks_past_numbers_case_and_marks() -> None:
    assert block_hash("12 Comments · Share!") == block_hash("7 comments share")
    assert block_hash("12 comments") != block_hash("12 shares")


@pytest.mark.parametrize(
    ("block", "rest"),
    [
        ("LONDON (Reuters) - The bank said.", "The bank said."),
        ("(CNN) -- He left.", "He left."),
        ("BERLIN, 3. Mai (dpa) – Die Bahn fährt.", "Die Bahn fährt."),
        ("PARIS — Il part.", "Il part."),
        ("Madrid, 3 may (EFE).- El rey viaja.", "El rey viaja."),
        ("МОСКВА, 3 мая — РИА Новости. Власти решили.", "Власти решили."),
        ("لندن (رويترز) - قال البنك.", "قال البنك."),
        ("新华社北京5月3日电（记者张三）国务院决定。", "国务院决定。"),
        ("【ロンドン＝山田太郎】銀行は発表した。", "銀行は発表した。"),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는 밝혔다.", "정부는 밝혔다."),
        ("The plan (which he liked) - was good.", "The plan (which he liked) - was good."),
        ("IBM — the company — said so.", "IBM — the company — said so."),
    ],
)
def test_datelines_are_cut_off(block: str, rest: str) -> None:
    assert without_dateline(block) == rest


BLOCKS = st.lists(
    st.one_of(
        st.text(st.characters(codec=None), max_size=60),
        st.sampled_from(
            [*STORY, TITLE, "Comments", "Related stories", "Read more", "“", "A. ?! 。"]
        ),
    ),
    max_size=8,
)


@given(BLOCKS, st.text(max_size=20), st.sampled_from([None, "en", "he", "zh", "x"]))
def test_story_is_verbatim_and_in_order(
    blocks: list[str], title: str, language: str | None
) -> None:
    """Each piece is cut from a block, in the blocks' order, of any text."""
    pieces = story_blocks(blocks, title=title, feed_title=title, language=language)
    left = iter(dict.fromkeys(blocks))
    assert all(any(piece in block for block in left) for piece in pieces)
