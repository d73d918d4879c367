"""What is asked of the archive: seeded queries in classes, from a rare word to the worst phrase."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from benchmarks.search_corpus import FEEDS, excerpt, rank_in, share_of, words_of

EACH = 40
"""Different queries of a class."""

_SEED = 4711
_TAG = "en"
_DENSE = "zh"


@dataclass(frozen=True, slots=True)
class Question:
    """One query, and on which page of its answer one looks."""

    typed: str
    feed: int | None = None
    """The feed that it is narrowed to, counted from 0."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Class:
    """Queries of one kind."""

    name: str
    questions: tuple[Question, ...]
    limit: float = 25.0
    """Milliseconds that its 95th percentile may take at a million articles."""
    is_plain: bool = True
    """Whether plain FTS5 understands the same query."""


def classes(count: int) -> tuple[Class, ...]:
    """Return what is asked of an archive of `count` articles."""
    dice = random.Random(_SEED)
    once = 20 / count / share_of(_TAG)  # about twenty articles, however many there are

    def word(least: float, most: float, tag: str = _TAG) -> str:
        """Return a word that stands in such a part of a language's articles."""
        words = words_of(tag)
        return words[dice.randint(rank_in(most, tag), rank_in(least, tag))]

    def many(make: Callable[[], str]) -> tuple[Question, ...]:
        return tuple(Question(make()) for _ in range(EACH))

    def beginning(size: int) -> str:
        return next(w for w in iter(lambda: word(0.0005, 0.5), "") if len(w) > size)[:size] + "*"

    def narrowed() -> Question:
        days = dice.randint(100, 1_000)
        return Question(
            f"{word(0.05, 0.5)} after:{days + 200}d before:{days}d", dice.randrange(FEEDS)
        )

    def said(size: int, tag: str = _TAG) -> str:
        return excerpt(tag, count, size, dice)

    common, usual = (0.1, 0.28), (0.005, 0.05)
    kinds = [
        Class("rare word", many(lambda: word(once / 2, once * 2))),
        Class("middling word", many(lambda: word(*usual))),
        Class("common word", many(lambda: word(*common))),
        Class("most common word", (Question(words_of(_TAG)[0]),)),
        Class("two words", many(lambda: f"{word(0.02, 0.5)} {word(0.02, 0.5)}")),
        Class("phrase", many(lambda: f'"{said(2)}"')),
        Class("phrase, very common", many(lambda: f'"{word(0.3, 0.99)} {word(0.3, 0.99)}"')),
        Class(
            "phrase, two languages",
            many(lambda: f'"{word(0.3, 0.99)} {word(0.3, 0.99, "es")}"'),
        ),
        Class("prefix of 3", many(lambda: beginning(3)), limit=60),
        Class("prefix of 5", many(lambda: beginning(5)), limit=60),
        Class("feed and dates", tuple(narrowed() for _ in range(EACH)), is_plain=False),
        Class("Chinese", many(lambda: said(3, _DENSE)), is_plain=False),
        Class(
            "page 10",
            tuple(Question(word(0.02, 0.5), page=10) for _ in range(EACH)),
            is_plain=False,
        ),
        Class("nonsense", many(lambda: "".join(dice.choices("qxzwv", k=9)))),
        Class("16 words", many(lambda: said(16))),
        Class("16 common words", many(lambda: " ".join(word(0.2, 0.99) for _ in range(16)))),
    ]
    everything = list(chain.from_iterable(kind.questions for kind in kinds))
    return (
        *kinds,
        Class("a mix", tuple(dice.sample(everything, min(100, len(everything)))), is_plain=False),
    )
