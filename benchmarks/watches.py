"""What it costs to hold new articles against all watches: `make bench-watches`; see docs/benchmarks.md.

Invented articles, whose words are as unevenly common as those of a language; each watch has two words, which
are drawn in the same way, the commonest aside: people watch for what is in the news. Beside the matcher
stands the naive way: each watch put to each article.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar

from newsroom import Matcher, Wish, Wording, read_wish, word_article

T = TypeVar("T")

_SEED = "newshound"
_VOCABULARY = 50_000
_COMMONEST = 100
"""Words that nobody watches for: the, of, and …"""
_WORDS = 300
"""Of an article."""
_PARAGRAPHS = 6
_SYLLABLES = (
    "ba", "cor", "de", "fin", "gra", "hel", "is", "jo", "ka", "lum", "men", "nor", "os", "per", "ran",
)  # fmt: skip
_WATCHES, _ARTICLES = 10_000, 1_000
_MOST = 1.0
"""CPU seconds in which so many watches are to be held against so many articles."""


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the two ways differ, or the aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watches", description=__doc__)
    parser.add_argument("--watches", type=int, default=_WATCHES, metavar="N")
    parser.add_argument("--articles", type=int, default=_ARTICLES, metavar="N")
    args = parser.parse_args(words)
    if args.watches < 1 or args.articles < 1:
        parser.error("--watches and --articles are 1 or more")
    queries, texts = _queries(args.watches), _texts(args.articles)
    wishes, parsing = _timed(lambda: {query: read_wish(query) for query in queries})
    matcher, filing = _timed(lambda: Matcher(wishes))
    said, reading = _timed(lambda: [_said(text) for text in texts])
    matched, matching = _timed(lambda: [set(matcher.matches(one)) for one in said])
    naive, one_by_one = _timed(lambda: [_naively(wishes, one) for one in said])
    print(f"{len(wishes):,} watches of two words, {len(said):,} articles of {_WORDS} words")
    for name, seconds in (
        ("once: the watches' words are read", parsing),
        ("once a change: the watches are filed", filing),
        ("the articles' words are read", reading),
        ("the articles are held against all watches", matching),
        ("the same naively: each watch by itself", one_by_one),
    ):
        print(f"{name:44}{seconds:8.3f} s CPU")
    print(
        f"{sum(map(len, matched)):,} matches, {one_by_one / max(matching, 1e-6):.0f} times as fast"
    )
    if matched != naive:
        print("the two ways differ")
        return 1
    if args.watches * args.articles < _WATCHES * _ARTICLES:
        return 0  # so little is no measure
    print(f"aim, {_MOST:g} s: {'met' if matching <= _MOST else 'missed'}")
    return 0 if matching <= _MOST else 1


def _vocabulary() -> tuple[list[str], list[float]]:
    """Return words, and how common they are, summed up: by Zipf's law, the common ones short."""
    dice = random.Random(_SEED)
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        syllables = 1 + min(4, len(words).bit_length() // 4)
        size = dice.randint(max(1, syllables - 1), syllables + 1)
        words["".join(dice.choices(_SYLLABLES, k=size))] = None
    return list(words), list(accumulate(1 / rank for rank in range(3, len(words) + 3)))


def _texts(count: int) -> list[list[str]]:
    """Return articles: a title and some paragraphs each."""
    dice, (words, weights) = random.Random(f"{_SEED} articles"), _vocabulary()
    length = _WORDS // _PARAGRAPHS
    return [
        [
            " ".join(dice.choices(words, cum_weights=weights, k=8)),
            *(
                " ".join(dice.choices(words, cum_weights=weights, k=length)) + "."
                for _ in range(_PARAGRAPHS)
            ),
        ]
        for _ in range(count)
    ]


def _queries(count: int) -> list[str]:
    dice, (words, weights) = random.Random(f"{_SEED} watches"), _vocabulary()
    rarer, base = words[_COMMONEST:], weights[_COMMONEST - 1]
    rest = [weight - base for weight in weights[_COMMONEST:]]
    queries: dict[str, None] = {}
    while len(queries) < count:
        queries[" ".join(dice.choices(rarer, cum_weights=rest, k=2))] = None
    return list(queries)


def _said(parts: Sequence[str]) -> Wording:
    return word_article(parts, feed_id=1, language="en", dated_at=0, found_at=0)


def _naively(wishes: dict[str, Wish], said: Wording) -> set[str]:
    return {query for query, wish in wishes.items() if wish.finds(said)}


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what some work yields, and the CPU seconds that it took."""
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
