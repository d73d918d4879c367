"""What a feed document is, and what is none."""

import xml.sax
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.intake.limits import MAX_ENTRIES
from bot.intake.parse import parse, parse_job
from bot.intake.wire import from_wire, to_wire
from newsroom import Enclosure, Entry, ParsedFeed, Problem, ProblemKind
from tests.bot_intake.documents import NOW, URL, parsed, problem
from tests.feedserver import item, rss


@pytest.mark.parametrize("order", [1, -1], ids=["oldest first", "newest first"])
def test_of_a_long_feed_the_newest_are_read(order: int) -> None:
    count = MAX_ENTRIES + 10
    listed = [item(str(n), f"T{n}", None, None, NOW - (count - n) * 60_000) for n in range(count)]
    read = parsed(rss("T", listed[::order])).entries
    assert len(read) == MAX_ENTRIES
    assert {entry.guid for entry in read} == {str(n) for n in range(10, count)}


def test_of_a_long_feed_without_dates_the_first_are_read() -> None:
    listed = [item(str(number), "T", None) for number in range(MAX_ENTRIES + 1)]
    assert [entry.guid for entry in parsed(rss("T", listed)).entries][-1] == str(MAX_ENTRIES - 1)


def test_an_entry_listed_twice_is_one() -> None:
    twice = item("g", "T", "text", "https://feeds.example/1")
    assert len(parsed(rss("T", [twice, twice])).entries) == 1


def test_an_empty_feed_is_a_feed() -> None:
    assert parsed(rss("Nothing yet")) == ParsedFeed("Nothing yet", (), "http://feeds.example/")


@pytest.mark.parametrize(
    "document",
    [
        '<rss version="2.0"><channel><title>T</title><item><title>One</title>',
        '<rss version="2.0"><channel><item><title>One &nbsp; &bogus;</title></item></channel></rss>',
        '<rss version="2.0"><channel><item><title>One</title><b></item></channel></rss>',
        '<rss version="2.0"><channel><item><title>One\x0b</title></item></channel></rss>',
        '\n\n<?xml version="1.0"?><rss><channel><item><title>One</title></item></channel></rss>',
        'PHP Warning: oops <rss version="2.0"><channel><item><title>One</title></item></channel></rss>',
    ],
    ids=["cut off", "entities", "nesting", "control character", "leading lines", "leading words"],
)
def test_a_malformed_feed_is_read_as_far_as_it_goes(document: str) -> None:
    assert [entry.title.split()[0] for entry in parsed(document).entries] == ["One"]


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_empty_body(body: bytes) -> None:
    assert problem(body) == Problem(ProblemKind.EMPTY)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><head><title>Welcome</title></head><body>Hi</body></html>",
        b'{"items": [{"id": 1, "url": "https://feeds.example/1"}]}',
        b"<?xml version='1.0'?><opml/>",
        b"/etc/passwd",
        b"http://127.0.0.1:1/feed",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.7",
        b"just words",
        bytes(range(256)) * 100,
    ],
)
def test_what_is_no_feed(body: bytes) -> None:
    assert problem(body) == Problem(ProblemKind.NOT_A_FEED)


def test_a_body_that_spells_a_path_opens_no_file(tmp_path: Path) -> None:
    feed = tmp_path / "<rss>"
    feed.write_text(rss("Secret", [item("1", "T", None)]))
    assert isinstance(parse(bytes(feed), url=URL, charset=None, now=NOW), Problem)


def test_a_feed_cut_off_before_its_first_entry_is_no_empty_feed() -> None:
    """Taken for a first check that went well, it would let the next one alert the whole archive."""
    cut = rss("T", [item("1", "One", None)]).partition("<item>")[0]
    assert problem(cut) == Problem(ProblemKind.UNPARSABLE, "cut off")


@pytest.mark.parametrize(
    "inner",
    [
        '<!DOCTYPE rss [<!ENTITY a "1\\2">]><rss><channel><title>&a;</title></channel></rss>',
        (
            '<rss xmlns:georss="http://www.georss.org/georss"><channel><item><title>T</title>'
            '<georss:point srsDimension="x">1 2</georss:point></item></channel></rss>'
        ),
        (
            '<rss xmlns:psc="http://podlove.org/simple-chapters"><channel><item><title>T</title>'
            '<psc:chapters><psc:chapter start="1:2:x"/></psc:chapters></item></channel></rss>'
        ),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>'
            "<title>&x;</title></channel></rss>"
        ),
        (
            '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            "<rss><channel><title>&b;</title></channel></rss>"
        ),
        '<rss version="2.0" xml:base="http://[bad/"><channel><link>x</link></channel></rss>',
        '<?xml version="1.0" encoding="no-such"?><rss version="2.0"><channel/></rss>',
        '<rss version="2.0"><channel><image><item><title>T</title></image></item></channel></rss>',
        "<rss version='2.0'>" + "<channel>" * 20_000,
        "<feed><entry><content type='xhtml'>" + "<div>" * 5_000 + "</content></entry></feed>",
        "<rss><channel><item>" * 2_000,
        "</item></channel></rss><rss><channel><textinput><image></textinput></image></channel></rss>",
        "<rss><channel>" + "<item><guid/></item>" * 3_000 + "</channel></rss>",
    ],
)
def test_a_hostile_document_is_a_feed_or_a_problem(inner: str) -> None:
    """Nothing of the machine gets into it, and nothing is raised."""
    outcome = parse(inner.encode(), url=URL, charset=None, now=NOW)
    assert isinstance(outcome, ParsedFeed | Problem)
    assert "root:" not in repr(outcome)


ILL_FORMED, WELL_FORMED = "<rss>", "<rss/>"


@pytest.mark.parametrize("document", [ILL_FORMED, WELL_FORMED])
def test_what_feedparser_raises_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    def parser(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a private text")

    monkeypatch.setattr("bot.intake.parse.read_strictly", parser)
    monkeypatch.setattr("bot.intake.parse.feedparser.parse", parser)
    assert problem(document) == Problem(ProblemKind.UNPARSABLE, "ZeroDivisionError")


@pytest.mark.parametrize("document", [ILL_FORMED, WELL_FORMED])
def test_too_little_memory_is_the_workers_to_tell(
    monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    def parser(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("bot.intake.parse.read_strictly", parser)
    monkeypatch.setattr("bot.intake.parse.feedparser.parse", parser)
    with pytest.raises(MemoryError):
        parse(document.encode(), url=URL, charset=None, now=NOW)


@pytest.mark.parametrize(
    "outcome",
    [
        Problem(ProblemKind.UNPARSABLE, "KeyError"),
        ParsedFeed("T", (), "https://feeds.example/", "en"),
        ParsedFeed(
            "T",
            (
                Entry(
                    "k",
                    "h",
                    "Title",
                    "text",
                    "g",
                    "https://a.example/",
                    "Ann",
                    1,
                    2,
                    "en",
                    "s",
                    "i",
                ),
                Entry("k2", "h", "", "", enclosures=(Enclosure("u", "t", 5), Enclosure("v"))),
            ),
        ),
    ],
)
def test_what_goes_through_the_pipe_comes_out_the_same(outcome: ParsedFeed | Problem) -> None:
    assert from_wire(to_wire(outcome)) == outcome


def test_the_job_is_the_parser() -> None:
    body = rss("T", [item("1", "One", None)]).encode()
    wire = parse_job(body, {"url": URL, "charset": None, "now": NOW})
    assert from_wire(wire) == parse(body, url=URL, charset=None, now=NOW)


def test_a_feed_read_by_feedparser_as_a_whole_is_read_by_expat_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever parsers the system has, all feeds are read by the one that is tested."""
    asked: list[list[str]] = []
    make = xml.sax.make_parser

    def noted(preferred: Iterable[str] = ()) -> xml.sax.xmlreader.XMLReader:
        asked.append(list(preferred))
        return make(preferred)

    monkeypatch.setattr(xml.sax, "make_parser", noted)
    unclosed = (
        b"<rss version='2.0'><channel><item><title>Ferry</title><guid>1</guid></item></channel>"
    )
    assert [entry.title for entry in parsed(unclosed).entries] == ["Ferry"]
    assert asked
    assert not any(asked)
