"""A point of the program where its process is killed, for `tests.nursery`.

The count-th time that the program comes there, the process gets SIGKILL: no handler runs, no buffer is
flushed. The program itself knows nothing of this.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

POINTS = ("after-record", "within-routing", "before-send", "before-settle")


class _Fuse:
    """Burns down a step at each call; at zero the process is gone."""

    def __init__(self, count: int) -> None:
        self._left = count

    def burn(self) -> None:
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def lay(point: str, count: int) -> None:
    """Have this process killed when it comes to `point`, one of POINTS, for the `count`-th time."""
    fuse = _Fuse(count)
    import storage.routing
    from bot.intake import poll
    from bot.outgoing import sender

    if point == "after-record":
        _wrap(poll, "record_check", lambda call: _after(call, fuse, wanted=bool))
    elif point == "within-routing":
        _wrap(storage.routing, "_route", lambda call: _after_plain(call, fuse))
    elif point == "before-send":
        _wrap(sender, "claim", lambda call: _after(call, fuse, wanted=bool))
    elif point == "before-settle":
        _wrap(sender, "settle_sent", lambda call: _before(call, fuse))
    else:
        raise ValueError(point)


def _wrap(module: ModuleType, name: str, wrapper: Callable[[Any], Any]) -> None:
    setattr(module, name, wrapper(getattr(module, name)))


def _after_plain(call: Callable[P, T], fuse: _Fuse) -> Callable[P, T]:
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        result = call(*args, **kwargs)
        fuse.burn()
        return result

    return wrapped


def _after(
    call: Callable[P, Awaitable[T]], fuse: _Fuse, *, wanted: Callable[[T], bool]
) -> Callable[P, Awaitable[T]]:
    async def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        result = await call(*args, **kwargs)
        if wanted(result):
            fuse.burn()
        return result

    return wrapped


def _before(call: Callable[P, Awaitable[T]], fuse: _Fuse) -> Callable[P, Awaitable[T]]:
    async def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        fuse.burn()
        return await call(*args, **kwargs)

    return wrapped
