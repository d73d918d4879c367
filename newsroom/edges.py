"""What stands at the ends of a story, where pages have their say: one cue is enough there.

Within a story a block that says «you», or names the publisher, may well be the story's. A short one above
its first paragraph or below its last is not, as a rule. Where a story is long enough to tell, one there that
has nothing in common with it is the page's even without a cue: of real articles hardly a first paragraph is
like that, and one of twenty-five last ones.
"""

from collections.abc import Sequence
from dataclasses import replace

from newsroom.asides import Manner, Sentence, is_evidence
from newsroom.cues import Kind
from newsroom.layout import Block
from newsroom.masthead import begins_with_a_paper

_SHORT = 40
"""Words; a longer block is a paragraph."""
_MOST = 0.5
"""Of a story's words, what the ends may lose at the most."""
_LONG_STORY = 8
"""Blocks, from which on a block that has nothing in common with them tells something."""
_NOTHING, _LITTLE = 0.1, 0.15
_NEWS_WORDS = 8
_SPEAKING = frozenset({Kind.WE, Kind.YOU, Kind.SURE})


def without_ends(story: Sequence[Block], how: Manner, *, about_pages: bool) -> list[Block]:
    """Return the story without the blocks at its ends that are the page's.

    `about_pages`: the headline names what pages speak of, so that to speak of it is no cue.
    """
    kept = list(story)
    spare = _MOST * sum(block.words for block in story)
    for end in (-1, 0):
        while len(kept) > 1 and kept[end].words <= min(_SHORT, spare):
            block = kept[end]
            if end == -1 and _hangs_on(block, kept[-2], how, about_pages=about_pages):
                spare -= block.words
                kept.pop()
                continue
            cued = [
                _is_cued(each, how, last=end == -1, about_pages=about_pages)
                for each in block.sentences
            ]
            if not any(cued) and not (len(kept) >= _LONG_STORY and _is_foreign(block)):
                break
            news = _news(block, cued) if end == -1 else None
            if news is not None:
                kept[end] = news
                break
            spare -= block.words
            kept.pop(end)
    return kept


def _hangs_on(block: Block, before: Block, how: Manner, *, about_pages: bool) -> bool:
    """Return whether a last block stands below one of the page's, with nothing of the story in it."""
    alone = block.share is None or block.share <= _LITTLE
    return (
        alone
        and before.words <= _SHORT
        and _is_cued(before.sentences[0], how, last=True, about_pages=about_pages)
    )


def _news(block: Block, cued: Sequence[bool]) -> Block | None:
    """Return what of a last block stands before its first cue, None where that is next to nothing."""
    head = block.sentences[: cued.index(True)] if any(cued) else ()
    if sum(each.words for each in head) < _NEWS_WORDS:
        return None
    end = block.text.index(head[-1].text) + len(head[-1].text)
    return replace(block, text=block.text[:end], sentences=head)


def _is_cued(sentence: Sentence, how: Manner, *, last: bool, about_pages: bool) -> bool:
    """Return whether a sentence at an end is the page's; at the beginning, a question is none."""
    if last and not about_pages:
        named = sentence.begins_with_name or begins_with_a_paper(sentence.text)
        return named or is_evidence(sentence, how)
    spoken = sentence.kinds & _SPEAKING
    if how.says_we:
        spoken -= {Kind.WE}
    if how.says_you:
        spoken -= {Kind.YOU}
    return bool(spoken) or (last and sentence.names_publisher)


def _is_foreign(block: Block) -> bool:
    return block.share is not None and block.share <= _NOTHING
