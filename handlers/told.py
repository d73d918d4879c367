"""What an alert tells of its article beside the title, in its own words: nothing, the gist, or all of it."""

from collections.abc import Awaitable, Callable, Iterable, Iterator

from handlers.markup import TEXT_LIMIT, clip_words, utf16_length
from handlers.standing import text_of
from handlers.summing import story_lines, summary_of
from newsroom import AlertStyle, Article
from storage import Database

SENTENCES = 2
"""Of a brief alert."""

BRIEF_UNITS = 400
"""UTF-16 units beyond which a brief alert has one sentence only, and that is cut."""


async def told_of(
    db: Database, article: Article, style: AlertStyle, *, words: int, now: int
) -> tuple[str, ...]:
    """Return the paragraphs that an alert in this style shows; () where there is nothing to tell.

    `words`: about how long a summary is. What is worked out is kept, so the next place has it at once.
    """
    tell: dict[AlertStyle, Callable[[], Awaitable[tuple[str, ...]]]] = {
        AlertStyle.BRIEF: lambda: _brief(db, article, words, now),
        AlertStyle.FULL: lambda: _full(db, article, now),
    }
    told = await tell[style]() if style in tell else ()
    return () if told == (article.title,) else told


async def _brief(db: Database, article: Article, words: int, now: int) -> tuple[str, ...]:
    sentences = (await summary_of(db, article, words=words, now=now))[:SENTENCES]
    if utf16_length(" ".join(sentences)) > BRIEF_UNITS:
        sentences = sentences[:1]
    return (clip_words(" ".join(sentences), BRIEF_UNITS),) if sentences else ()


async def _full(db: Database, article: Article, now: int) -> tuple[str, ...]:
    story = await story_lines(db, article, now)
    return tuple(_beginning(story or text_of(article).split("\n")))


def _beginning(paragraphs: Iterable[str]) -> Iterator[str]:
    """Yield a little more than a message holds: it is seen there that something is left out."""
    room = TEXT_LIMIT
    for paragraph in paragraphs:
        if paragraph:
            yield paragraph[: TEXT_LIMIT + 1]
            room -= len(paragraph)
        if room < 0:
            return
