"""When a message may be sent: Telegram's limits, shared between replies and alerts.

Pure: nothing here waits or reads a clock; `now` is monotonic seconds. The rules stand, with their
reasons, in docs/delivery.md. What a restart forgets (the last minute of each group, a flood wait) would be
kept by storing `Pacer`'s chats and halts at the end and reading them back in `__init__`.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from bot.outgoing.budgets import CLOSE_ENOUGH, Bucket, Window

ChatKey: TypeAlias = int | str | None
"""A chat's id, or a channel's «@name»; None = no chat is named, as for an inline message."""

FREE_PER_SECOND = 30
"""Messages a second in all that Telegram takes without payment (core.telegram.org/bots/faq)."""

CHAT_INTERVAL = 1.0
"""Seconds from one message to the next in a chat (same page: «avoid … more than one per second»)."""

REPLY_BURST = 3
"""Replies that a chat which has been quiet may get at once: an answer is sometimes two messages."""

GROUP_MINUTE = 60.0
GROUP_LIMIT = 20
"""Messages in any 60 s in a group, supergroup or channel (same page)."""

GROUP_REPLIES = 10
"""Of these, how many may be replies: people who chat with the bot do not keep the news away."""

GROUP_ALERTS = 16
"""Of these, how many may be alerts: in the busiest minute a person still gets an answer."""

SPREAD = 10
"""Alerts go out in portions of a tenth of a second's, so that a reply finds a place that soon."""

SWEEP_EVERY = 60.0
"""Seconds between two looks for chats that need not be remembered any more."""


class Lane(Enum):
    """Who is served first."""

    REPLY = auto()
    """What a person waits for."""
    ALERT = auto()
    """What comes unasked: it takes what the replies leave."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call that puts `weight` messages into a chat."""

    lane: Lane
    chat: ChatKey
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not now. `everyone`: no other chat's turn has come either."""

    wait: float
    """Seconds until it is worth asking again."""
    everyone: bool = False


class Permit:
    """The right to make one call now. It ends by `land` or by `give_back`; a second end is ignored."""

    def __init__(self, request: Request, budgets: tuple[Window | Bucket, ...]) -> None:
        self.request = request
        self._budgets = budgets
        for budget in budgets:
            budget.take(request.weight)

    def land(self, now: float) -> None:
        """Say that the call has ended, whatever came of it."""
        for budget in self._end():
            budget.land(self.request.weight, now)

    def give_back(self) -> None:
        """Say that Telegram was not called."""
        for budget in self._end():
            budget.give_back(self.request.weight)

    def _end(self) -> tuple[Window | Bucket, ...]:
        budgets, self._budgets = self._budgets, ()
        return budgets


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
        self._everything = Window(messages_per_second, 1.0)
        # A paid broadcast raises the limit of alerts only.
        self._replies = Window(min(messages_per_second, FREE_PER_SECOND), 1.0)
        self._portion = math.ceil(messages_per_second / SPREAD)
        self._spread = Bucket(1.0 / messages_per_second)
        self._chats: dict[ChatKey, _Chat] = {}
        self._tickets: list[Ticket] = []
        self._halts: dict[ChatKey, float] = {}
        self._all_halted_until = -math.inf
        self._swept_at = -math.inf
        self._quiet_since = 0.0

    def begin(self, now: float) -> None:
        """Say that the process has just begun: what its chats got before is not known.

        For the first seconds none counts as quiet, so that no burst follows upon one before the restart.
        """
        self._quiet_since = now + (REPLY_BURST - 1) * CHAT_INTERVAL

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

    def try_alert(self, chat: ChatKey, weight: int, now: float) -> Permit | Refusal:
        """Permit an alert where no reply waits that could use its place."""
        refusal = self.serve(now)
        if refusal is not None:
            return refusal
        for ticket in self._tickets:
            if ticket.request.chat == chat and self._chat(chat).has_share(ticket.request, now):
                return Refusal(max(ticket.ready_at - now, CLOSE_ENOUGH))
        return self._judge(Request(Lane.ALERT, chat, weight), now)

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
        return max(0.0, self._halts.get(chat, now) - now, self._all_halted_until - now)

    @property
    def chats_remembered(self) -> int:
        """How many chats take memory; those that have been idle for a minute or two do not."""
        return len(self._chats)

    def _judge(self, request: Request, now: float) -> Permit | Refusal:
        self._sweep(now)
        chat = self._chat(request.chat)
        everyone = self._windows(request.lane)
        common = max(
            self._all_halted_until - now,
            *(window.wait(request.weight, now) for window in everyone),
            self._spread.wait(now, burst=self._portion) if request.lane is Lane.ALERT else 0.0,
        )
        own = max(self._halts.get(request.chat, now) - now, chat.wait(request, now))
        if own > 0:
            return Refusal(max(own, common))
        if common > 0:
            return Refusal(common, everyone=True)
        if request.lane is Lane.ALERT:  # spreads the starts, so that landing has no part in it
            self._spread.take(request.weight)
            self._spread.land(request.weight, now)
        return Permit(request, (*everyone, *chat.budgets(request)))

    def _windows(self, lane: Lane) -> tuple[Window, ...]:
        return (self._everything, self._replies) if lane is Lane.REPLY else (self._everything,)

    def _chat(self, key: ChatKey) -> "_Chat":
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = _Chat(key, self._quiet_since)
        return chat

    def _sweep(self, now: float) -> None:
        if now < self._swept_at + SWEEP_EVERY:
            return
        self._swept_at = now
        self._chats = {key: chat for key, chat in self._chats.items() if not chat.is_idle(now)}


class _Chat:
    """What one chat may get. A request that names no chat has only everybody's limit to keep."""

    def __init__(self, key: ChatKey, quiet_since: float) -> None:
        # Telegram's ids of groups and channels are negative; only these have public names here.
        is_group = isinstance(key, str) or (key is not None and key < 0)
        self._bucket = None if key is None else Bucket(CHAT_INTERVAL, empty_at=quiet_since)
        self._minute = Window(GROUP_LIMIT, GROUP_MINUTE) if is_group else None
        self._shares = {
            Lane.REPLY: Window(GROUP_REPLIES, GROUP_MINUTE),
            Lane.ALERT: Window(GROUP_ALERTS, GROUP_MINUTE),
        }

    def wait(self, request: Request, now: float) -> float:
        """Return the seconds until the chat may get this; 0.0 where it may now."""
        if self._bucket is None:
            return 0.0
        burst = REPLY_BURST if request.lane is Lane.REPLY else 1
        minute = [window.wait(request.weight, now) for window in self._windows(request)]
        return max([self._bucket.wait(now, burst=burst), *minute])

    def has_share(self, request: Request, now: float) -> bool:
        """Return whether the request's lane has not used up its share of the chat's minute."""
        return self._shares[request.lane].wait(request.weight, now) == 0.0

    def budgets(self, request: Request) -> tuple[Window | Bucket, ...]:
        """Return where the request counts."""
        return () if self._bucket is None else (self._bucket, *self._windows(request))

    def is_idle(self, now: float) -> bool:
        """Return whether forgetting the chat changes nothing."""
        budgets = (self._bucket, self._minute, *self._shares.values())
        return all(budget is None or budget.is_idle(now) for budget in budgets)

    def _windows(self, request: Request) -> tuple[Window, ...]:
        if self._minute is None:
            return ()
        return (self._minute, self._shares[request.lane])
