"""The command line: what each call does with its words and the configuration."""

import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Backup, Telegram
from tests.bot_cli.conftest import TOKEN, Work

HELP = "(newshound --help lists all)"


# What the commands are given


def test_run_is_given_the_configuration(work: Work, token: str) -> None:
    Path("config.toml").write_text("[summary]\nwords = 80")
    assert main(["run"]) == 0
    assert (work.config.telegram.token, work.config.summary.words) == (token, 80)


def test_check_is_given_the_configuration_without_a_token_too(work: Work) -> None:
    assert main(["check"]) == 0
    assert work.config.telegram == Telegram()


def test_check_is_told_to_rebuild_the_index(work: Work) -> None:
    assert main(["check", "--rebuild-index"]) == main(["check"]) == 0
    assert [named for _, named in work.calls] == [{"rebuild_index": True}, {"rebuild_index": False}]


def test_backup_and_restore_are_given_their_file(work: Work) -> None:
    assert main(["backup", "a copy.db"]) == main(["restore", "a copy.db"]) == 0
    assert [file for _, file in work.calls] == [Path("a copy.db")] * 2


def test_try_is_given_feeds_folder_and_port_but_never_the_real_account(
    work: Work, token: str
) -> None:
    words = ["try", "--feed", "a.xml", "--feed", "https://x.org/b", "--data", "kept"]
    assert main([*words, "--port", "8081"]) == 0
    ((config, feeds, data, port),) = work.calls
    assert (feeds, data, port) == (["a.xml", "https://x.org/b"], Path("kept"), 8081)
    assert work.config.telegram == Telegram()
    assert config is work.config


def test_try_never_makes_backups_among_the_real_ones(work: Work) -> None:
    """Those are counted, and the oldest deleted."""
    Path("config.toml").write_text('[backup]\nfolder = "copies"')
    assert main(["try"]) == 0
    assert work.config.backup == Backup()


def test_try_alone_has_no_feeds_and_no_page_and_keeps_nothing(work: Work) -> None:
    Path("config.toml").write_text("[summary]\nwords = 80")
    assert main(["try"]) == 0
    assert work.calls == [(work.config, [], None, None)]
    assert work.config.summary.words == 80


@pytest.mark.parametrize(
    "words",
    [
        ["--config", "other/my.toml", "check"],
        ["check", "--config", "other/my.toml"],
        ["--config=other/my.toml", "check"],
        ["--config", "wrong.toml", "check", "--config", "other/my.toml"],
    ],
)
def test_config_is_taken_before_and_after_the_command(work: Work, words: list[str]) -> None:
    Path("other").mkdir()
    Path("other/my.toml").write_text("[summary]\nwords = 80")
    assert main(words) == 0
    assert work.config.summary.words == 80
    assert work.config.storage.path == Path.cwd() / "other" / "data" / "newshound.db"


def test_inspect_is_given_its_sources(work: Work) -> None:
    assert main(["inspect", "feed.xml", "https://x.org/b", "--json"]) == 0
    assert main(["inspect", "feed.xml"]) == 0
    both = [(sources, options) for _, sources, options in work.calls]
    assert both == [
        (["feed.xml", "https://x.org/b"], {"as_json": True}),
        (["feed.xml"], {"as_json": False}),
    ]


def test_summarize_is_given_its_file(work: Work) -> None:
    assert main(["summarize", "--json-lines", "page.html"]) == 0
    assert main(["summarize"]) == 0
    both = [(file, options) for _, file, options in work.calls]
    assert both == [(Path("page.html"), {"json_lines": True}), (None, {"json_lines": False})]


@pytest.mark.parametrize("status", [0, 1, 2])
def test_what_the_command_returns_is_the_exit_status(work: Work, status: int) -> None:
    work.does = lambda: status
    assert main(["check"]) == status


def test_without_arguments_the_words_of_the_process_count(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["newshound", "check"])
    assert main() == 0
    assert len(work.calls) == 1


# Help, version, wrong usage


COMMANDS = [
    *("try", "run", "check", "inspect", "summarize"),
    *("backup", "restore", "import", "export"),
]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in COMMANDS:
        assert f"\n    {command} " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: newshound {command} ")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("newshound 0.")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], f"say what to do, such as: newshound try {HELP}"),
        (["rum"], f"there is no command 'rum'; did you mean 'run'? {HELP}"),
        (
            ["--config", "x", "sumarise"],
            f"there is no command 'sumarise'; did you mean 'summarize'? {HELP}",
        ),
        (["run", "--fast"], "unrecognized arguments: --fast (newshound --help shows how)"),
        (["run", "--conf", "x"], "unrecognized arguments: --conf x (newshound --help shows how)"),
        (
            ["backup"],
            "the following arguments are required: FILE (newshound backup --help shows how)",
        ),
        (["--config"], "argument --config: expected one argument (newshound --help shows how)"),
        (["x\ny"], f"there is no command 'x\\ny'; did you mean 'try'? {HELP}"),
        (["run", "x\ny"], "unrecognized arguments: x\\ny (newshound --help shows how)"),
    ],
)
def test_wrong_usage_is_one_line(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr() == ("", f"newshound: {line}\n")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣", "9" * 5_000])
def test_a_port_is_a_number_up_to_65535(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", f"--port={port}"]) == 2
    assert "expected a port from 1 to 65535, found" in capsys.readouterr().err


# Configuration


def test_each_mistake_in_the_configuration_is_a_line(
    work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("config.toml").write_text('[polling]\nintervall = "5m"\n["a\\nb"]')
    monkeypatch.setenv("NEWSHOUND_LOG_LEVEL", "loud")
    assert main(["check"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0] == (
        "newshound: polling.intervall: unknown setting. Did you mean polling.interval?"
    )
    assert lines[1].startswith("newshound: a\\nb: unknown section.")
    assert lines[2].startswith("newshound: NEWSHOUND_LOG_LEVEL (log.level): expected ")
    assert work.calls == []


def test_a_token_in_the_wrong_place_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Path("config.toml").write_text(f'[llm]\nurl = "{TOKEN}"')
    assert main(["check"]) == 2
    assert main(["run", TOKEN]) == 2
    err = capsys.readouterr().err
    assert err.count("<token>") == 2
    assert TOKEN not in err


def test_a_named_file_that_is_missing_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", "my.toml"]) == 2
    expected = "newshound: configuration file my.toml: there is no such file\n"
    assert capsys.readouterr().err == expected


def test_run_without_a_token_says_where_to_get_one(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    for word in ("@BotFather", "telegram.token", "NEWSHOUND_TELEGRAM_TOKEN", "newshound try"):
        assert word in line
    assert work.calls == []


@pytest.mark.parametrize(("command", "warned"), [("run", True), ("try", True), ("check", False)])
def test_doubtful_settings_are_warned_of(
    command: str, warned: bool, work: Work, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `check` too, among its findings."""
    Path("config.toml").write_text('[backup]\nevery = "5s"')
    assert main([command]) == 0
    assert ("WARNING bot.cli backup.every: 5s is under" in capsys.readouterr().err) is warned
    assert len(work.config.warnings) == 1
