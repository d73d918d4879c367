"""The pages of articles are read where they are wanted, politely, and nothing is lost by it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from bot.http import Fetcher
from bot.intake import PageReader
from bot.intake.lanes import Lanes
from bot.intake.pages import DAYS_BACK
from bot.worker import WorkerPool
from newsroom import Article, Entry, PageText, ParsedFeed, Problem, ProblemKind, Seen, Verdict
from newsroom.teaser import REREAD_AFTER, RETRY_AFTER
from storage import (
    Database,
    FeedSetting,
    StorageError,
    add_feed,
    edit_feed,
    get_article,
    latest_of_feed,
    record_check,
)
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer

MINUTE = 60_000
STORY = [
    "The old bridge over the Ansel was closed on Monday after engineers had found three cracks.",
    "It will stay closed for eleven weeks, said the council, which has set aside money for the work.",
    "Ferries cross the river every twenty minutes until then, and carry bicycles without a charge.",
    "The harbour office expects long queues in the morning, and asks drivers to take the ring road.",
]
HTML = "text/html; charset=utf-8"


def page(*paragraphs: str) -> str:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or STORY)
    return f"<!DOCTYPE html><title>Bridge</title><nav>Home</nav><article>{inner}</article>"


@pytest.fixture
def lanes(clock: FakeClock) -> Lanes:
    return Lanes(64, 2, clock)


@pytest.fixture
def texts() -> list[str]:
    """Get a word each time the index is told of a text."""
    return []


@pytest.fixture
async def make(
    db: Database,
    fetcher: Fetcher,
    workers: WorkerPool,
    clock: FakeClock,
    lanes: Lanes,
    texts: list[str],
) -> AsyncIterator[Callable[..., PageReader]]:
    made: list[PageReader] = []

    def maker(**more: float) -> PageReader:
        reader = PageReader(
            db=db,
            fetcher=fetcher,
            workers=workers,
            clock=clock,
            lanes=lanes,
            on_text=lambda: texts.append("text"),
            **more,
        )
        made.append(reader)
        return reader

    yield maker
    for reader in made:
        await reader.close()


@pytest.fixture
def reader(make: Callable[..., PageReader]) -> PageReader:
    return make()


class Paper:
    """A feed of teasers, and its site."""

    def __init__(self, db: Database, clock: FakeClock, feed_id: int, url: str) -> None:
        self.db = db
        self.clock = clock
        self.feed_id = feed_id
        self.url = url

    async def publish(self, *names: str, text: str = "Closed.", age: int = 0) -> list[Article]:
        entries = tuple(
            Entry(
                name,
                text,
                name,
                text,
                url=f"{self.url}/{name}",
                published_at=self.clock.now() - age,
            )
            for name in names
        )
        seen = tuple(Seen(one.key, one.raw_hash) for one in entries)
        now = self.clock.now()
        await record_check(
            self.db, Verdict(self.feed_id, now, now, parsed=True, new=entries, seen=seen)
        )
        stored = (await latest_of_feed(self.db, self.feed_id, size=50)).items
        return sorted(stored, key=lambda one: one.id)

    async def edit(self, article: Article, text: str) -> None:
        entry = Entry(article.title, text, article.title, text, url=article.url)
        now = self.clock.now()
        verdict = Verdict(self.feed_id, now, now, parsed=True, changed=((article.id, entry),))
        await record_check(self.db, verdict)

    async def set_pages(self, setting: PageText) -> None:
        await edit_feed(self.db, self.feed_id, FeedSetting.PAGE, setting, by=0, now=0)


@pytest.fixture
async def paper(db: Database, clock: FakeClock, server: FeedServer) -> Paper:
    feed = await add_feed(db, url=f"{server.url}/feed", title="Paper", by=0, now=clock.now())
    return Paper(db, clock, feed.id, server.url)


async def stored(db: Database, article: Article) -> Article:
    found = await get_article(db, article.id)
    assert found is not None
    return found


# On demand


async def test_the_page_of_a_teaser_is_read_stored_and_told_to_the_index(
    paper: Paper, reader: PageReader, server: FeedServer, db: Database, texts: list[str]
) -> None:
    server.set("/one", page(), HTML)
    (teaser,) = await paper.publish("one")
    read = await reader.read_article(teaser)
    assert read.text.split("\n") == STORY
    assert read == await stored(db, teaser)
    assert texts == ["text"]
    await reader.read_article(read)
    assert server.count("/one") == 1
    ((_, headers),) = server.requests
    assert headers["Accept"].startswith("text/html")


async def test_several_who_ask_at_once_make_one_request(
    paper: Paper, reader: PageReader, server: FeedServer
) -> None:
    server.set("/one", page(), HTML)
    (teaser,) = await paper.publish("one")
    read = await asyncio.gather(*(reader.read_article(teaser) for _ in range(5)))
    assert {one.text for one in read} == {"\n".join(STORY)}
    assert server.count("/one") == 1


@pytest.mark.parametrize(
    ("body", "kind", "status", "problem"),
    [
        ("", HTML, 404, ProblemKind.NOT_FOUND),
        ("%PDF-1.7", "application/pdf", 200, ProblemKind.NOT_A_PAGE),
        ('{"a": 1}', HTML, 200, ProblemKind.NOT_A_PAGE),
        ("<p></p>", HTML, 200, ProblemKind.EMPTY),
        (page("No."), HTML, 200, ProblemKind.EMPTY),
        ("<p>" + "x" * (2 << 20), HTML, 200, ProblemKind.TOO_LARGE),
    ],
)
async def test_where_the_page_is_no_help_the_feeds_text_serves(
    paper: Paper,
    reader: PageReader,
    server: FeedServer,
    clock: FakeClock,
    texts: list[str],
    body: str,
    kind: str,
    status: int,
    problem: ProblemKind,
) -> None:
    server.set("/one", body, kind, status)
    (teaser,) = await paper.publish("one", text="Closed since Monday.")
    read = await reader.read_article(teaser)
    assert read.text == "Closed since Monday."
    assert read.page is not None
    assert read.page.problem is problem
    assert texts == []
    await reader.read_article(read)
    assert server.count("/one") == 1
    clock.advance(RETRY_AFTER / 1000)
    server.set("/one", page(), HTML)
    assert (await reader.read_article(read)).text.split("\n") == STORY


async def test_who_waits_too_long_gets_the_feeds_text_and_the_page_is_stored_all_the_same(
    paper: Paper, make: Callable[..., PageReader], server: FeedServer, db: Database
) -> None:
    server.set("/one", page(), HTML)
    (teaser,) = await paper.publish("one")
    hasty, patient = make(patience=0.0), make()
    server.fault("/one", "held")
    assert (await hasty.read_article(teaser)).text == "Closed."
    server.fault("/one", None)
    task = hasty._under_way[teaser.id]
    await task
    assert (await stored(db, teaser)).text.split("\n") == STORY
    await patient.read_article(await stored(db, teaser))
    assert server.count("/one") == 1


async def test_the_guard_stands_before_pages_too(
    paper: Paper,
    db: Database,
    workers: WorkerPool,
    clock: FakeClock,
    lanes: Lanes,
    server: FeedServer,
) -> None:
    """The canary, which is the server here, is never reached."""
    (teaser,) = await paper.publish("one")
    async with Fetcher(version="1", timeout=30, max_size=1 << 20) as guarded:
        reader = PageReader(db=db, fetcher=guarded, workers=workers, clock=clock, lanes=lanes)
        read = await reader.read_article(teaser)
        found = await reader.read_page(teaser.url or "")
    assert read.page is not None
    assert read.page.problem is ProblemKind.FORBIDDEN_ADDRESS
    assert isinstance(found, Problem)
    assert found.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert server.requests == []


async def test_after_an_edit_the_page_is_read_again_when_it_is_wanted(
    paper: Paper, reader: PageReader, server: FeedServer, db: Database, clock: FakeClock
) -> None:
    server.set("/one", page(), HTML)
    (teaser,) = await paper.publish("one")
    await reader.read_article(teaser)
    await paper.edit(teaser, "Closed for eleven weeks.")
    clock.advance(REREAD_AFTER / 1000)
    server.set("/one", "", HTML, 500)
    read = await reader.read_article(await stored(db, teaser))
    assert read.text.split("\n") == STORY, "a failed attempt loses nothing"
    clock.advance(RETRY_AFTER / 1000)
    server.set("/one", page(*reversed(STORY)), HTML)
    read = await reader.read_article(await stored(db, teaser))
    assert read.text.split("\n") == STORY[::-1]


async def test_a_host_has_no_more_turns_for_pages_than_for_feeds(
    paper: Paper, reader: PageReader, server: FeedServer, lanes: Lanes
) -> None:
    server.set("/one", page(), HTML)
    (teaser,) = await paper.publish("one")
    async with lanes.turn(server.url), lanes.turn(server.url):
        reading = asyncio.create_task(reader.read_article(teaser))
        await asyncio.sleep(0.1)
        assert server.requests == []
    assert (await reading).text.split("\n") == STORY


# At once, by the feed's setting


async def test_new_articles_of_feeds_that_want_it_have_their_pages_read(
    paper: Paper, reader: PageReader, server: FeedServer, db: Database, clock: FakeClock
) -> None:
    await paper.set_pages(PageText.ON)
    server.set("/one", page(), HTML)
    (one,) = await paper.publish("one")
    assert await reader.read_once(clock.now()) == 1
    assert (await stored(db, one)).text.split("\n") == STORY
    assert await reader.read_once(clock.now()) == 0


@pytest.mark.parametrize("setting", [PageText.AUTO, PageText.OFF])
async def test_other_feeds_pages_are_left(
    paper: Paper, reader: PageReader, server: FeedServer, clock: FakeClock, setting: PageText
) -> None:
    await paper.set_pages(setting)
    (teaser,) = await paper.publish("one")
    assert await reader.read_once(clock.now()) == 0
    if setting is PageText.OFF:
        await reader.read_article(replace(teaser, page_text=setting))
    assert server.requests == []


async def test_what_is_older_than_a_few_days_is_left(
    paper: Paper, reader: PageReader, server: FeedServer, clock: FakeClock
) -> None:
    await paper.set_pages(PageText.ON)
    await paper.publish("old", age=DAYS_BACK + 1)
    assert await reader.read_once(clock.now()) == 0
    assert server.requests == []


async def test_the_pages_of_a_host_come_one_after_the_other_with_a_pause(
    paper: Paper, reader: PageReader, server: FeedServer, clock: FakeClock
) -> None:
    await paper.set_pages(PageText.ON)
    for name in ("one", "two"):
        server.set(f"/{name}", page(), HTML)
    await paper.publish("one", "two")
    reading = asyncio.create_task(reader.read_once(clock.now()))
    await clock.until_sleeping()
    assert len(server.requests) == 1
    clock.advance(1)
    assert await reading == 2


async def test_a_failing_site_is_left_alone_ever_longer_and_nothing_is_forgotten(
    paper: Paper, reader: PageReader, server: FeedServer, db: Database, clock: FakeClock
) -> None:
    await paper.set_pages(PageText.ON)
    names = ("one", "two", "three")
    for name in names:
        server.set(f"/{name}", "", HTML, 503)
    articles = await paper.publish(*names)
    for rest in (1, 2):
        before = len(server.requests)
        assert await reader.read_once(clock.now()) == 1
        assert len(server.requests) == before + 1
        clock.advance(rest * 60 - 1)
        assert await reader.read_once(clock.now()) == 0
        clock.advance(1)
    for name in names:
        server.set(f"/{name}", page(), HTML)
    assert await reader.read_once(clock.now()) == 1
    clock.advance(RETRY_AFTER / 1000)
    reading = asyncio.create_task(reader.read_once(clock.now()))
    await clock.until_sleeping()
    clock.advance(1)
    assert await reading == 2
    assert all([(await stored(db, one)).text.split("\n") == STORY for one in articles])


async def test_what_was_interrupted_is_read_by_the_next_process(
    paper: Paper,
    make: Callable[..., PageReader],
    server: FeedServer,
    db: Database,
    clock: FakeClock,
) -> None:
    await paper.set_pages(PageText.ON)
    server.set("/one", page(), HTML)
    server.fault("/one", "hang")
    (one,) = await paper.publish("one")
    first = make()
    running = asyncio.create_task(first.run())
    await server.wait_for(lambda: server.count("/one") == 1)
    running.cancel()
    await asyncio.wait({running})
    server.fault("/one", None)
    assert await make().read_once(clock.now()) == 1
    assert (await stored(db, one)).text.split("\n") == STORY


async def test_what_could_not_be_stored_is_read_again(
    paper: Paper,
    reader: PageReader,
    server: FeedServer,
    db: Database,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database was locked, or its disk full."""

    async def broken(*_: object) -> None:
        raise StorageError("the disk is full")

    await paper.set_pages(PageText.ON)
    server.set("/one", page(), HTML)
    (one,) = await paper.publish("one")
    with monkeypatch.context() as patch:
        patch.setattr("bot.intake.pages.keep_page", broken)
        assert await reader.read_once(clock.now()) == 1
        assert (await stored(db, one)).page is None
        assert (await reader.read_article(one)).text == "Closed.", "who asks gets the feed's text"
    clock.advance(120)
    assert await reader.read_once(clock.now()) == 1
    assert (await stored(db, one)).text.split("\n") == STORY


# A page that is no article


async def test_a_single_page_is_read_and_not_stored(
    reader: PageReader, server: FeedServer, db: Database, clock: FakeClock
) -> None:
    server.set("/single", page(), HTML)
    found = await reader.read_page(f"{server.url}/single")
    assert isinstance(found, ParsedFeed)
    assert found.entries[0].text.split("\n") == STORY
    assert await get_article(db, 1) is None
    assert await reader.read_page(f"{server.url}/single") is found
    assert server.count("/single") == 1
    clock.advance(10 * 60)
    await reader.read_page(f"{server.url}/single")
    assert server.count("/single") == 2


async def test_a_single_page_that_takes_too_long_is_a_problem(
    make: Callable[..., PageReader], server: FeedServer
) -> None:
    server.fault("/single", "hang")
    found = await make(patience=0.2).read_page(f"{server.url}/single")
    assert found == Problem(ProblemKind.TIMEOUT)
