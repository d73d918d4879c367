"""`newshound run` from top to bottom: what is opened, what is started, in which order, and how it ends."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext, suppress

from bot.acquaintance import connect, set_all_menus, welcome
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.furnishing import Opened, furnish
from bot.garbage import spare_what_stays
from bot.health import serving_health
from bot.house import House
from bot.http import configured_fetcher, configured_hub_caller
from bot.indexing import keep_index
from bot.outgoing import CHAT_INTERVAL, begin_pace
from bot.rewrite import language_model
from bot.systemd import service_manager, serving
from bot.worker import WorkerPool
from storage import Database, SearchIndex, StorageError, appoint_owners, forget_hubs

log = logging.getLogger(__name__)

SWITCH_INTERVAL = 0.0005
"""Seconds for which a thread may keep the others from running: the loop waits that long for the threads
that index and store, again and again. Python's own 5 ms leave the workers without work meanwhile."""

NAME_LOOKUPS = 32
"""Names of hosts that are looked up at the same time."""

STOP_PATIENCE = 3.0
"""Seconds for what is being answered when the bot is told to stop; what is being sent gets as many before."""

WRITING_PATIENCE = CHAT_INTERVAL + 0.5
"""Seconds to say in the messages that a language model was writing in that it has been stopped.

The edit before may keep that waiting for as long as a chat's limit says.
"""

CONFIRM_PATIENCE = 1.5
"""Seconds to confirm the last updates: all in all the bot stops within ten."""


async def run(config: Config) -> int:
    """Run the bot until SIGTERM or SIGINT; return the exit status 0.

    Raises ConfigError for a refused token, StorageError for a database that cannot be used, OSError for an
    address that cannot be listened on, and what killed a loop.
    """
    told_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with (
        open_house(config, SystemClock()) as house,
        serving_health(config.health.listen, house.monitor, house.poller.stats),
        at_work(house) as working,
        serving(service_manager(), house.clock, lambda: not house.monitor.problems),
    ):
        spare_what_stays()
        sys.setswitchinterval(SWITCH_INTERVAL)
        waiting = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if told_to_stop.is_set():
            log.info("stopping")
    return 0


@asynccontextmanager
async def open_house(config: Config, clock: Clock) -> AsyncIterator[House]:
    """Open what the house is built of, memory before machine, and have it furnished.

    Closed in the reverse order.
    """
    # PTB then gives time spans as timedelta, and does not warn that it will one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    # Names are looked up in threads, of which the default is a handful: slow ones would fill it.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(NAME_LOOKUPS))
    polling = config.polling
    async with (
        Database.open(config.storage.path) as db,
        SearchIndex.open(db, time.thread_time) as index,
        WorkerPool() as workers,
        configured_fetcher(polling) as fetcher,
        language_model(config.llm) as rewrite,
        # Without a public address hubs could not call back.
        configured_hub_caller(polling) if config.telegram.webhook_url else nullcontext() as hubs,
    ):
        await appoint_owners(db, config.access.owners, clock.now())
        pacer = await begin_pace(db, clock, config.alerts.messages_per_second)
        yield furnish(Opened(config, clock, db, pacer, index, workers, fetcher, rewrite, hubs))


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator["asyncio.Task[None]"]:
    """Run the house while the block runs; raises what killed it, once everything is closed."""
    working = asyncio.create_task(_work(house), name="house")
    try:
        yield working
    finally:
        died = working.done()
        working.cancel()
        await asyncio.wait({working})
        await _stop(house)
        if died:
            _raise_cause(working)


async def _work(house: House) -> None:
    """Run every loop until cancelled; one that dies takes all with it."""
    if house.door is not None:
        await house.door.server.start()
    async with asyncio.TaskGroup() as loops:

        def begin(name: str, loop: Coroutine[None, None, None]) -> None:
            house.monitor.watch(loops.create_task(loop, name=name))

        begin("poller", house.poller.run())
        begin("pages", house.pages.run())
        begin("router", house.router.run())
        begin("digester", house.digester.run())
        begin("bulletin", house.bulletin.run())
        begin("index", keep_index(house.index, house.clock))
        begin("housekeeper", house.housekeeper.run())
        begin("backups", house.backups.run())
        begin("weekly", house.weekly.run())
        if house.door is not None:
            begin("pushes", house.door.pushes.run())
            begin("hubs", house.door.hubs.run())
        else:
            loops.create_task(_forget_hubs(house.db), name="forget hubs")
        await connect(house)
        await house.application.start()
        begin("deliverer", house.deliverer.run())
        begin("importer", house.importer.run())
        begin("receiver", house.receiver.run())
        begin("announcer", house.announcer.run())
        await welcome(house)
        await set_all_menus(house)


async def _stop(house: House) -> None:
    """Let what is being answered come to its end, then close what faces Telegram."""
    if house.application.running:
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_PATIENCE):
                await house.application.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(WRITING_PATIENCE):
                await house.writings.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(CONFIRM_PATIENCE):
                await house.receiver.confirm()
    if house.door is not None:
        await house.door.server.stop()
    await house.application.shutdown()
    # Where the acquaintance was never made, PTB has left the bot's own sessions open.
    await house.application.bot.shutdown()


async def _forget_hubs(db: Database) -> None:
    """Poll as usual what a hub pushed when it could still reach us."""
    try:
        await forget_hubs(db)
    except StorageError as error:
        log.warning("what hubs have agreed to could not be forgotten: %s", error)


def _raise_cause(working: "asyncio.Task[None]") -> None:
    """Raise the one error that a task group's error holds, or the group where there are several."""
    try:
        working.result()
    except BaseExceptionGroup as group:
        if len(group.exceptions) == 1:
            raise group.exceptions[0] from None
        raise
