"""The loop that empties the ledger: permit -> claim -> send -> settle.

A permit comes first, so that no place among those in flight is taken by a chat that has to wait. A chat has
one message in flight at the most, which keeps its messages in order.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from telegram.ext import ExtBot

from bot.clock import Clock
from bot.outgoing.compose import Render
from bot.outgoing.edits import Editor
from bot.outgoing.line import Line
from bot.outgoing.owed import LOOK_AHEAD, Owed
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit, depart_together
from bot.outgoing.places import FEWEST_IN_FLIGHT, most_in_flight
from bot.outgoing.rest import rest
from bot.outgoing.resting import Resting
from bot.outgoing.sender import Attempt, Sender
from newsroom import Delivery, DeliveryState
from storage import Database, StorageError, recover_claimed

log = logging.getLogger(__name__)

LEAD = 0.05
"""Seconds by which a message is claimed before it may be sent, so that its way through the database costs
nothing of the limit. No more: a reply that comes meanwhile waits behind those that have been claimed."""

LONGEST_IDLE = 60.0
"""Seconds after which the ledger is looked at without cause: the wall clock may have jumped."""

STOP_LIMIT = 3.0
"""Seconds that what is in flight gets to end when the loop is stopped."""

AFTER_A_BUG = 60.0
"""Seconds for which a chat is left alone when an attempt ended in a way that nobody foresaw."""

AFTER_STORAGE_ERROR = 1.0
"""Seconds before the ledger is looked at again when it could not be read."""


class Deliverer:
    """Sends what the ledger owes. `bot` must have a `PacedRateLimiter` over the same `pacer`."""

    def __init__(
        self,
        db: Database,
        bot: ExtBot[Permit],
        pacer: Pacer,
        clock: Clock,
        render: Render,
        *,
        burst: int,
        paid_broadcast: bool = False,
        is_asked: Callable[[], bool] = lambda: False,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        """`may_send` tells whether messages go out at all; `wake` says that this may have changed.

        `is_asked` tells whether somebody is being answered: then as few messages are in flight as ever.

        At a rate that is paid for they would take the process up, and answers come first.
        """
        self._db = db
        self._pacer = pacer
        self._most_in_flight = most_in_flight(pacer.messages_per_second)
        self._is_asked = is_asked
        self._may_send = may_send
        self._rested = False
        """Whether messages had to wait at the last look, whatever the line."""
        self._clock = clock
        self._line = Line(bot, clock)
        self._owed = Owed(db, clock, burst=burst)
        self._resting = Resting(clock)
        self._editor = Editor(db, bot, clock, render)
        self._sender = Sender(
            db,
            bot,
            pacer,
            clock,
            render,
            paid_broadcast=paid_broadcast,
            may_linger=lambda: self._paced,
        )
        self._flights: dict[int, asyncio.Task[Attempt]] = {}
        self._paced = False
        """Whether everybody waits for the pace: until then the end of a flight is no news."""
        self._sent = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that the ledger has got something new."""
        self._owed.has_news()
        self._woken.set()

    async def start(self) -> None:
        """Make due again what was in flight when the process ended; called by `run`, before all else."""
        again = await recover_claimed(self._db)
        if again:
            log.warning("%d messages were in flight at the last stop; they are sent again", again)
        await self._owed.gather_backlog()

    async def run(self) -> None:
        """Deliver until cancelled; then end within `STOP_LIMIT` seconds.

        Cancelled, it claims nothing more and waits for the answers to what is in flight.
        """
        await self.start()
        try:
            while True:
                self._woken.clear()
                await rest(self._clock, self._woken, await self._look())
        finally:
            await self._drain()

    async def deliver_once(self, now: int) -> int:
        """Send all that is due at `now` (UTC milliseconds) and permitted; return how many were sent.

        What has to wait is left. Raises StorageError where the ledger cannot be read.
        """
        before = self._sent
        try:
            while True:
                self._woken.clear()
                await self._launch(now)
                if self._flights:
                    await asyncio.wait(self._flights.values(), return_when=asyncio.FIRST_COMPLETED)
                elif not self._woken.is_set():  # nothing has ended since the look began
                    return self._sent - before
        finally:
            await self._drain()

    async def _look(self) -> float:
        try:
            return await self._launch(self._clock.now(), LEAD)
        except StorageError as error:
            log.warning("the ledger cannot be read: %s", error)
            return AFTER_STORAGE_ERROR

    async def _launch(self, now: int, lead: float = 0.0) -> float:
        """Start what is due and permitted; return the seconds until it is worth looking again.

        Where it is not the pace that everybody waits for, the end of anything in flight is worth a look too,
        and wakes the loop.
        """
        self._paced = False
        if not self._may_send():
            self._rested = True
            return LONGEST_IDLE
        if self._rested:
            self._rested = False
            await self._owed.gather_backlog()
        was_in_doubt = self._line.in_doubt
        wait = await self._line.ready_in()
        if was_in_doubt and not self._line.in_doubt:
            await self._owed.gather_backlog()
        while not wait and not self._line.in_doubt and self._has_place():
            if await self._owed.look(now, {*self._flights, *self._resting.chats()}) is None:
                return await self._until_next(now)
            wait = self._start_permitted(lead)
            self._paced = wait > 0
        return wait or LONGEST_IDLE

    def _start_permitted(self, lead: float) -> float:
        """Start what may be sent now; return how long everybody has to wait, 0.0 where nobody does.

        What is started leaves at once, a portion at the most, and what comes next waits for the next portion:
        so a few messages share what each of them would cost alone, a wake-up and a commit.
        """
        resting, started, wait = self._resting.chats(), list[Permit](), 0.0
        while (delivery := self._owed.first()) and self._has_place() and not wait:
            now, chat_id = self._clock.monotonic(), delivery.place.chat_id
            if chat_id in self._flights or chat_id in resting:
                self._owed.take()  # the next look finds it again
                continue
            is_edit = delivery.state is DeliveryState.SENT
            answer = self._pacer.try_alert(chat_id, 1, now, lead=lead, free=is_edit)
            if not isinstance(answer, Permit) and answer.everyone:
                # Where nothing was started, replies take what gets free: then each single place counts.
                portion = self._next_portion_in(now, lead, free=is_edit) if started else 0.0
                wait = max(answer.wait, portion)
                break
            self._owed.take()
            if not isinstance(answer, Permit):
                self._resting.leave_alone(chat_id, answer.wait)
                continue
            self._start(delivery, answer)
            started.append(answer)
            if len(started) == self._pacer.portion:
                wait = self._next_portion_in(now, lead, free=is_edit)
        depart_together(started)
        return wait

    def _next_portion_in(self, now: float, lead: float, *, free: bool) -> float:
        # Where nothing is left of the last look, the next one may well find more.
        count = min(self._owed.count or LOOK_AHEAD, self._most_at_once())
        return max(0.0, self._pacer.portion_in(count, now, free=free) - lead)

    def _has_place(self) -> bool:
        return len(self._flights) < self._most_at_once()

    def _most_at_once(self) -> int:
        return FEWEST_IN_FLIGHT if self._is_asked() else self._most_in_flight

    def _start(self, delivery: Delivery, permit: Permit) -> None:
        is_out = delivery.state is DeliveryState.SENT
        attempt = self._editor.attempt if is_out else self._sender.attempt
        flight = asyncio.create_task(attempt(delivery, permit), name=f"delivery {delivery.id}")
        self._flights[delivery.place.chat_id] = flight
        flight.add_done_callback(partial(self._ended, delivery, permit))

    def _ended(self, delivery: Delivery, permit: Permit, flight: "asyncio.Task[Attempt]") -> None:
        permit.give_back()  # counts only where it was not used
        chat_id = delivery.place.chat_id
        del self._flights[chat_id]
        if not (self._paced and _has_sent(flight)):
            self._woken.set()
        if flight.cancelled():
            return
        if (error := flight.exception()) is not None:
            log.error("a bug ended the attempt at delivery %d", delivery.id, exc_info=error)
            self._resting.leave_alone(chat_id, AFTER_A_BUG)
            return
        attempt = flight.result()
        self._sent += attempt.sent
        self._resting.leave_alone(chat_id, attempt.chat_waits)
        if attempt.fate is not None and attempt.fate.line_in_doubt:
            self._line.doubt(attempt.fate.reason)
            self._owed.forget()  # what was in flight comes first again
        elif attempt.sent:
            self._line.works()

    async def _until_next(self, now: int) -> float:
        """Return the seconds until something is due, or a chat that has to wait need not any more."""
        resting = self._resting.chats()
        due_in = await self._owed.until_next(now, {*self._flights, *resting})
        moment = self._clock.monotonic()
        waits = [LONGEST_IDLE, *(at - moment for at in resting.values())]
        return min(waits if due_in is None else [*waits, due_in])

    async def _drain(self) -> None:
        """Let what is in flight end; what takes too long stays claimed, and is sent again at start."""
        if not self._flights:
            return
        _, late = await asyncio.wait(self._flights.values(), timeout=STOP_LIMIT)
        for flight in late:
            flight.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _has_sent(flight: "asyncio.Task[Attempt]") -> bool:
    return not flight.cancelled() and flight.exception() is None and flight.result().sent
