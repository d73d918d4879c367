"""Which run of an article's blocks is the story, told by how the blocks stand to each other."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from newsroom.asides import Sentence
from newsroom.stems import telling

_HEAVY = 60
"""Words beyond these add nothing to a block's weight, lest one long comment outweigh a story."""
_DEAREST_TOLL, _WORDS_A_TOLL = 6.0, 60
"""What each block costs a run, in words: more on a long page, where much else stands."""
_ENOUGH_FOR_COMMENTS = 30
"""Words of story above the heading of comments; with fewer it is a link to them at the top."""
_TEASER_WORDS = 30
_TEASER_SENTENCES = 2
_HEADLINE_WORDS = 14
_LAST_LINE_WORDS = 8
_ISOLATED = 0.15
_TOO_FEW_TO_COMPARE = 3


class Sort(Enum):
    """What a block is."""

    STORY = auto()
    FURNITURE = auto()
    APPEAL = auto()
    """Furniture that speaks: not a caption, nor a line that is no sentence."""
    LIST_HEADING = auto()
    COMMENTS_HEADING = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an article, or what is left of one."""

    text: str
    sort: Sort
    sentences: tuple[Sentence, ...] = ()
    """None where a block was furniture as a whole; a line that is no sentence has its words here."""
    share: float | None = None
    """What part of its telling stems the rest of the article has; None = it has none, or is not compared."""

    @property
    def words(self) -> float:
        """Return the number of words."""
        return sum(each.words for each in self.sentences)


def isolated(found: Sequence[float | None]) -> frozenset[int]:
    """Return the numbers of the blocks that have next to nothing in common with the rest, by their `shares`.

    Where there are too few blocks to compare, none is isolated.
    """
    if sum(share is not None for share in found) <= _TOO_FEW_TO_COMPARE:
        return frozenset()
    return frozenset(
        number for number, share in enumerate(found) if share is None or share <= _ISOLATED
    )


def shares(
    blocks: Sequence[Block], headline: Iterable[str], publisher: Collection[str]
) -> list[float | None]:
    """Return what part of each block's telling stems stands in another block or in the headline.

    Both are given as stems. To share the publisher's name is nothing. None where a block has no telling stem.
    """
    name = frozenset(publisher)
    terms = [
        telling(stem for each in block.sentences for stem in each.stems) - name for block in blocks
    ]
    spread = Counter(term for found in terms for term in found)
    spread.update(headline)
    return [
        sum(spread[term] > 1 for term in found) / len(found) if found else None for found in terms
    ]


def without_lists(blocks: Sequence[Block], alone: Collection[int]) -> list[Block]:
    """Turn into furniture what stands below the heading of a list, and cut off what readers wrote.

    Teasers are short; where a longer block follows a heading, that stood within the story. A heading that
    is not known is told by a few last blocks that have nothing in common with the story (`alone`).
    """
    judged = list(blocks)
    for number in _unheaded_tail(blocks, alone):
        judged[number] = Block(blocks[number].text, Sort.FURNITURE)
    whole, above = _prose(blocks), 0.0
    for number, block in enumerate(blocks):
        if block.sort is Sort.COMMENTS_HEADING and above >= _ENOUGH_FOR_COMMENTS:
            return judged[:number]
        if block.sort is Sort.LIST_HEADING:
            section = _section(blocks, number + 1)
            related = [blocks[place] for place in section if place not in alone]
            smaller = 2 * _prose(blocks[place] for place in section) < whole
            if smaller and _is_list(related):
                for place in section:
                    judged[place] = Block(blocks[place].text, Sort.FURNITURE)
        above += _prose([block])
    return judged


def densest_run(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the run of blocks with the most prose for what interrupts it."""
    toll = min(_DEAREST_TOLL, _prose(blocks) / _WORDS_A_TOLL)
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for number, block in enumerate(blocks):
        if total <= 0:
            total, start = 0.0, number
        total += _weight(block, toll)
        if total > best:
            best, best_start, best_end = total, start, number + 1
    return blocks[best_start:best_end]


def _weight(block: Block, toll: float) -> float:
    return (min(block.words, _HEAVY) if block.sort is Sort.STORY else 0) - toll


def _section(blocks: Sequence[Block], start: int) -> range:
    """Return the numbers of the blocks from `start` to the next heading."""
    end = start
    while end < len(blocks) and blocks[end].sort in (Sort.STORY, Sort.FURNITURE, Sort.APPEAL):
        end += 1
    return range(start, end)


def _is_list(section: Sequence[Block]) -> bool:
    """Return whether blocks are headlines and teasers, not the story that goes on below a heading."""
    prose = [block for block in section if block.sort is Sort.STORY]
    if not all(map(_is_teaser, prose)):
        return False
    in_pairs = len(prose) > 1 and len(section) >= 2 * len(prose)
    return in_pairs or _prose(prose) <= _HEADLINE_WORDS * len(prose)


def _unheaded_tail(blocks: Sequence[Block], alone: Collection[int]) -> range:
    """Return the numbers of last teasers that stand, alone, below an appeal or a line that is no sentence."""
    end = len(blocks)
    while end and blocks[end - 1].sort is not Sort.STORY:
        end -= 1
    start = end
    while start and start - 1 in alone and _is_teaser(blocks[start - 1]):
        start -= 1
    headed = start > 0 and _may_head(blocks[:start], below=blocks[start:end])
    small = 2 * _prose(blocks[start:end]) < _prose(blocks[:start])
    return range(start, end) if headed and small else range(0)


def _may_head(above: Sequence[Block], below: Sequence[Block]) -> bool:
    """Return whether blocks stand below a line that is no sentence, or below an appeal.

    One appeal may interrupt a story; a line alone and two appeals do not.
    """
    last = above[-1]
    if last.sort is Sort.APPEAL:
        two = len(above) > 1 and above[-2].sort is Sort.APPEAL
        return two or (len(below) == 1 and below[0].words <= _LAST_LINE_WORDS)
    return last.sort is Sort.FURNITURE and bool(last.sentences)


def _is_teaser(block: Block) -> bool:
    return (
        block.sort is Sort.STORY
        and block.words <= _TEASER_WORDS
        and len(block.sentences) <= _TEASER_SENTENCES
    )


def _prose(blocks: Iterable[Block]) -> float:
    """Return how many words of story there are."""
    return sum(block.words for block in blocks if block.sort is Sort.STORY)
