"""What stands in deploy/, and what docs/deploy.md says of it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.health.metrics import render_metrics
from bot.intake import PollStats
from bot.vitals import Vitals
from storage import Measures

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "newshound.service"
CONTAINER = ROOT / "deploy" / "Containerfile"
DOCS = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
PROGRAM = "/opt/newshound/.venv/bin/newshound"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """The program is not where the unit has it: another one stands in for it."""
    unit = UNIT.read_text(encoding="utf-8")
    assert PROGRAM in unit
    copy = tmp_path / UNIT.name
    copy.write_text(unit.replace(PROGRAM, sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    about_ours = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, about_ours) == (0, [])


def test_the_unit_fits_the_program() -> None:
    """Exit status 2 is a wrong configuration, and the bot says itself when it is up."""
    unit = UNIT.read_text(encoding="utf-8")
    for line in ("Type=notify", "RestartPreventExitStatus=2", "NoNewPrivileges=yes"):
        assert line in unit.splitlines()


def test_the_container_takes_along_all_that_the_program_is() -> None:
    built = CONTAINER.read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"^packages = \[(.*)\]", project, re.MULTILINE)
    assert packages is not None
    for package in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {package} ./{package}\n" in built
    assert re.findall(r"^FROM (\S+)", built, re.MULTILINE) == ["python:3.13-slim"] * 2


def test_every_metric_is_in_the_docs() -> None:
    vitals = Vitals((), {"poller": True}, 1, Measures(0, 0, 0, 0, 0, 0, 0, 0))
    metrics = render_metrics(vitals, PollStats()).decode()
    names = set(re.findall(r"^# TYPE (newshound_\w+)", metrics, re.MULTILINE))
    told = set(re.findall(r"`(newshound_\w+)", DOCS))
    assert names == told
