"""What stands at the ends of a story, where pages have their say: one cue is enough there.

Within a story a block that says «you», or names the publisher, may well be the story's. A short one above
its first paragraph or below its last is not, as a rule. Where a story is long enough to tell, one there that
has nothing in common with it is the page's even without a cue: of real articles hardly a first paragraph is
like that, and one of twenty-five last ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.asides import Manner, Sentence, is_evidence
from newsroom.cues import Kind
from newsroom.layout import Block, shares

_SHORT = 40
"""Words; a longer block is a paragraph."""
_MOST = 0.5
"""Of a story's words, what the ends may lose at the most."""
_LONG_STORY = 8
"""Blocks, from which on a block that has nothing in common with them tells something."""
_NOTHING = 0.1
_NEWS_WORDS = 8
_SPEAKING = frozenset({Kind.WE, Kind.YOU, Kind.SURE})


@dataclass(frozen=True, slots=True)
class Ends:
    """What is known of an article when its ends are judged; headline and publisher as stems."""

    how: Manner
    headline: frozenset[str]
    publisher: frozenset[str]
    about_pages: bool
    """Whether the headline names what pages speak of, so that to speak of it is no cue."""

    def without(self, story: Sequence[Block]) -> list[Block]:
        """Return the story without the blocks at its ends that are the page's."""
        kept = list(story)
        spare = _MOST * sum(block.words for block in story)
        for end in (-1, 0):
            while len(kept) > 1 and kept[end].words <= min(_SHORT, spare):
                block = kept[end]
                left = self._left(block, last=end == -1)
                if left is block and not self._is_foreign(kept, end):
                    break
                if left is not None and left is not block:
                    kept[end] = left
                    break
                spare -= block.words
                kept.pop(end)
        return kept

    def _left(self, block: Block, *, last: bool) -> Block | None:
        """Return what of a block at an end is the story's: all, the news before a cue, or None."""
        cued = [self._is_cued(each, last=last) for each in block.sentences]
        if not any(cued):
            return block
        head = block.sentences[: cued.index(True)]
        if not last or sum(each.words for each in head) < _NEWS_WORDS:
            return None
        end = block.text.index(head[-1].text) + len(head[-1].text)
        return Block(block.text[:end], block.sort, head)

    def _is_cued(self, sentence: Sentence, *, last: bool) -> bool:
        """Return whether a sentence at an end is the page's; at the beginning, a question is none."""
        if last and not self.about_pages:
            return is_evidence(sentence, self.how)
        spoken = sentence.kinds & _SPEAKING
        if self.how.says_we:
            spoken -= {Kind.WE}
        if self.how.says_you:
            spoken -= {Kind.YOU}
        return bool(spoken) or (last and sentence.names_publisher)

    def _is_foreign(self, story: Sequence[Block], end: int) -> bool:
        """Return whether a block at an end has nothing in common with a long story."""
        if len(story) < _LONG_STORY:
            return False
        share = shares(story, self.headline, self.publisher)[end]
        return share is not None and share <= _NOTHING
