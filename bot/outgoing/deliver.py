"""The loop that empties the ledger: permit -> claim -> send -> settle.

A permit comes first, so that no place among those in flight is taken by a chat that has to wait. A chat has
one message in flight at the most, which keeps its messages in order.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection
from functools import partial

from telegram.ext import ExtBot

from bot.clock import Clock
from bot.outgoing.compose import Render
from bot.outgoing.edits import Editor
from bot.outgoing.line import Line
from bot.outgoing.pace import Pacer, Permit, depart_together
from bot.outgoing.places import FEWEST_IN_FLIGHT, most_in_flight
from bot.outgoing.rest import rest
from bot.outgoing.sender import Attempt, Sender
from newsroom import Delivery, DeliveryKind, DeliveryState
from storage import (
    Database,
    StorageError,
    due_broadcasts,
    due_deliveries,
    due_edits,
    hold_backlog,
    next_due_at,
    next_edit_at,
    pull_in_deliveries,
    recover_claimed,
)

log = logging.getLogger(__name__)

LEAD = 0.05
"""Seconds by which a message is claimed before it may be sent, so that its way through the database costs
nothing of the limit. No more: a reply that comes meanwhile waits behind those that have been claimed."""

LOOK_AHEAD = 50
"""Chats that one look into the ledger brings at least; most of them may have to wait for their turn."""

LONGEST_IDLE = 60.0
"""Seconds after which the ledger is looked at without cause: the wall clock may have jumped."""

STOP_LIMIT = 3.0
"""Seconds that what is in flight gets to end when the loop is stopped."""

LONGEST_PUT_OFF = 60 * 60 * 1000
"""Milliseconds: what is due later than that was put off by a clock that was ahead (`fates.LONGEST_WAIT`)."""

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
        self._burst = burst
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
        self._ahead: deque[Delivery] = deque()
        """What the last look has found and nobody has started: so not every message costs a look."""
        self._not_before: dict[int, float] = {}
        self._paced = False
        """Whether everybody waits for the pace: until then the end of a flight is no news."""
        self._sent = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that the ledger has got something new."""
        if self._ahead and self._ahead[0].kind is DeliveryKind.BROADCAST:
            self._ahead.clear()  # announcements come after whatever is new
        self._woken.set()

    async def start(self) -> None:
        """Make due again what was in flight when the process ended; called by `run`, before all else."""
        again = await recover_claimed(self._db)
        if again:
            log.warning("%d messages were in flight at the last stop; they are sent again", again)
        await self._gather_backlog()

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
            await self._gather_backlog()
        was_in_doubt = self._line.in_doubt
        wait = await self._line.ready_in()
        if was_in_doubt and not self._line.in_doubt:
            await self._gather_backlog()
        while not wait and not self._line.in_doubt and self._has_place():
            if not self._ahead or self._ahead[0].state is DeliveryState.SENT:
                excluded = {*self._flights, *self._resting()}
                self._ahead = deque(await self._find(now, excluded))
            if not self._ahead:
                return await self._until_next(now)
            wait = self._start_permitted(lead)
            self._paced = wait > 0
        return wait or LONGEST_IDLE

    async def _find(self, now: int, excluded: Collection[int]) -> tuple[Delivery, ...]:
        """Return what is due outside the excluded chats; where nothing is, what is to be written anew.

        Where there is none of that either, the announcements that are due.
        """
        for look in (due_deliveries, due_edits, due_broadcasts):
            if due := await look(self._db, now, except_chats=excluded, limit=LOOK_AHEAD):
                return due
        return ()

    async def _gather_backlog(self) -> None:
        """Have the places with many late alerts told of them in one message."""
        held = await hold_backlog(self._db, self._clock.now(), burst=self._burst)
        if held:
            log.info("%d alerts are late and are told together", held)

    def _start_permitted(self, lead: float) -> float:
        """Start what may be sent now; return how long everybody has to wait, 0.0 where nobody does.

        What is started leaves at once, a portion at the most, and what comes next waits for the next portion:
        so a few messages share what each of them would cost alone, a wake-up and a commit.
        """
        resting, started, wait = self._resting(), list[Permit](), 0.0
        while self._ahead and self._has_place() and not wait:
            delivery, now = self._ahead[0], self._clock.monotonic()
            chat_id = delivery.place.chat_id
            if (
                chat_id in self._flights or chat_id in resting
            ):  # since the look: the next one finds it
                self._ahead.popleft()
                continue
            is_edit = delivery.state is DeliveryState.SENT
            answer = self._pacer.try_alert(chat_id, 1, now, lead=lead, free=is_edit)
            if not isinstance(answer, Permit) and answer.everyone:
                # Where nothing was started, replies take what gets free: then each single place counts.
                portion = self._next_portion_in(now, lead, free=is_edit) if started else 0.0
                wait = max(answer.wait, portion)
                break
            self._ahead.popleft()
            if not isinstance(answer, Permit):
                self._leave_alone(chat_id, answer.wait)
                continue
            self._start(delivery, answer)
            started.append(answer)
            if len(started) == self._pacer.portion:
                wait = self._next_portion_in(now, lead, free=is_edit)
        depart_together(started)
        return wait

    def _next_portion_in(self, now: float, lead: float, *, free: bool) -> float:
        # Where nothing is left of the last look, the next one may well find more.
        count = min(len(self._ahead) or LOOK_AHEAD, self._most_at_once())
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
            self._leave_alone(chat_id, AFTER_A_BUG)
            return
        attempt = flight.result()
        self._sent += attempt.sent
        self._leave_alone(chat_id, attempt.chat_waits)
        if attempt.fate is not None and attempt.fate.line_in_doubt:
            self._line.doubt(attempt.fate.reason)
            self._ahead.clear()  # what was in flight comes first again
        elif attempt.sent:
            self._line.works()

    def _leave_alone(self, chat_id: int, seconds: float) -> None:
        if seconds > 0:
            self._not_before[chat_id] = self._clock.monotonic() + seconds

    def _resting(self) -> dict[int, float]:
        """Return the chats that have to wait, with the moments until which they have to."""
        now = self._clock.monotonic()
        self._not_before = {chat: at for chat, at in self._not_before.items() if at > now}
        return self._not_before

    async def _until_next(self, now: int) -> float:
        """Return the seconds until something is due, or a chat that has to wait need not any more."""
        resting = self._resting()
        excluded = {*self._flights, *resting}
        if pulled_in := await pull_in_deliveries(self._db, now, longest=LONGEST_PUT_OFF):
            log.warning("the clock was set back: %d messages that were put off are due", pulled_in)
        due_at = await next_due_at(self._db, except_chats=excluded)
        edit_at = await next_edit_at(self._db, except_chats=excluded)
        moment = self._clock.monotonic()
        waits = [at - moment for at in resting.values()]
        waits += [max(0.0, (at - now) / 1000) for at in (due_at, edit_at) if at is not None]
        return min([*waits, LONGEST_IDLE])

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
