"""Other people's feeds: read by the entry, or cut, they say what feedparser reads in the whole."""

import random
from dataclasses import replace

import pytest

from bot.intake import parse as parsing
from newsroom import ParsedFeed
from tests.bot_intake.documents import NOW, URL
from tests.bot_intake.test_real_feeds import FOLDER, LEAST_ENTRIES, documents, read

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real feeds are not on this machine ({FOLDER})"
)

LEAKY = {"rss-parser/test/input/reddit-home.rss"}
"""feedparser reads an entry by the xml:base of one before it there."""


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_what_is_read_by_the_entry_is_what_feedparser_reads(
    archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_entry = {name: found for name, _, found in read(archive)}
    monkeypatch.setattr(parsing, "tame_outline", lambda *_: None)
    monkeypatch.setattr(parsing, "outline_of", lambda *_: None)
    for name, body in documents(archive):
        if name not in LEAKY:
            assert _without_elements(by_the_entry[name]) == _parse(body), name


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_what_is_left_of_a_cut_feed_reads_as_in_the_whole(archive: str) -> None:
    dice = random.Random(archive)
    for name, body, whole in read(archive):
        if not isinstance(whole, ParsedFeed):
            continue
        elements = {one.element: one.key for one in whole.entries if one.element is not None}
        shares = {
            frozenset(element for element in elements if dice.random() < share)
            for share in (0.3, 0.9, 1)
        }
        for share in shares - {frozenset()}:
            known = {element: elements[element] for element in share}
            rest = _parse(body, known)
            left = tuple(one for one in whole.entries if one.element not in known)
            expected = [replace(whole, entries=left, unread=frozenset(known))]
            if any(one.element is None for one in whole.entries):  # entries that share a key
                expected.append(whole)
            assert rest in expected, name


def _parse(body: bytes, known: dict[str, str] | None = None) -> object:
    return parsing.parse(body, url=URL, charset=None, now=NOW, known=known or {})


def _without_elements(found: object) -> object:
    if not isinstance(found, ParsedFeed):
        return found
    return replace(found, entries=tuple(replace(one, element=None) for one in found.entries))
