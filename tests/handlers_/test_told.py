"""What an alert tells of its article in each style."""

import pytest

from handlers import told_of
from newsroom import AlertStyle, Article
from storage import get_article
from tests.handlers_.talk import Talk, entry

STORY = (
    "The river rose by a metre overnight after three days of rain in the hills.\n"
    "Two bridges are closed, and the ferry does not run before Friday.\n"
    "The town has opened the school for those who had to leave their houses."
)


async def told(
    talk: Talk, style: AlertStyle, text: str, name: str = "The river"
) -> tuple[str, ...]:
    await talk.feed("Rivers", entry(name, text=text))
    article = await get_article(talk.db, 1)
    assert isinstance(article, Article)
    return await told_of(talk.db, article, style, words=60, now=talk.now)


async def test_the_title_style_tells_nothing(talk: Talk) -> None:
    assert await told(talk, AlertStyle.TITLE, STORY) == ()


async def test_brief_is_at_most_two_sentences_of_the_articles_own(talk: Talk) -> None:
    (paragraph,) = await told(talk, AlertStyle.BRIEF, STORY)
    sentences = [one for one in STORY.split("\n") if one in paragraph]
    assert 1 <= len(sentences) <= 2
    assert paragraph == " ".join(sentences)
    assert await talk.rows("SELECT count(*) FROM summaries") == [(1,)], "it is kept"


async def test_brief_sentences_that_are_long_stand_alone(talk: Talk) -> None:
    (paragraph,) = await told(
        talk,
        AlertStyle.BRIEF,
        "\n".join(
            f"The river rose by {n} metres {'and by more than that ' * 12}overnight."
            for n in (1, 2)
        ),
    )
    assert paragraph.count("overnight.") == 1


async def test_full_is_all_paragraphs(talk: Talk) -> None:
    assert await told(talk, AlertStyle.FULL, STORY) == tuple(STORY.split("\n"))


@pytest.mark.parametrize("style", list(AlertStyle))
async def test_what_only_repeats_the_title_is_not_told(talk: Talk, style: AlertStyle) -> None:
    assert await told(talk, style, "The river rises.", "The river rises.") == ()


async def test_of_a_book_no_more_is_told_than_a_message_shows(talk: Talk) -> None:
    chapters = (
        " ".join(
            f"In house {n} of street {m} the river rose by a metre overnight." for n in range(20)
        )
        for m in range(500)
    )
    paragraphs = await told(talk, AlertStyle.FULL, "\n".join(chapters))
    assert 4096 < sum(map(len, paragraphs)) < 3 * 4096


async def test_a_sentence_without_end_is_cut_in_brief(talk: Talk) -> None:
    text = f"The river rose {'and rose ' * 300}overnight."
    (paragraph,) = await told(talk, AlertStyle.BRIEF, text)
    assert paragraph.endswith("…")
    assert len(paragraph) <= 400
