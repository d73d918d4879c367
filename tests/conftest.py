"""What every test shares."""

import gc
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# The suite invents the same examples each time; `make nightly` ever new ones, and many more.
settings.register_profile("suite", max_examples=50, derandomize=True, deadline=None, database=None)
settings.register_profile("nightly", max_examples=2_000, deadline=None)
settings.load_profile("suite")

_MEMORY = Path("/dev/shm")
"""Linux keeps in memory what stands here; elsewhere there is no such folder."""

_ROOM = 512 << 20
"""Bytes that must be free there; all tests at once need a tenth of it."""

_WAITING = {
    *("test_kill.py", "test_benchmarks.py", "test_alerts_benchmark.py", "test_end_to_end.py"),
    *(
        "test_hanging.py",
        "test_import_run.py",
        "test_run.py",
        "test_run_webhook.py",
        "test_run_with_model.py",
    ),
    *("test_try.py", "test_worker_pool.py", "test_hostile_feeds.py", "test_inspect_problems.py"),
}
"""Files whose tests start processes and wait for what these do."""


class _Failures:
    """Tells of each failure as it comes: a suite that is killed has told of those before."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            terminal.write_line(f"\n{report.nodeid} ({report.when}):\n{report.longreprtext}")


def pytest_configure(config: pytest.Config) -> None:
    """Tell of failures at once, and have the files of the tests in memory.

    Hundreds of databases wait for a disk most of their time. A process that is killed loses as much in memory
    as on a disk: nothing of what it has written.
    """
    config.pluginmanager.register(_Failures(config))
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run three workers on two cores: a third of its time a test waits, for processes and for threads."""
    return _cores() * 3 // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest: begun last, it would keep the suite from its end."""
    items.sort(key=lambda item: item.path.name not in _WAITING)


def _cores() -> int:
    """Return how many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the garbage collector look through what tests leave behind, not through the tests themselves."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)  # tests are short, and leave little
        gc.enable()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio: the program knows no other loop."""
    return "asyncio"
