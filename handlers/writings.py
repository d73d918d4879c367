"""What a language model is writing, and the messages that it is shown in.

It goes on beside the updates: a chat's next command does not wait for it. Whoever wants the same text joins
the one that is being written. All of it ends before the bot does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from newsroom import NotRewritten, Rewritten, Trouble

log = logging.getLogger(__name__)

Outcome: TypeAlias = Rewritten | NotRewritten
Work: TypeAlias = Callable[[Callable[[str], None]], Awaitable[Outcome]]
"""Writes a text, telling what there is of it so far."""

AT_ONCE = 4
"""Texts that are written at the same time; others wait. A model on one machine does one after the other."""


@dataclass(frozen=True, slots=True)
class Paces:
    """Seconds between two edits of a message while it grows.

    Edits count as messages (`bot.outgoing`): one a second in a chat, ten a minute of replies in a group,
    of which people's other commands need some.
    """

    private: float = 1.5
    group: float = 10.0


class Writing:
    """A text that is being written."""

    def __init__(self) -> None:
        self.text = ""
        """What there is of it."""
        self.outcome: Outcome | None = None
        """None = it is not finished."""
        self.finished = asyncio.Event()
        self._changed = asyncio.Event()

    def tell(self, text: str) -> None:
        """Say what there is now."""
        self.text = text
        self._wake()

    def finish(self, outcome: Outcome) -> None:
        """Say what came of it."""
        self.outcome = outcome
        self.finished.set()
        self._wake()

    async def wait_beyond(self, text: str) -> None:
        """Return when there is another text than this, or when it is finished."""
        while self.outcome is None and self.text == text:
            await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class Writings:
    """All that is being written."""

    def __init__(self, paces: Paces | None = None) -> None:
        self.paces = paces or Paces()
        self._running: dict[str, Writing] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._showing: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._owners: dict[tuple[int, int], object] = {}

    @property
    def tasks(self) -> frozenset["asyncio.Task[None]"]:
        """What is going on."""
        return frozenset(self._writing | self._showing)

    def join(self, digest: str, work: Work) -> Writing:
        """Return what is being written under this digest; begin with `work` where nothing is."""
        writing = self._running.get(digest)
        if writing is None:
            writing = self._running[digest] = Writing()
            self._start(self._write(digest, writing, work), self._writing)
        return writing

    def show(self, showing: Coroutine[Any, Any, None]) -> None:
        """Let a message follow what is written, beside all else."""
        self._start(showing, self._showing)

    def claim(self, chat_id: int, message_id: int) -> object:
        """Take a message for one who edits it on his own; return what proves that it is still his."""
        owner = self._owners[chat_id, message_id] = object()
        return owner

    def owns(self, owner: object, chat_id: int, message_id: int) -> bool:
        """Return whether a message has been released or claimed by somebody else since."""
        return self._owners.get((chat_id, message_id)) is owner

    def release(self, chat_id: int, message_id: int) -> None:
        """Take a message away from whoever has it: it is to show something else."""
        self._owners.pop((chat_id, message_id), None)

    async def stop(self) -> None:
        """End everything; each message that grows is first given an end of its own."""
        for tasks in (self._showing, self._writing):
            ending = list(tasks)
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    async def _write(self, digest: str, writing: Writing, work: Work) -> None:
        outcome: Outcome = NotRewritten(Trouble.BROKEN)
        try:
            async with self._places:
                outcome = await work(writing.tell)
        finally:
            del self._running[digest]
            writing.finish(outcome)

    def _start(self, work: Coroutine[Any, Any, None], tasks: "set[asyncio.Task[None]]") -> None:
        task = asyncio.create_task(work)
        tasks.add(task)

        def ended(task: "asyncio.Task[None]") -> None:
            tasks.discard(task)
            with suppress(asyncio.CancelledError):
                if error := task.exception():
                    log.error("a bug: what a language model wrote was not shown", exc_info=error)

        task.add_done_callback(ended)
