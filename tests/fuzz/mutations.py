"""Ways to spoil a document, each with random places; the same seed and number spoil it in the same way."""

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

Mutation: TypeAlias = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

EXCERPT = 6_000
"""Bytes: of longer documents mostly an excerpt is taken, as what breaks a parser is rarely long."""

_WHOLE = 0.01
"""How many of the long ones are taken whole."""

_TAG = re.compile(rb"<[^<>]{0,200}>")
_ELEMENT = re.compile(rb"<(\w[\w:.-]*)[^<>]{0,200}>[^<]{0,500}</\1>")
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


def mutated(seed: int, number: int, documents: Sequence[bytes]) -> bytes:
    """Return a spoilt document: always the same for the same seed, number and documents."""
    rng = random.Random(f"{seed}:{number}")
    document = rng.choice(documents)
    if len(document) > EXCERPT and rng.random() > _WHOLE:
        start = rng.randrange(len(document) - EXCERPT // 2)
        document = document[: EXCERPT // 2] + document[start : start + EXCERPT // 2]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        document = rng.choice(MUTATIONS)(rng, document, documents)
    return document


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
    _swap_encoding,
    _declare_another,
)
