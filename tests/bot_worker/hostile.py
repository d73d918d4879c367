"""Jobs that do to a worker what parsing a stranger's document may do."""

import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any


def echo(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    return {"size": len(payload), "first": payload[:10].decode("latin-1"), "params": params}


def fail(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    raise KeyError("a private text")


def recurse(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    return recurse(payload, params)


def unspeakable(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    return {"no JSON": {1, 2}}


def surrogate(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    return {"text": "lone \ud800"}


def hang(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Sleep for good; with `tell`, let the test, which is the parent, know that the job has begun."""
    if "tell" in params:
        os.kill(os.getppid(), signal.SIGUSR1)
    time.sleep(3600)
    return {}


def spin(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    while True:
        pass


def eat(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    pieces = []
    while True:
        pieces.append(bytearray(1 << 20))


def leave(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    os._exit(3)


def crash(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def chatter(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Print as a library may, read as one should not."""
    sys.stdout.write("hello" * 10_000)
    sys.stdout.flush()
    os.write(1, b"x" * 100_000)
    return {"typed": sys.stdin.read()}


def garble(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Write bytes of the test's choice into every pipe there is, and end."""
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, payload)
        except OSError:
            continue
    os._exit(0)


def surroundings(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    limits = {
        name: resource.getrlimit(getattr(resource, name))[0]
        for name in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
    }
    return {
        "limits": limits,
        "niceness": os.nice(0),
        "environment": dict(os.environ),
        "path": sys.path,
        "pid": os.getpid(),
    }


def write_file(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    Path(params["path"]).write_text("something")
    return {}


def open_files(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    kept = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]
    return {"opened": len(kept)}


JOBS = {
    job.__name__: f"tests.bot_worker.hostile:{job.__name__}"
    for job in (
        echo,
        fail,
        recurse,
        unspeakable,
        surrogate,
        hang,
        spin,
        eat,
        leave,
        crash,
        chatter,
        garble,
        surroundings,
        write_file,
        open_files,
    )
}
