"""What a worker has no use for is not in its memory."""

import subprocess
import sys

import bot.intake

_LOAD = """
import sys
from bot.worker.child import _load
from bot.worker.jobs import JOBS
_load(JOBS)
heavy = {"aiohttp", "babel", "sqlite3", "storage", "telegram", "trafilatura"}
print(sorted(heavy & sys.modules.keys()))
"""


def test_a_worker_loads_nothing_of_what_the_poller_stands_on() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_all_names_of_the_intake_are_there_when_they_are_asked_for() -> None:
    for name in bot.intake.__all__:
        assert getattr(bot.intake, name) is not None
    assert not hasattr(bot.intake, "nothing")
