"""Reads the web pages of articles whose feeds give only a teaser, and single pages that people ask for.

The database is the queue: what a crash interrupts is asked for again. The pages share the poller's limits for
each host, and its guard. They are read one at a time, which leaves a worker to the feeds, so that no alert
waits for them.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.clock import Clock
from bot.http import WEB_PAGE, FeedError, Fetcher
from bot.intake.lanes import Lanes
from bot.intake.reading import read_web_page
from bot.intake.recent import Recent
from bot.intake.resting import Resting
from bot.intake.sniff import looks_like_html
from bot.worker import WorkerPool, WorkerProblem
from newsroom import (
    Article,
    ParsedFeed,
    Problem,
    ProblemKind,
    host_of,
    tells_more,
    wants_page,
)
from storage import (
    Database,
    StorageError,
    get_article,
    keep_page,
    note_unread_page,
    unread_pages,
)

DAYS_BACK = 3 * 24 * 60 * 60 * 1000
"""Milliseconds: the pages of older articles are read only when somebody wants one."""

BATCH = 100
"""Articles taken from the database at a time."""

HOSTS_AT_ONCE = 4

PAUSE = 1.0
"""Seconds between two pages of one host that nobody waits for."""

TICK = 5.0
"""Seconds between questions to the database."""

PATIENCE = 8.0
"""Seconds for which a person waits for a page; it is read to its end and stored all the same."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of reading a page. `retry_after`: milliseconds its server asks for; None = none."""

    found: ParsedFeed | Problem
    retry_after: int | None = None


class PageReader:
    """Reads pages in the background, and at once for those who wait."""

    def __init__(
        self,
        *,
        db: Database,
        fetcher: Fetcher,
        workers: WorkerPool,
        clock: Clock,
        lanes: Lanes,
        on_text: Callable[[], None] = lambda: None,
        patience: float = PATIENCE,
    ) -> None:
        """`lanes`: those of the poller. `on_text` is called when an article has got its page's text."""
        self._db = db
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._lanes = lanes
        self._on_text = on_text
        self._patience = patience
        self._turn = asyncio.Semaphore(1)
        self._resting = Resting()
        self._recent: Recent[str, ParsedFeed | Problem] = Recent()
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Read what is wanted until cancelled. Trouble of our own is logged, and tried again."""
        try:
            while True:
                try:
                    await self.read_once(self._clock.now())
                except StorageError as error:
                    _log.warning("cannot ask which pages are to be read: %s", error)
                await self._clock.sleep(TICK)
        finally:
            await self.close()

    async def close(self) -> None:
        """End what is under way; what is not stored is wanted still."""
        tasks = tuple(self._under_way.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def read_once(self, now: int) -> int:
        """Read the pages that feeds are to have read at once; return how many were asked for.

        Raises StorageError where the database does not say which.
        """
        articles = await unread_pages(self._db, since=now - DAYS_BACK, limit=BATCH)
        wanted = [article for article in articles if wants_page(article, now)]
        hosts = asyncio.Semaphore(HOSTS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._read_host(host, of_host, hosts))
                for host, of_host in _by_host(wanted)
            ]
        return sum(task.result() for task in tasks)

    async def read_article(self, article: Article) -> Article:
        """Return the article as it is once its page has been read, or as it was where that fails.

        Raises StorageError where that cannot be asked.
        """
        if not wants_page(article, self._clock.now()):
            return article
        try:
            async with asyncio.timeout(self._patience):
                await asyncio.shield(self._start(article))
        except TimeoutError:
            _log.info("the page of article %d is not waited for any longer", article.id)
        except (StorageError, WorkerProblem):  # logged where it happened; the feed's text serves
            pass
        return await get_article(self._db, article.id) or article

    async def read_page(self, url: str) -> ParsedFeed | Problem:
        """Return what a single page says; nothing is stored. Who asks again soon gets the same answer."""
        now = self._clock.now()
        known = self._recent.get(url, now)
        if known is not None:
            return known
        try:
            async with asyncio.timeout(self._patience):
                found = (await self._read(url)).found
        except TimeoutError:
            return Problem(ProblemKind.TIMEOUT)
        except WorkerProblem as error:
            _log.warning("a page was not read: %s", error)
            return Problem(ProblemKind.TOO_HARD)
        self._recent.put(url, found, now)
        return found

    def _start(self, article: Article) -> "asyncio.Task[None]":
        """Read an article's page, once at a time; it goes on where nobody waits any longer."""
        task = self._under_way.get(article.id)
        if task is None:
            task = asyncio.create_task(self._read_and_keep(article), name=f"page {article.id}")
            self._under_way[article.id] = task
            task.add_done_callback(lambda done: self._finish(article.id, done))
        return task

    def _finish(self, article_id: int, done: "asyncio.Task[None]") -> None:
        """Take a reading off the list. Whatever it raised stops at this article."""
        del self._under_way[article_id]
        error = None if done.cancelled() else done.exception()
        if isinstance(error, StorageError | WorkerProblem):
            _log.warning("the page of article %d was not read: %s", article_id, error)
        elif error is not None:
            _log.error("reading the page of article %d met a bug", article_id, exc_info=error)

    async def _read_host(
        self, host: str, articles: Iterable[Article], hosts: asyncio.Semaphore
    ) -> int:
        """Read the pages of one host, one after the other, until one does not go well."""
        asked = 0
        async with hosts:
            for article in articles:
                if self._resting.is_resting(host, self._clock.now()):
                    break
                if asked:
                    await self._clock.sleep(PAUSE)
                reading = self._start(article)
                await asyncio.wait({reading})
                asked += 1
                if reading.cancelled() or reading.exception() is not None:
                    self._resting.hold(host, self._clock.now())
        return asked

    async def _read_and_keep(self, article: Article) -> None:
        assert article.url is not None  # noqa: S101 - `wants_page` says no without one
        read = await self._read(article.url)
        now, found = self._clock.now(), read.found
        self._resting.note(host_of(article.url), found, now, read.retry_after)
        if isinstance(found, Problem):
            _log.info("the page of article %d cannot be read: %s", article.id, found.kind)
            await note_unread_page(self._db, article.id, found.kind, now)
            return
        (entry,) = found.entries
        if not tells_more(entry.text, article):
            await note_unread_page(self._db, article.id, ProblemKind.EMPTY, now)
            return
        await keep_page(self._db, article.id, entry.text, now)
        self._on_text()

    async def _read(self, url: str) -> _Read:
        """Fetch a page and read it. Raises WorkerProblem where no worker can be started."""
        try:
            async with self._lanes.turn(url):
                fetched = await self._fetcher.fetch(url, wanted=WEB_PAGE)
        except FeedError as error:
            return _Read(error.problem, error.retry_after)
        body = fetched.body or b""
        if body and not looks_like_html(body, fetched.charset):
            return _Read(Problem(ProblemKind.NOT_A_PAGE))
        async with self._turn:
            found = await read_web_page(
                self._workers,
                body,
                url=fetched.url,
                charset=fetched.charset,
                now=self._clock.now(),
            )
        return _Read(found)


def _by_host(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    hosts: dict[str, list[Article]] = {}
    for article in articles:
        hosts.setdefault(host_of(article.url or ""), []).append(article)
    return list(hosts.items())
