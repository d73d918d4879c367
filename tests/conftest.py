"""What every test shares."""

import os
import shutil
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


def pytest_configure() -> None:
    """Have the files of the tests in memory: hundreds of databases wait for a disk most of their time.

    A process that is killed loses as much there as on a disk: nothing of what it has written.
    """
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio: the program knows no other loop."""
    return "asyncio"
