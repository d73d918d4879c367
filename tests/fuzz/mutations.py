"""Ways to spoil a document, each with random places; the same seed and number spoil it in the same way."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

Mutation: TypeAlias = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

EXCERPT = 3_000
"""Bytes: of longer documents mostly an excerpt is taken, as what breaks a parser is rarely long."""

_WHOLE = 0.001
"""How many of the long ones are taken whole."""

_SEVERAL = 0.2
"""How many are feeds with several entries at least: most documents of other people's tests have but one."""

_ENTRIES_KEPT = 3
"""The most entries in an excerpt that is still a feed."""

_TAG = re.compile(rb"<[^<>]{0,200}>")
_ELEMENT = re.compile(rb"<(\w[\w:.-]*)[^<>]{0,200}>[^<]{0,500}</\1>")
_ENTRY = re.compile(rb"<(item|entry)[\s>].*?</\1>", re.DOTALL)
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_ROOT_ATTRIBUTES = (
    b' xml:base="https://moved.example/deep/er/"',
    b' xml:base="../up/"',
    b' xml:lang="fr"',
    b' xmlns:moved="urn:moved"',
)
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "koi8-r",
    "gb18030",
    "cp037",
    "utf-7",
)
_SPLINTERS = (
    *(b"&#xD800;", b"&#0;", b"&#x110000;", b"&#99999999999999999999;", b"&nbsp;"),
    *(b"&bogus;", b"&", b"&amp;amp;", b"<", b">", b"<![CDATA[", b"]]>", b"<!--", b"-->"),
    *(b"<?", b"?>", b"</", b"/>", b"\0", b"\x1b[2J", b"\x7f", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"\xed\xa0\x80", b"\xf0\x9f\xa6\x8a", b"\xe2\x80\xae", b"\x93", b"\xc3", b"<item>"),
    *(b"</item>", b"<entry>", b"<channel>", b"<title>", b"</rss>", b"<div>", b"<image>"),
    *(b"<textinput>", b"<source>", b"<media:group>"),
    *(b"<georss:point srsDimension='x'>1 2</georss:point>",),
    *(b"<!DOCTYPE rss [<!ENTITY a '&a;'>]>", b' xml:base="http://[bad/"'),
    *(b' xml:lang="\xc3\x28"', b' type="image/png"', b' mode="base64"', b' href="//"'),
    *(b'"', b"{", b"}", b"[", b",", b":", b"\\", b'\\ud800', b"1e999", b"NaN"),
    *(b'"items": [', b"9" * 400, b"9999-99-99", b"Thu, 01 Jan 0000 99:99:99 +9999"),
    *(b"http://[::1", b"javascript:", b"isPermaLink=", b"%00"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A feed at two checks."""

    before: bytes
    """As it was: whole, or spoilt in part."""
    document: bytes
    """As it is now."""


def mutated(seed: int, number: int, documents: tuple[bytes, ...]) -> Spoilt:
    """Return a spoilt document: always the same for the same seed, number and documents."""
    rng = random.Random(f"{seed}:{number}")
    chosen = _with_several_entries(documents) if rng.random() < _SEVERAL else documents
    stages = [_excerpt(rng, rng.choice(chosen))]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        stages.append(rng.choice(MUTATIONS)(rng, stages[-1], documents))
    return Spoilt(rng.choice(stages[:-1]), stages[-1])


@cache
def _with_several_entries(documents: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return those of which some entries may be known and others new; all where there are none."""
    return tuple(one for one in documents if len(_ENTRY.findall(one)) > 1) or documents


def _excerpt(rng: random.Random, document: bytes) -> bytes:
    """Return a part of a long document: a feed with some of its entries, or two pieces of anything."""
    if len(document) <= EXCERPT or rng.random() < _WHOLE:
        return document
    head, entries, foot = _divided(document)
    if entries and len(head) + len(foot) < EXCERPT:
        kept = sorted(rng.sample(range(len(entries)), min(len(entries), _ENTRIES_KEPT)))
        return b"".join((head, *(entries[place] for place in kept), foot))
    start = rng.randrange(len(document) - EXCERPT // 2)
    return document[: EXCERPT // 2] + document[start : start + EXCERPT // 2]


@cache
def _divided(document: bytes) -> tuple[bytes, tuple[bytes, ...], bytes]:
    """Return what stands before the entries, those that are not long, and what stands after them."""
    found = list(_ENTRY.finditer(document))
    if not found:
        return document, (), b""
    short = (entry[0] for entry in found if len(entry[0]) < EXCERPT)
    return document[: found[0].start()], tuple(short), document[found[-1].end() :]


def _flip(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    spoilt = bytearray(document)
    for _number in range(rng.choice((1, 4, 32)) if spoilt else 0):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def _cut_off(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    return document[: rng.randint(0, len(document))]


def _cut_out(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    start = rng.randint(0, len(document))
    return document[:start] + document[start + rng.choice((1, 10, 300)) :]


def _insert(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    place = rng.randint(0, len(document))
    return document[:place] + rng.choice(_SPLINTERS) + document[place:]


def _insert_in_a_text(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    tags = list(_TAG.finditer(document))
    place = rng.choice(tags).end() if tags else 0
    return document[:place] + rng.choice(_SPLINTERS) + document[place:]


def _repeat(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    """Repeat an element or a tag, sometimes so that it nests deeply."""
    found = list(rng.choice((_ELEMENT, _TAG)).finditer(document))
    if not found:
        return document
    which = rng.choice(found)
    return document[: which.end()] + which[0] * rng.choice((1, 2, 50)) + document[which.end() :]


def _remove(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    found = list(rng.choice((_ELEMENT, _TAG)).finditer(document))
    if not found:
        return document
    which = rng.choice(found)
    return document[: which.start()] + document[which.end() :]


def _splice(rng: random.Random, document: bytes, documents: Sequence[bytes]) -> bytes:
    other = rng.choice(documents)
    start = rng.randint(0, len(other))
    place = rng.randint(0, len(document))
    return document[:place] + other[start : start + 1_000] + document[place:]


def _change_the_feed(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    """Change what each entry is read by: base and language of the root element."""
    return _ROOT.sub(lambda root: root[0] + rng.choice(_ROOT_ATTRIBUTES), document, count=1)


def _edit_an_entry(rng: random.Random, document: bytes, documents: Sequence[bytes]) -> bytes:
    """Change an entry and nothing around it."""
    entries = list(_ENTRY.finditer(document))
    if not entries:
        return _insert(rng, document, documents)
    which = rng.choice(entries)
    edited = rng.choice((_flip, _cut_out, _insert_in_a_text, _repeat, _remove))(
        rng, which[0], documents
    )
    return document[: which.start()] + edited + document[which.end() :]


def _shuffle_entries(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    """List other entries, or the same in another order: some are gone, some are there twice."""
    entries = list(_ENTRY.finditer(document))
    if not entries:
        return document
    listed = rng.choices(entries, k=rng.randint(0, len(entries) + 1))
    begin, end = entries[0].start(), entries[-1].end()
    return document[:begin] + b"".join(one[0] for one in listed) + document[end:]


def _list_a_strangers_entry(
    rng: random.Random, document: bytes, documents: Sequence[bytes]
) -> bytes:
    ours, theirs = _ENTRY.search(document), _ENTRY.search(rng.choice(documents))
    if ours is None or theirs is None:
        return document
    place = rng.choice((ours.start(), ours.end()))
    return document[:place] + theirs[0][:EXCERPT] + document[place:]


def _swap_encoding(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    read, written = rng.choice(_ENCODINGS), rng.choice(_ENCODINGS)
    return document.decode(read, "replace").encode(written, "ignore")


def _declare_another(rng: random.Random, document: bytes, _: Sequence[bytes]) -> bytes:
    name = rng.choice(_ENCODINGS).encode()
    return b'<?xml version="1.0" encoding="%b"?>' % name + document.lstrip()


MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _cut_off,
    _cut_out,
    _insert,
    _insert_in_a_text,
    _insert_in_a_text,
    _repeat,
    _remove,
    _splice,
    _change_the_feed,
    _edit_an_entry,
    _edit_an_entry,
    _shuffle_entries,
    _shuffle_entries,
    _list_a_strangers_entry,
    _list_a_strangers_entry,
    _swap_encoding,
    _declare_another,
)
