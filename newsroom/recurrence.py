"""What is compared between the articles of a feed, and when two of them are one story told again."""

from collections.abc import Collection, Mapping, Sequence

from newsroom.echoes import block_hash, plain, standing_hashes
from newsroom.wordcount import count_words

_FIRST, _LAST = 8, 12
"""Blocks at the ends of an article, where pages have their standing texts."""

_SAME_WORDS, _SURELY_SAME_WORDS = 0.5, 0.9
_SAME_TITLE = 0.5


def recurring_hashes(blocks: Sequence[str]) -> Mapping[str, float]:
    """Return by what an article's standing texts are known to others, each with its words.

    They are those of `standing_hashes`, of the blocks at the ends alone: a bounded number.
    """
    written = [block for block in blocks if block.strip()]
    ends = written if len(written) <= _FIRST + _LAST else [*written[:_FIRST], *written[-_LAST:]]
    weights = dict.fromkeys(standing_hashes(ends), 0.0)
    weights.update((block_hash(block), count_words(block)) for block in ends)
    return weights


def is_same_story(
    own: Mapping[str, float], shared: Collection[str], title: str, other_title: str
) -> bool:
    """Return whether an article that shares these of its `own` texts with another tells its story again.

    That makes no text a standing one. A brief may have more words around it than in it: so the titles
    are asked, too, unless next to all words are the same.
    """
    whole = sum(own.values())
    share = sum(own.get(each, 0.0) for each in shared) / whole if whole else 0.0
    if share > _SURELY_SAME_WORDS:
        return True
    return share > _SAME_WORDS and _is_same_title(title, other_title)


def _is_same_title(one: str, other: str) -> bool:
    words, others = set(plain(one).split()), set(plain(other).split())
    if not words or not others:
        return True
    return len(words & others) > _SAME_TITLE * min(len(words), len(others))
