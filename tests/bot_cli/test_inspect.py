"""`newshound inspect`: what the bot would store, for people and for scripts."""

import asyncio
import gzip
import json
import os
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Config
from bot.inspection import address_of, run_inspect
from tests.bot_cli.sources import FEED, PAGE, Inspect, written
from tests.feedserver import FeedServer, rss

KEYS = ["source", "problem", "title", "url", "entries"]
ENTRY_KEYS = [
    *("guid", "url", "title", "author", "published", "updated", "language"),
    *("text", "summary", "image", "enclosures"),
]


# For scripts


async def test_sources_are_answered_in_order_each_with_the_promised_keys(
    server: FeedServer, inspect: Inspect
) -> None:
    server.set("/feed", FEED)
    server.set("/page", PAGE, "text/html; charset=utf-8")
    sources = [f"{server.url}/page", "nothing.xml", f"{server.url}/feed", written("a.xml", FEED)]
    seen = await inspect(*sources, sources[0])
    assert [list(each) for each in seen] == [KEYS] * 5
    assert all(list(entry) == ENTRY_KEYS for each in seen for entry in each["entries"])
    assert [each["problem"] for each in seen] == [None, "not-found", None, None, None]
    assert [each["url"] for each in seen] == [sources[0], None, sources[2], None, sources[0]]
    assert [len(each["entries"]) for each in seen] == [1, 0, 2, 2, 1]


async def test_a_feed_is_shown_as_it_would_be_stored(inspect: Inspect) -> None:
    (seen,) = await inspect(written("feed.xml", FEED))
    assert seen["title"] == "The Paper"
    assert seen["entries"] == [
        {
            "guid": "1",
            "url": "http://paper.example/1",
            "title": "The old bridge",
            "author": "Ann Lee",
            "published": "2026-11-20T08:00:00Z",
            "updated": None,
            "language": "en-gb",
            "text": "It stands.\nFür immer & ewig.",
            "summary": "It stands.",
            "image": "http://feeds.example/a.png",
            "enclosures": [
                {"url": "http://paper.example/1.mp3", "type": "audio/mpeg", "length": 12}
            ],
        },
        {
            "guid": "2",
            "url": None,
            "title": "A new bridge",
            "author": None,
            "published": None,
            "updated": None,
            "language": "en-gb",
            "text": "",
            "summary": None,
            "image": None,
            "enclosures": [],
        },
    ]


async def test_a_page_is_one_entry(server: FeedServer, inspect: Inspect) -> None:
    server.set("/page", PAGE, "text/html; charset=utf-8")
    (seen,) = await inspect(f"{server.url}/page")
    (entry,) = seen["entries"]
    assert (seen["title"], entry["title"]) == ("Die Brücke", "Die Brücke")
    assert entry["text"] == "Die alte Brücke über den Fluss ist seit Montag zu."
    assert (entry["language"], entry["url"]) == ("de", f"{server.url}/page")


async def test_each_line_comes_as_soon_as_its_source_is_done(
    server: FeedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.fault("/slow", "hang")
    sources = [written("feed.xml", FEED), f"{server.url}/slow"]
    running = asyncio.create_task(run_inspect(Config(), sources, as_json=True))
    await server.wait_for(lambda: server.count("/slow") == 1, timeout=30)
    assert json.loads(capsys.readouterr().out)["source"] == "feed.xml"
    running.cancel()
    await asyncio.wait({running})


async def test_letters_are_written_as_they_are(
    inspect: Inspect, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run_inspect(Config(), [written("page.html", PAGE)], as_json=True) == 0
    assert "Die alte Brücke" in capsys.readouterr().out


async def test_a_file_whose_name_is_no_text_is_named_all_the_same(inspect: Inspect) -> None:
    """What is not UTF-8 reaches Python as lone surrogates, which UTF-8 cannot write."""
    name = os.fsdecode(b"caf\xe9.xml")
    (seen,) = await inspect(written(name, FEED))
    assert seen["problem"] is None


@pytest.mark.parametrize(
    ("coding", "charset"),
    [("identity", "windows-1252"), ("gzip", "windows-1252"), ("gzip", ""), ("identity", "wrong")],
)
async def test_packed_and_encoded_answers_are_read(
    server: FeedServer, inspect: Inspect, coding: str, charset: str
) -> None:
    body = FEED.replace('encoding="utf-8"', "").encode(charset if "1252" in charset else "utf-8")
    server.set(
        "/feed",
        gzip.compress(body) if coding == "gzip" else body,
        f"application/rss+xml; charset={charset}",
        headers={"Content-Encoding": coding},
    )
    (seen,) = await inspect(f"{server.url}/feed")
    assert "Für immer" in seen["entries"][0]["text"]


# Where it may go


async def test_an_address_typed_here_is_exempt_but_not_its_redirects(
    server: FeedServer, inspect: Inspect
) -> None:
    async with FeedServer() as canary:
        canary.set("/feed", FEED)
        server.fault("/feed", f"moved:{canary.url}/feed")
        (seen,) = await inspect(f"{server.url}/feed")
        assert (seen["problem"], seen["entries"]) == ("forbidden-address", [])
        assert server.count("/feed") == 1
        assert canary.requests == []


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("http://paper.example/feed", "http://paper.example/feed"),
        ("ftp://paper.example/feed", "ftp://paper.example/feed"),
        ("paper.example", "https://paper.example"),
        ("paper.example/feed.xml?a=b#c", "https://paper.example/feed.xml?a=b#c"),
        ("bücher.example", "https://bücher.example"),
        ("PAPER.EXAMPLE:8080", "https://PAPER.EXAMPLE:8080"),
        ("localhost:8080/feed", "https://localhost:8080/feed"),
        ("127.0.0.1:8080/feed", "https://127.0.0.1:8080/feed"),
        ("[::1]/feed", "https://[::1]/feed"),
        ("feed.xml", None),
        ("page.HTML", None),
        ("feed.xml/missing", None),
        ("feeds/paper.example", None),
        ("./paper.example", None),
        ("../paper.example", None),
        ("/paper.example", None),
        ("feed", None),
        ("", None),
        ("-", None),
        ("a b.example", None),
        ("paper.example\n", None),
        ("a\0.example", None),
        ("a" * 5000, None),
    ],
)
def test_what_is_an_address_and_what_a_file(source: str, address: str | None) -> None:
    assert address_of(source) == address


def test_what_exists_is_a_file_whatever_its_name() -> None:
    Path("paper.example").mkdir()
    written("paper.example/feed", FEED)
    assert address_of("paper.example/feed") is None


# For people


def test_a_person_reads_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    written("feed.xml", FEED)
    written("page.html", PAGE)
    assert main(["inspect", "feed.xml", "page.html"]) == 0
    assert capsys.readouterr() == (
        """\
feed.xml
  The Paper: feed, 2 entries

  The old bridge
    http://paper.example/1
    2026-11-20T08:00:00Z · Ann Lee
    It stands.

  A new bridge

page.html
  Die Brücke: page

  Die Brücke
    Die alte Brücke über den Fluss ist seit Montag zu.

""",
        "",
    )


def test_a_person_is_told_what_is_wrong_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    written("text", "no feed")
    words = ["inspect", "missing.xml", "text", "file:///etc/passwd", "http://127.0.0.1:22/"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "missing.xml\n  not-found: no such file or directory\n" in out
    assert "text\n  not-a-feed: I find no feed there.\n" in out
    assert "file:///etc/passwd\n  bad-address: That is no web address that I can use.\n" in out
    assert "  forbidden-address: " in out
    assert "(port 22)" in out


def test_nothing_in_a_feed_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x9b31m&lt;b&gt;\u202eevil\u2028line\x1b]0;x\x07 &amp;#27;[2J"
    feed = rss("T").replace(
        "<title>T</title>",
        f"<title>{hostile}</title><item><title>{hostile}</title>"
        f"<author>{hostile}</author><description>{hostile}</description></item>",
    )
    written("feed\x1b[2J.xml", feed)
    assert main(["inspect", "feed\x1b[2J.xml"]) == 0
    out = capsys.readouterr().out
    assert "evil" in out
    assert all(line.isprintable() for line in out.split("\n"))
    assert "\u202e" not in out


def test_without_a_source_it_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "--json"]) == 2
    assert capsys.readouterr().err == (
        "newshound: the following arguments are required: SOURCE (newshound inspect --help shows how)\n"
    )


def test_a_mistaken_configuration_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("config.toml").write_text("[polling]\nmax_size = 5")
    assert main(["inspect", "feed.xml"]) == 2
    assert capsys.readouterr().err.startswith("newshound: polling.max_size: ")


async def test_a_person_sees_the_feeds_that_a_page_announces(
    server: FeedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unseen, in its head or the answer's header; JSON has no place for them."""
    links = '<link rel="alternate" type="application/rss+xml" href="/news.xml"><a href="/x">RSS</a>'
    server.set("/page", PAGE.replace("</head>", f"{links}</head>"), "text/html; charset=utf-8")
    header = {"Link": '</sport.xml>; rel="alternate"; type="application/rss+xml"'}
    server.set("/sport", PAGE, "text/html; charset=utf-8", headers=header)
    pages = [f"{server.url}/page", f"{server.url}/sport"]
    assert await run_inspect(Config(), pages, as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == ["  Die Brücke: page", f"  feed of this page: {server.url}/news.xml"]
    assert f"  feed of this page: {server.url}/sport.xml" in lines
    assert server.count("/news.xml") == 0
