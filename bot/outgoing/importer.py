"""The loop that takes lists of feeds in: a batch of each, again and again; messages tell how far it is."""

import asyncio
import logging
from collections.abc import Callable

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.outgoing.rest import rest
from handlers import Library, Paces, edit_import, import_notice
from newsroom import ChatKind, DeliveryKind, Place
from storage import (
    Database,
    Import,
    ImportState,
    ImportTally,
    ListRequest,
    StorageError,
    busy_imports,
    enqueue,
    get_chat,
    get_user,
    import_batch,
    note_import_told,
    tally_import,
)

log = logging.getLogger(__name__)

BREATH = 0.2
"""Seconds between two batches of a list, for all else that is to be stored: 2,000 feeds take eight."""

LONGEST_IDLE = 5.0
"""Seconds after which it is looked without cause: an end may not have been told yet."""


class Importer:
    """Takes in the lists that run, where a process left them. `on_deliveries`: something is owed."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        clock: Clock,
        library: Library,
        on_deliveries: Callable[[], None],
        *,
        most_subscriptions: int = 0,
        paces: Paces | None = None,
    ) -> None:
        """`paces`: seconds between two edits of a message that tells how far a list is."""
        self._db = db
        self._bot = bot
        self._clock = clock
        self._library = library
        self._on_deliveries = on_deliveries
        self._limit = most_subscriptions
        self._paces = paces or Paces()
        self._shown: dict[int, float] = {}
        """When each list that runs was last shown, monotonic."""
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that a list runs that did not."""
        self._woken.set()

    async def run(self) -> None:
        """Take lists in until cancelled."""
        while True:
            self._woken.clear()
            try:
                goes_on = await self.import_once()
            except StorageError as error:
                log.warning("a list cannot be taken in, trying again: %s", error)
                goes_on = False
            if goes_on:
                await self._clock.sleep(BREATH)
            else:
                await rest(self._clock, self._woken, LONGEST_IDLE)

    async def import_once(self) -> bool:
        """Take a batch of every list that runs, and tell how it stands; whether any goes on.

        Raises StorageError.
        """
        for one in await busy_imports(self._db):
            run: Import | None = one
            if one.state is ImportState.RUNNING:
                now = self._clock.now()
                run = await import_batch(self._db, one.id, most_subscriptions=self._limit, now=now)
            if run is None:
                continue
            if run.state is ImportState.RUNNING:
                await self._show_progress(run)
            else:
                await self._tell_end(run)
        # What one has added may be what another waits for.
        return any(one.state is ImportState.RUNNING for one in await busy_imports(self._db))

    async def _show_progress(self, run: Import) -> None:
        """Show how far a list is, where that is not too soon; what is not shown now is shown later."""
        is_private = run.shown_in is not None and run.shown_in > 0
        pace = self._paces.private if is_private else self._paces.group
        now = self._clock.monotonic()
        if now - self._shown.get(run.id, -pace) < pace:
            return
        self._shown[run.id] = now
        try:
            await self._edit(run, await tally_import(self._db, run.id))
        except TelegramError as error:
            log.info("how far list %d is was not shown: %s", run.id, error)

    async def _tell_end(self, run: Import) -> None:
        """Show what came of a list, and tell whoever waited for the admins' word on it."""
        self._shown.pop(run.id, None)
        tally = await tally_import(self._db, run.id)
        try:
            await self._edit(run, tally)
        except BadRequest as error:
            log.warning("what came of list %d cannot be shown: %s", run.id, error)
        except (RetryAfter, NetworkError) as error:
            log.info("what came of list %d is shown later: %s", run.id, error)
            return
        except TelegramError as error:
            log.info("what came of list %d is not shown: %s", run.id, error)
        if run.state is ImportState.DONE and run.request is not None:
            await self._tell_who_asked(run, tally)
        await note_import_told(self._db, run.id)

    async def _edit(self, run: Import, tally: ImportTally) -> None:
        texts = self._library.texts(await self._language(run, run.shown_in))
        await edit_import(self._bot, texts, run, tally, self._limit)

    async def _tell_who_asked(self, run: Import, tally: ImportTally) -> None:
        """Owe the admins' decision to the place that was asked for; of a channel, to the one who asked."""
        if run.request is ListRequest.OPEN:
            return
        place = run.place
        chat = await get_chat(self._db, place.chat_id)
        if chat is not None and chat.kind is ChatKind.CHANNEL:
            place = Place(run.user_id)
            chat = await get_chat(self._db, place.chat_id)
        if chat is None:
            return
        texts = self._library.texts(await self._language(run, place.chat_id))
        body = import_notice(texts, run, tally, self._limit)
        key, now = f"import:{run.id}", self._clock.now()
        await enqueue(self._db, place, DeliveryKind.NOTICE, key, body=body, now=now)
        self._on_deliveries()

    async def _language(self, run: Import, chat_id: int | None) -> str | None:
        chat = None if chat_id is None else await get_chat(self._db, chat_id)
        if chat is not None and chat.language is not None:
            return chat.language
        user = await get_user(self._db, run.user_id)
        return None if user is None else user.language
