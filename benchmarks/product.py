"""The product: `newshound run`, whole, with a database of its own."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.activity import Activity
from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree, waited
from benchmarks.onlooker import Onlooker, looking_on
from benchmarks.rounds import CONCURRENCY, BenchmarkFailed, Finish
from benchmarks.telegram import TOKEN
from benchmarks.watched import PERIOD, longest_stall
from storage import Database, add_feed, examine_index

_ROOT = Path(__file__).resolve().parent.parent
_CONFIG = """
[telegram]
api_url = "{api_url}"
[access]
owners = [1]
[polling]
interval = "6h"
concurrency = {concurrency}
per_host = {concurrency}  # all feeds of the benchmark stand on one host
allow_private_addresses = true
[storage]
path = "newshound.db"
[log]
level = "warning"
"""
_PROBLEM = "SELECT max(problem || ' ' || problem_detail) FROM feeds"

_ADMIN = 1
_NOT_NOW = 12 * 60 * 60 * 1000
"""Milliseconds: no feed is due by itself while the benchmark runs."""

_LOOK_EVERY = 0.005
_LIMIT = 1_800.0
_START_LIMIT = 60.0
_STOP_LIMIT = 15.0


class Product:
    """The product as a contestant; made by `running_product`."""

    name = "newshound"

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], onlooker: Onlooker) -> None:
        self._folder = folder
        self._process = process
        self._onlooker = onlooker
        self._database = folder / "newshound.db"
        self._tree = ProcessTree(process.pid)
        self._activity = Activity(self._tree)

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        return self._tree.cpu()

    def memory(self) -> int:
        """Return the most bytes that were resident at a time."""
        return self._activity.most_memory

    def memory_now(self) -> int:
        """Return the resident bytes of all its processes now."""
        return self._tree.memory()

    def waited(self) -> float:
        """Return the seconds for which its event loop could have run, and had no core."""
        return waited(self._process.pid)

    def make_due(self) -> None:
        """Make every feed due."""
        _plan_checks(self._database, 0)

    def entries(self) -> int:
        """Return how many articles are stored by now."""
        stored: int = self._onlooker.ask("SELECT count(*) FROM articles")
        return stored

    def poll(self) -> Finish:
        """Make every feed due, and wait until all are checked and all that came of it is done.

        Raises BenchmarkFailed.
        """
        self.make_due()
        self.wait_for(lambda: not self._onlooker.is_due(), _LIMIT)
        recorded_at = time.monotonic()
        self.wait_for(lambda: not self._onlooker.waits(), _LIMIT)
        settled_at = time.monotonic()
        cpu = self._activity.settle(since=settled_at)
        self._check()
        return Finish(recorded_at, settled_at, cpu)

    def longest_stall(self, begin: float, end: float) -> float:
        """Return by how many seconds the event loop came late at the most between two moments."""
        return longest_stall(self._folder / "beats.log", begin, end)

    def wait_for(self, happened: Callable[[], bool], limit: float) -> None:
        """Wait until something has happened; raise BenchmarkFailed after `limit` seconds without."""
        until = time.monotonic() + limit
        while not happened():
            self._activity.look()
            if self._process.poll() is not None or time.monotonic() > until:
                output = (self._folder / "output.log").read_text()
                raise BenchmarkFailed(f"newshound ended or came to no end; it said: {output}")
            time.sleep(_LOOK_EVERY)

    def rest(self) -> None:
        """Wait until the product does nothing."""
        self._activity.settle(since=time.monotonic())

    def _check(self) -> None:
        problem = self._onlooker.ask(_PROBLEM)
        if problem is not None:
            raise BenchmarkFailed(f"a feed could not be read: {problem}")
        index = asyncio.run(examine_index(self._database))
        if index is None or index.waiting or index.problems:
            raise BenchmarkFailed(f"not everything is indexed: {index}")


@contextmanager
def running_product(
    folder: Path,
    telegram: Helper[str, None, bool],
    urls: list[str],
    *,
    settings: str = "",
    prepare: Callable[[Path], None] | None = None,
    beat: float = PERIOD,
) -> Iterator[Product]:
    """Fill a database with the feeds, start `newshound run`, and wait until it is up and rests.

    `settings`: more sections of the configuration. `prepare` puts into the database what else is to be there.
    `beat`: seconds between the heartbeats that show stalls.
    """
    config, database = folder / "config.toml", folder / "newshound.db"
    known = _CONFIG.format(api_url=telegram.greeting, concurrency=CONCURRENCY)
    config.write_text(known + settings)
    asyncio.run(_fill_catalogue(database, urls))
    if prepare is not None:
        prepare(database)
    _plan_checks(database, round(time.time() * 1000) + _NOT_NOW)
    command = [sys.executable, "-m", "benchmarks.watched", str(folder / "beats.log"), str(beat)]
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            [*command, "run", "--config", str(config)],
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", ""), "NEWSHOUND_TELEGRAM_TOKEN": TOKEN},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        with looking_on(database) as onlooker:
            product = Product(folder, process, onlooker)
            product.wait_for(lambda: telegram.ask(None), _START_LIMIT)
            product.rest()
            yield product
    finally:
        process.terminate()
        try:
            process.wait(_STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _plan_checks(database: Path, at: int) -> None:
    """Make every feed due at a moment, in UTC milliseconds; 0 = now, before all else."""
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE feeds SET next_check_at = ?", (at,))


async def _fill_catalogue(database: Path, urls: list[str]) -> None:
    now = round(time.time() * 1000)
    async with Database.open(database) as db:
        await asyncio.gather(
            *(add_feed(db, url=url, title=url, by=_ADMIN, now=now) for url in urls)
        )
