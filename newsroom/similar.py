"""Whether two articles tell the same story in the same words: a wire story in two papers, cut or added to.

Two different stories are never to be called one, so what is not sure is «no». Most of the work is to tell
a copy from another story in the same wording: Monday's market report and Tuesday's, two earthquakes, two
matches. What counts as evidence, and what is refused, stands in docs/similar.md.
"""

from collections.abc import Hashable, Sequence

from newsroom.alignment import Gap, Shared, align, gaps
from newsroom.contradiction import contradict
from newsroom.signature import Signature, Word, extent, hashes

_CONTAINED = 0.75
"""Of the shorter story, how much the other must have, in the same order."""
_CONTAINED_SAME_TITLE = 0.5
_SAME_TITLE = 0.8
_TITLE_WORDS = 4
"""A title of fewer words may head any number of stories: «Weather today»."""
_FEWEST = 16
"""Words that two stories must share."""
_ENOUGH = 32
"""Words whose sharing is enough without any name or number among them."""
_FEWEST_FACTS = 2
_LATEST_START = 40
_LATEST_SHARE = 0.25
"""Where in the longer text the shared words must begin: a story within a round-up is not the round-up."""
_MUCH_LONGER = 2.5
"""Times the shorter text: of such an article the headline must be met too."""

_BUCKETS = 16
_RUN = 4
_LEAD = 128
_SPREAD = (
    0x9E3779B97F4A7C15  # 2^64 over the golden ratio (Knuth, TAOCP 6.4): mixes what is multiplied
)
_MASK = (1 << 64) - 1
_BAND_BITS = 52  # with the bucket's number, a band fits SQLite's integers


def same_story(one: Signature, other: Signature) -> bool:
    """Return whether two articles surely tell the same story.

    Symmetric. False for two articles that say too little, even the same: a teaser may stand above any
    number of stories. An article is the same as itself. Two articles of one feed are never to be merged,
    whatever this says: only the caller knows their feeds, and a feed that repeats itself means it.
    """
    if one is other:
        return True
    if len(one.words) > len(other.words) or (
        len(one.words) == len(other.words) and (one.text, one.title) > (other.text, other.title)
    ):
        one, other = other, one
    if not _may_be(one, other):
        return False
    shared = align(one.words, other.words)
    whole = Gap((0, len(one.words)), (0, len(other.words)))
    return _is_evidence(one, other, shared) and not contradict(
        one, other, list(gaps(shared, whole)), same_title=_same_title(one, other)
    )


def group_stories(
    signatures: Sequence[Signature], feeds: Sequence[Hashable]
) -> tuple[tuple[int, ...], ...]:
    """Fold a short list: return groups of places in it, each in order, and ordered by their first.

    `feeds` names the feed of each article: a group has at most one article of a feed. Every two of a group
    are the same story, so that no chain of neighbours ends somewhere else. Takes n² comparisons.
    """
    groups: list[list[int]] = []
    for place, signature in enumerate(signatures):
        for group in groups:
            if all(
                feeds[member] != feeds[place] and same_story(signatures[member], signature)
                for member in group
            ):
                group.append(place)
                break
        else:
            groups.append([place])
    return tuple(map(tuple, groups))


def bands(signature: Signature) -> tuple[int, ...]:
    """Return the keys under which articles of one story meet: up to 16 numbers, each below 2^56.

    Two articles that are the same story share one, except by bad luck (docs/similar.md has the figures); to
    share one means nothing more than being worth a `same_story`. To store: a row an article and key, an
    index on the key. One-permutation minhash over runs of four words of the lead, which is what a paper that
    cuts a story keeps.
    """
    lowest: dict[int, int] = {}
    words = signature.words[:_LEAD]
    for start in range(len(words) - _RUN + 1):
        mixed = 0
        for word in words[start : start + _RUN]:
            mixed = ((mixed ^ word) * _SPREAD) & _MASK
            mixed ^= mixed >> 29
        bucket, value = mixed % _BUCKETS, mixed >> (64 - _BAND_BITS)
        lowest[bucket] = min(value, lowest.get(bucket, value))
    return tuple(bucket << _BAND_BITS | lowest[bucket] for bucket in sorted(lowest))


def _may_be(one: Signature, other: Signature) -> bool:
    """Look whether it is worth to lay the texts side by side: most pairs end here. `one` is the shorter."""
    if extent(one.text) < _FEWEST:
        return False
    if one.facts - other.all_words and other.facts - one.all_words:
        return False
    mine = frozenset(one.words)
    return len(mine & other.all_words) >= _CONTAINED_SAME_TITLE * len(mine)


def _is_evidence(one: Signature, other: Signature, shared: Sequence[Shared]) -> bool:
    """Return whether two stories have enough in common, and what a story would have in common."""
    if not shared:
        return False
    size = sum(run.size for run in shared)
    same_title = _same_title(one, other)
    own_title = same_title and extent(one.title) >= _TITLE_WORDS
    if size < (_CONTAINED_SAME_TITLE if own_title else _CONTAINED) * len(one.words):
        return False
    if shared[0].right > max(_LATEST_START, _LATEST_SHARE * len(other.words)):
        return False
    ours = [word for run in shared for word in one.text[run.left : run.left + run.size]]
    theirs = [word for run in shared for word in other.text[run.right : run.right + run.size]]
    echoes = _of_its_title(one, ours), _of_its_title(other, theirs)
    much_longer = len(other.words) > _MUCH_LONGER * len(one.words)
    return _says_enough(ours) and (all(echoes) or same_title or (any(echoes) and not much_longer))


def _says_enough(words: Sequence[int]) -> bool:
    """Return whether shared words are a story's: many, or some with facts and names among them."""
    facts = set(hashes(words, Word.FACT | Word.NAME))
    size = extent(words)
    return size >= _ENOUGH or (size >= _FEWEST and len(facts) >= _FEWEST_FACTS)


def _of_its_title(signature: Signature, words: Sequence[int]) -> bool:
    """Return whether shared words have something of the headline: a page's standing text has nothing."""
    return not signature.title or any(word & Word.ECHO for word in words)


def _same_title(one: Signature, other: Signature) -> bool:
    """Return whether two titles are equal or nearly so; titles that are not there are not."""
    ours, theirs = one.title_words, other.title_words
    return len(ours & theirs) >= _SAME_TITLE * max(len(ours), len(theirs), 1)
