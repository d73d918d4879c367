"""`newshound run` as a process of its own, as an operator starts it."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
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
"""


class BotProcess:
    """Started by `async with`, killed at its end where it still runs.

    `script`: what is run instead of `-m bot`, to prepare the process first.
    """

    def __init__(self, folder: Path, api_url: str, *script: str) -> None:
        self._folder = folder
        self._script = script or ("-m", "bot")
        (folder / "config.toml").write_text(_CONFIG.format(api_url=api_url), encoding="utf-8")
        self.output: list[str] = []
        self._more = asyncio.Condition()
        self._ended = False

    async def __aenter__(self) -> Self:
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._script,
            "run",
            "--config",
            str(self._folder / "config.toml"),
            cwd=ROOT,
            env={**environment, "NEWSHOUND_TELEGRAM_TOKEN": TOKEN, "PYTHONWARNINGS": "error"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reading

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
