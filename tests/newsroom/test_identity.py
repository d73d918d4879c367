"""What an entry is known by."""

from dataclasses import replace
from itertools import permutations

import pytest

from newsroom import Enclosure, Entry, content_hash, distinct, entry_key


def key(guid: str | None = None, url: str | None = None, title: str = "", text: str = "") -> str:
    return entry_key(guid=guid, url=url, title=title, text=text)


def entry(
    guid: str | None = None, url: str | None = None, title: str = "", text: str = ""
) -> Entry:
    made = key(guid, url, title, text)
    return Entry(key=made, raw_hash="", guid=guid, url=url, title=title, text=text)


def test_a_guid_decides_alone() -> None:
    assert key("g", "https://a.example/1", "Title") == key("g", "https://a.example/2", "Other")
    assert key("g") != key("h")


def test_without_guid_the_link_decides() -> None:
    assert key(None, "https://a.example/1", "Title") == key(None, "https://a.example/1", "Other")
    assert key(None, "https://a.example/1") != key(None, "https://a.example/2")


def test_without_both_the_content_decides() -> None:
    assert key(title="Title", text="text") == key(title="Title", text="text")
    assert key(title="Title", text="text") != key(title="Title", text="texts")
    assert key(title="ab", text="c") != key(title="a", text="bc")


def test_a_guid_is_never_taken_for_a_link() -> None:
    assert key("https://a.example/1") != key(None, "https://a.example/1")


def test_a_key_is_short_whatever_the_guid() -> None:
    assert len(key("x" * 100_000)) == len(key("\ud800")) == 32


@pytest.mark.parametrize(
    "spelling",
    [
        "http://a.example/story?id=1",
        "https://A.EXAMPLE/story?id=1",
        "https://a.example:443/story?id=1",
        "http://a.example:80/story?id=1",
        "https://a.example/story?utm_source=rss&id=1&utm_medium=feed",
        "https://a.example/story?id=1&fbclid=xyz",
        " https://a.example/story?id=1 ",
    ],
)
def test_spellings_of_one_address_are_one_link(spelling: str) -> None:
    assert key(url=spelling) == key(url="https://a.example/story?id=1")


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/story?id=2",
        "https://a.example/story",
        "https://a.example/Story?id=1",
        "https://a.example:8443/story?id=1",
        "https://a.example/story?id=1#part-2",
        "ftp://a.example/story?id=1",
        "https://[bad/story?id=1",
        "https://a.example:port/story?id=1",
    ],
)
def test_other_addresses_are_other_links(other: str) -> None:
    assert key(url=other) != key(url="https://a.example/story?id=1")


def test_of_one_entry_listed_twice_the_first_is_kept() -> None:
    first = entry("g", "https://a.example/1", "Title", "first")
    second = entry("g", "https://a.example/1", "Title", "second")
    other = entry("h", "https://a.example/2", "Other")
    assert distinct([first, other, second]) == (first, other)


@pytest.mark.parametrize(
    "entries",
    [
        [entry("same", f"https://a.example/{number}", "T") for number in range(3)],
        [entry("same", "https://a.example/", f"T{number}") for number in range(3)],
        [entry(None, "https://a.example/", f"T{number}") for number in range(3)],
        [entry("same", None, f"T{number}") for number in range(3)],
        [entry("same", "https://a.example/", "", f"note {number}") for number in range(3)],
    ],
    ids=["guid", "guid and link", "link", "guid, no link", "guid and link, no titles"],
)
def test_what_all_entries_share_tells_none_apart(entries: list[Entry]) -> None:
    """Keys differ, and do not depend on which entry is listed first: that changes with each check."""
    keys = {(made.url, made.title, made.text): made.key for made in distinct(entries)}
    assert len(set(keys.values())) == len(entries)
    for order in permutations(entries):
        assert {(made.url, made.title, made.text): made.key for made in distinct(order)} == keys


def test_a_new_entry_under_a_shared_guid_leaves_the_others_known() -> None:
    def listed(*numbers: int) -> list[Entry]:
        return [entry("same", f"https://a.example/{number}", "T") for number in numbers]

    before = {made.key for made in distinct(listed(2, 1))}
    after = distinct(listed(3, 2, 1))
    assert [made.url for made in after if made.key not in before] == ["https://a.example/3"]


BASE = replace(
    entry("g", "https://a.example/1", "Title", "Text"),
    image_url="https://a.example/i.png?sig=1",
    enclosures=(Enclosure("https://a.example/e.mp3?sig=1", "audio/mpeg", 5),),
)


@pytest.mark.parametrize(
    "edited",
    [
        replace(BASE, title="Title!"),
        replace(BASE, text="Text!"),
        replace(BASE, summary="Teaser"),
        replace(BASE, author="Ann"),
        replace(BASE, url="https://a.example/2"),
        replace(BASE, image_url="https://a.example/j.png"),
        replace(BASE, enclosures=()),
    ],
)
def test_the_hash_changes_with_what_a_reader_sees(edited: Entry) -> None:
    assert content_hash(edited) != content_hash(BASE)


@pytest.mark.parametrize(
    "same",
    [
        replace(BASE, published_at=1, updated_at=2),
        replace(BASE, image_url="https://a.example/i.png?sig=2"),
        replace(BASE, enclosures=(Enclosure("https://a.example/e.mp3?sig=2", "audio/mpeg", 5),)),
    ],
    ids=["times", "signed picture", "signed file"],
)
def test_the_hash_overlooks_what_changes_by_itself(same: Entry) -> None:
    assert content_hash(same) == content_hash(BASE)
