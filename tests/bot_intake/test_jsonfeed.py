"""JSON Feed: all that maps, and whatever else may stand in JSON."""

import json

import pytest

from bot.intake.limits import MAX_CONSIDERED, MAX_ENTRIES
from newsroom import Enclosure, ParsedFeed, Problem, ProblemKind
from tests.bot_intake.documents import at, parsed, problem

VERSION = "https://jsonfeed.org/version/1.1"
START = f'{{"version": "{VERSION}", "title": "T", "items": '


def feed(*items: object, **more: object) -> ParsedFeed:
    return parsed(json.dumps({"version": VERSION, "title": "T", **more, "items": items}))


def test_a_feed_with_all_its_parts() -> None:
    read = feed(
        {
            "id": "https://j.example/1",
            "url": "/1",
            "external_url": "https://elsewhere.example/",
            "title": "Fish & <chips>",
            "content_html": "<p>One <b>two</b>.</p><p>Three<img src='p.png'></p>",
            "content_text": "A longer text that is only the same without its markup.",
            "summary": "Short.",
            "image": "/i.png",
            "banner_image": "/b.png",
            "date_published": "2026-11-21T10:00:00+02:00",
            "date_modified": "2026-11-21T12:00:00Z",
            "authors": [{"name": "Ann"}, {"name": "Bob", "url": "https://bob.example"}],
            "tags": ["a"],
            "language": "de-AT",
            "attachments": [
                {"url": "a.mp3", "mime_type": "Audio/MPEG", "size_in_bytes": 12, "duration_in_seconds": 3},
                {"mime_type": "audio/mpeg"},
            ],
        },
        home_page_url="https://j.example/blog/",
        feed_url="https://j.example/feed.json",
        next_url="https://j.example/2.json",
        language="en",
        expired=True,
        hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
    )  # fmt: skip
    assert (read.title, read.site_url, read.language) == ("T", "https://j.example/blog/", "en")
    (entry,) = read.entries
    assert (entry.guid, entry.url) == ("https://j.example/1", "https://j.example/1")
    assert (entry.title, entry.summary) == ("Fish & <chips>", "Short.")
    assert entry.text == "One two.\nThree"
    assert entry.image_url == "https://j.example/i.png"
    assert (entry.published_at, entry.updated_at) == (at(2026, 11, 21, 8), at(2026, 11, 21, 12))
    assert (entry.author, entry.language) == ("Ann, Bob", "de-at")
    assert entry.enclosures == (
        Enclosure("https://j.example/blog/a.mp3", "audio/mpeg", 12, duration=3),
    )


def test_version_1_names_one_author_and_the_feed_may_name_all() -> None:
    read = feed(
        {"id": "1", "content_text": "a", "author": {"name": "Al"}},
        {"id": "2", "content_text": "b"},
        version="https://jsonfeed.org/version/1",
        author={"name": "Jo"},
    )
    assert [entry.author for entry in read.entries] == ["Al", "Jo"]


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"external_url": "https://e.example/1"}, "https://e.example/1"),
        ({"id": "https://j.example/1"}, "https://j.example/1"),
        ({"id": "17"}, None),
        ({"url": 1.2}, None),
        ({"url": "ftp://j.example/1"}, None),
    ],
)
def test_the_link(fields: dict[str, object], url: str | None) -> None:
    (entry,) = feed({"id": "x", "title": "T", **fields}).entries
    assert entry.url == url


@pytest.mark.parametrize(
    ("written", "guid"),
    [("7", "7"), ("1.0", "1.0"), ("9" * 400, "9" * 400), ("1e999", "1e999"), ('" a\\n"', "a")],
)
def test_a_number_is_an_id_as_it_is_written(written: str, guid: str) -> None:
    (entry,) = parsed(f'{START}[{{"id": {written}, "title": "T"}}]}}').entries
    assert entry.guid == guid


@pytest.mark.parametrize("wrong", [None, True, 5.5, [], {}, "", [1, {"name": 2}], {"name": ["x"]}])
def test_what_is_of_a_wrong_type_is_missing(wrong: object) -> None:
    names = [
        "id",
        "url",
        "external_url",
        "content_html",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "authors",
        "author",
        "language",
        "attachments",
        "tags",
    ]
    (entry,) = feed(dict.fromkeys(names, wrong) | {"title": "Still here"}, "no item", None).entries
    assert (entry.title, entry.url, entry.published_at, entry.enclosures) == (
        "Still here",
        None,
        None,
        (),
    )
    assert feed(home_page_url=wrong, feed_url=wrong, language=wrong, authors=wrong).entries == ()


@pytest.mark.parametrize(
    "document",
    [
        '{"title": "T", "items": [{"id": 1, "content_text": "x"}]}',
        START + '[{"id": 1, "title": "x"}]} <!-- cached -->',
        START + '[{"id": 1, "title": "x"}, {"id": 2, "tit',
        START + '[{"id": 1, "title": "x"}, {"id": 2 "title": ""}]}',
        START + '[{"id": 1, "title": "x"},]}',
        START + '[{"id": 1, "title": "x", "n": NaN, "m": -Infinity}]}',
        START + '[{"id": 1, "title": "y", "title": "x"}]}',
        START + '[{"id": 1, "title": "x\n\ty"}]}',
        START + '[{"id": 1, "title": "x\\ud800\\u0000"}]}',
        START + '[{"id": 1, "title": "x"}, ' + '{"a":' * 100_000,
    ],
    ids=[
        *("no version", "junk after it", "cut off", "a comma missing", "a comma too many", "no numbers"),
        *("a key twice", "a line break", "half a character", "depth"),
    ],
)  # fmt: skip
def test_broken_json_is_read_as_far_as_it_goes(document: str) -> None:
    (entry,) = parsed(document).entries
    assert entry.title in {"x", "x y"} or entry.text == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_encoding_is_read(encoding: str) -> None:
    body = (START + '[{"id": "1", "title": "Grüße 世界"}]}').encode(encoding)
    (entry,) = parsed(body).entries
    assert entry.title == "Grüße 世界"


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ('{"items": [{"id": 1, "name": "an API"}]}', Problem(ProblemKind.NOT_A_FEED)),
        ('{"a": 1', Problem(ProblemKind.NOT_A_FEED)),
        (f'{{"version": "{VERSION}"}}', Problem(ProblemKind.UNPARSABLE, "no items")),
        (f'{{"version": "{VERSION}", "items": {{}}}}', Problem(ProblemKind.UNPARSABLE, "no items")),
        (START + "[", Problem(ProblemKind.UNPARSABLE)),
        (START + "[" * 100_000, Problem(ProblemKind.UNPARSABLE)),
        (START.replace("/", "\\/") + "[{", Problem(ProblemKind.UNPARSABLE)),
    ],
)
def test_what_is_no_feed(document: str, found: Problem) -> None:
    assert problem(document) == found


def test_of_a_long_feed_the_newest_are_read() -> None:
    items = [{"id": str(n), "title": "T", "date_published": 1_700_000_000 + n} for n in range(600)]
    assert {entry.guid for entry in feed(*items).entries} == {str(n) for n in range(100, 600)}
    endless = [{"id": str(n), "title": "T"} for n in range(MAX_CONSIDERED + 1)]
    assert len(feed(*endless).entries) == MAX_ENTRIES


def test_without_an_address_links_are_relative_to_the_feeds_own() -> None:
    document = {
        "version": VERSION,
        "feed_url": "https://j.example/a/feed.json",
        "items": [{"url": "1"}],
    }
    (entry,) = parsed(json.dumps(document), url="").entries
    assert entry.url == "https://j.example/a/1"
