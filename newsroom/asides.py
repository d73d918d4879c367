"""Which sentences of a block are the page's and not the story's, told by cues.

One cue may be enough («all rights reserved»). Others count in pairs: pages speak of certain matters
(newsletters, donations, comments), call on the reader, and speak as the publisher, and a story does hardly
two of these at once. Weakest of all, one such cue gives away a block that has nothing in common with the
rest.

What people in the story say does not count, for they may say «donate now»; nor what the headline names,
so that a story about donations keeps its sentences; nor «we» and «you» where the writer uses them all along.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from newsroom.address import addressing
from newsroom.cues import Kind, find, fold
from newsroom.masthead import begins_with_part, mastheads, name_parts, names_it
from newsroom.sentences import is_sentence, split
from newsroom.stems import stems
from newsroom.wordcount import count_words

# An apostrophe is a quote only at a word's edge.
# Between Hebrew letters «"» is no quotation mark but gershayim, the sign of an abbreviation: ד"ר.
_QUOTE = re.compile(r"[“”„«»「」『』]|\"(?!(?<=[א-ת]\")[א-ת])|‘|’(?!\w)|'(?<!\w')(?=\w)|'(?!\w)")
_CLOSING = {
    "“": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    '"': '"',
    "「": "」",
    "『": "』",
    "‘": "’",
    "'": "'",
}
_ASKING = re.compile(r"[?!？！؟]\W*$")
_LAST_CHARACTERS = 8
_CONTACT = re.compile(r"\w@[\w-]{1,60}\.\w")
_OFTEN, _MOSTLY = 0.2, 0.6
_FEW_SENTENCES = 5
_SHORTEST_PUBLISHER = 4  # characters: a shorter name is a word of the language, too
_APPEAL_WORDS = 40
_NEWS_WORDS = 8
FRAGMENT_WORDS = 6
"""A shorter piece that ends as no sentence does is a credit, a link, a name."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, and what speaks in it besides those it quotes."""

    text: str
    words: float
    stems: tuple[str, ...]
    kinds: frozenset[Kind]
    names_publisher: bool
    begins_with_name: bool
    """Whether it begins with a part of what the publication or its writer is called."""
    asks: bool
    """Whether it is a question or an exclamation."""
    complete: bool
    """Whether it ends as sentences do; a last one that doesn't may be a credit or a link."""

    @property
    def is_suspect(self) -> bool:
        """Whether anything in it may be the page's."""
        return bool(self.kinds) or self.names_publisher or self.asks


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article speaks throughout."""

    says_we: bool
    says_you: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cues of one article."""

    language: str
    publishers: tuple[str, ...]
    """What the publication is called, folded; empty where nothing long enough to tell is known."""
    name_parts: frozenset[str]
    """The words of what it is called."""
    subjects: frozenset[str]
    """Cues of the headline: what the article is about."""
    about_pages: bool
    """Whether the headline names what pages speak of."""

    def sentences(self, block: str) -> tuple[Sentence, ...]:
        """Return the sentences of `block` with their cues."""
        masked = _without_quotations(block)
        sentences, position = [], 0
        for text in split(block, self.language):
            start = block.index(text, position)
            position = start + len(text)
            unquoted = masked[start:position]
            folded = fold(text)
            sentences.append(
                Sentence(
                    text=text,
                    words=count_words(text),
                    stems=tuple(stems(folded)),
                    kinds=self._kinds(unquoted, folded if unquoted == text else fold(unquoted)),
                    names_publisher=any(names_it(folded, name) for name in self.publishers),
                    begins_with_name=begins_with_part(folded, self.name_parts),
                    asks=bool(_ASKING.search(unquoted[-_LAST_CHARACTERS:])),
                    complete=is_sentence(text),
                )
            )
        return tuple(sentences)

    def _kinds(self, unquoted: str, folded: str) -> frozenset[Kind]:
        spoken_of = (Kind.MATTER, Kind.CREDITS)
        kinds = {
            cue.kind
            for cue in find(folded, self.language)
            if not (cue.kind in spoken_of and cue.text in self.subjects)
        }
        if "@" in folded and _CONTACT.search(folded):
            kinds |= {Kind.CALL, Kind.MATTER}
        return frozenset(kinds) | addressing(unquoted.strip(), self.language)


def _without_quotations(block: str) -> str:
    """Return `block` with spaces in place of what is quoted, so that all else stays where it is."""
    pieces, position = [], 0
    opened: re.Match[str] | None = None
    for quote in _QUOTE.finditer(block):
        if opened and quote.group() in _CLOSING[opened.group()]:
            pieces += [block[position : opened.start()], " " * (quote.end() - opened.start())]
            position, opened = quote.end(), None
        elif quote.group() in _CLOSING and (opened is None or quote.group() == opened.group()):
            opened = quote
    return "".join(pieces) + block[position:]


def reader(
    title: str, publisher: str, author: str | None, blocks: Sequence[str], language: str
) -> Reader:
    """Return a reader for the article with this title and these blocks in the feed of this publisher.

    A writer is a name of the publication's as well, unless it is one word: «AFP», «admin».
    """
    name, writer = fold(publisher.strip()), fold((author or "").strip())
    known: tuple[str, ...] = (name,) if len(name) >= _SHORTEST_PUBLISHER else ()
    known += (writer,) if " " in writer and writer not in fold(title) else ()
    named = list(find(fold(title), language))
    names = (*known, *mastheads(blocks, title))
    return Reader(
        language=language,
        publishers=names,
        name_parts=name_parts(names),
        subjects=frozenset(cue.text for cue in named),
        about_pages=any(cue.kind is Kind.MATTER for cue in named),
    )


def manner(sentences: Collection[Sentence]) -> Manner:
    """Return whether «we» and «you» stand so often that they don't tell the publisher and the reader."""
    spoken = [each.kinds for each in sentences if Kind.SURE not in each.kinds]
    enough = len(spoken) * (_OFTEN if len(spoken) >= _FEW_SENTENCES else _MOSTLY)
    return Manner(
        says_we=sum(Kind.WE in kinds for kinds in spoken) > enough,
        says_you=sum(Kind.YOU in kinds for kinds in spoken) > enough,
    )


def without_asides(sentences: Sequence[Sentence], how: Manner, *, isolated: bool) -> list[Sentence]:
    """Return the sentences that a block keeps: all, a run that leaves asides at its ends out, or none.

    `isolated`: the block has nothing in common with the rest of the article.
    """
    asides = [_is_aside([each], how) for each in sentences]
    short = sum(each.words for each in sentences) <= _APPEAL_WORDS
    alone = isolated and any(is_evidence(each, how) for each in sentences)
    if short and (alone or any(asides) or _is_aside(sentences, how)):
        return _news_before_cues(sentences)
    return _without_fragment(_between(sentences, asides))


def _is_aside(sentences: Sequence[Sentence], how: Manner) -> bool:
    """Return whether the sentences, taken together, are the page's."""
    kinds = frozenset[Kind]().union(*(each.kinds for each in sentences))
    if Kind.SURE in kinds:
        return True
    speaks = Kind.WE in kinds and not how.says_we
    addresses = (Kind.YOU in kinds and not how.says_you) or Kind.CALL in kinds
    if Kind.MATTER in kinds:
        return speaks or addresses or any(each.asks for each in sentences)
    return addresses and (speaks or any(each.names_publisher for each in sentences))


def is_evidence(sentence: Sentence, how: Manner) -> bool:
    """Return whether anything in a sentence, as the article goes, may be the page's."""
    expected = ({Kind.WE} if how.says_we else set()) | ({Kind.YOU} if how.says_you else set())
    return (
        bool(sentence.kinds - expected - {Kind.ROLES}) or sentence.names_publisher or sentence.asks
    )


def _news_before_cues(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences before the first suspect one, unless that is next to nothing.

    «The bridge opens on Monday after nine years of work. Read more.» keeps its news, «Good work costs
    money. Support us!» nothing.
    """
    head = list(takewhile(lambda sentence: not sentence.is_suspect, sentences))
    return head if sum(each.words for each in head) >= _NEWS_WORDS else []


def _between(sentences: Sequence[Sentence], asides: Sequence[bool]) -> Sequence[Sentence]:
    """Return the run of sentences from the first to the last that is no aside."""
    kept = [number for number, aside in enumerate(asides) if not aside]
    return sentences[kept[0] : kept[-1] + 1] if kept else ()


def _without_fragment(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences without a short last one that ends as no sentence does: a credit, a link."""
    kept = list(sentences)
    if len(kept) > 1 and not kept[-1].complete and kept[-1].words <= FRAGMENT_WORDS:
        kept.pop()
    return kept
