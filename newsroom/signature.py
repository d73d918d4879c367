"""What of an article is kept to compare it: its title and its story, a number a word.

The numbers stand in the order of the words, because what tells two stories in the same wording apart is
which word stands in whose place. A number holds a hash of the word, and what kind of word it is (`Word`).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from newsroom.cues import guess_language
from newsroom.dense import is_dense
from newsroom.facts import Fact, read_fact
from newsroom.furniture import story_blocks
from newsroom.terms import Term, read_terms

MOST_WORDS = 512
"""Words of a story that are kept; a pair of characters is a word where scripts have no spaces."""

_MOST_TITLE_WORDS = 40
_READ_TITLE = 500
_MOST_DATA = 64
_READ = 12_000
"""Characters of a text that are read: enough for those words, and what it costs is bounded."""

_READ_BLOCK = 6_000

_VERSION = 1
_WORD_BYTES = 4
_KINDS = 7  # bits
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
_TITLE_CASE = 0.5
"""Where more than this share of the words has a capital, a capital says nothing."""
_LIGHT = 3
"""A word of so few letters is a preposition, an article or the like; of fewer where vowels are left out."""
_STEM = 5
_SENTENCE_ENDS = frozenset(".!?:;…•|\n")
_UNSEEN = frozenset(" \t\u00a0\u202f\"'“”„‚‘’«»‹›()[]¿¡–—-*")


class Word:
    """What is known of a word besides its hash: bits. Plain numbers: `IntFlag` is slow."""

    FACT = 1
    """Digits, a day of the week, a month."""
    NUMERAL = 2
    """A word for a number."""
    NAME = 4
    """A capital within a sentence."""
    UNKNOWN = 8
    """It may be a name: its script has no capitals, its language gives them to all nouns, or a sentence
    begins with it."""
    LIGHT = 16
    """So short that it hardly names anything."""
    ECHO = 32
    """The title has it too, maybe in another form."""
    PAIR = 64
    """Two characters of a script without spaces: half a word."""


@dataclass(frozen=True)
class Signature:
    """What an article is compared by: to be stored by `pack_signature` and `unpack_signature`."""

    title: tuple[int, ...]
    text: tuple[int, ...]
    """The story's first `MOST_WORDS` words."""
    data: tuple[int, ...] = ()
    """The numbers of lines that are no prose: a table, a date, how many comments there are."""

    @cached_property
    def words(self) -> tuple[int, ...]:
        """The hashes of the story's words, in order."""
        return tuple(word >> _KINDS for word in self.text)

    @cached_property
    def title_words(self) -> frozenset[int]:
        """The hashes of the title's words."""
        return frozenset(word >> _KINDS for word in self.title)

    @cached_property
    def all_words(self) -> frozenset[int]:
        """The hashes of all words, the title's too."""
        return frozenset(word >> _KINDS for word in (*self.text, *self.title))

    @cached_property
    def facts(self) -> frozenset[int]:
        """The hashes of all hard facts, the title's too."""
        return frozenset(hashes((*self.text, *self.title), Word.FACT))


def sign_story(
    title: str, text: str, language: str | None = None, *, feed_title: str = ""
) -> Signature:
    """Return the signature of an article; the same under any hash seed, and for any text.

    `text` has a block a line. `language`: a BCP 47 tag; None = not known. `feed_title` helps to tell the
    page from the story.
    """
    title, feed_title = title[:_READ_TITLE], feed_title[:_READ_TITLE]
    blocks = text[:_READ].split("\n")
    guessed = guess_language(text[:_READ], language)
    story = story_blocks(blocks, title=title, feed_title=feed_title, language=language)
    cased = guessed not in _NOUNS_IN_CAPITALS
    read = (word for block in story for word in _read_block(block[:_READ_BLOCK], cased=cased))
    words = list(islice(read, MOST_WORDS))
    heading = list(_read_block(title, cased=cased))[:_MOST_TITLE_WORDS]
    words, heading = _without_capitals(words), _without_capitals(heading)
    names = {word.spelling for word in (*words, *heading) if word.kind & Word.NAME}
    stems = {stem for word in heading if not word.kind & Word.LIGHT for stem in word.stems}
    told = "\n".join(story)
    aside = (block for block in blocks if block not in told)
    return Signature(
        title=tuple(_number(word, names) for word in heading),
        text=tuple(_number(word, names, stems) for word in words),
        data=tuple(_data(aside)),
    )


def pack_signature(signature: Signature) -> bytes:
    """Return a signature as bytes, to be stored: four a word, 2.5 KB at the most."""
    parts = (signature.title, signature.text, signature.data)
    head = bytes((_VERSION,)) + b"".join(len(part).to_bytes(2, "big") for part in parts)
    return head + b"".join(word.to_bytes(_WORD_BYTES, "big") for part in parts for word in part)


def unpack_signature(packed: bytes) -> Signature | None:
    """Return the signature that was packed; None where another version packed it, or it is damaged."""
    if packed[:1] != bytes((_VERSION,)) or len(packed) < 7:
        return None
    sizes = [int.from_bytes(packed[start : start + 2], "big") for start in (1, 3, 5)]
    words = [
        int.from_bytes(packed[start : start + _WORD_BYTES], "big")
        for start in range(7, len(packed), _WORD_BYTES)
    ]
    if len(packed) != 7 + _WORD_BYTES * sum(sizes):
        return None
    first, second = sizes[0], sizes[0] + sizes[1]
    return Signature(tuple(words[:first]), tuple(words[first:second]), tuple(words[second:]))


def extent(words: Iterable[int]) -> float:
    """Return how much is said, in words."""
    return sum(0.5 if word & Word.PAIR else 1 for word in words)


def hashes(words: Iterable[int], kind: int) -> Iterator[int]:
    """Yield the hashes of the words of any of these kinds."""
    return (word >> _KINDS for word in words if word & kind)


@dataclass(frozen=True, slots=True)
class _Read:
    """A word of a text."""

    spelling: str
    kind: int
    stems: frozenset[str]
    """What other forms of the word begin with, too."""


def _read_block(block: str, *, cased: bool) -> Iterator[_Read]:
    """Yield the words of a block. `cased`: a capital within a sentence makes a name in its language."""
    forms: dict[tuple[int, int], set[str]] = {}
    exact: list[Term] = []
    for term in read_terms(block):
        forms.setdefault((term.start, term.end), set()).add(_stem(term.term))
        if term.exact:
            exact.append(term)
    for term in exact:
        spelling, fact = read_fact(term.term)
        kind = _kind(block, term, fact, cased=cased)
        yield _Read(spelling, kind, frozenset(forms[term.start, term.end]))


def _kind(block: str, term: Term, fact: Fact | None, *, cased: bool) -> int:
    if fact is Fact.HARD:
        return Word.FACT
    kind = 0 if fact is None else Word.NUMERAL
    letter = block[term.start]
    if is_dense(term.term):
        return kind | Word.UNKNOWN | Word.PAIR
    if letter.lower() == letter.upper():
        return kind | (Word.LIGHT if len(term.term) < _LIGHT else Word.UNKNOWN)
    light = Word.LIGHT if len(term.term) <= _LIGHT else 0
    if not letter.isupper():
        return kind | light
    if not cased:
        return kind | (light or Word.UNKNOWN)
    shouted = term.end - term.start > 1 and block[term.start : term.end].isupper()
    if shouted or not _begins_sentence(block, term.start):
        return kind | Word.NAME
    return kind | (light or Word.UNKNOWN)


def _begins_sentence(block: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and block[at] in _UNSEEN:
        at -= 1
    return at < 0 or block[at] in _SENTENCE_ENDS


def _without_capitals(words: Sequence[_Read]) -> list[_Read]:
    """Take no word for a name where most have a capital: «Man Bites Dog», and what is written in capitals."""
    named = sum(bool(word.kind & Word.NAME) for word in words)
    if named <= _TITLE_CASE * len(words):
        return list(words)
    return [
        _Read(word.spelling, (word.kind & ~Word.NAME) | Word.UNKNOWN, word.stems)
        if word.kind & Word.NAME
        else word
        for word in words
    ]


def _stem(spelling: str) -> str:
    return spelling if is_dense(spelling) else spelling.rstrip("s")[:_STEM]


def _number(word: _Read, names: Collection[str], echoes: Collection[str] = ()) -> int:
    """Return a word as it is kept. A name is one at the beginning of a sentence, too."""
    kind = word.kind
    if not kind & Word.FACT and word.spelling in names:
        kind = (kind | Word.NAME) & ~(Word.LIGHT | Word.UNKNOWN)
    if not kind & Word.LIGHT and not word.stems.isdisjoint(echoes):
        kind |= Word.ECHO
    return _hash(word.spelling) << _KINDS | kind


def _data(blocks: Iterable[str]) -> Iterator[int]:
    """Yield the different numbers of lines, as they are kept."""
    found: dict[int, None] = {}
    for block in blocks:
        for term in read_terms(block):
            spelling, fact = read_fact(term.term)
            if term.exact and fact is Fact.HARD:
                found[_hash(spelling) << _KINDS | Word.FACT] = None
    return iter(list(found)[:_MOST_DATA])


@lru_cache(1 << 15)
def _hash(spelling: str) -> int:
    digest = hashlib.blake2b(spelling.encode("utf-8", "replace"), digest_size=_WORD_BYTES).digest()
    return int.from_bytes(digest, "big") >> _KINDS
