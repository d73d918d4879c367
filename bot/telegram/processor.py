"""In which order updates are handled: those of one chat one by one, many chats at once."""

import asyncio
import contextlib
from collections.abc import Awaitable, Coroutine, Iterator
from typing import NamedTuple
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_MOST_WAITING = 4096


class _Queue(NamedTuple):
    """Whose updates are handled one by one. A private chat has its user's id, hence `kind`."""

    kind: str
    id: int


class ChatOrderedProcessor(BaseUpdateProcessor):
    """Handles each chat's updates in the order they came, and up to `chats_at_once` chats at once.

    An update without a chat (a button under an inline message) belongs to its user; one without
    either (a poll's new count) waits for nobody. Nor does an inline query: with each letter comes a
    new one, and it is for its handler to give the older ones up.

    An update takes one of the places only when its chat's turn has come, so a slow chat holds one
    place however much it is sent. PTB takes the base class's semaphore before an update reaches
    its chat's queue; that one must therefore be far wider: up to `_MOST_WAITING` updates wait in
    the queues of their chats, those beyond in one queue in front of them.
    """

    def __init__(self, chats_at_once: int = 64) -> None:
        super().__init__(max(_MOST_WAITING, chats_at_once))
        self._places = asyncio.Semaphore(chats_at_once)
        # A lock lives as long as an update holds or awaits it: a quiet chat costs nothing.
        self._turns: WeakValueDictionary[_Queue, asyncio.Lock] = WeakValueDictionary()
        self._unfinished: set[int] = set()
        self._latest = -1
        self._next_finish = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Whether an update is being handled, or waits for that."""
        return bool(self._unfinished)

    async def initialize(self) -> None:
        """Do nothing: everything is ready from the start."""

    async def shutdown(self) -> None:
        """Do nothing: PTB itself waits for the updates that are still being handled."""

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Run the handlers of `update` when its chat's turn has come and a place is free."""
        with self._followed(update):
            try:
                # asyncio's locks are fair, also when one of those who wait is cancelled.
                async with self._turn(update), self._places:
                    await coroutine
            finally:
                # One that was cancelled while it waited never ran; Python would complain about it.
                if isinstance(coroutine, Coroutine):
                    coroutine.close()

    def expect(self, update_id: int) -> None:
        """Count an update as unfinished before it is handed over, so that `wait_ended` waits for it."""
        self._unfinished.add(update_id)

    async def wait_ended(self, update_id: int) -> None:
        """Return when the handlers of an expected update have ended, in whatever order updates came."""
        while update_id in self._unfinished:
            await self._next_finish.wait()

    async def wait_done(self, update_id: int) -> None:
        """Return when the handlers of this update have ended; at once where they already have.

        Updates arrive in ascending order, so an id that was passed over counts as done. What a
        handler started without waiting for it (`block=False`, a task) is not waited for.
        """
        while update_id > self._latest or update_id in self._unfinished:
            await self._next_finish.wait()

    def _turn(self, update: object) -> asyncio.Lock:
        queue = _queue_of(update)
        if queue is None:
            return asyncio.Lock()
        turn = self._turns.get(queue)
        if turn is None:
            turn = self._turns[queue] = asyncio.Lock()
        return turn

    @contextlib.contextmanager
    def _followed(self, update: object) -> Iterator[None]:
        """Keep account of the update for `wait_done`, however its handling ends."""
        if not isinstance(update, Update):
            yield
            return
        # Not the highest: after a week without updates, Telegram goes on at a random number.
        self._latest = update.update_id
        self._unfinished.add(update.update_id)
        try:
            yield
        finally:
            self._unfinished.discard(update.update_id)
            self._next_finish.set()
            self._next_finish = asyncio.Event()


def _queue_of(update: object) -> _Queue | None:
    """Return whose turn the update must await; None for an update that belongs to nobody."""
    if not isinstance(update, Update) or update.inline_query is not None:
        return None
    if update.effective_chat is not None:
        return _Queue("chat", update.effective_chat.id)
    if update.effective_user is not None:
        return _Queue("user", update.effective_user.id)
    return None
