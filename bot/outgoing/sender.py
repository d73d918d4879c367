"""One attempt at one delivery: claim -> render -> send -> settle."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.logs import log_context
from bot.outgoing.albums import Albums
from bot.outgoing.compose import Render, compose
from bot.outgoing.fates import (
    Again,
    Decision,
    Drop,
    Fate,
    Move,
    PauseChat,
    PauseTopic,
    bug,
    decide,
    judge,
)
from bot.outgoing.letters import Letters
from bot.outgoing.media import media_to_show, send_media
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit
from handlers import OutgoingMessage
from newsroom import Delivery
from storage import (
    Claimed,
    Database,
    StorageError,
    claim,
    migrate_chat,
    pause_chat,
    pause_topic,
    settle_dropped,
    settle_later,
    settle_sent,
)

T = TypeVar("T")

log = logging.getLogger(__name__)

SETTLING_PATIENCE = 0.01
"""Seconds that a message which is out may wait for its mark, so that those that left with it share a commit.

It is in flight all the while, so only as long as nobody waits for its place."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between two attempts to reach the database: doubled each time."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt."""

    sent: bool = False
    fate: Fate | None = None
    """Why the message did not arrive; None where it did, or where nothing was tried."""
    chat_waits: float = 0.0
    """Seconds for which the chat should be left alone."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message that stands in its chat."""

    message_id: int
    captioned: bool
    """Whether its text stands under a picture or the like."""
    album: tuple[int, ...] = ()
    """The numbers of those that came with it."""


class Sender:
    """Takes deliveries from due to settled. What it sends has been claimed, and is settled after."""

    def __init__(
        self,
        db: Database,
        bot: ExtBot[Permit],
        pacer: Pacer,
        clock: Clock,
        render: Render,
        *,
        paid_broadcast: bool,
        may_linger: Callable[[], bool] = lambda: False,
    ) -> None:
        """`may_linger` tells whether nobody waits for the place of a message that is out."""
        self._may_linger = may_linger
        self._db = db
        self._bot = bot
        self._clock = clock
        self._render = render
        self._paid_broadcast = paid_broadcast
        self._albums = Albums(bot, pacer, clock, paid_broadcast=paid_broadcast)
        self._letters = Letters(bot, paid_broadcast=paid_broadcast)

    async def attempt(self, delivery: Delivery, permit: Permit) -> Attempt:
        """Try to send a delivery that was due; the permit is used for one call at the most.

        Where the database does not answer, it is asked until it does: a message that stands in its
        chat must get its mark. Cancelled while sending, it leaves the delivery claimed.
        """
        with log_context(delivery=delivery.id):
            claimed = await self._insist(lambda: claim(self._db, delivery.id, self._clock.now()))
            return Attempt() if claimed is None else await self._attempt(claimed, permit)

    async def _attempt(self, claimed: Claimed, permit: Permit) -> Attempt:
        delivery = claimed.delivery
        outcome = await self._try(claimed, permit)
        if isinstance(outcome, _Sent):
            await self._settle_sent(delivery, outcome)
            return Attempt(sent=True)
        if outcome is None:
            await self._carry_out(delivery, Drop("nothing-to-send"))
            return Attempt()
        decision = decide(outcome, delivery, delivery.attempts)
        log.warning("not delivered, %s: %s", outcome.reason, _in_words(decision))
        await self._carry_out(delivery, decision)
        if isinstance(decision, Again) and decision.in_order:
            return Attempt(fate=outcome, chat_waits=decision.wait)
        return Attempt(fate=outcome)

    async def _try(self, claimed: Claimed, permit: Permit) -> _Sent | Fate | None:
        """Send; return what stands there now, None where there is nothing to send, or what went wrong."""
        try:
            message = await self._message(claimed)
            if message is None:
                return None
            return await self._send(claimed.delivery, message, permit)
        except TelegramError as error:
            return judge(error)
        except Exception as error:
            log.exception("a bug keeps this delivery from being sent")
            return bug(error)

    async def _message(self, claimed: Claimed) -> OutgoingMessage | None:
        return await self._insist(lambda: compose(self._render, claimed.delivery, claimed.parts))

    async def _send(self, delivery: Delivery, message: OutgoingMessage, permit: Permit) -> _Sent:
        album = await self._albums.send(delivery, message, permit)
        if album is not None:
            first, *others = (one.message_id for one in album)
            return _Sent(first, captioned=True, album=tuple(others))
        media = media_to_show(delivery, message)
        if media is None:
            number = await self._letters.send(delivery, message, permit)
            return _Sent(number, captioned=False)
        sent = await send_media(
            self._bot, delivery, message, media, permit, paid_broadcast=self._paid_broadcast
        )
        return _Sent(sent.message_id, captioned=True)

    async def _settle_sent(self, delivery: Delivery, sent: _Sent) -> None:
        log.debug("delivered")
        patience = SETTLING_PATIENCE if self._may_linger() else 0.0
        await self._insist(
            lambda: settle_sent(
                self._db,
                delivery.id,
                message_id=sent.message_id,
                album=sent.album,
                captioned=sent.captioned,
                now=self._clock.now(),
                patience=patience,
            )
        )

    async def _carry_out(self, delivery: Delivery, decision: Decision) -> None:
        """Write down what was decided. Each step may be repeated without harm."""
        now = self._clock.now()
        match decision:
            case Drop(reason):
                await self._drop(delivery, reason, now)
            case PauseChat(reason):
                await self._insist(
                    lambda: pause_chat(self._db, delivery.place.chat_id, reason, now)
                )
                # Pausing drops what the chat is owed, but this may have moved to another meanwhile.
                await self._drop(delivery, reason, now)
            case PauseTopic(reason):
                place = delivery.place
                await self._insist(
                    lambda: pause_topic(self._db, place.chat_id, place.thread_id, reason, now)
                )
                await self._drop(delivery, reason, now)
            case Move(new_chat_id):
                await self._insist(
                    lambda: migrate_chat(self._db, delivery.place.chat_id, new_chat_id, now)
                )
                await self._put_back(delivery, Again("migrated"), now)
            case Again():
                await self._put_back(delivery, decision, now)

    async def _drop(self, delivery: Delivery, reason: str, now: int) -> None:
        await self._insist(lambda: settle_dropped(self._db, delivery.id, reason=reason, now=now))

    async def _put_back(self, delivery: Delivery, again: Again, now: int) -> None:
        # Its old due time keeps its place before the chat's later messages.
        due_at = delivery.due_at if again.in_order else now + round(again.wait * 1000)
        await self._insist(
            lambda: settle_later(
                self._db,
                delivery.id,
                due_at=due_at,
                reason=again.reason,
                plain=again.plain,
                bare=again.bare,
                single=again.single,
                maybe_twice=again.maybe_twice,
                counted=again.counted,
            )
        )

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the database until it answers; bounded by whoever cancels."""
        wait = FIRST_WAIT
        while True:
            try:
                return await ask()
            except StorageError as error:
                log.warning("the database does not answer, asking again: %s", error)
            await self._clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


def _in_words(decision: Decision) -> str:
    match decision:
        case Again():
            return "it is tried again"
        case Drop():
            return "it is given up"
        case Move():
            return "its group has moved"
        case PauseChat():
            return "the chat is paused"
        case PauseTopic():
            return "the topic is paused"
