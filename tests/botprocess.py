"""`newshound run` as a process of its own, as an operator starts it."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.nursery import Process, forked

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
"""Seconds after its end in which those whom a process has started, who share its output, must end too."""

TOKEN = "123456789:AAF-a-token-that-nobody-has_0123456"

_CONFIG = """
[telegram]
api_url = "{api_url}"
[polling]
interval = "1s"
min_interval = "1s"
allow_private_addresses = true
[storage]
path = "newshound.db"
[alerts]
burst = 1000
"""
"""Alerts come singly, however many an outage held up: that is what these tests count."""


def write_config(folder: Path, api_url: str) -> Path:
    """Write what a bot needs that keeps its database in `folder`."""
    file = folder / "config.toml"
    file.write_text(_CONFIG.format(api_url=api_url), encoding="utf-8")
    return file


def free_port() -> int:
    """Return a port on loopback that nobody listens on by now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class BotProcess:
    """Started by `async with`, killed at its end where it still runs."""

    def __init__(
        self, folder: Path, api_url: str, environ: Mapping[str, str] | None = None
    ) -> None:
        """`environ`: variables that it has beside those that it needs."""
        self._environ = environ or {}
        self._config = write_config(folder, api_url)
        self.output: list[str] = []
        self._more = asyncio.Condition()
        self._ended = False

    async def __aenter__(self) -> Self:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        ours = {"NEWSHOUND_TELEGRAM_TOKEN": TOKEN, "PYTHONWARNINGS": "error"}
        environment = {**kept, **ours, **self._environ}
        words = ["run", "--config", str(self._config)]
        self._process = await self._started(words, environment)
        self._reading = asyncio.create_task(self._read())
        return self

    async def _started(self, words: list[str], environment: Mapping[str, str]) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self.wait()

    async def stop(self) -> int:
        """Ask it to stop, as a service manager does; return its exit status."""
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):
            return await self.wait()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()

    async def wait(self) -> int:
        """Return the exit status once the process has ended; a signal's number is negative."""
        status = await self._process.wait()
        async with asyncio.timeout(PATIENCE):
            await self._reading
        return status

    async def line(self, pattern: str) -> re.Match[str]:
        """Return the first match in the output, waiting for it; fails where the process ends before."""
        async with asyncio.timeout(20), self._more:
            while True:
                for line in self.output:
                    if found := re.search(pattern, line):
                        return found
                assert not self._ended, "\n".join(["it ended:", *self.output])
                await self._more.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._more:
                self.output.append(line.decode().rstrip("\n"))
                self._more.notify_all()
        async with self._more:
            self._ended = True
            self._more.notify_all()


class ForkedBotProcess(BotProcess):
    """The same, from the nursery. `killed_at`: where it is killed, and at which time that it comes there."""

    def __init__(
        self,
        folder: Path,
        api_url: str,
        environ: Mapping[str, str] | None = None,
        *,
        killed_at: tuple[str, int] | None = None,
    ) -> None:
        super().__init__(folder, api_url, environ)
        self._killed_at = killed_at

    async def _started(self, words: list[str], environment: Mapping[str, str]) -> Process:
        return await forked(words, environment, self._killed_at)
