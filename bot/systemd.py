"""What systemd wants to hear of a service: sd_notify(3), in the few lines that it takes.

A message is a datagram to the socket that NOTIFY_SOCKET names. Without one nobody listens.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import Clock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServiceManager:
    """The way to systemd."""

    address: str = ""
    """Of its socket; empty = nobody listens."""
    watchdog: float = 0.0
    """Seconds without a sign of life after which it ends the service; 0.0 = it does not."""

    @classmethod
    def of(cls, environ: Mapping[str, str], pid: int) -> "ServiceManager":
        """Read what systemd has put into the environment of the process `pid`."""
        address = environ.get("NOTIFY_SOCKET", "")
        if not address.startswith(("/", "@")):  # only these are named in sd_notify(3) for AF_UNIX
            return cls()
        meant = environ.get("WATCHDOG_PID", str(pid)) == str(pid)
        micros = environ.get("WATCHDOG_USEC", "")
        watchdog = int(micros) / 1_000_000 if meant and micros.isdecimal() else 0.0
        return cls(address, watchdog)

    def tell(self, message: str) -> None:
        """Send a message, such as `READY=1`. That it cannot be sent is no reason to stop."""
        if not self.address:
            return
        # An abstract socket has a zero byte where its name shows an @ (unix(7)).
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
                sender.setblocking(False)
                sender.sendto(message.encode(), address)
        except OSError as error:
            _log.warning("systemd cannot be told %s: %s", message, error)


@asynccontextmanager
async def serving(
    manager: ServiceManager, clock: Clock, is_alive: Callable[[], bool]
) -> AsyncIterator[None]:
    """Tell systemd that the service is up, gives signs of life while it does, and is stopping afterwards."""
    manager.tell("READY=1")
    beating = asyncio.create_task(_beat(manager, clock, is_alive), name="watchdog")
    try:
        yield
    finally:
        beating.cancel()
        manager.tell("STOPPING=1")


def service_manager() -> ServiceManager:
    """Return the way to the systemd that started this process, if one did."""
    return ServiceManager.of(os.environ, os.getpid())


async def _beat(manager: ServiceManager, clock: Clock, is_alive: Callable[[], bool]) -> None:
    """Give signs of life twice as often as they are asked for, as sd_watchdog_enabled(3) has it."""
    while manager.watchdog:
        if is_alive():
            manager.tell("WATCHDOG=1")
        await clock.sleep(manager.watchdog / 2)
