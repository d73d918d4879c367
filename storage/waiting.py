"""What waits for the writer: intents in their order, taken in groups.

All that waits makes a group, in whose transaction an intent more costs little. Some may wait for company.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

R = TypeVar("R")
T = TypeVar("T")

GROUP_LIMIT = 500
"""Intents in one transaction at the most, so that the first does not wait for thousands of others."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What an intent came to that raised."""

    error: BaseException


@dataclass(slots=True)
class Waiting(Generic[T]):
    """An intent in the line, with the places where its callers wait for the answer."""

    intent: Callable[[sqlite3.Connection], T]
    answers: list[asyncio.Future[T]]
    alone: list[Callable[[sqlite3.Connection], T]] = field(default_factory=list)
    """What does the same for one of the answers after the other, where the intent is for several rows."""

    def answer(self, outcome: Any) -> None:
        """Tell all callers what came of it: a result, or `Failed`."""
        for answer in self.answers:
            if answer.done():  # its caller was cancelled
                continue
            if isinstance(outcome, Failed):
                answer.set_exception(outcome.error)
            else:
                answer.set_result(outcome)


@dataclass(frozen=True, slots=True)
class _Shared(Generic[R, T]):
    """An intent with the rows that it is carried out for, to which others may be added still."""

    rows: list[R]
    waiting: Waiting[T]


class Line:
    """The intents that wait. It ends once: what is added after that is never taken by `next_group`."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Waiting[Any] | None] = asyncio.Queue()
        self._shared: dict[Callable[..., Any], _Shared[Any, Any]] = {}
        """Those that wait, by their intents."""
        self._patient: list[Waiting[Any]] = []
        """Those that wait for company, in order."""
        self._end_of_patience: asyncio.TimerHandle | None = None

    def add(self, intent: Callable[[sqlite3.Connection], T], patience: float) -> asyncio.Future[T]:
        """Put an intent at the end; `patience`: seconds for which it may wait for others."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._line_up(Waiting(intent, [answer]), patience)
        return answer

    def add_row(
        self, intent: Callable[[sqlite3.Connection, Sequence[R]], T], row: R, patience: float
    ) -> asyncio.Future[T]:
        """Add a row to an intent that waits already, or put that at the end with its first row."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        shared: _Shared[R, T] | None = self._shared.get(intent)
        if shared is None:
            rows: list[R] = []
            shared = _Shared(rows, Waiting(lambda raw: intent(raw, rows), []))
            self._shared[intent] = shared
            self._line_up(shared.waiting, patience)
        shared.rows.append(row)
        shared.waiting.answers.append(answer)
        shared.waiting.alone.append(lambda raw: intent(raw, [row]))
        return answer

    def part(self, waiting: Waiting[Any]) -> None:
        """Have what has failed for several rows carried out for each of them."""
        for intent, answer in zip(waiting.alone, waiting.answers, strict=True):
            self._queue.put_nowait(Waiting(intent, [answer]))

    async def next_group(self) -> list[Waiting[Any]]:
        """Wait for an intent and take it with what else waits; empty at the end of the line."""
        first = await self._queue.get()
        if first is None:
            return []
        group = [*self._take_the_patient(), first, *self._following()]
        self._shared.clear()  # what has left the line takes no more rows
        return group

    def take_rest(self) -> list[Waiting[Any]]:
        """Take some of what still waits, though nobody will carry it out; empty where nothing does."""
        return [*self._take_the_patient(), *self._following()]

    def end(self) -> None:
        """Let the line end behind those that wait now."""
        self._line_up_the_patient()
        self._queue.put_nowait(None)

    def _line_up(self, waiting: Waiting[Any], patience: float) -> None:
        if not patience:
            self._queue.put_nowait(waiting)
            return
        self._patient.append(waiting)
        if self._end_of_patience is None:
            loop = asyncio.get_running_loop()
            self._end_of_patience = loop.call_later(patience, self._line_up_the_patient)

    def _following(self) -> list[Waiting[Any]]:
        """Take what else waits into a group; the end of the line stays for the next turn."""
        following: list[Waiting[Any]] = []
        while len(following) < GROUP_LIMIT - 1 and not self._queue.empty():
            waiting = self._queue.get_nowait()
            if waiting is None:
                self._queue.put_nowait(None)
                break
            following.append(waiting)
        return following

    def _take_the_patient(self) -> list[Waiting[Any]]:
        patient, self._patient = self._patient, []
        if self._end_of_patience is not None:
            self._end_of_patience.cancel()
            self._end_of_patience = None
        return patient

    def _line_up_the_patient(self) -> None:
        for waiting in self._take_the_patient():
            self._queue.put_nowait(waiting)
