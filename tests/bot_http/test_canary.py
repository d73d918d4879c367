"""A listener on this machine is never reached, however its address is spelt and whichever road it comes by.

Nothing here dials a forbidden address that is not this machine's: what is about to be dialled is noted at the
socket, and only loopback is let through. Names are answered by the test.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from bot.config import Config, Storage
from bot.feedlists import run_import
from bot.http import FeedError, Fetched, Fetcher
from bot.intake import Checker, PageReader, Poller
from bot.intake.lanes import Lanes
from bot.worker import WorkerPool
from newsroom import Entry, Pace, Problem, Verdict
from storage import Database, add_feed, latest_of_feed, list_feeds, record_check
from tests.bot_http.rawserver import answering
from tests.bot_http.spellings import NAMES, forbidden_addresses
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer

MINUTE = 60_000
PACE = Pace(interval=15 * MINUTE, min_interval=5 * MINUTE, max_interval=360 * MINUTE)
MANY = 1_000
MOVED = """
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>a</title>
{says}<item><guid>1</guid><title>b</title></item></channel></rss>
"""


@dataclass
class Canary:
    """Something else of this machine's. Each of its addresses has one port."""

    port: int
    reached: int = 0
    dialled: set[str] = field(default_factory=set)
    """What sockets were about to connect to, apart from the servers that a test means."""
    meant: set[tuple[str, int]] = field(default_factory=set)

    @property
    def addresses(self) -> tuple[str, ...]:
        return forbidden_addresses(self.port)


@pytest.fixture
async def canary(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Canary]:
    """Listen on 127.0.0.1 and, where there is one, on ::1."""
    canary = Canary(0)

    async def sing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        canary.reached += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
        writer.close()

    servers = [await asyncio.start_server(sing, "127.0.0.1", 0)]
    canary.port = servers[0].sockets[0].getsockname()[1]
    with suppress(OSError):
        servers.append(await asyncio.start_server(sing, "::1", canary.port))
    _watch_sockets(monkeypatch, canary)
    monkeypatch.setattr(socket, "getaddrinfo", _name_server(socket.getaddrinfo))
    yield canary
    for server in servers:
        server.close()


def _watch_sockets(monkeypatch: pytest.MonkeyPatch, canary: Canary) -> None:
    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        if self.family not in (socket.AF_INET, socket.AF_INET6):
            return connect(self, address)
        host, port = address[:2]
        if (host, port) in canary.meant:
            return connect(self, address)
        canary.dialled.add(host)
        if host not in ("127.0.0.1", "::1", "127.0.0.2", "0.0.0.0", "::"):
            raise OSError("the test dials nothing else")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)


def _name_server(real: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Answer for NAMES, spell addresses out as the system does, and know no other name."""
    encoded = {name.encode("idna").decode(): found for name, found in NAMES.items()}

    def getaddrinfo(host: str, port: int, **more: Any) -> list[Any]:
        more["flags"] = socket.AI_NUMERICHOST
        found = encoded.get(host, (host,))
        return [answer for each in found for answer in real(each, port, **more)]

    return getaddrinfo


class Scout(Fetcher):
    """Fetches as the bot does: private addresses are forbidden, but for the test's own server."""

    home = "http://no.server/"
    asked: list[str]
    """The addresses it was sent to, those of the server aside."""

    async def fetch(self, url: str, *values: Any, exempt: bool = False, **more: Any) -> Fetched:
        at_home = url.startswith(self.home)
        if not at_home:
            self.asked.append(url)
        return await super().fetch(url, *values, exempt=exempt or at_home, **more)


@pytest.fixture
async def fetcher() -> AsyncIterator[Scout]:
    async with Scout(version="1", timeout=30, max_size=100_000) as fetcher:
        fetcher.asked = []
        yield fetcher


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "newshound.db") as db:
        yield db


class Hasty(FakeClock):
    """Knows no pauses, such as those between two fetches from one host."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@dataclass
class Bot:
    """What a road may need."""

    fetcher: Scout
    workers: WorkerPool
    db: Database
    checker: Checker
    poller: Poller
    folder: Path
    canary: Canary
    clock: FakeClock


@pytest.fixture
async def bot(fetcher: Scout, db: Database, canary: Canary, tmp_path: Path) -> AsyncIterator[Bot]:
    clock = Hasty()
    async with WorkerPool(1) as workers:
        checker = Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)
        poller = Poller(db=db, checker=checker, clock=clock, pace=PACE, concurrency=16, per_host=16)
        yield Bot(fetcher, workers, db, checker, poller, tmp_path, canary, clock)


async def as_a_feed(bot: Bot) -> int:
    """Check feeds of the catalogue that are due; how they came there does not matter."""
    for address in bot.canary.addresses:
        await add_feed(bot.db, url=address, title=address, by=1, now=bot.clock.now())
    return await _poll(bot)


async def as_a_feed_to_add(bot: Bot) -> int:
    """Look before anything is stored, as /addfeed, /editfeed, a bare link and an approved request do."""
    looks = [await bot.checker.look(address) for address in bot.canary.addresses]
    return sum(look.problem is not None for look in looks)


async def as_a_page(bot: Bot) -> int:
    """Read the page that a person names, as /summary does."""
    reader = _page_reader(bot)
    found = [await reader.read_page(address) for address in bot.canary.addresses]
    return sum(isinstance(one, Problem) for one in found)


async def as_an_articles_page(bot: Bot) -> int:
    """Read what a feed says is the page of its article."""
    feed = await add_feed(bot.db, url="https://paper.example/", title="P", by=1, now=0)
    entries = tuple(
        Entry(address, "hash", address, "A teaser.", url=address)
        for address in bot.canary.addresses
    )
    now = bot.clock.now()
    await record_check(bot.db, Verdict(feed.id, now, now, parsed=True, new=entries))
    reader = _page_reader(bot)
    articles = (await latest_of_feed(bot.db, feed.id, size=MANY)).items
    read = [await reader.read_article(article) for article in articles]
    return sum(one.page is not None and one.page.failures == 1 for one in read)


async def as_a_feed_of_a_page(bot: Bot) -> int:
    """Look at pages that announce feeds and link to some; they may announce what they like."""
    refused, addresses = 0, bot.canary.addresses
    async with _home(bot) as server:
        for number in range(0, len(addresses), 4):
            batch = addresses[number : number + 4]
            announced = "".join(
                f"<link rel='alternate' type='application/rss+xml' href={quoteattr(address)}>"
                f"<a href={quoteattr(address)}>RSS</a>"
                for address in batch
            )
            server.set(f"/{number}/", f"<!DOCTYPE html><title>a</title>{announced}", "text/html")
            look = await bot.checker.look(f"{server.url}/{number}/")
            assert look.problem is not None
            refused += len(batch) * (not look.feeds)
    _went_for_many(bot)
    return refused


async def as_an_announced_address(bot: Bot) -> int:
    """Check feeds that say that they have moved, until that would be taken over."""
    async with _home(bot) as server:
        for number, address in enumerate(bot.canary.addresses):
            says = f"<itunes:new-feed-url>{escape(address)}</itunes:new-feed-url>"
            server.set(f"/{number}", MOVED.format(says=says))
            url = f"{server.url}/{number}"
            await add_feed(bot.db, url=url, title=url, by=1, now=bot.clock.now())
        for _ in range(4):
            assert await _poll(bot) == 0
            bot.clock.advance(12 * 3600)
        stored = (await list_feeds(bot.db, visible_to=1, size=MANY)).items
        _went_for_many(bot)
        return sum(feed.url.startswith(server.url) for feed in stored)


async def as_a_redirect(bot: Bot) -> int:
    return await _redirected(bot, "302 Found")


async def as_a_move(bot: Bot) -> int:
    return await _redirected(bot, "301 Moved Permanently")


async def as_a_list(bot: Bot) -> int:
    """Judge what a list names when it is read, and what comes through when it is checked."""
    file = bot.folder / "list.opml"
    outlines = "".join(
        f"<outline text='a' xmlUrl={quoteattr(address)}/>" for address in bot.canary.addresses
    )
    file.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    await run_import(Config(storage=Storage(path=bot.db.path)), file, bot.clock)
    stored = (await list_feeds(bot.db, visible_to=1, size=MANY)).items
    bot.clock.advance(MINUTE / 1000)
    return len(bot.canary.addresses) - len(stored) + await _poll(bot)


ROADS: tuple[Callable[[Bot], Awaitable[int]], ...] = (
    as_a_feed,
    as_a_feed_to_add,
    as_a_page,
    as_an_articles_page,
    as_a_feed_of_a_page,
    as_an_announced_address,
    as_a_redirect,
    as_a_move,
    as_a_list,
)
"""Each sends every forbidden address on its way and returns how many were refused."""


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
async def test_the_canary_is_never_reached(
    bot: Bot, road: Callable[[Bot], Awaitable[int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(set(bot.canary.addresses)) >= 60
    assert await road(bot) == len(bot.canary.addresses)
    assert bot.canary.dialled == set()
    assert bot.canary.reached == 0


async def test_the_canary_sings_where_nothing_holds_us_back(canary: Canary) -> None:
    """Else the tests above would show nothing: many of the spellings do lead to it."""
    reached = 0
    async with Fetcher(version="1", timeout=5, max_size=99, allow_private=True) as fetcher:
        for address in canary.addresses:
            with suppress(FeedError):
                reached += (await fetcher.fetch(address)).body == b"secret"
    assert 30 <= reached <= canary.reached  # one speaks TLS to it
    assert {"10.0.0.1", "169.254.169.254", "fc00::1", "224.0.0.1"} <= canary.dialled


async def test_a_name_that_changes_its_mind_is_judged_each_time(
    canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when it was added, this machine's when it is checked."""
    answers = ["8.8.8.8", "127.0.0.1"]

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    for dialled in ({"8.8.8.8"}, {"8.8.8.8"}):
        async with Fetcher(version="1", timeout=30, max_size=99) as fetcher:
            with pytest.raises(FeedError):
                await fetcher.fetch(f"http://rebinding.example:{canary.port}/")
        assert canary.dialled == dialled
    assert (answers, canary.reached) == ([], 0)


async def test_of_several_addresses_only_public_ones_are_dialled(
    canary: Canary, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where both families are tried side by side."""
    found = ("::1", "127.0.0.1", "8.8.8.8", "10.0.0.1", "2606:4700::1111", "fd00::1")

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        families = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (
                families[":" in each],
                socket.SOCK_STREAM,
                6,
                "",
                (each, port, 0, 0)[: 2 + 2 * (":" in each)],
            )
            for each in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(FeedError):
        await fetcher.fetch(f"http://mixed.example:{canary.port}/")
    assert canary.dialled == {"8.8.8.8", "2606:4700::1111"}
    assert canary.reached == 0


async def _poll(bot: Bot) -> int:
    """Check what is due; return how many feeds have a problem now."""
    await bot.poller.poll_once(bot.clock.now())
    feeds = (await list_feeds(bot.db, visible_to=1, size=MANY)).items
    return sum(isinstance(feed.problem, Problem) for feed in feeds)


def _page_reader(bot: Bot) -> PageReader:
    lanes = Lanes(16, 16, bot.clock)
    return PageReader(
        db=bot.db, fetcher=bot.fetcher, workers=bot.workers, clock=bot.clock, lanes=lanes
    )


@asynccontextmanager
async def _home(bot: Bot) -> AsyncIterator[FeedServer]:
    """Serve what leads to forbidden addresses, where the bot may go."""
    async with FeedServer() as server:
        bot.canary.meant.add(("127.0.0.1", int(server.url.rpartition(":")[2])))
        bot.fetcher.home = server.url
        yield server


def _went_for_many(bot: Bot) -> None:
    """Else nothing was refused, only overlooked: some spellings are no links for a reader of documents."""
    assert len(set(bot.fetcher.asked) & set(bot.canary.addresses)) >= 60


async def _refusals(bot: Bot, urls: Sequence[str], *, exempt: bool) -> int:
    refused = 0
    for url in urls:
        try:
            await bot.fetcher.fetch(url, exempt=exempt)
        except FeedError:
            refused += 1
    return refused


async def _redirected(bot: Bot, status: str) -> int:
    """Start at a server of the test's own, which the person at the machine may name."""
    refused = 0
    for address in bot.canary.addresses:
        answer = f"HTTP/1.1 {status}\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n"
        async with answering(answer.encode()) as url:
            host, _, port = url.removeprefix("http://").partition(":")
            bot.canary.meant.add((host, int(port)))
            refused += await _refusals(bot, [url], exempt=True)
    return refused
