"""`newshound import` and `newshound export`, as a person at the machine calls them."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Config, Polling, Storage
from bot.feedlists import run_export, run_import
from bot.http import Fetcher
from bot.intake import Checker, Poller
from bot.worker import WorkerPool
from newsroom import FeedState, Pace, read_opml
from storage import Database, add_feed, get_feed, latest_of_feed, set_feed_state
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

MINUTE = 60_000
LIST = """<?xml version="1.0"?>
<opml version="2.0"><body>
<outline text="News">
<outline text="The Paper" xmlUrl="https://paper.example/feed?a=1&amp;b=2" htmlUrl="https://paper.example"/>
<outline text="The Courier" xmlUrl="HTTP://Courier.example:80/ä"/>
<outline text="Again" xmlUrl="http://paper.example/feed?a=1&amp;b=2"/>
</outline>
<outline text="Mine" xmlUrl="https://me:secret@paper.example/feed"/>
<outline text="Router" xmlUrl="http://192.168.0.1/feed"/>
<outline text="Mail" xmlUrl="http://paper.example:25/"/>
<outline xmlUrl="file:///etc/passwd"/>
<outline text="Cut up" type="HTML+XPath" xmlUrl="https://page.example/"/>
</body></opml>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "list.opml"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_each_feed_of_a_list_gets_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "new     #1 The Paper",
        "new     #2 The Courier",
        "known   #1 The Paper",
        "refused line 8 “Mine”: not an http or https address (user name or password)",
        "refused line 9 “Router”: an address that the bot may not go to (not a public address)",
        "refused line 10 “Mail”: an address that the bot may not go to (port 25)",
        "refused line 11: not an http or https address",
        "refused line 12 “Cut up”: a page that another program cuts up; the bot reads feeds only",
        "2 new, 1 known, 5 refused",
    ]
    assert "secret" not in out + err


def test_what_was_imported_is_exported(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the export, imported elsewhere, is the same catalogue."""
    main(["import", str(file)])
    capsys.readouterr()
    assert main(["export"]) == 0
    text = capsys.readouterr().out
    listed = read_opml(text.encode())
    assert [(each.url, each.title, each.site_url, each.groups) for each in listed] == [
        ("https://paper.example/feed?a=1&b=2", "The Paper", "https://paper.example", ("news",)),
        ("http://courier.example/%C3%A4", "The Courier", None, ("news",)),
    ]
    file.write_text(text, encoding="utf-8")
    Path("config.toml").write_text('[storage]\npath = "other.db"\n')
    assert main(["import", str(file)]) == 0
    assert capsys.readouterr().out.endswith("2 new, 0 known, 0 refused\n")
    main(["export"])
    assert _body(capsys.readouterr().out) == _body(text)


def _body(opml: str) -> str:
    return opml.partition("<body>")[2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss/>", "it is <rss>, not <opml>"),
        ("no list", "it is no XML"),
        ("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "it has a document type"),
        ("<opml><body>", "line 1: no element found"),
    ],
)
def test_what_is_no_list_is_refused(
    file: Path, content: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(content)
    assert main(["import", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"newshound: {file} is no OPML that can be read: {reason}")
    assert not Path("data").exists()


@pytest.mark.parametrize("name", ["missing.opml", "."])
def test_what_is_no_file_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", name]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert name in err


def test_without_a_file_or_with_a_surplus_one_the_call_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["import"]) == 2
    assert main(["export", "list.opml"]) == 2
    assert capsys.readouterr().out == ""


def test_without_a_database_nothing_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is no database" in err


async def test_paused_feeds_are_exported_and_titles_given_by_hand_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "newshound.db"
    async with Database.open(path) as db:
        feed = await add_feed(
            db, url="https://a.example/", title="Theirs", own_title="Ours", by=1, now=1
        )
        await set_feed_state(db, feed.id, FeedState.PAUSED, by=1, now=2)
        assert await run_export(Config(storage=Storage(path=path))) == 0
    (exported,) = read_opml(capsys.readouterr().out.encode())
    assert exported.title == "Ours"


async def test_an_imported_feed_is_checked_soon_and_alerts_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside a bot that runs. The list's title stands until the feed has told its own."""
    path, clock = tmp_path / "newshound.db", FakeClock()
    polling = Polling(allow_private_addresses=True)
    pace = Pace(interval=15 * MINUTE, min_interval=5 * MINUTE, max_interval=360 * MINUTE)
    async with (
        FeedServer() as server,
        Database.open(path) as db,
        WorkerPool(1) as workers,
        Fetcher(version="1", timeout=30, max_size=1 << 20, allow_private=True) as fetcher,
    ):
        server.set("/feed", rss("Its own title", [item("1", "One", "text")]))
        file = tmp_path / "list.opml"
        file.write_text(f'<opml><outline text="Listed" xmlUrl="{server.url}/feed"/></opml>')
        await run_import(Config(storage=Storage(path=path), polling=polling), file, clock)
        assert capsys.readouterr().out.startswith("new     #1 Listed")
        feed = await get_feed(db, 1, visible_to=1)
        assert feed is not None
        assert feed.title == "Listed"
        checker = Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=pace)
        poller = Poller(db=db, checker=checker, clock=clock, pace=pace, concurrency=1, per_host=1)
        assert await poller.poll_once(clock.now()) == 1
        feed = await get_feed(db, 1, visible_to=1)
        assert feed is not None
        assert feed.title == "Its own title"
        assert len((await latest_of_feed(db, 1, size=9)).items) == 1
        unrouted = await db.read(
            lambda raw: raw.execute(
                "SELECT count(*) FROM articles WHERE routed_at IS NULL"
            ).fetchone()[0]
        )
        assert unrouted == 0
