"""Whether a feed gives an article whole, and when its web page is worth an attempt."""

from dataclasses import replace

import pytest

from newsroom import Article, PageReading, PageText, ProblemKind, is_teaser, tells_more, wants_page
from newsroom.teaser import REREAD_AFTER, RETRY_AFTER

NOW = 1_790_000_000_000
SENTENCE = "The old bridge was closed on Monday after engineers had found cracks. "  # 12 words
STORY = "\n".join([SENTENCE * 5] * 5)
"""300 words."""


def article(text: str = "", **more: object) -> Article:
    made = Article(1, 1, "Paper", "Bridge closed", text, NOW, url="https://paper.example/1")
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The old bridge was closed on Monday.",
        SENTENCE * 6 + "Its cracks …",
        SENTENCE * 6 + "Its cracks [...]",
        SENTENCE * 6 + "Its cracks [&]".replace("&", "…"),
        SENTENCE * 6 + "\nRead more",
        SENTENCE * 6 + "\nContinue reading »",
        SENTENCE * 6 + "\nלכתבה המלאה באתר >>",
        "旧桥周一关闭。" * 10,
    ],
)
def test_a_teaser_is_short_or_goes_on_elsewhere(text: str) -> None:
    assert is_teaser(article(text))


@pytest.mark.parametrize(
    "text",
    [STORY, STORY + "\nRead more", STORY + " And so on …", SENTENCE * 6, "旧桥周一关闭。" * 40],
)
def test_a_story_is_none_whatever_stands_below_it(text: str) -> None:
    assert not is_teaser(article(text))


def test_where_there_is_no_text_the_summary_is_judged() -> None:
    assert is_teaser(article(summary="Closed."))
    assert not is_teaser(article(summary=STORY))


@pytest.mark.parametrize(
    ("setting", "text", "wanted"),
    [
        (PageText.AUTO, "Closed.", True),
        (PageText.AUTO, STORY, False),
        (PageText.ON, "Closed.", True),
        (PageText.ON, STORY, True),
        (PageText.OFF, "Closed.", False),
        (PageText.OFF, STORY, False),
    ],
)
def test_what_the_feed_is_set_to_decides(setting: PageText, text: str, wanted: bool) -> None:
    assert wants_page(article(text, page_text=setting), NOW) is wanted


def test_an_article_without_a_link_has_no_page() -> None:
    assert not wants_page(article("Closed.", url=None), NOW)


def test_what_was_read_is_read_again_only_after_an_edit_and_not_at_once() -> None:
    read = PageReading(NOW, has_text=True)
    later = NOW + REREAD_AFTER
    assert not wants_page(article(STORY, page=read), later)
    edited = article(STORY, page=replace(read, stale=True))
    assert not wants_page(edited, later - 1)
    assert wants_page(edited, later)
    assert not wants_page(replace(edited, page_text=PageText.OFF), later)


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (6, 32), (60, 32)])
def test_a_page_that_failed_is_tried_again_ever_more_seldom(failures: int, hours: int) -> None:
    failed = PageReading(NOW, has_text=False, problem=ProblemKind.TIMEOUT, failures=failures)
    for setting in (PageText.AUTO, PageText.ON):
        one = article("Closed.", page=failed, page_text=setting)
        assert not wants_page(one, NOW + hours * RETRY_AFTER - 1)
        assert wants_page(one, NOW + hours * RETRY_AFTER)


def test_what_a_clock_that_was_ahead_has_noted_puts_nothing_off() -> None:
    read = PageReading(NOW + 365 * 24 * RETRY_AFTER, has_text=True, stale=True)
    assert wants_page(article(STORY, page=read), NOW)
    failed = replace(read, stale=False, has_text=False, failures=3)
    assert wants_page(article("Closed.", page=failed), NOW)


def test_where_the_feed_has_come_to_give_it_whole_a_failed_page_is_left() -> None:
    failed = PageReading(NOW, has_text=False, problem=ProblemKind.TIMEOUT, failures=1)
    assert not wants_page(article(STORY, page=failed), NOW + RETRY_AFTER)


def test_a_page_counts_where_it_tells_more_than_the_feed() -> None:
    """What asks for consent or a subscription tells less."""
    assert tells_more(STORY, article("Closed."))
    assert not tells_more("Please accept cookies.", article(SENTENCE))
    assert tells_more(SENTENCE, article("", summary="Closed."))
    read = PageReading(NOW, has_text=True, stale=True)
    assert tells_more(SENTENCE, article(STORY, summary="Closed.", page=read))
