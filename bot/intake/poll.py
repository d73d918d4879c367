"""The loop from feed to memory: asks the database what is due, checks it, records what changed."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from functools import partial

from bot.clock import Clock
from bot.intake.check import Checker
from bot.intake.lanes import Lanes
from bot.intake.reach import Reach
from bot.intake.stats import PollStats
from bot.logs import log_context
from bot.worker import WorkerProblem
from newsroom import Feed, Look, Pace, Problem, Pushed, Verdict, as_announced
from storage import (
    Database,
    StorageError,
    bring_check_forward,
    due_feeds,
    pull_in_checks,
    pushed_feed,
    record_check,
)

BATCH = 1_000
"""Feeds taken from the database at a time, on top of those that are under way."""

PORTION = 20
"""Checks begun before the loop sees to what else waits: a batch at once would hold it for 50 ms."""

MOST_UNDER_WAY = 5_000
"""Checks begun or waiting for their turn; what is due beyond that stays where it is, in the database."""

TICK = 1.0
"""Seconds between questions to the database."""

SHORT_TICK = 0.2
"""The same while the last answer was a full batch."""

HOLD = 60.0
"""Seconds for which a feed is left alone whose check could not be carried out or recorded."""

_log = logging.getLogger(__name__)


class Poller:
    """Checks feeds when they are due, or when asked to, and each of them once at a time."""

    def __init__(
        self,
        *,
        db: Database,
        checker: Checker,
        clock: Clock,
        pace: Pace,
        concurrency: int,
        per_host: int,
        on_articles: Callable[[], None] = lambda: None,
    ) -> None:
        """`concurrency` and `per_host`: checks at a time, in all and of one host.

        `on_articles` is called when articles have been stored or changed.
        """
        self._on_articles = on_articles
        self.stats = PollStats()
        self._db = db
        self._checker = checker
        self._clock = clock
        self._pace = pace
        self._lanes = Lanes(concurrency, per_host, clock)
        self._reach = Reach(db, clock)
        self._under_way: dict[int, asyncio.Task[Verdict | None]] = {}
        self._just_ended: set[int] = set()
        self._held: dict[int, float] = {}
        self._announced: set[int] = set()
        """Feeds that a hub has told of without bringing what is new."""

    @property
    def lanes(self) -> Lanes:
        """What limits fetches, for whoever else fetches beside the poller."""
        return self._lanes

    @property
    def under_way(self) -> int:
        """How many checks are begun or wait for their turn."""
        return len(self._under_way)

    @property
    def is_down(self) -> bool:
        """Whether our own network is down, by what the checks met."""
        return self._reach.down

    async def poll_once(self, now: int) -> int:
        """Check and record what is due at `now`, up to a batch; return how many feeds were checked.

        Raises StorageError where the database does not say what is due.
        """
        checks = await self._start_due(now, lambda: now)
        try:
            if checks:
                await asyncio.wait(checks)
        finally:
            await _cancel(checks)
        return len(checks)

    async def run(self) -> None:
        """Poll until cancelled. Trouble with the database is logged, and asked again."""
        latest = self._clock.now()
        try:
            await self._pull_in(latest)
            while True:
                now = self._clock.now()
                if now < latest:
                    await self._pull_in(now)
                latest = now
                await self._clock.sleep(await self._tick(now))
        finally:
            await _cancel(tuple(self._under_way.values()))

    async def check_now(self, feed: Feed) -> Verdict:
        """Check and record a feed out of turn; where a check is under way, that one counts.

        It goes on where the caller is cancelled. Raises StorageError, and WorkerProblem as
        `Checker.check` does.
        """
        return await self._out_of_turn(feed, lambda: self._check(feed, self._clock.now()))

    async def keep_look(self, feed: Feed, look: Look) -> Verdict:
        """Record what a look saw as a check of `feed`; where a check is under way, that one counts.

        Raises StorageError.
        """
        return await self._out_of_turn(feed, lambda: self._keep(feed, look))

    async def keep_push(self, pushed: Pushed) -> None:
        """Check and record what a hub has pushed; what it is no use for is asked of the feed itself.

        A check that is under way may have asked before the news were there, so its end is waited for. Raises
        as `check_now` does.
        """
        while True:
            feed = await pushed_feed(self._db, pushed.feed_id)
            if feed is None:
                return
            under_way = self._under_way.get(feed.id)
            if under_way is None:
                break
            await asyncio.wait({under_way})
        await asyncio.shield(self._start(feed, self._keep_pushed(feed, pushed)))

    async def _out_of_turn(
        self, feed: Feed, check: Callable[[], Coroutine[None, None, Verdict]]
    ) -> Verdict:
        while True:
            under_way = self._under_way.get(feed.id) or self._start(feed, check())
            verdict = await asyncio.shield(under_way)
            if verdict is not None:
                return verdict

    async def _tick(self, now: int) -> float:
        """Start what is due; return how many seconds to wait before asking again."""
        try:
            started = await self._start_due(now, self._clock.now)
        except StorageError as error:
            _log.warning("cannot ask which feeds are due: %s", error)
            return TICK
        return SHORT_TICK if len(started) == BATCH else TICK

    async def _pull_in(self, now: int) -> None:
        """Bring forward what was planned by a clock that was ahead of this one."""
        try:
            moved = await pull_in_checks(self._db, now=now, longest=self._pace.longest)
        except StorageError as error:
            _log.warning("cannot bring checks forward: %s", error)
            return
        if moved:
            _log.info("the clock was ahead: %d checks were brought forward", moved)

    async def _start_due(
        self, now: int, moment: Callable[[], int]
    ) -> tuple[asyncio.Task[Verdict | None], ...]:
        """Start the checks of what is due at `now`. `moment`: the time of each, when its turn comes."""
        self._release_held()
        busy = len(self._under_way) + len(self._held)
        room = min(BATCH, MOST_UNDER_WAY - len(self._under_way))
        if room <= 0:
            self.stats.last_poll_at = now
            return ()
        # A check that ends while the question is under way stands in its answer still, as it was before.
        self._just_ended.clear()
        due = await due_feeds(self._db, now, busy + room)
        self.stats.last_poll_at = now
        taken = {*self._under_way, *self._held, *self._just_ended}
        fresh = self._reach.among([feed for feed in due if feed.id not in taken])
        return await self._start_all(fresh[:room], moment)

    async def _start_all(
        self, feeds: Collection[Feed], moment: Callable[[], int]
    ) -> tuple[asyncio.Task[Verdict | None], ...]:
        """Start the checks of feeds, by portions; not of one that was checked out of turn meanwhile."""
        checks: list[asyncio.Task[Verdict | None]] = []
        try:
            for feed in feeds:
                if feed.id in self._under_way or feed.id in self._just_ended:
                    continue
                checks.append(self._start(feed, self._check_in_turn(feed, moment)))
                if len(checks) % PORTION == 0:
                    await asyncio.sleep(0)
        except asyncio.CancelledError:
            await _cancel(checks)
            raise
        return tuple(checks)

    def _start(
        self, feed: Feed, check: Coroutine[None, None, Verdict | None]
    ) -> asyncio.Task[Verdict | None]:
        with log_context(feed=feed.id):
            task = asyncio.create_task(check, name=f"check of feed {feed.id}")
            self._under_way[feed.id] = task
            task.add_done_callback(partial(self._finish, feed))
        return task

    def _finish(self, feed: Feed, check: asyncio.Task[Verdict | None]) -> None:
        """Take a check off the list; where it could not be carried out, leave its feed for a while.

        Whatever it raised stops at this feed. An exception that nobody foresaw is a bug, and is logged as
        one, but the other feeds go on.
        """
        del self._under_way[feed.id]
        self._just_ended.add(feed.id)
        if check.cancelled():
            return
        error = check.exception()
        if error is None:
            return
        self._held[feed.id] = self._clock.monotonic() + HOLD
        if isinstance(error, StorageError | WorkerProblem):
            _log.warning("the check was not carried out: %s", error)
        else:
            _log.error("the check met a bug", exc_info=error)

    def _release_held(self) -> None:
        if self._held:
            now = self._clock.monotonic()
            self._held = {feed_id: until for feed_id, until in self._held.items() if until > now}

    async def _check_in_turn(self, feed: Feed, moment: Callable[[], int]) -> Verdict | None:
        """Check a feed when its turn comes; None where an outage has begun meanwhile: it stays due."""
        was_down = self._reach.down
        async with self._lanes.turn(feed.url):
            if self._reach.down and not was_down:
                return None
            return await self._check(feed, moment())

    async def _check(self, feed: Feed, now: int) -> Verdict:
        began = self._clock.monotonic()
        verdict = await self._checker.check(feed, now)
        if feed.id in self._announced and verdict.problem is None:
            self._announced.discard(feed.id)
            verdict = as_announced(verdict)
        if not await self._reach.counts(feed, verdict, began):
            return verdict
        return await self._record(feed, verdict)

    async def _keep(self, feed: Feed, look: Look) -> Verdict:
        return await self._record(feed, await self._checker.judge(feed, look, self._clock.now()))

    async def _keep_pushed(self, feed: Feed, pushed: Pushed) -> Verdict | None:
        now = self._clock.now()
        verdict = await self._checker.check_pushed(feed, pushed, now)
        if verdict is None:
            self._announced.add(feed.id)
            soonest = (feed.checked_at or 0) + self._pace.min_interval
            await bring_check_forward(self._db, feed.id, to=max(now, soonest))
            return None
        return await self._record(feed, verdict)

    async def _record(self, feed: Feed, verdict: Verdict) -> Verdict:
        stored = await record_check(self._db, verdict)
        self.stats.count(verdict, stored)
        if stored or verdict.changed:
            self._on_articles()
        if verdict.problem != feed.problem:
            _log.info("%s", _change(verdict.problem))
        return verdict


def _change(problem: Problem | None) -> str:
    if problem is None:
        return "the feed is well again"
    return f"the feed cannot be read: {problem.kind} {problem.detail}".rstrip()


async def _cancel(checks: Collection[asyncio.Task[Verdict | None]]) -> None:
    """Cancel what is not done, and wait until it is."""
    for check in checks:
        check.cancel()
    if checks:
        await asyncio.wait(checks)
