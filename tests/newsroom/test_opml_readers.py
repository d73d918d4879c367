"""Whole files as well-known readers export them, written by us in their dialects.

Each names The Paper and the Café Courier; the latter stands in a group «Boats & Rivers», if the reader has
groups at all.
"""

from pathlib import Path

import pytest

from newsroom import read_opml, read_tags, write_opml

FOLDER = Path(__file__).parent / "readers"
FILES = sorted(FOLDER.glob("*.opml"))

PAPER = "https://paper.example/feed?a=1&b=2"
COURIER = "https://courier.example/rss"

by_reader = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_there_are_at_least_ten() -> None:
    assert len(FILES) >= 10


@by_reader
def test_a_readers_file_is_read(file: Path) -> None:
    found = [one for one in read_opml(file.read_bytes()) if not one.scraped]
    assert {one.url.replace("http://courier", "https://courier") for one in found} == {
        PAPER,
        COURIER,
    }
    titles = {one.title for one in found}
    assert titles == {"The Paper", "Café Courier"}


@by_reader
def test_groups_become_tags(file: Path) -> None:
    found = read_opml(file.read_bytes())
    groups = [group for one in found if "courier" in one.url for group in one.groups]
    if file.stem != "newsboat":
        assert "boats-rivers" in read_tags(groups)


@by_reader
def test_what_is_written_of_it_is_the_same_list(file: Path) -> None:
    found = read_opml(file.read_bytes())
    written = write_opml(found, title="Again", created="")
    again = read_opml(written.encode())
    assert [(one.url, one.title, one.site_url, one.groups) for one in again] == [
        (one.url, one.title, one.site_url, one.groups) for one in found
    ]
