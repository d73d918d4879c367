"""Which blocks of an article are the story, and which are the page around it.

Structure comes first (`newsroom.layout`): a story is the densest run of prose, and what is no sentence is no
part of it. Then cues in many languages (`newsroom.asides`), then recurrence: what stands in several articles
of a feed is furniture whatever it says (`newsroom.echoes`). The stored text stays whole; this is for
summaries, snippets and previews.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from newsroom.asides import Manner, Reader, manner, reader, without_asides
from newsroom.captions import is_caption
from newsroom.cues import Kind, fold, guess_language, is_comments_heading, is_list_heading
from newsroom.datelines import without_dateline
from newsroom.echoes import Known, plain
from newsroom.edges import without_ends
from newsroom.layout import Block, Sort, densest_run, isolated, shares, without_lists
from newsroom.sentences import is_sentence
from newsroom.stems import stems

_UNMARKED_PROSE = 20
"""A block of so many words is prose though no mark ends it, or only one that cuts it off."""
_UNMARKED_BRIEF = 10
"""A line of so many is where an article has nothing else."""
_WITHOUT_MARKS = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")
"""Thai, Lao, Khmer: sentences have no mark at their end."""
_DATE = re.compile(r"\d{1,2}[:.h]\d{2}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b\d{4}-\d\d-\d\d")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DATE_WORDS, _DATE_LENGTH = 4, 80
_STAFF_LINES = 3
_STAFF_WORDS = 60


@dataclass(frozen=True, slots=True)
class Story:
    """The blocks that are an article's story."""

    language: str
    """A primary subtag: the article's language as its words tell it."""
    blocks: tuple[Block, ...]


def story_blocks(
    blocks: Sequence[str],
    *,
    title: str = "",
    author: str | None = None,
    feed_title: str = "",
    standing: Collection[str] = frozenset(),
    language: str | None = None,
) -> list[str]:
    """Return what is the story's of an article's blocks, in order, each piece verbatim.

    A piece is a block, or what is left of it when datelines and asides at its ends are cut away.
    `standing` holds hashes (`block_hash`) known to stand in several articles of the feed. `language` is a
    BCP 47 tag that helps where the words don't tell; None = not known. Empty where nothing is the story's.
    """
    known = Known(plain(title), plain(feed_title), plain(author or ""), standing)
    read = reader(title, feed_title, author, blocks, guess_language("\n".join(blocks), language))
    return [block.text for block in read_story(blocks, known, read).blocks]


def read_story(blocks: Sequence[str], known: Known, reads: Reader) -> Story:
    """Return the story among an article's blocks, read sentence by sentence."""
    found = [_read(block, known, reads) for block in dict.fromkeys(blocks) if block.strip()]
    how = manner([sentence for block in found for sentence in block.sentences])
    compared = shares(found, stems(known.title), stems(known.feed_title))
    alone = frozenset[int]() if reads.about_pages else isolated(compared)
    judged = [
        replace(_judge(block, known, how, alone=number in alone), share=compared[number])
        for number, block in enumerate(found)
    ]
    judged = without_lists(judged, alone)
    story = [block for block in densest_run(judged) if block.sort is Sort.STORY]
    story = _without_staff_lines(story, known)
    story = without_ends(story, how, about_pages=reads.about_pages) or _unmarked(judged)
    return Story(reads.language, tuple(story))


def _read(block: str, known: Known, reads: Reader) -> Block:
    """Sort a block by what it is as a whole; what may be of the story is read."""
    folded = fold(block)
    if is_comments_heading(folded):
        return Block(block, Sort.COMMENTS_HEADING)
    if is_list_heading(folded) and not is_sentence(block):
        return Block(block, Sort.LIST_HEADING)
    if (
        _is_date(block)
        or known.stands(block)
        or known.repeats_title(block)
        or known.attributes(block)
    ):
        return Block(block, Sort.FURNITURE)
    text = without_dateline(block)
    return Block(text, Sort.STORY, reads.sentences(text))


def _is_date(block: str) -> bool:
    """Return whether a block says when, and hardly more: «Cádiz, 06/05/2026 - 10:31h.»."""
    return (
        len(block) <= _DATE_LENGTH
        and bool(_DATE.search(block))
        and len(_LETTERS.findall(block)) <= _DATE_WORDS
    )


def _judge(block: Block, known: Known, how: Manner, *, alone: bool) -> Block:
    """Cut away what is not the story's of a block that may be."""
    if block.sort is not Sort.STORY:
        return block
    if is_caption(block.sentences):
        return Block(block.text, Sort.FURNITURE)
    kept = without_asides(block.sentences, how, isolated=alone)
    while kept and (known.stands(kept[-1].text) or known.attributes(kept[-1].text)):
        kept.pop()
    while kept and known.stands(kept[0].text):
        kept.pop(0)
    if not kept:
        return Block(block.text, Sort.APPEAL)
    start = block.text.index(kept[0].text)
    end = block.text.index(kept[-1].text, start) + len(kept[-1].text)
    judged = Block(block.text[start:end], Sort.STORY, tuple(kept))
    cut_off = judged.text.rstrip(")]").endswith(("…", "..."))
    fewest = _UNMARKED_BRIEF if _WITHOUT_MARKS.search(judged.text) else _UNMARKED_PROSE
    if (kept[-1].complete and not cut_off) or judged.words >= fewest:
        return judged
    return Block(judged.text, Sort.FURNITURE, judged.sentences)


def _without_staff_lines(story: Sequence[Block], known: Known) -> list[Block]:
    """Drop lines about the writer: those that begin with the name, others at the end of the story."""
    kept = [
        block for block in story if block.words > _STAFF_WORDS or not known.names_writer(block.text)
    ]
    for _ in range(_STAFF_LINES):
        if len(kept) > 1 and _describes_writer(kept[-1], kept[:-1]):
            kept.pop()
    return kept


def _describes_writer(block: Block, others: Sequence[Block]) -> bool:
    """Return whether a block says what somebody is who does not appear in the story."""
    if block.words > _STAFF_WORDS or not any(Kind.ROLES in each.kinds for each in block.sentences):
        return False
    name = plain(" ".join(block.text.split()[:2]))
    return not any(name in plain(other.text) for other in others)


def _unmarked(blocks: Sequence[Block]) -> list[Block]:
    """Return the longer lines without a mark, where an article has no sentences at all: a brief."""
    return [block for block in blocks if block.sentences and block.words >= _UNMARKED_BRIEF]
