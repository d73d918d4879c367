"""The benchmark of alerts measures with the whole product, and prints its figures beside the aims."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.alerts import Figures, aims_of
from benchmarks.crowd import Seen

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc")
def test_one_article_reaches_a_small_crowd_and_the_figures_are_printed() -> None:
    """It fails by itself where a chat goes without, or gets the article twice."""
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.alerts", "--chats", "40", "--groups", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("one article to 40 private chats and 2 groups at 30 a second")
    aims = re.findall(
        r"^  (.+?) +([\d.]+) +[≥≤] [\d.]+ +(?:met|missed)$", ended.stdout, re.MULTILINE
    )
    assert [name for name, _ in aims] == [
        "violations",
        "% of the rate",
        "ms for an answer, p95",
        "CPU ms a message",
        "MiB grown",
    ]
    assert dict(aims)["violations"] == "0.0"


def test_the_aims_are_judged_by_what_was_seen() -> None:
    answers = tuple(number / 100 for number in range(1, 101))
    seen = Seen(10_200, 0, 10_541, 0.0, 340.0, 1, answers, 0)
    figures = Figures(seen, 1.0, 21.082, 3.0, 5.0, 100 << 20, 104 << 20)
    aims = {aim.name: (round(aim.figure, 6), aim.is_met) for aim in aims_of(figures, 30)}
    assert aims == {
        "violations": (1, False),
        "% of the rate": (pytest.approx(103.333333), True),
        "ms for an answer, p95": (950.0, False),
        "CPU ms a message": (2.0, True),
        "MiB grown": (4.0, True),
    }
    assert "% of the rate" not in [aim.name for aim in aims_of(figures, 1000)]
