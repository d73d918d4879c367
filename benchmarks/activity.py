"""When a process tree works and when it rests, and how much memory it has meanwhile."""

import time

from benchmarks.measure import ProcessTree
from benchmarks.rounds import BenchmarkFailed

_SAMPLE = 0.05
"""Seconds between samples."""

_BUSY = 0.1
"""Cores: who uses less only waits. A resting bot needs about a hundredth of one."""

_REST = 0.5
"""Seconds without work after which all is taken to be done: no part of the product waits so long."""

_LIMIT = 600.0


class Activity:
    """Looks at a tree again and again."""

    def __init__(self, tree: ProcessTree) -> None:
        self.most_memory = 0
        """The most resident bytes in any sample."""
        self._tree = tree
        self._sampled_at = time.monotonic()
        self._cpu = tree.cpu()
        self._worked_until = self._sampled_at
        self._cpu_of_work = self._cpu

    def look(self) -> None:
        """Take a sample if the last one is old enough."""
        now = time.monotonic()
        if now - self._sampled_at < _SAMPLE:
            return
        cpu = self._tree.cpu()
        if cpu - self._cpu > _BUSY * (now - self._sampled_at):
            self._worked_until, self._cpu_of_work = now, cpu
        self._sampled_at, self._cpu = now, cpu
        self.most_memory = max(self.most_memory, self._tree.memory())

    def settle(self, *, since: float) -> float:
        """Wait until the tree rests; return the CPU seconds used when its work ended.

        `since`: a moment (monotonic seconds) before which the work has not ended. Raises BenchmarkFailed
        where it does not end.
        """
        # A sample of its own begins here, so that no work from before `since` counts as work after it.
        self._sampled_at, self._cpu = time.monotonic(), self._tree.cpu()
        self._worked_until, self._cpu_of_work = since, self._cpu
        while time.monotonic() < self._worked_until + _REST:
            if time.monotonic() > since + _LIMIT:
                raise BenchmarkFailed("newshound does not come to rest")
            time.sleep(_SAMPLE / 2)
            self.look()
        return self._cpu_of_work
