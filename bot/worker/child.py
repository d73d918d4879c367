"""A worker process: reads a job, does it, writes the answer, until its standard input ends.

It holds no secret and no connection, and what a job may use is limited by the system. A job's exception is
an answer; only its class is told, as the text may quote what was parsed.
"""

import fcntl
import json
import math
import os
import resource
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, TypeAlias

from bot.worker.frames import read_frame, write_frame

Job: TypeAlias = Callable[[bytes, dict[str, Any]], dict[str, Any]]

_OPEN_FILES = 32
_PIPE = 1 << 20
"""Bytes that a pipe holds, where the system lets it; else 64 KiB. A usual document and its answer go through
in one piece then, and neither side is woken again for the rest."""

_NICENESS = 5
"""Where cores are short, a worker gets a third of what the bot gets: people who wait for an answer, and
the index, come before what was just fetched."""


def main() -> None:
    """Serve jobs. The one argument is a JSON object: `jobs` (name to module:function), `memory` (bytes)."""
    settings = json.loads(sys.argv[1])
    requests, answers = _take_pipes()
    try:
        jobs = _load(settings["jobs"])
    except Exception as error:  # noqa: BLE001  # whatever an import raises: the parent tells it
        write_frame(answers, {"ready": False, "error": f"{type(error).__name__}: {error}"})
        return
    _limit_process(settings["memory"])
    with suppress(BrokenPipeError):  # the parent is gone, and so is the reason to be
        write_frame(answers, {"ready": True})
        _serve(jobs, requests, answers)


def _serve(jobs: Mapping[str, Job], requests: BinaryIO, answers: BinaryIO) -> None:
    while (frame := read_frame(requests)) is not None:
        header, payload = frame
        _limit_cpu(header["seconds"])
        try:
            result = jobs[header["job"]](payload, header["params"])
            answer = json.dumps(result, ensure_ascii=False).encode("utf-8", "replace")
        except MemoryError:
            write_frame(answers, {"problem": "memory"})
            return  # what is left of the memory is in pieces; a fresh process has all of it
        except Exception as error:  # noqa: BLE001  # a job may raise anything
            write_frame(answers, {"problem": "failed", "detail": type(error).__name__})
        else:
            write_frame(answers, {}, answer)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for frames alone: what a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    if sys.platform == "linux":
        for pipe in (requests, answers):
            with suppress(OSError):  # the user has too many, or these are none
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _load(table: Mapping[str, str]) -> dict[str, Job]:
    jobs = {}
    for name, place in table.items():
        module, _, function = place.partition(":")
        jobs[name] = getattr(import_module(module), function)
    return jobs


def _limit_process(memory: int) -> None:
    """Limit memory (bytes), open files and priority; no file may be written and no core dumped."""
    os.nice(_NICENESS)
    sys.dont_write_bytecode = True  # late imports would try to
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, amount in limits.items():
        with suppress(ValueError, OSError):  # not every system knows or allows each of them
            resource.setrlimit(which, (amount, amount))


def _limit_cpu(seconds: float) -> None:
    """Let the system end this process after so much CPU time from now.

    The parent kills it at the deadline anyway; this is for a worker that has outlived its parent.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
