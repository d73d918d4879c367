"""What one chat may get: Telegram's limits for a person, and those for a group or channel.

Pure, as all of the pacer is; `now` is monotonic seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from bot.outgoing.budgets import Bucket, Window

ChatKey: TypeAlias = int | str | None
"""A chat's id, or a channel's «@name»; None = no chat is named, as for an inline message."""

CHAT_INTERVAL = 1.0
"""Seconds from one message to the next in a chat.

core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: «avoid … more than one per second».
"""

REPLY_BURST = 3
"""Replies that a chat which has been quiet may get at once: an answer is sometimes two messages."""

GROUP_MINUTE = 60.0
GROUP_LIMIT = 20
"""Messages in any 60 s in a group, supergroup or channel (same page)."""

GROUP_REPLIES = 10
"""Of these, how many may be replies: people who chat with the bot do not keep the news away."""

GROUP_ALERTS = 16
"""Of these, how many may be alerts: in the busiest minute a person still gets an answer."""


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


class ChatBudget:
    """What one chat may get. A request that names no chat has only everybody's limit to keep."""

    def __init__(self, key: ChatKey, begun_at: float | None, alerts: Iterable[float] = ()) -> None:
        """`begun_at`: when the process began, None = not known; `alerts`: what came in the minute before."""
        # Telegram's ids of groups and channels are negative; only these have public names here.
        is_group = isinstance(key, str) or (key is not None and key < 0)
        quiet_since = 0.0 if begun_at is None else begun_at + (REPLY_BURST - 1) * CHAT_INTERVAL
        self._bucket = None if key is None else Bucket(CHAT_INTERVAL, empty_at=quiet_since)
        self._minute = Window(GROUP_LIMIT, GROUP_MINUTE) if is_group else None
        self._shares = {
            Lane.REPLY: Window(GROUP_REPLIES, GROUP_MINUTE),
            Lane.ALERT: Window(GROUP_ALERTS, GROUP_MINUTE),
        }
        if self._minute is not None and begun_at is not None:
            self._recall(self._minute, begun_at, tuple(alerts))

    def wait(self, request: Request, now: float) -> float:
        """Return the seconds until the chat may get this; 0.0 where it may now."""
        if self._bucket is None:
            return 0.0
        burst = REPLY_BURST if request.lane is Lane.REPLY else 1
        minute = [window.wait(request.weight, now) for window in self._windows(request)]
        return max([self._bucket.wait(now, burst=burst), *minute])

    def fits(self, request: Request, now: float, *, own: int) -> bool:
        """Return whether so many messages, `own` of them in flight, fit into a group's minute.

        A person's has no limit.
        """
        windows = self._windows(request)
        return all(window.wait(request.weight, now, own=own) == 0.0 for window in windows)

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

    def _recall(self, minute: Window, begun_at: float, alerts: tuple[float, ...]) -> None:
        for at in alerts:
            minute.recall(1, at)
            self._shares[Lane.ALERT].recall(1, at)
        # They count against the whole alone: whoever asks in a group after a restart is answered.
        minute.recall(max(0, min(GROUP_REPLIES, GROUP_LIMIT - len(alerts))), begun_at)

    def _windows(self, request: Request) -> tuple[Window, ...]:
        if self._minute is None:
            return ()
        return (self._minute, self._shares[request.lane])
