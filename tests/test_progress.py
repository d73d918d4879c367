"""A long piece of work says how far it is: one line that changes on a terminal, few lines elsewhere."""

import io

import pytest

from bot.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Ticking:
    """A clock that is five seconds later each time it is looked at."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 5
        return self.now


def test_on_a_terminal_one_line_says_percent_speed_and_time_left() -> None:
    shown = Terminal()
    progress = Progress("indexing", "articles", shown, Ticking())
    progress(1_000, 4_000)
    assert shown.getvalue() == (
        "\r[#######.......................] indexing: 25%, 1,000 of 4,000 articles, "
        "200 a second, 15 s left"
    )


def test_a_shorter_line_leaves_nothing_of_the_longer_one() -> None:
    shown = Terminal()
    progress = Progress("indexing", "articles", shown, Ticking())
    progress(1_000, 4_000)
    before = len(shown.getvalue()) - 1
    progress.end("done")
    assert shown.getvalue().endswith("\rdone".ljust(before + 1) + "\n")


def test_elsewhere_there_is_a_line_each_tenth() -> None:
    shown = io.StringIO()
    progress = Progress("indexing", "articles", shown, Ticking())
    for done in range(0, 1_001, 7):
        progress(done, 1_000)
    progress(1_000, 1_000)
    progress.end("done")
    lines = shown.getvalue().splitlines()
    assert len(lines) == 11
    assert all("\r" not in line for line in lines)
    assert lines[-2].startswith("indexing: 100%, 1,000 of 1,000 articles, ")
    assert lines[-1] == "done"


@pytest.mark.parametrize(
    ("total", "left"), [(2, "5 s left"), (600, "50 min left"), (6_000, "8.3 h left")]
)
def test_the_time_left_is_no_finer_than_need_be(total: int, left: str) -> None:
    shown = Terminal()
    Progress("indexing", "articles", shown, Ticking())(1, total)
    assert shown.getvalue().endswith(left)


def test_nothing_to_do_is_done() -> None:
    shown = Terminal()
    Progress("indexing", "articles", shown, Ticking())(0, 0)
    assert "100%, 0 of 0" in shown.getvalue()
