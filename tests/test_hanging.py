"""A test that hangs is named and shown, and ends nothing but its process."""

import asyncio
import os
import sys
from pathlib import Path

from tests.botprocess import ROOT

HANGING = """
import asyncio

import pytest

@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"

@pytest.fixture
async def something():
    yield "to be taken down"

async def test_hangs(something):
    await asyncio.Event().wait()

def test_comes_next():
    pass

def test_fails():
    assert "told as it comes" == ""
"""


async def test_the_suite_goes_on_after_it(tmp_path: Path) -> None:
    """With the project's own settings, but for less patience, and what every test shares."""
    file = tmp_path / "test_three.py"
    file.write_text(HANGING, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", str(file), "-c", str(ROOT / "pyproject.toml")),
        *("-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)),
        *("-o", "faulthandler_timeout=2", "--numprocesses", "1"),
        cwd=ROOT,
        env={name: os.environ[name] for name in os.environ if not name.startswith("PYTEST_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode()
    assert process.returncode == 1
    assert "2 failed, 1 passed" in output
    assert "Timeout (0:00:02)!" in output
    assert "crashed while running 'test_three.py::test_hangs'" in output
    before, _, _ = output.partition("= FAILURES =")
    assert "test_three.py::test_fails (call)" in before
    assert "told as it comes" in before
