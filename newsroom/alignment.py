"""Two texts laid side by side: what they have in common, in order, and what stands in its place elsewhere.

A patience diff: runs that stand once in each text are anchors, the longest chain of anchors in the order of
both is kept, each is lengthened, and what lies between is looked through once more with shorter runs. That
takes n log n steps whatever the texts; difflib takes n².
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_RUNS = (4, 2)
"""Lengths of the anchors, in words: of the first look, and of the one between what that found."""


class Shared(NamedTuple):
    """A run that both have: `size` words from `left` on in the one, from `right` on in the other."""

    left: int
    right: int
    size: int


class Gap(NamedTuple):
    """What stands between two shared runs: `left` of the one, `right` of the other; as (start, end)."""

    left: tuple[int, int]
    right: tuple[int, int]


def align(left: Sequence[int], right: Sequence[int]) -> list[Shared]:
    """Return the runs that two sequences share, in the order of both; they never overlap."""
    found: list[Shared] = []
    whole = Gap((0, len(left)), (0, len(right)))
    for size in _RUNS:
        between = list(gaps(found, whole))
        found = sorted(
            [*found, *(run for gap in between for run in _within(left, right, gap, size))]
        )
    return found


def gaps(shared: Sequence[Shared], whole: Gap) -> Iterator[Gap]:
    """Yield what of `whole` lies around and between shared runs; a side of a gap may be empty."""
    left, right = whole.left[0], whole.right[0]
    for run in (*shared, Shared(whole.left[1], whole.right[1], 0)):
        if run.left > left or run.right > right:
            yield Gap((left, run.left), (right, run.right))
        left, right = run.left + run.size, run.right + run.size


def _within(left: Sequence[int], right: Sequence[int], gap: Gap, size: int) -> Iterator[Shared]:
    """Yield what the two sides of a gap share, by anchors of `size` words."""
    ours, theirs = _once(left, gap.left, size), _once(right, gap.right, size)
    anchors = _chain([(start, theirs[run]) for run, start in ours.items() if run in theirs])
    done_left, done_right = gap.left[0], gap.right[0]
    for start, other in anchors:
        if start < done_left or other < done_right:
            continue
        first, second = start, other
        while first > done_left and second > done_right and left[first - 1] == right[second - 1]:
            first, second = first - 1, second - 1
        done_left, done_right = start + size, other + size
        while (
            done_left < gap.left[1]
            and done_right < gap.right[1]
            and left[done_left] == right[done_right]
        ):
            done_left, done_right = done_left + 1, done_right + 1
        yield Shared(first, second, done_left - first)


def _once(
    sequence: Sequence[int], within: tuple[int, int], size: int
) -> dict[tuple[int, ...], int]:
    """Return the runs of `size` that stand once there, each with its place, in order."""
    places: dict[tuple[int, ...], int] = {}
    again: set[tuple[int, ...]] = set()
    for start in range(within[0], within[1] - size + 1):
        run = tuple(sequence[start : start + size])
        if run in places:
            again.add(run)
        else:
            places[run] = start
    for run in again:
        del places[run]
    return places


def _chain(anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `anchors`, sorted by the first place, that is sorted by the second too."""
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int | None] = []
    for number, (_, other) in enumerate(anchors):
        length = bisect_left(ends, other)
        before.append(chosen[length - 1] if length else None)
        if length == len(ends):
            ends.append(other)
            chosen.append(number)
        else:
            ends[length] = other
            chosen[length] = number
    chain: list[tuple[int, int]] = []
    at = chosen[-1] if chosen else None
    while at is not None:
        chain.append(anchors[at])
        at = before[at]
    return chain[::-1]
