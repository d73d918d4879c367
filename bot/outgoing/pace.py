"""When a message may be sent: Telegram's limits, shared between replies and alerts.

Pure: nothing here waits or reads a clock; `now` is monotonic seconds. The rules stand, with their
reasons, in docs/delivery.md. What a restart would forget comes back by `begin` (`recall.py`).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.outgoing.budgets import CLOSE_ENOUGH, Bucket, Window
from bot.outgoing.chat_budget import ChatBudget, ChatKey, Lane, Request
from bot.outgoing.permits import Permit, Refusal
from bot.outgoing.way import Way

FREE_PER_SECOND = 30
"""Messages a second in all that Telegram takes without payment (core.telegram.org/bots/faq)."""

SPREAD = 10
"""Alerts go out in portions of a tenth of a second's, so that a reply finds a place that soon."""

ALBUM_PAUSE = 0.05
"""Seconds between two looks whether there is room for an album, at the least."""

SWEEP_EVERY = 60.0
"""Seconds between two looks for chats that need not be remembered any more."""


@dataclass(eq=False, slots=True)
class Ticket:
    """A reply that waits in line. `permit` is None until its turn has come."""

    request: Request
    ready_at: float = 0.0
    """When it is worth calling `Pacer.serve` for it again."""
    permit: Permit | None = None


class Pacer:
    """Grants permits. Replies line up and are served in order; alerts ask, and are refused or served."""

    def __init__(self, messages_per_second: int = FREE_PER_SECOND) -> None:
        self.messages_per_second = messages_per_second
        self._way = Way()
        self._everything = Window(messages_per_second, 1.0)
        # A paid broadcast raises the limit of what is paid for: neither that of replies nor of edits.
        self._free = Window(min(messages_per_second, FREE_PER_SECOND), 1.0)
        self.portion = math.ceil(messages_per_second / SPREAD)
        """How many alerts may leave at once."""
        self._spread = Bucket(1.0 / messages_per_second)
        self._chats: dict[ChatKey, ChatBudget] = {}
        self._tickets: list[Ticket] = []
        self._albums: list[Permit] = []
        """Those that wait to be widened; what alerts leave of everybody's limit is for them, in order."""
        self._halts: dict[ChatKey, float] = {}
        self._all_halted_until = -math.inf
        self._swept_at = -math.inf
        self._begun_at: float | None = None

    def begin(
        self,
        now: float,
        alerts: Iterable[tuple[int, float]] = (),
        halts: Mapping[int, float] = MappingProxyType({}),
        everyone_halted_for: float = 0.0,
    ) -> None:
        """Say that the process has just begun, and what is known of the one before it.

        `alerts`: chat and moment of each message that it sent unasked within the last minute, the oldest
        first. `halts`: the seconds for which 429s still keep chats waiting. Its replies are not known:
        each group is taken to have had all that it may, and for the first seconds no chat counts as quiet,
        so that no burst follows upon one before the restart.
        """
        had: dict[int, list[float]] = defaultdict(list)
        for chat, at in alerts:
            self._everything.recall(1, at)
            had[chat].append(at)
        self._begun_at = now
        for chat, moments in had.items():
            self._chats[chat] = ChatBudget(chat, now, moments)
        self._halts = {chat: now + seconds for chat, seconds in halts.items()}
        self._all_halted_until = now + everyone_halted_for

    def are_one(self, name: str, chat_id: int) -> None:
        """Count a channel's or group's «@name» and its id as the one chat that they are, from now on."""
        if (named := self._chats.pop(name, None)) is not None:
            self._chats.setdefault(chat_id, named)
        if (until := self._halts.pop(name, None)) is not None:
            self._halts[chat_id] = max(until, self._halts.get(chat_id, until))

    def line_up(self, chat: ChatKey, weight: int = 1) -> Ticket:
        """Put a reply at the end of the line; `serve` fills in its permit."""
        ticket = Ticket(Request(Lane.REPLY, chat, weight))
        self._tickets.append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Take a reply out of the line; a permit that it has got meanwhile is given back."""
        if ticket in self._tickets:
            self._tickets.remove(ticket)
        if ticket.permit is not None:
            ticket.permit.give_back()

    def serve(self, now: float) -> Refusal | None:
        """Give permits to all waiting replies whose turn it is, in the order in which they came.

        Nobody passes an earlier reply in his own chat. Returns the refusal where the first one that its
        chat would allow waits for everybody's limit: nothing else may take that place.
        """
        held_up: dict[ChatKey, float] = {}
        refusal = None
        for ticket in list(self._tickets):
            chat = ticket.request.chat
            if refusal is None and chat not in held_up:
                answer = self._judge(ticket.request, now)
                if isinstance(answer, Permit):
                    ticket.permit = answer
                    self._tickets.remove(ticket)
                    continue
                if answer.everyone:
                    refusal = answer
                else:
                    held_up[chat] = now + answer.wait
            ticket.ready_at = held_up.get(chat, now) if refusal is None else now + refusal.wait
        return refusal

    def try_alert(
        self, chat: ChatKey, weight: int, now: float, *, lead: float = 0.0, free: bool = False
    ) -> Permit | Refusal:
        """Permit an alert where no reply waits that could use its place.

        `lead`: how many seconds ahead of its departure it is permitted, for what has to be done before.
        `free`: it is not paid for, whatever the rate, as an edit cannot be.
        """
        refusal = self.serve(now)
        if refusal is not None:
            return refusal
        if self._waiting_albums():
            return Refusal(ALBUM_PAUSE, everyone=True)
        for ticket in self._tickets:
            if ticket.request.chat == chat and self._chat(chat).has_share(ticket.request, now):
                return Refusal(max(ticket.ready_at - now, CLOSE_ENOUGH))
        return self._judge(Request(Lane.ALERT, chat, weight), now, lead, free=free)

    def widen(self, permit: Permit, weight: int, now: float) -> float | None:
        """Let an alert's permit that is not used yet stand for an album of so many messages.

        Returns 0.0 where it does, else the seconds until it is worth asking again; until then no other alert
        takes the room. None where the chat's minute has none: the permit stays as it is. A person's chat has
        always, as the pause after it is the longer (`Bucket`).
        """
        chat, own = permit.request.chat, permit.request.weight
        waiting = self._waiting_albums()
        if not self._chat(chat).fits(Request(Lane.ALERT, chat, weight), now, own=own):
            self._albums = [one for one in waiting if one is not permit]
            return None
        refusal = self.serve(now)
        windows = self._windows(free=False)
        waits = (window.wait(weight, now, own=own) for window in windows)
        wait = max(self.everyone_halted_for(now), *waits)
        if permit not in waiting:
            waiting.append(permit)
        if refusal is not None or waiting[0] is not permit or wait > CLOSE_ENOUGH:
            return max(wait, ALBUM_PAUSE)
        waiting.remove(permit)
        permit.widen(weight)
        self._spread.take(weight - own)
        self._spread.land(weight - own, now)
        return 0.0

    def portion_in(self, count: int, now: float, *, free: bool = False) -> float:
        """Return the seconds until it is worth starting up to `count` alerts, a portion at the most, at once.

        By then they need not be spread any more, and room for the first has waited for room for the others by
        as long as a message takes, and no longer: that is all of the limit that it costs.
        """
        count = min(count, self.portion)

        def room_in(weight: int) -> float:
            return max(window.wait(weight, now) for window in self._windows(free=free))

        spread = self._spread.wait(now, burst=self.portion - count + 1)
        first = max(self._all_halted_until - now, spread, room_in(1))
        latest = first + 1.0 / self.messages_per_second
        rooms = (room_in(weight) for weight in range(count, 0, -1))
        return max(first, next((wait for wait in rooms if wait <= latest), first))

    def halt(self, chat: ChatKey, seconds: float, now: float) -> None:
        """Obey a 429. It does not name its scope: a second chat's within the time means everybody's."""
        until = now + seconds
        self._halts = {key: end for key, end in self._halts.items() if end > now}
        others = [end for key, end in self._halts.items() if key != chat]
        if others:
            self._all_halted_until = max(self._all_halted_until, until, *others)
        self._halts[chat] = max(until, self._halts.get(chat, until))

    def halted_for(self, chat: ChatKey, now: float) -> float:
        """Return the seconds that a 429 still keeps a chat waiting; 0.0 = none does."""
        return max(self._halts.get(chat, now) - now, self.everyone_halted_for(now))

    def everyone_halted_for(self, now: float) -> float:
        """Return the seconds that 429s to several chats still keep everybody waiting; 0.0 = none do."""
        return max(0.0, self._all_halted_until - now)

    @property
    def chats_remembered(self) -> int:
        """How many chats take memory; those that have been idle for a minute or two do not."""
        return len(self._chats)

    def _judge(
        self, request: Request, now: float, lead: float = 0.0, *, free: bool = False
    ) -> Permit | Refusal:
        self._sweep(now)
        chat = self._chat(request.chat)
        everyone = self._windows(free=free or request.lane is Lane.REPLY)
        common = max(
            self._all_halted_until - now,
            *(window.wait(request.weight, now) for window in everyone),
            self._spread.wait(now, burst=self.portion) if request.lane is Lane.ALERT else 0.0,
        )
        own = max(self._halts.get(request.chat, now) - now, chat.wait(request, now))
        if own > lead + CLOSE_ENOUGH:
            return Refusal(max(own, common) - lead)
        if common > lead + CLOSE_ENOUGH:
            return Refusal(common - lead, everyone=True)
        departs_at = max(now, now + own, now + common)
        if request.lane is Lane.ALERT:  # spreads the starts, so that landing has no part in it
            self._spread.take(request.weight)
            self._spread.land(request.weight, departs_at)
        return Permit(request, (*everyone, *chat.budgets(request)), self._way, departs_at)

    def _waiting_albums(self) -> list[Permit]:
        self._albums = [permit for permit in self._albums if permit.is_open]
        return self._albums

    def _windows(self, *, free: bool) -> tuple[Window, ...]:
        return (self._everything, self._free) if free else (self._everything,)

    def _chat(self, key: ChatKey) -> ChatBudget:
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = ChatBudget(key, self._begun_at)
        return chat

    def _sweep(self, now: float) -> None:
        if now < self._swept_at + SWEEP_EVERY:
            return
        self._swept_at = now
        self._chats = {key: chat for key, chat in self._chats.items() if not chat.is_idle(now)}
