"""What speaks against two texts being one story although they have most words in common.

What tells a lightly edited copy from another story in the same wording is what stands in whose place. Words
that only one of them has are cuts or additions. Where each has words of its own in the same place, numbers,
days and names must not differ, and the rest must be little.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from newsroom.alignment import Gap
from newsroom.signature import Signature, Word, extent, hashes

_SMALL = 12
"""Words on either side of a gap in which one number stands for the other."""
_NAMES_IN = 6
"""The same for names."""
_REPLACED = 0.15
"""Of the shorter story, how much may have other words in the other."""
_UNKNOWN_EVERY = 30
"""Of so many words, one that may be a name may have another in its place."""
_UNKNOWN_SIZE = 3
_SWAPPED_WITHIN = 12
"""Words that a name may be moved by without leaving its sentence."""
_RECURRING_TITLE = 4
"""Words: the same title of no more heads a column, such as «Weather today»."""
_DATA = 4
"""Different numbers on either side that make two tables of the lines around the stories."""


def contradict(
    one: Signature, other: Signature, between: Sequence[Gap], *, same_title: bool
) -> bool:
    """Return whether two articles contradict each other. `between`: the gaps of their stories, in order."""
    if _tables_differ(one, other) or _titles_differ(one, other):
        return True
    replaced = [
        (one.text[slice(*gap.left)], other.text[slice(*gap.right)])
        for gap in between
        if gap.left[0] < gap.left[1] and gap.right[0] < gap.right[1]
    ]
    if any(_differ(one, other, ours, theirs) for ours, theirs in replaced):
        return True
    if _consistent(replaced) or any(_swapped(one.text, other.text, between)):
        return True
    size = min(extent(one.text), extent(other.text))
    if sum(min(_weight(ours), _weight(theirs)) for ours, theirs in replaced) > _REPLACED * size:
        return True
    unknown = [pair for pair in replaced if all(_may_name(side) for side in pair)]
    if any(min(map(extent, pair)) > _UNKNOWN_SIZE for pair in unknown):
        return True
    recurring = same_title and extent(one.title) <= _RECURRING_TITLE
    return len(unknown) > (0 if recurring else size / _UNKNOWN_EVERY)


def _tables_differ(one: Signature, other: Signature) -> bool:
    """Return whether the numbers around two stories are those of two tables."""
    ours, theirs = set(hashes(one.data, Word.FACT)), set(hashes(other.data, Word.FACT))
    known, others = one.facts | ours, other.facts | theirs
    return min(len(ours - others), len(theirs - known)) >= _DATA


def _titles_differ(one: Signature, other: Signature) -> bool:
    """Return whether each title names somebody or something that the other article does not know."""
    return any(each not in other.all_words for each in hashes(one.title, Word.NAME)) and any(
        each not in one.all_words for each in hashes(other.title, Word.NAME)
    )


def _differ(one: Signature, other: Signature, ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Return whether two passages in one place have numbers or names that exclude each other."""
    size = max(len(ours), len(theirs))
    counted = Word.FACT | Word.NUMERAL
    numbers, other_numbers = list(hashes(ours, counted)), list(hashes(theirs, counted))
    if size <= _SMALL and numbers and other_numbers and numbers != other_numbers:
        return True
    called = Word.NAME | Word.FACT
    names, other_names = set(hashes(ours, called)), set(hashes(theirs, called))
    if size <= _NAMES_IN and names - other_names and other_names - names:
        return True
    if names - other.all_words and other_names - one.all_words:
        return True
    return _headline_word_replaced(one, other, ours, theirs)


def _headline_word_replaced(
    one: Signature, other: Signature, ours: Sequence[int], theirs: Sequence[int]
) -> bool:
    """Return whether what a headline speaks of is something else in the other article."""
    mine = [word for word in hashes(ours, Word.ECHO) if word not in other.all_words]
    yours = [word for word in hashes(theirs, Word.ECHO) if word not in one.all_words]
    if mine and yours:
        return True
    return bool(mine or yours) and _may_name(ours) and _may_name(theirs)


def _consistent(replaced: Sequence[tuple[Sequence[int], Sequence[int]]]) -> bool:
    """Return whether the same word that may be a name has the same other in its place time and again."""
    pairs = Counter(
        (tuple(ours), tuple(theirs))
        for ours, theirs in replaced
        if max(extent(ours), extent(theirs)) <= _UNKNOWN_SIZE
        and _may_name(ours)
        and _may_name(theirs)
    )
    return any(count > 1 for count in pairs.values())


def _swapped(ours: Sequence[int], theirs: Sequence[int], between: Sequence[Gap]) -> Iterator[bool]:
    """Yield whether each name that stands elsewhere in the other text has jumped over another name.

    «Lions beat Bears» is not «Bears beat Lions», though both have the same words.
    """
    named = Word.NAME | Word.UNKNOWN
    places: dict[int, list[int]] = {}
    for gap in between:
        for word in hashes(theirs[slice(*gap.right)], named):
            places.setdefault(word, []).append(gap.left[0])
    moved = set(places)
    for gap in between:
        for place in range(*gap.left):
            for word in hashes(ours[place : place + 1], named):
                for target in places.get(word, ()):
                    jumped = ours[min(place, target) : max(place, target)]
                    if len(jumped) <= _SWAPPED_WITHIN:
                        yield any(each not in moved for each in hashes(jumped, named))


def _weight(words: Sequence[int]) -> float:
    return extent(word for word in words if not word & Word.LIGHT)


def _may_name(words: Sequence[int]) -> bool:
    """Return whether a passage may name somebody: in a longer one most words may have to."""
    unknown = [word for word in words if word & Word.UNKNOWN]
    if extent(words) <= _UNKNOWN_SIZE:
        return bool(unknown)
    return 2 * len(unknown) > len(words)
