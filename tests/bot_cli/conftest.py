"""What stands in for the commands' own work, which is tested elsewhere."""

import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.config import Config
from bot.inspection import run_inspect
from bot.worker import WorkerPool
from tests.bot_cli.sources import Inspect
from tests.feedserver import FeedServer

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"


@dataclass
class Work:
    """What stands in for the commands: notes each call, named arguments last, then does as told."""

    calls: list[tuple[object, ...]] = field(default_factory=list)
    does: Callable[[], int] = lambda: 0

    async def __call__(self, *arguments: object, **named: object) -> int:
        self.calls.append((*arguments, named) if named else arguments)
        return self.does()

    @property
    def config(self) -> Config:
        """The configuration of the only call."""
        ((config, *_),) = self.calls
        assert isinstance(config, Config)
        return config


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder, with no NEWSHOUND_ variables; leave logging as it was before."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("NEWSHOUND_"):
            monkeypatch.delenv(name)
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    root.handlers[:] = [handler for handler in root.handlers if handler.name != "newshound"]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    stand_ins: dict[str, ModuleType] = {}
    for name, function in (
        ("bot.app", "run"),
        ("bot.local.trial", "run_trial"),
        ("bot.selfcheck", "run_check"),
        ("bot.inspection", "run_inspect"),
        ("bot.summaries", "run_summarize"),
        ("bot.backups", "run_backup"),
        ("bot.backups", "run_restore"),
    ):
        module = stand_ins.setdefault(name, ModuleType(name))
        setattr(module, function, work)
        monkeypatch.setitem(sys.modules, name, module)
    return work


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NEWSHOUND_TELEGRAM_TOKEN", TOKEN)
    return TOKEN


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture(scope="module")
async def workers() -> AsyncIterator[WorkerPool]:
    """One for a file's tests: a worker's start takes longer than all that it reads for them."""
    async with WorkerPool(1) as workers:
        yield workers


@pytest.fixture
def inspect(
    capsys: pytest.CaptureFixture[str], workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> Inspect:
    """Inspect sources as a script does: a line for each, and nothing else."""
    monkeypatch.setattr("bot.inspection.WorkerPool", lambda _: nullcontext(workers))

    async def run(*sources: str, config: Config = Config()) -> list[dict[str, Any]]:  # noqa: B008
        assert await run_inspect(config, sources, as_json=True) == 0
        out, err = capsys.readouterr()
        assert err == ""
        seen = [json.loads(line) for line in out.splitlines()]
        assert [each["source"] for each in seen] == list(sources)
        return seen

    return run
