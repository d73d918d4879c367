"""Invented articles in ten languages, whose words are as frequent as Zipf's law has it; seeded.

The word of rank r is as frequent as 1/r, and beyond the first few thousand as 1/r²: the two regimes that
large corpora show (Ferrer i Cancho and Solé 2001). So the first word stands in nearly every article, and
most words in a few.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product

NOW = 1_790_000_000_000
"""When the newest article was found, in UTC milliseconds."""

FEEDS = 500

BATCH = 100
"""Articles that one check of a feed brings; each batch has a seed of its own."""

_SPAN = 5 * 365 * 86_400_000
"""Milliseconds from the oldest article to the newest."""

_DAY = 86_400_000
_SEED = 20261128
_WORDS = 100_000
"""Different words of a language."""

_KERNEL = 5_000
"""Rank up to which words are of the first regime."""

_FEWEST, _MOST = 150, 400
"""Words of an article."""

_SENTENCE = 16
_PARAGRAPH = 4 * _SENTENCE


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is written: its words are made of these beginnings and ends of syllables."""

    tag: str
    weight: int
    """Of each hundred batches, how many are in it."""
    onsets: str
    nuclei: str
    endings: tuple[str, ...] = ("",)
    """What words end with, in turns, so that some are forms of others."""
    space: str = " "
    stop: str = ". "


LANGUAGES = (
    Language("en", 40, "bcdfghjklmnprstvw", "aeiou", ("", "", "", "s", "ing", "ed", "")),
    Language("de", 10, "bdfghklmnprstwz", "aeiouäöü", ("", "en", "er", "e", "")),
    Language("es", 10, "bcdfglmnprstv", "aeiouáéó", ("", "o", "as", "ar", "")),
    Language("fr", 10, "bcdfglmnprstv", "aeiouéèô", ("", "es", "er", "ent", "")),
    Language("ru", 10, "бвгдзклмнпрстхчш", "аеиоуыя", ("", "а", "ов", "ы", "")),
    Language("ar", 5, "بتجحدرسشصعفقكلمنهي", "اويرلن"),
    Language("he", 3, "אבגדזחטכלמנפקרשת", "איולמנרת"),
    Language("zh", 6, "", "", space="", stop="。"),
    Language("ja", 4, "", "", space="", stop="。"),
    Language("ko", 2, "", "", stop=". "),
)

_DENSE = {"zh": (0x4E00, 2_000), "ja": (0x3041, 80), "ko": (0xAC00, 1_500)}
"""Scripts of which each character is a syllable: where they begin, and how many are used."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a feed says."""

    number: int
    title: str
    text: str
    published_at: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one check of a feed brings."""

    feed: int
    """Counted from 0."""
    language: Language
    found_at: int
    articles: tuple[Article, ...]


def batches(count: int) -> Iterator[Batch]:
    """Yield `count` articles, the oldest first, in batches."""
    for start in range(0, count, BATCH):
        yield _batch(start, min(BATCH, count - start), count)


def excerpt(tag: str, count: int, size: int, dice: random.Random) -> str:
    """Return `size` words of a language that stand side by side in one of `count` articles.

    Where none of so few is in the language, they are words that might have.
    """
    language = next(one for one in LANGUAGES if one.tag == tag)
    starts = _starts(tag, count)
    if starts:
        text = _batch(dice.choice(starts), 1, count).articles[0].text.partition(language.stop)[0]
        words = text.split(language.space) if language.space else [*text]
    else:
        words = _said(language, _SENTENCE, dice)
    first = dice.randrange(len(words) - size + 1)
    return language.space.join(words[first : first + size])


def words_of(tag: str) -> tuple[str, ...]:
    """Return the words of a language, the most frequent first."""
    return _vocabulary(tag).words


def share_of(tag: str) -> float:
    """Return which part of the articles is in a language, about."""
    return next(one.weight for one in LANGUAGES if one.tag == tag) / 100


def rank_in(part: float, tag: str) -> int:
    """Return the rank, from 0, of the word that stands in about this part of a language's articles."""
    length = (_FEWEST + _MOST) / 2
    wanted = 1 - (1 - part) ** (1 / length)
    wanted *= _vocabulary(tag).weights[-1]
    return max(0, bisect(range(1, _WORDS), -wanted, key=lambda rank: -_frequency(rank)) - 1)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    words: tuple[str, ...]
    weights: Sequence[float]
    """Added up."""


@cache
def _vocabulary(tag: str) -> _Vocabulary:
    language = next(one for one in LANGUAGES if one.tag == tag)
    dice = random.Random(f"{_SEED}/{tag}")
    syllables = _syllables(language)
    dice.shuffle(syllables)
    words: list[str] = []
    for length in range(1, 5):
        made = ["".join(parts) for parts in product(syllables, repeat=length - 1)]
        for syllable in syllables:
            words += [f"{one}{syllable}" for one in made[: _WORDS // len(syllables) + 1]]
        if len(words) >= _WORDS:
            break
    ended = (
        f"{word}{language.endings[place % len(language.endings)]}"
        for place, word in enumerate(words)
    )
    known = tuple(dict.fromkeys(ended))[:_WORDS]
    return _Vocabulary(known, list(accumulate(map(_frequency, range(1, len(known) + 1)))))


def _frequency(rank: int) -> float:
    return 1 / rank if rank <= _KERNEL else _KERNEL / rank**2


def _syllables(language: Language) -> list[str]:
    if language.tag in _DENSE:
        start, count = _DENSE[language.tag]
        return [chr(start + place) for place in range(count)]
    return [f"{onset}{nucleus}" for onset in language.onsets for nucleus in language.nuclei]


def _batch(start: int, size: int, count: int) -> Batch:
    dice = random.Random(f"{_SEED}/{start}")
    language = _language_of(start)
    feed = dice.randrange(FEEDS)
    begin = NOW - _SPAN
    articles = [
        _article(start + place, language, begin + _SPAN * (start + place + 1) // count, dice)
        for place in range(size)
    ]
    found_at = begin + _SPAN * (start + size) // count
    return Batch(feed, language, found_at, tuple(articles))


def _language_of(start: int) -> Language:
    """Return the language of the batch that begins with this article."""
    steps = list(accumulate(one.weight for one in LANGUAGES))
    return LANGUAGES[bisect(steps, random.Random(f"{_SEED}/{start}/language").randrange(100))]


@cache
def _starts(tag: str, count: int) -> list[int]:
    """Return where the batches in a language begin."""
    return [start for start in range(0, count, BATCH) if _language_of(start).tag == tag]


def _article(number: int, language: Language, at: int, dice: random.Random) -> Article:
    """Write one, published up to a day before it was found; one in fifty is up to two years older."""
    title_size, size = dice.randint(5, 11), dice.randint(_FEWEST, _MOST)
    words = _said(language, title_size + size, dice)
    age = dice.randrange(730 * _DAY) if dice.random() < 0.02 else dice.randrange(_DAY)
    title = language.space.join(words[:title_size]).capitalize()
    return Article(number, title, _text(words[title_size:], language), at - age)


def _said(language: Language, size: int, dice: random.Random) -> list[str]:
    vocabulary = _vocabulary(language.tag)
    return dice.choices(vocabulary.words, cum_weights=vocabulary.weights, k=size)


def _text(words: list[str], language: Language) -> str:
    lines = []
    for start in range(0, len(words), _PARAGRAPH):
        sentences = [
            language.space.join(words[place : place + _SENTENCE]).capitalize()
            for place in range(start, min(start + _PARAGRAPH, len(words)), _SENTENCE)
        ]
        lines.append(f"{language.stop.join(sentences)}{language.stop.strip()}")
    return "\n".join(lines)
