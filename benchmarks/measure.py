"""What a process and its children use, seen from outside through Linux's /proc."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CHILDREN_USER, _CHILDREN_SYSTEM = 13, 14
"""Places in /proc/PID/stat after the command's name (proc_pid_stat(5): cutime and cstime)."""


class ProcessTree:
    """A process with all that descends from it."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def cpu(self) -> float:
        """Return the CPU seconds used so far, those of children that have ended included."""
        return sum(map(_cpu, self._members(self._pid)))

    def memory(self) -> int:
        """Return the resident bytes now; a page that two processes share counts twice."""
        return sum(map(_resident, self._members(self._pid)))

    def _members(self, pid: int) -> Iterator[int]:
        yield pid
        for thread in _threads(pid):
            for child in _read(thread / "children").split():
                yield from self._members(int(child))


def waited(pid: int) -> float:
    """Return the seconds for which a process's main thread could have run, and had no core."""
    fields = _read(Path(f"/proc/{pid}/schedstat")).split()
    return int(fields[1]) / 1e9 if fields else 0.0


def peak_memory(pid: int) -> int:
    """Return the most bytes that a single process ever had resident."""
    for line in _read(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def _cpu(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that have ended; 0 where it is gone."""
    # A process's CPU clock, as clock_getcpuclockid(3) makes its number, counts nanoseconds; the times
    # in /proc are whole ticks of 10 ms.
    try:
        own = time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    if not fields:
        return 0.0
    return own + (int(fields[_CHILDREN_USER]) + int(fields[_CHILDREN_SYSTEM])) * _TICK


def _resident(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * _PAGE if fields else 0


def _read(path: Path) -> str:
    """Return what stands in a file of /proc; nothing where the process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
