"""The judge of sending rates. Its exact rule is written in docs/local-bot-api.md.

It knows nothing of how the bot paces itself: it looks at when messages arrive, and at nothing else.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

OVERALL_LIMIT = 30
PAID_OVERALL_LIMIT = 1000
OVERALL_WINDOW = 1.0
GROUP_LIMIT = 20
GROUP_WINDOW = 60.0
PRIVATE_PER_SECOND = 1.0
PRIVATE_BURST = 3

# Each window is judged this much shorter than it officially is: two messages sent a window apart may
# arrive a little closer to each other.
ARRIVAL_JITTER = 0.1


class RateRule(StrEnum):
    """Which limit a message broke."""

    OVERALL = "overall"
    PRIVATE = "private"
    GROUP = "group"
    FLOOD_WAIT = "flood_wait"  # sent although an earlier 429 was still in force


@dataclass(frozen=True, slots=True)
class Violation:
    """One refused call. `at` is the judge's clock in seconds, `chat_id` is None for inline messages."""

    at: float
    method: str
    chat_id: int | None
    rule: RateRule
    retry_after: int


class _Window:
    """At most `limit` messages in any stretch of `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds - ARRIVAL_JITTER
        self._arrived: deque[tuple[float, int]] = deque()
        self._count = 0

    def wait(self, now: float, messages: int) -> float:
        """Return how many seconds to wait until so many messages fit in; 0 when they do now.

        An album larger than the limit itself fits into an empty window.
        """
        while self._arrived and self._arrived[0][0] <= now - self._seconds:
            self._count -= self._arrived.popleft()[1]
        excess = self._count + messages - self._limit
        for at, count in self._arrived:
            if excess <= 0:
                return 0.0
            excess -= count
            if excess <= 0:
                return at + self._seconds - now
        return 0.0

    def add(self, now: float, messages: int) -> None:
        self._arrived.append((now, messages))
        self._count += messages


class _Bucket:
    """`PRIVATE_BURST` messages at once, then one a second. A call that finds one paid takes all it needs."""

    def __init__(self) -> None:
        self._tokens = float(PRIVATE_BURST)
        self._at = -math.inf

    def wait(self, now: float, _messages: int) -> float:
        self._refill(now)
        return max(0.0, (1.0 - self._tokens) / PRIVATE_PER_SECOND)

    def add(self, now: float, messages: int) -> None:
        self._refill(now)
        self._tokens -= messages

    def _refill(self, now: float) -> None:
        refilled = self._tokens + (now - self._at) * PRIVATE_PER_SECOND
        self._tokens = min(float(PRIVATE_BURST), refilled)
        self._at = now


@dataclass(slots=True)
class _ChatState:
    rule: RateRule
    limit: _Window | _Bucket
    halted_until: float = -math.inf


class RateJudge:
    """Decides whether messages come too fast, and remembers in `violations` each time they did.

    `clock` gives monotonic seconds. With `enforced` off it lets everything pass and records nothing.
    """

    def __init__(self, clock: Callable[[], float], *, enforced: bool = True) -> None:
        self.clock = clock
        self.enforced = enforced
        self.violations: list[Violation] = []
        self._overall = _Window(OVERALL_LIMIT, OVERALL_WINDOW)
        self._paid = _Window(PAID_OVERALL_LIMIT, OVERALL_WINDOW)
        self._chats: dict[int, _ChatState] = {}
        self._halted_until = -math.inf

    def admit(
        self,
        method: str,
        chat_id: int | None,
        *,
        private: bool,
        messages: int = 1,
        paid: bool = False,
    ) -> int | None:
        """Take in a call that is about to put so many messages into a chat.

        Returns None when it may, else the `retry_after` in seconds to refuse it with. A refused call
        counts against no limit. `chat_id` None is a message sent through inline mode: only the overall
        limit holds for it. `paid` is a paid broadcast, which has its own overall limit.
        """
        if not self.enforced:
            return None
        now = self.clock()
        chat = None if chat_id is None else self._chat(chat_id, private=private)
        overall = self._paid if paid else self._overall
        rule, wait = self._judge(chat, overall, now, messages)
        if rule is None:
            overall.add(now, messages)
            if chat is not None:
                chat.limit.add(now, messages)
            return None
        retry_after = max(1, math.ceil(wait))
        self._halt(rule, chat, now + retry_after)
        self.violations.append(Violation(now, method, chat_id, rule, retry_after))
        return retry_after

    def _chat(self, chat_id: int, *, private: bool) -> _ChatState:
        state = self._chats.get(chat_id)
        if state is None:
            if private:
                state = _ChatState(RateRule.PRIVATE, _Bucket())
            else:
                state = _ChatState(RateRule.GROUP, _Window(GROUP_LIMIT, GROUP_WINDOW))
            self._chats[chat_id] = state
        return state

    def _judge(
        self, chat: _ChatState | None, overall: _Window, now: float, messages: int
    ) -> tuple[RateRule | None, float]:
        halted_until = max(self._halted_until, chat.halted_until if chat else -math.inf)
        if now < halted_until:
            return RateRule.FLOOD_WAIT, halted_until - now
        overall_wait = overall.wait(now, messages)
        chat_wait = chat.limit.wait(now, messages) if chat else 0.0
        if chat is not None and chat_wait > 0:
            return chat.rule, max(chat_wait, overall_wait)
        if overall_wait > 0:
            return RateRule.OVERALL, overall_wait
        return None, 0.0

    def _halt(self, rule: RateRule, chat: _ChatState | None, until: float) -> None:
        """Keep a new 429 in force: for everybody when the overall limit was broken, else for the chat."""
        if rule is RateRule.OVERALL:
            self._halted_until = until
        elif rule is not RateRule.FLOOD_WAIT and chat is not None:
            chat.halted_until = until
