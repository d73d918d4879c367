"""The bot as it lives: the loops, the acquaintance with Telegram, and how all of it stops."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from telegram.error import InvalidToken, TelegramError

from bot.backups import BackupKeeper
from bot.clock import Clock
from bot.config import Config, ConfigError
from bot.housekeeping import Housekeeper
from bot.inbound import Inbound
from bot.intake import Bulletin, HubSubscriber, PageReader, Poller, Pushes
from bot.outgoing import Announcer, Deliverer, Digester, Importer, Router
from bot.telegram import ChatOrderedProcessor, Receiver, WebhookReceiver
from bot.vitals import Monitor
from bot.weekly import Weekly
from handlers import AnyApplication, Library, Services, Writings, set_menus, set_staff_menus
from newsroom import Role
from storage import (
    Database,
    SearchIndex,
    StorageError,
    forget_hubs,
    given_language,
    list_users,
    offer_claim,
)

log = logging.getLogger(__name__)

CLAIM_LIFETIME = 15 * 60_000
"""Milliseconds for which the first owner's link is good."""

STOP_PATIENCE = 3.0
"""Seconds for what is being answered when the bot is told to stop; what is being sent gets as many before."""

WRITING_PATIENCE = 1.0
"""Seconds to say in the messages that a language model was writing in that it has been stopped."""

CONFIRM_PATIENCE = 2.0
"""Seconds to confirm the last updates: all in all the bot stops within ten."""

GATHER_AN_ARTICLE, SHORTEST_GATHER, LONGEST_GATHER = 0.0005, 0.02, 0.3
"""Seconds for which articles gather while more and more come, for each that was indexed last, and its limits.

Each is found within a second of being stored.
"""

INDEX_PAUSE = 10.0
"""Seconds before the search index is tried again when it could not be written."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts to reach Telegram at the start: doubled each time."""


@dataclass(frozen=True, slots=True)
class Door:
    """What the outside calls, where `telegram.webhook_url` is set: Telegram, and the hubs of feeds."""

    server: Inbound
    hubs: HubSubscriber
    pushes: Pushes


@dataclass(frozen=True, slots=True)
class House:
    """The bot, built and not yet running."""

    config: Config
    clock: Clock
    db: Database
    application: AnyApplication
    processor: ChatOrderedProcessor
    poller: Poller
    bulletin: Bulletin
    weekly: Weekly
    pages: PageReader
    router: Router
    deliverer: Deliverer
    digester: Digester
    importer: Importer
    announcer: Announcer
    receiver: Receiver | WebhookReceiver
    door: Door | None
    library: Library
    services: Services
    writings: Writings
    index: SearchIndex
    housekeeper: Housekeeper
    backups: BackupKeeper
    monitor: Monitor

    async def connect(self) -> None:
        """Make Telegram's acquaintance, for as long as that takes.

        Raises ConfigError where Telegram refuses the token.
        """
        wait = FIRST_WAIT
        while True:
            try:
                await self.application.initialize()
                if self.door is None:
                    await self.application.bot.delete_webhook()
            except InvalidToken:
                raise ConfigError(
                    "telegram.token: Telegram refused it; copy it anew from @BotFather (/mybots)"
                ) from None
            except TelegramError as error:
                if wait == FIRST_WAIT:
                    log.warning("Telegram cannot be reached, trying again and again: %s", error)
                await self.clock.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def work(self) -> None:
        """Run every loop until cancelled; one that dies takes all with it."""
        if self.door is not None:
            await self.door.server.start()
        async with asyncio.TaskGroup() as loops:

            def begin(name: str, loop: Coroutine[None, None, None]) -> None:
                self.monitor.watch(loops.create_task(loop, name=name))

            begin("poller", self.poller.run())
            begin("pages", self.pages.run())
            begin("router", self.router.run())
            begin("digester", self.digester.run())
            begin("bulletin", self.bulletin.run())
            begin("index", self._keep_index())
            begin("housekeeper", self.housekeeper.run())
            begin("backups", self.backups.run())
            begin("weekly", self.weekly.run())
            if self.door is not None:
                begin("pushes", self.door.pushes.run())
                begin("hubs", self.door.hubs.run())
            else:
                loops.create_task(self._forget_hubs(), name="forget hubs")
            await self.connect()
            await self.application.start()
            begin("deliverer", self.deliverer.run())
            begin("importer", self.importer.run())
            begin("receiver", self.receiver.run())
            begin("announcer", self.announcer.run())
            await self._welcome()
            await self._set_menus()

    async def _forget_hubs(self) -> None:
        """Poll as usual what a hub pushed when it could still reach us."""
        try:
            await forget_hubs(self.db)
        except StorageError as error:
            log.warning("what hubs have agreed to could not be forgotten: %s", error)

    async def _keep_index(self) -> None:
        """Keep the search index up. What is wrong with it must never stop an article or an alert."""
        while True:
            try:
                await self.index.keep_up(self._gather)
            except StorageError as error:
                log.warning("the search index is not kept up, trying again: %s", error)
                await self.clock.sleep(INDEX_PAUSE)

    async def _gather(self, indexed: int) -> None:
        """Wait for what comes next: the more was indexed at once, the more that will be."""
        wait = indexed * GATHER_AN_ARTICLE
        await self.clock.sleep(min(max(wait, SHORTEST_GATHER), LONGEST_GATHER))

    async def stop(self) -> None:
        """Let what is being answered come to its end, then close what faces Telegram."""
        if self.application.running:
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_PATIENCE):
                    await self.application.stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(WRITING_PATIENCE):
                    await self.writings.stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(CONFIRM_PATIENCE):
                    await self.receiver.confirm()
        if self.door is not None:
            await self.door.server.stop()
        await self.application.shutdown()
        # Where the acquaintance was never made, PTB has left the bot's own sessions open.
        await self.application.bot.shutdown()

    async def _set_menus(self) -> None:
        """Set the command menus; a bot without them is worse to use, and no reason not to start."""
        bot = self.application.bot
        try:
            await set_menus(bot, self.library)
            staff = await list_users(self.db, [Role.OWNER, Role.ADMIN])
            # Each in the language that he has chosen for his private chat.
            speaking = [
                replace(one, language=await given_language(self.db, one.id) or one.language)
                for one in staff
            ]
            await set_staff_menus(bot, self.library, speaking)
        except TelegramError as error:
            log.warning("the command menus could not be set: %s", error)

    async def _welcome(self) -> None:
        name = self.application.bot.username
        log.info("the bot is @%s", name)
        if await list_users(self.db, [Role.OWNER]):
            return
        code = await offer_claim(self.db, expires_at=self.clock.now() + CLAIM_LIFETIME)
        sys.stdout.write(
            "This bot has no owner yet. Open this link within 15 minutes to become the owner:\n"
            f"https://t.me/{name}?start=claim_{code}\n"
        )
        sys.stdout.flush()


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator["asyncio.Task[None]"]:
    """Run the house while the block runs; raises what killed it, once everything is closed."""
    working = asyncio.create_task(house.work(), name="house")
    try:
        yield working
    finally:
        died = working.done()
        working.cancel()
        await asyncio.wait({working})
        await house.stop()
        if died:
            _raise_cause(working)


def _raise_cause(working: "asyncio.Task[None]") -> None:
    """Raise the one error that a task group's error holds, or the group where there are several."""
    try:
        working.result()
    except BaseExceptionGroup as group:
        if len(group.exceptions) == 1:
            raise group.exceptions[0] from None
        raise
