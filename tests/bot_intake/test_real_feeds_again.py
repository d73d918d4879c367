"""Other people's feeds, read a second time: nothing of what they list is news."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from newsroom import Entry, ParsedFeed, entry_key
from tests.bot_intake.test_real_feeds import FOLDER, LEAST_ENTRIES, read
from tests.newsroom.documents import Paper

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real feeds are not on this machine ({FOLDER})"
)

MOST_WITHOUT_LINK = {"feedjira": 1, "feedparser": 4, "miniflux": 0, "reader": 5, "rss-parser": 0}
"""Entries with a new guid and no link that little else is known of: those are told again."""


def feeds(archive: str) -> Iterator[tuple[str, ParsedFeed, Paper]]:
    """Yield each feed with what is remembered of it after its first check."""
    for name, _, parsed in read(archive):
        if not isinstance(parsed, ParsedFeed):
            continue
        paper = Paper()
        paper.check(*parsed.entries)
        yield name, parsed, paper


def renewed(entry: Entry) -> Entry:
    """Return an entry with another guid, where it has one."""
    if entry.guid is None:
        return entry
    guid = f"new {entry.guid}"
    key = entry_key(guid=guid, url=entry.url, title=entry.title, text=entry.text)
    return replace(entry, guid=guid, key=key)


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_the_same_document_twice_brings_nothing_new(archive: str) -> None:
    for name, parsed, paper in feeds(archive):
        verdict = paper.check(*parsed.entries)
        assert (verdict.new, verdict.changed, verdict.renamed) == ((), (), ()), name


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_other_guids_for_all_bring_nothing_new_where_there_are_links(archive: str) -> None:
    without_link = 0
    for name, parsed, paper in feeds(archive):
        verdict = paper.check(*map(renewed, parsed.entries))
        assert [entry for entry in verdict.new if entry.url] == [], name
        assert verdict.changed == (), name
        without_link += len(verdict.new)
    assert without_link <= MOST_WITHOUT_LINK[archive]
