"""The command line: what is logged, and how the unexpected ends."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import ConfigError
from storage import StorageError
from tests.bot_cli.conftest import TOKEN, Work


def raising(error: BaseException) -> Callable[[], int]:
    def fail() -> int:
        raise error

    return fail


def python(*words: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run Python on this project's code, in the folder of the test."""
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


# Logging


def log_hello() -> int:
    logging.getLogger("newshound.test").info("hello %s", TOKEN)
    return 0


def test_run_logs_on_standard_error_without_the_token(
    work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = log_hello
    assert main(["run"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("INFO newshound.test hello <token>\n")


def test_run_logs_in_the_configured_form(
    work: Work, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSHOUND_LOG_FORMAT", "json")
    work.does = log_hello
    assert main(["run"]) == 0
    assert json.loads(capsys.readouterr().err)["message"] == "hello <token>"


@pytest.mark.parametrize("command", ["try", "check"])
def test_other_commands_keep_the_terminal_for_the_conversation(
    command: str, work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the log is asked for: what is below a warning is not shown beside it."""
    work.does = log_hello
    assert main([command]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("NEWSHOUND_LOG_LEVEL", "debug")
    assert main([command]) == 0
    assert "hello" in capsys.readouterr().err


# The unexpected


def test_a_mistake_found_by_the_command_itself_counts_as_one(
    work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(ConfigError("telegram.token: Telegram refuses it"))
    assert main(["run"]) == 2
    assert capsys.readouterr().err == "newshound: telegram.token: Telegram refuses it\n"


def test_a_bug_is_one_line_for_a_person(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.does = raising(KeyError("guid"))
    assert main(["check"]) == 1
    assert capsys.readouterr().err == (
        "Newshound stopped: KeyError: 'guid'; "
        "NEWSHOUND_LOG_LEVEL=debug newshound check shows where\n"
    )


def test_a_bug_shows_its_traceback_with_log_level_debug(
    work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSHOUND_LOG_LEVEL", "debug")
    work.does = raising(KeyError("guid"))
    assert main(["check"]) == 1
    err = capsys.readouterr().err
    assert "    Traceback (most recent call last):" in err
    assert err.endswith("\nNewshound stopped: KeyError: 'guid'; details in the log\n")


def test_a_bug_in_run_is_in_its_log(
    work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(KeyError("guid"))
    assert main(["run"]) == 1
    record, *trace, line = capsys.readouterr().err.splitlines()
    assert record.endswith("CRITICAL bot.cli Stopped by an unexpected error")
    assert all(row.startswith("    ") for row in trace)
    assert trace[-1] == "    KeyError: 'guid'"
    assert line == "Newshound stopped: KeyError: 'guid'; details in the log"


def test_the_line_about_a_bug_shows_no_secret_and_no_second_line(
    work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(ValueError(f"bad {token}\nmore"))
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("Newshound stopped: ValueError: bad <token>; ")


def test_of_a_group_of_errors_the_first_is_told(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(ExceptionGroup("tasks", [ExceptionGroup("x", [KeyError("guid")])]))
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("Newshound stopped: KeyError: 'guid'; ")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied", "/data/x"), "/data/x: Permission denied"),
        (StorageError("news.db is in use by process 7"), "news.db is in use by process 7"),
    ],
)
def test_what_the_machine_refuses_is_one_line_and_no_bug(
    error: Exception, words: str, work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(error)
    assert main(["run"]) == 1
    assert capsys.readouterr().err == f"Newshound stopped: {words}\n"


@pytest.mark.parametrize("error", [TimeoutError(), BrokenPipeError(32, "Broken pipe")])
def test_a_connection_that_nobody_handled_is_a_bug(
    error: OSError, work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work.does = raising(error)
    assert main(["run"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.endswith("; details in the log\n")


def test_an_interrupt_ends_quietly(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.does = raising(KeyboardInterrupt())
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


# The process


def test_python_m_bot_is_newshound() -> None:
    done = python("-m", "bot", "rum")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "newshound: there is no command 'rum'; did you mean 'run'? (newshound --help lists all)\n"
    )


def test_a_reader_that_leaves_is_no_reason_to_complain() -> None:
    """As in `newshound export | head`: here the reader has left before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = python("-m", "bot", "--version", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_help_and_small_commands_load_no_big_library() -> None:
    big = "{'telegram', 'aiohttp', 'aiosqlite', 'feedparser', 'lxml', 'babel'}"
    done = python("-c", f"import bot.cli, sys; print({big} & set(sys.modules))")
    assert done.stdout == "set()\n"
