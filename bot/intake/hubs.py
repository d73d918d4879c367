"""The loop that asks the hubs of feeds to push them, to go on doing so, and to end it (W3C WebSub, 5)."""

import asyncio
import logging
import secrets

from bot.clock import Clock
from bot.http import FeedError, HubCaller
from bot.logs import log_context
from newsroom import LEASE, HubSubscription, repeat_of
from storage import Database, StorageError, due_hub_asks, note_hub_asked, plan_hubs

TICK = 10.0
"""Seconds between looks at what is to be asked."""

BATCH = 50
"""Subscriptions that are made, and hubs that are asked, at each look: a catalogue is done in some minutes."""

AT_ONCE = 8

SECRET_BYTES = 32

_log = logging.getLogger(__name__)


class HubSubscriber:
    """Keeps what is agreed with hubs in step with the catalogue."""

    def __init__(self, db: Database, caller: HubCaller, clock: Clock, callback: str) -> None:
        """Know the public address below which the hubs call back: `callback`."""
        self._db = db
        self._caller = caller
        self._clock = clock
        self._callback = callback

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                await self.ask_once(self._clock.now())
            except StorageError as error:
                _log.warning("cannot ask which hubs to turn to: %s", error)
            await self._clock.sleep(TICK)

    async def ask_once(self, now: int) -> int:
        """Ask the hubs that are due at `now`; return how many. Raises StorageError."""
        await plan_hubs(self._db, self._callback, new_keys, now=now, limit=BATCH)
        due = await due_hub_asks(self._db, now, BATCH)
        places = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as questions:
            for agreed in due:
                questions.create_task(self._ask(agreed, now, places))
        return len(due)

    async def _ask(self, agreed: HubSubscription, now: int, places: asyncio.Semaphore) -> None:
        with log_context(feed=agreed.feed_id):
            async with places:
                # Written down first: a hub may ask back before it answers.
                again_at = repeat_of(now, agreed.failures)
                try:
                    await note_hub_asked(self._db, agreed.id, again_at=again_at)
                except StorageError as error:
                    _log.warning("a hub is not asked: %s", error)
                    return
                await self._post(agreed)

    async def _post(self, agreed: HubSubscription) -> None:
        try:
            status = await self._caller.post(agreed.hub, _form(agreed))
        except FeedError as error:
            problem = error.problem
            _log.info("the feed's hub cannot be asked: %s %s", problem.kind, problem.detail)
            return
        if not 200 <= status < 300:
            _log.info("the feed's hub refuses: HTTP %d", status)


def new_keys() -> tuple[str, str]:
    """Return a token for an address and a secret to sign with, both of chance."""
    return secrets.token_urlsafe(SECRET_BYTES), secrets.token_hex(SECRET_BYTES)


def _form(agreed: HubSubscription) -> dict[str, str]:
    """Return what a hub is asked (WebSub, 5.1)."""
    form = {
        "hub.mode": "subscribe" if agreed.wanted else "unsubscribe",
        "hub.topic": agreed.topic,
        "hub.callback": f"{agreed.callback}/{agreed.token}",
    }
    if agreed.wanted:
        form |= {"hub.secret": agreed.secret, "hub.lease_seconds": str(LEASE // 1000)}
    return form
