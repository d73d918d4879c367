"""The peer: PyPI's `reader`, a library that polls feeds and stores what they say, in its own process."""

import importlib.util
import os
import time
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree, peak_memory
from benchmarks.rounds import Finish

WORKERS = 20

_LIMIT = 1_800.0


class Peer:
    """`reader` as a contestant."""

    def __init__(self, process: Helper[str, None, tuple[float, int]]) -> None:
        """`process` runs `update_rounds`."""
        self.name = f"reader {process.greeting}"
        self._process = process
        self._tree = ProcessTree(process.pid)
        self._entries = 0

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        return self._tree.cpu()

    def poll(self) -> Finish:
        """Update every feed once."""
        ended, self._entries = self._process.ask(None, limit=_LIMIT)
        return Finish(ended, ended, self.cpu())

    def entries(self) -> int:
        """Return how many entries are stored by now."""
        return self._entries

    def memory(self) -> int:
        """Return the most bytes that were resident at a time."""
        return peak_memory(self._process.pid)

    def longest_stall(self, begin: float, end: float) -> None:
        """Nobody watches."""


def is_installed() -> bool:
    """Tell whether there is a peer to be measured."""
    return importlib.util.find_spec("reader") is not None


def update_rounds(pipe: "Connection[Any, Any]", database: Path, urls: list[str]) -> None:
    """Update all feeds each time that the pipe asks; answer when that ended, and the entries stored.

    Greets with the version of `reader`.
    """
    os.environ["NO_PROXY"] = "*"  # requests would ask a proxy of the environment for loopback too
    library = import_module("reader")  # has no place in the project's own environment
    reader = library.make_reader(str(database))
    for url in urls:
        reader.add_feed(url)
    pipe.send(library.__version__)
    while True:
        try:
            pipe.recv()
        except EOFError:  # the benchmark has ended
            return
        # By default it updates what is due by its schedule: each feed once an hour.
        reader.update_feeds(scheduled=False, workers=WORKERS)
        ended = time.monotonic()
        pipe.send((ended, reader.get_entry_counts().total))
