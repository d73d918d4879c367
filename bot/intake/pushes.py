"""What hubs push, on its way to the poller: at once, in order, and never more than there is room for."""

import asyncio
import hashlib
import logging
from collections import OrderedDict

from bot.intake.poll import Poller
from bot.logs import log_context
from bot.worker import WorkerProblem
from newsroom import Pushed
from storage import StorageError

AT_ONCE = 4
"""Pushes that are checked at the same time."""

MOST_WAITING = 1_000
MOST_BYTES = 32 << 20
"""Pushes that wait, and the bytes of their bodies; hubs repeat what is refused, and polling goes on."""

REMEMBERED = 2_000
"""The last bodies that were taken: a hub that got no answer, or somebody who listened, sends one again."""

_log = logging.getLogger(__name__)


class Pushes:
    """Takes what hubs push, and has it checked.

    What waits here when the process dies is lost; the next poll of the feed brings it.
    """

    def __init__(self, poller: Poller) -> None:
        self._poller = poller
        self._waiting: asyncio.Queue[Pushed] = asyncio.Queue()
        self._bytes = 0
        self._count = 0
        self._taken: OrderedDict[tuple[int, bytes], None] = OrderedDict()
        self._places = asyncio.Semaphore(AT_ONCE)

    def take(self, pushed: Pushed) -> bool:
        """Take a push, or let one pass that was taken before; False where there is no room."""
        mark = _mark(pushed)
        if mark in self._taken:
            return True
        if self._count >= MOST_WAITING or self._bytes + len(pushed.body) > MOST_BYTES:
            return False
        self._taken[mark] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        self._bytes += len(pushed.body)
        self._count += 1
        self._waiting.put_nowait(pushed)
        return True

    async def run(self) -> None:
        """Have what was taken checked, until cancelled."""
        async with asyncio.TaskGroup() as checks:
            while True:
                await self._begin(await self._waiting.get(), checks)

    async def check_once(self) -> None:
        """Have what waits now checked."""
        async with asyncio.TaskGroup() as checks:
            while not self._waiting.empty():
                await self._begin(self._waiting.get_nowait(), checks)

    async def _begin(self, pushed: Pushed, checks: asyncio.TaskGroup) -> None:
        await self._places.acquire()
        with log_context(feed=pushed.feed_id):
            checks.create_task(self._check(pushed))

    async def _check(self, pushed: Pushed) -> None:
        try:
            await self._poller.keep_push(pushed)
        except (StorageError, WorkerProblem) as error:
            _log.warning("a push was not taken in: %s", error)
            self._taken.pop(_mark(pushed), None)
        except Exception:  # noqa: BLE001  # a bug; the poller has logged it, and the other feeds go on
            self._taken.pop(_mark(pushed), None)
        finally:
            self._bytes -= len(pushed.body)
            self._count -= 1
            self._places.release()


def _mark(pushed: Pushed) -> tuple[int, bytes]:
    return pushed.feed_id, hashlib.sha256(pushed.body).digest()
