"""Processes beside the benchmark: each greets, then answers one question at a time, and ends with us."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar

P = ParamSpec("P")
Greeting = TypeVar("Greeting")
Question = TypeVar("Question")
Answer = TypeVar("Answer")

_START_LIMIT = 120.0
_END_LIMIT = 10.0


class Helper(Generic[Greeting, Question, Answer]):
    """A child process, started by `with`. Its end of the pipe closes with ours, which ends it."""

    def __init__(
        self,
        main: Callable[Concatenate["Connection[Any, Any]", P], None],
        *args: P.args,
        **_: P.kwargs,
    ) -> None:
        """Take what is to run in the child, with the pipe and `args`; it sends its greeting first."""
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._theirs = theirs
        self._process = spawn.Process(target=main, args=(theirs, *args), daemon=True)
        self.greeting: Greeting

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()
        self.greeting = self._receive(_START_LIMIT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pipe.close()
        self._process.join(_END_LIMIT)
        self._process.kill()

    @property
    def pid(self) -> int:
        """The number of the child process."""
        pid = self._process.pid
        assert pid is not None, "it was started"
        return pid

    def ask(self, question: Question, *, limit: float = 30) -> Answer:
        """Return the answer. Raises TimeoutError after `limit` seconds, EOFError where it died."""
        self._pipe.send(question)
        answer: Answer = self._receive(limit)
        return answer

    def _receive(self, limit: float) -> Any:
        if not self._pipe.poll(limit):
            raise TimeoutError(f"no answer within {limit:g} s")
        return self._pipe.recv()
