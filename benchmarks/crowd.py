"""Telegram with a crowd, in a process of its own: the strict endpoint, its limits enforced, and one who asks.

Those of the crowd only listen. The one who asks gets no alerts: whatever arrives in his chat is an answer.
"""

import asyncio
import itertools
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.telegram import TOKEN
from bot.local.botapi import Call, FaultKind, LocalBotApi

COMMANDS = ("/search the", "/feeds", "/list", "/help search")
"""What is asked, in turn; each is answered by one message."""

ASK_EVERY = 1.0
"""Seconds from one question to the next."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many private chats and groups, at a Telegram that takes so many seconds for a message."""

    chats: int
    groups: int
    latency: float = 0.0


class Look:
    """Asks for what was seen by now; the answer is `Seen`."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Has the one who asks begin to ask; the answer is None."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What arrived. Times are of the monotonic clock, in seconds."""

    alerts: int
    repeated: int
    """Alerts that came to a chat which had one."""
    messages: int
    """All that arrived between the first alert and the last, answers included."""
    first_at: float
    last_at: float
    violations: int
    answers: tuple[float, ...]
    """How long each answer took that came between the first alert and the last."""
    unanswered: int


@dataclass
class _Watch:
    """Looks at what arrives."""

    asking: int
    arrivals: list[float] = field(default_factory=list)
    first_at: float = 0.0
    last_at: float = 0.0
    reached: set[int] = field(default_factory=set)
    alerts: int = 0
    asked_at: deque[float] = field(default_factory=deque)
    answers: list[tuple[float, float]] = field(default_factory=list)

    def see(self, call: Call) -> None:
        if call.method != "sendMessage" or call.status != 200 or call.chat_id is None:
            return
        now = time.monotonic()
        self.arrivals.append(now)
        if call.chat_id == self.asking:
            self.answers.append((now, now - self.asked_at.popleft()))
            return
        self.first_at = self.first_at or now
        self.last_at = now
        self.alerts += 1
        self.reached.add(call.chat_id)

    def report(self, violations: int) -> Seen:
        begin, end = self.first_at, self.last_at
        return Seen(
            alerts=self.alerts,
            repeated=self.alerts - len(self.reached),
            messages=sum(begin <= at <= end for at in self.arrivals),
            first_at=begin,
            last_at=end,
            violations=violations,
            answers=tuple(took for at, took in self.answers if begin <= at <= end),
            unanswered=len(self.asked_at),
        )


def chat_ids(crowd: Crowd) -> tuple[list[int], list[int]]:
    """Return the numbers of the private chats and of the groups, as the endpoint gives them."""
    api = LocalBotApi(token=TOKEN)
    return _gather(api, crowd)


def serve_crowd(pipe: "Connection[Any, Any]", crowd: Crowd) -> None:
    """Run the endpoint until the pipe closes. Greets with its address; to None tells whether it is polled."""
    asyncio.run(_serve(pipe, crowd))


def _gather(api: LocalBotApi, crowd: Crowd) -> tuple[list[int], list[int]]:
    world = api.world
    people = (world.private(world.add_user(f"Reader {number}")) for number in range(crowd.chats))
    groups = (world.add_group(f"Group {number}") for number in range(crowd.groups))
    return [chat.id for chat in people], [chat.id for chat in groups]


async def _serve(pipe: "Connection[Any, Any]", crowd: Crowd) -> None:
    async with LocalBotApi(token=TOKEN) as api, asyncio.TaskGroup() as tasks:
        _gather(api, crowd)
        asking = api.world.add_user("Asking")
        chat = api.world.private(asking)
        watch = _Watch(chat.id)
        api.on_call(watch.see)
        if crowd.latency:
            api.fault(FaultKind.DELAY, method="sendMessage", seconds=crowd.latency)

        async def ask() -> None:
            for command in itertools.cycle(COMMANDS):
                watch.asked_at.append(time.monotonic())
                api.say(asking, chat, command)
                await asyncio.sleep(ASK_EVERY)

        pipe.send(api.url)
        asks: asyncio.Task[None] | None = None
        try:
            while True:
                match await asyncio.to_thread(pipe.recv):
                    case Begin():
                        asks = tasks.create_task(ask())
                        pipe.send(None)
                    case Look():
                        pipe.send(watch.report(len(api.violations)))
                    case _:
                        pipe.send(api.is_polled)
        except EOFError:  # the benchmark has ended
            if asks is not None:
                asks.cancel()
