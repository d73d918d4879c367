"""The pacer as PTB's rate limiter: every call that puts a message into a chat passes through here."""

import logging
import math
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock
from bot.outgoing.chat_budget import ChatKey
from bot.outgoing.pace import Pacer, Ticket
from bot.outgoing.permits import Permit
from bot.telegram import NotSent, seconds_of
from storage import EVERYONE, Database, StorageError, chat_named, keep_halts

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds of a flood wait that a reply sits out; after more than that nobody waits for it any more."""

SENDING = ("send", "forward", "copy", "editMessage")
"""How the methods that are paced begin. Telegram puts off those who edit too fast as well."""

NO_MESSAGE = frozenset({"sendChatAction", "sendMessageDraft"})
"""What is called «send» and leaves no message in the chat."""

ITEMS = ("media", "message_ids")
"""The parameters that hold the messages of a call which makes several: each counts."""

Answer: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]


class PacedRateLimiter(BaseRateLimiter[Permit]):
    """Lets replies through in their lane, and deliveries that bring their permit along at once.

    Calls that leave no message (answers to button presses, questions, menus) pass freely.
    """

    def __init__(self, pacer: Pacer, clock: Clock, db: Database) -> None:
        self._pacer = pacer
        self._clock = clock
        self._db = db

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: whoever waits is cancelled by those who started him."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Permit | None,
    ) -> Answer:
        """Make the call when its time has come. Called by PTB.

        A reply that Telegram puts off by at most `PATIENCE` is repeated once after that. Raises
        RetryAfter where it would take longer, and whatever else the call raises.
        """

        async def call() -> Answer:
            return await callback(*args, **kwargs)

        async def reply() -> Answer:
            chat = await self._one_chat(_chat_of(data))
            return await self._with(await self._turn(chat, _weight(data)), call)

        if rate_limit_args is not None:
            return await self._with(rate_limit_args, call)
        attempt = reply if _leaves_message(endpoint) else call
        try:
            return await attempt()
        except RetryAfter as error:
            wait = seconds_of(error)
            if wait > PATIENCE:
                raise
            log.info("%s is repeated in %g s, as Telegram asks", endpoint, wait)
        await self._clock.sleep(wait)
        return await attempt()

    async def _turn(self, chat: ChatKey, weight: int) -> Permit:
        """Wait in line for a permit; whoever gets it must end it."""
        ticket = self._pacer.line_up(chat, weight)
        try:
            while (permit := self._served(ticket)) is None:
                await self._clock.sleep(ticket.ready_at - self._clock.monotonic())
        except BaseException:
            self._pacer.leave(ticket)
            raise
        return permit

    def _served(self, ticket: Ticket) -> Permit | None:
        now = self._clock.monotonic()
        halted = self._pacer.halted_for(ticket.request.chat, now)
        if halted > PATIENCE:
            raise RetryAfter(timedelta(seconds=math.ceil(halted)))
        self._pacer.serve(now)
        return ticket.permit

    async def _with(
        self, permit: Permit, call: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        now = self._clock.monotonic()
        if now < permit.departs_at:
            await self._clock.sleep(permit.departs_at - now)
        permit.depart(self._clock.monotonic())
        try:
            return await call()
        except NotSent:
            permit.give_back()
            raise
        except RetryAfter as error:
            permit.land(self._clock.monotonic())
            await self._halt(permit.request.chat, seconds_of(error))
            raise
        finally:
            permit.land(self._clock.monotonic())

    async def _halt(self, chat: ChatKey, seconds: float) -> None:
        """Obey a 429, and remember it for the next process."""
        now = self._clock.monotonic()
        self._pacer.halt(chat, seconds, now)
        halts = {EVERYONE: self._pacer.everyone_halted_for(now)}
        if isinstance(chat, int):
            halts[chat] = self._pacer.halted_for(chat, now)
        lengths = {key: math.ceil(wait * 1000) for key, wait in halts.items() if wait > 0}
        try:
            await keep_halts(self._db, lengths, self._clock.now())
        except StorageError as error:
            log.warning("a flood wait is not remembered beyond a restart: %s", error)

    async def _one_chat(self, chat: ChatKey) -> ChatKey:
        """Return the id of a chat that is called by its «@name», where the bot has met it."""
        if not isinstance(chat, str):
            return chat
        try:
            found = await chat_named(self._db, chat)
        except StorageError as error:
            log.warning("%s cannot be looked up: %s", chat, error)
            return chat
        if found is None:
            return chat
        self._pacer.are_one(chat, found)
        return found


def _leaves_message(endpoint: str) -> bool:
    return endpoint.startswith(SENDING) and endpoint not in NO_MESSAGE


def _chat_of(data: Mapping[str, Any]) -> ChatKey:
    """Return the chat of a call; an id may come as text too. None where it names no chat."""
    chat = data.get("chat_id")
    try:
        return None if chat is None else int(chat)
    except ValueError:
        return str(chat).lower()


def _weight(data: Mapping[str, Any]) -> int:
    """Return how many messages a call makes: the items of an album count singly."""
    return max(
        [1, *(len(data[name]) for name in ITEMS if isinstance(data.get(name), list | tuple))]
    )
