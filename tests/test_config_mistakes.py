"""Every mistake in config.toml and the environment is one line that a tired admin understands."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, load
from bot.config.settings import Setting, known_settings
from tests.configfile import load_text, mistakes_in

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
DURATION = 'a duration from 1s to 36500d in quotes, such as "90s", "15m", "6h" or "2d"'
SIZE = 'a size from 1KiB to 256MiB in quotes, such as "512KiB" or "8MiB"'
ADDRESS = "an address that starts with https:// or http://"
LISTEN = '"" or a host and a port, such as "127.0.0.1:8080"'
IDS = "a list of Telegram user ids such as [123456789]"

Loaded = Callable[..., Config]
Mistakes = Callable[..., list[str]]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    return partial(load_text, tmp_path)


@pytest.fixture
def mistakes(tmp_path: Path) -> Mistakes:
    return partial(mistakes_in, tmp_path)


def by_name(setting: Setting) -> str:
    return setting.name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[polling]\nintervall = "5m"',
            "polling.intervall: unknown setting. Did you mean polling.interval?",
        ),
        (
            '[storage]\ninterval = "5m"',
            "storage.interval: unknown setting. Did you mean polling.interval?",
        ),
        ("[poling]\nper_host = 1", "poling: unknown section. Did you mean [polling]?"),
        pytest.param(
            'token = "1:a"',
            "token: unknown setting outside any section. "
            "Did you mean telegram.token, below [telegram]?",
        ),
        ("[log]\n[log.file]", "log.file: unknown setting. Did you mean log.level?"),
        (
            "polling = 5",
            "polling: expected a section that starts with a line [polling], found 5",
        ),
        (
            "[[polling]]",
            "polling: expected a section that starts with a line [polling], found [{}]",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(
    mistakes: Mistakes, text: str, line: str
) -> None:
    assert mistakes(text) == [line]


def test_an_unknown_variable_is_refused_too(mistakes: Mistakes) -> None:
    assert mistakes(NEWSHOUND_TELEGRAM_TOKN=TOKEN) == [
        "NEWSHOUND_TELEGRAM_TOKN: unknown variable. Did you mean NEWSHOUND_TELEGRAM_TOKEN?"
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("telegram.api_url", '""', ADDRESS),
        ("telegram.api_url", '"api.telegram.org"', ADDRESS),
        ("telegram.api_url", '"ftp://api.telegram.org"', ADDRESS),
        ("telegram.api_url", '"https://"', ADDRESS),
        ("telegram.api_url", '"https://host:99999"', ADDRESS),
        ("telegram.api_url", '"https://host:0"', ADDRESS),
        ("telegram.api_url", '"https://[::1"', ADDRESS),
        ("telegram.api_url", '"https://a b"', ADDRESS),
        ("telegram.api_url", '"https://host/?x=1"', ADDRESS),
        ("telegram.webhook_url", "true", f'"" or {ADDRESS}'),
        ("telegram.webhook_listen", '"8080"', LISTEN),
        ("health.listen", '"host:0"', LISTEN),
        ("health.listen", '"host:65536"', LISTEN),
        ("health.listen", '":8080"', LISTEN),
        ("access.owners", "5", IDS),
        ("access.owners", "[0]", IDS),
        ("access.owners", "[-100123]", IDS),
        ("access.owners", "[4503599627370496]", IDS),
        ("access.owners", '["bob"]', IDS),
        ("access.owners", "[true]", IDS),
        ("access.use", '"everyone"', '"anyone" or "approved"'),
        ("access.add_feeds", "[]", '"admins" or "anyone"'),
        ("access.max_subscriptions", "-1", "a whole number from 0 to 1000000"),
        ("polling.interval", '"0"', DURATION),
        ("polling.interval", '"0s"', DURATION),
        ("polling.interval", '"15 minutes"', DURATION),
        ("polling.interval", '"36501d"', DURATION),
        ("polling.interval", "15", DURATION),
        ("polling.interval", "07:32:00", DURATION),
        ("storage.keep_articles", "0", f'"0" (keep all) or {DURATION}'),
        ("polling.concurrency", "0", "a whole number from 1 to 1000"),
        ("polling.concurrency", "true", "a whole number from 1 to 1000"),
        ("polling.concurrency", "64.0", "a whole number from 1 to 1000"),
        ("polling.concurrency", '"64"', "a whole number from 1 to 1000"),
        ("polling.max_size", '"5MB"', SIZE),
        ("polling.max_size", '"0B"', SIZE),
        ("polling.allow_private_addresses", "1", "true or false"),
        ("polling.allow_private_addresses", '"yes"', "true or false"),
        ("storage.path", '""', "a path in quotes"),
        ("storage.path", '"a\\u0000b"', "a path in quotes"),
        ("backup.folder", "false", '"" or a path in quotes'),
        ("backup.keep", "0", "a whole number from 1 to 10000"),
        ("alerts.messages_per_second", "0", "a whole number from 1 to 1000"),
        ("log.level", '"verbose"', '"debug", "info", "warning" or "error"'),
        ("log.format", '"xml"', '"text" or "json"'),
        ("llm.model", "4", "text in quotes"),
        ("llm.model", "{}", "text in quotes"),
    ],
)
def test_an_impossible_value_is_refused_and_what_is_expected_is_said(
    mistakes: Mistakes, name: str, value: str, expected: str
) -> None:
    section, key = name.split(".")
    (line,) = mistakes(f"[{section}]\n{key} = {value}")
    assert line.startswith(f"{name}: expected {expected}, found ")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"soon"', '"soon"'),
        ("15", "15"),
        ("false", "false"),
        ("[1, 'a']", '[1, "a"]'),
        ("2026-11-22", '"2026-11-22"'),
        ("{ minutes = 5 }", "a section"),
        ('"a\\nb"', '"a\\nb"'),
        (f'"{"x" * 500}"', '"' + "x" * 59 + "…"),
        ('"http://me:pass@host"', '"http://…@host"'),
    ],
)
def test_a_line_shows_what_was_found(mistakes: Mistakes, value: str, shown: str) -> None:
    (line,) = mistakes(f"[polling]\ninterval = {value}")
    assert line.endswith(f", found {shown}")


def test_a_mistaken_variable_is_named_beside_its_setting(mistakes: Mistakes) -> None:
    assert mistakes(NEWSHOUND_LOG_FORMAT="xml", NEWSHOUND_ACCESS_OWNERS="7,bob") == [
        f'NEWSHOUND_ACCESS_OWNERS (access.owners): expected {IDS}, found [7, "bob"]',
        'NEWSHOUND_LOG_FORMAT (log.format): expected "text" or "json", found "xml"',
    ]


@pytest.mark.parametrize(
    "token", ["abc", "123456789", "123456789:", ":AAF", f" {TOKEN}", "1:a b", f"bot{TOKEN}"]
)
def test_what_is_no_token_is_refused_and_not_shown(mistakes: Mistakes, token: str) -> None:
    (line,) = mistakes(NEWSHOUND_TELEGRAM_TOKEN=token)
    assert line.startswith("NEWSHOUND_TELEGRAM_TOKEN (telegram.token): expected a bot token")
    assert line.endswith("found something else (not shown)")


@pytest.mark.parametrize("setting", [s for s in known_settings() if s.entry.secret], ids=by_name)
def test_a_mistaken_secret_is_not_shown(mistakes: Mistakes, setting: Setting) -> None:
    (line,) = mistakes(f"[{setting.section}]\n{setting.key} = ['hunter2']")
    assert line.startswith(f"{setting.name}: expected ")
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            '[polling]\nmin_interval = "2h"\ninterval = "90m"\nmax_interval = "1h"',
            "polling.min_interval: 2h is longer than polling.max_interval (1h); "
            "lower it or raise polling.max_interval",
        ),
        pytest.param(
            '[polling]\ninterval = "1m"\nmin_interval = "5m"',
            "polling.interval: 1m is shorter than polling.min_interval (5m); "
            "raise it or lower polling.min_interval",
        ),
        pytest.param(
            '[polling]\ninterval = "1d"\nmax_interval = "6h"',
            "polling.interval: 1d is longer than polling.max_interval (6h); "
            "lower it or raise polling.max_interval",
        ),
        pytest.param(
            "[alerts]\nmessages_per_second = 31",
            "alerts.messages_per_second: 31 is more than Telegram sends free of charge (30); "
            "lower it, or set alerts.paid_broadcast to true",
        ),
        pytest.param(
            '[telegram]\nwebhook_url = "https://x.org"\nwebhook_listen = "127.0.0.1:1"',
            "telegram.webhook_secret: is missing beside telegram.webhook_url and "
            "telegram.webhook_listen; set all three webhook settings, or none of them for long "
            "polling",
        ),
        pytest.param(
            '[telegram]\nwebhook_url = "http://x.org"\nwebhook_listen = "127.0.0.1:1"\n'
            'webhook_secret = "s"',
            "telegram.webhook_url: must start with https://, or Telegram refuses it",
        ),
        pytest.param(
            '[telegram]\nwebhook_url = "https://x.org:444"\nwebhook_listen = "127.0.0.1:1"\n'
            'webhook_secret = "s"',
            "telegram.webhook_url: Telegram calls only the ports 80, 88, 443, 8443, not 444",
        ),
        pytest.param(
            '[llm]\nurl = "https://llm.example.org/v1"',
            "llm.model: is empty, but llm.url is set; name the model, or empty llm.url",
        ),
        pytest.param(
            '[telegram]\nwebhook_url = "https://x.org"\nwebhook_listen = "127.0.0.1:80"\n'
            'webhook_secret = "s"\n[health]\nlisten = "127.0.0.1:80"',
            "health.listen: 127.0.0.1:80 is also telegram.webhook_listen; give one another port",
        ),
    ],
)
def test_an_impossible_combination_is_refused(mistakes: Mistakes, text: str, line: str) -> None:
    assert mistakes(text) == [line]


def test_each_missing_webhook_setting_is_named(mistakes: Mistakes) -> None:
    lines = mistakes('[telegram]\nwebhook_url = "https://x.org"')
    assert [line.split(":")[0] for line in lines] == [
        "telegram.webhook_listen",
        "telegram.webhook_secret",
    ]


def test_more_messages_may_be_paid_for(loaded: Loaded) -> None:
    config = loaded("[alerts]\nmessages_per_second = 1000\npaid_broadcast = true")
    assert config.alerts.messages_per_second == 1000


def test_a_bot_api_server_of_ones_own_may_call_plain_http_on_any_port(loaded: Loaded) -> None:
    config = loaded(
        '[telegram]\napi_url = "http://10.0.0.2:8081/"\nwebhook_url = "http://10.0.0.3:9000"\n'
        'webhook_listen = "0.0.0.0:9000"\nwebhook_secret = "s"'
    )
    assert config.telegram.api_url == "http://10.0.0.2:8081"


@pytest.mark.parametrize(
    "mistake",
    ['min_interval = "20x"', 'min_interva = "20m"'],
    ids=["mistaken value", "mistaken name"],
)
def test_no_combination_is_judged_by_a_default_that_was_not_meant(
    mistakes: Mistakes, mistake: str
) -> None:
    lines = mistakes(f'[polling]\ninterval = "1m"\n{mistake}')
    assert len(lines) == 1
    assert "shorter" not in lines[0]


def test_all_mistakes_are_told_at_once(mistakes: Mistakes) -> None:
    lines = mistakes(
        """
        [polling]
        intervall = "5m"
        concurrency = "many"
        [alerts]
        messages_per_second = 50
        [lgo]
        level = "info"
        """,
        NEWSHOUND_LOG_LEVEL="loud",
        NEWSHOUND_HELTH_LISTEN="127.0.0.1:1",
    )
    assert [line.split(":")[0] for line in lines] == [
        "polling.intervall",
        "lgo",
        "NEWSHOUND_HELTH_LISTEN",
        "polling.concurrency",
        "NEWSHOUND_LOG_LEVEL (log.level)",
        "alerts.messages_per_second",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[polling]\ninterval '5m'", "not TOML: Expected '=' after a key"),
        (b"[polling]\ninterval = '5m'\ninterval = '6m'", "not TOML: Cannot overwrite a value"),
        (b"x = " + b"[" * 100_000, "not TOML: nested too deeply"),
        (b"x = " + b"9" * 5_000, "not TOML: Exceeds the limit"),
        (b"# caf\xe9", "not UTF-8 text at byte 6; save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_one_line(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    (line,) = caught.value.mistakes
    assert line.startswith(f"configuration file {file}: {problem}")


def test_malformed_toml_is_told_with_line_and_column(mistakes: Mistakes) -> None:
    (line,) = mistakes("[polling]\ninterval '5m'")
    assert line.endswith("(at line 2, column 10)")


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    with pytest.raises(ConfigError, match=r"^configuration file .*: there is no such file$"):
        load(file, {})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^configuration file .*: this is a folder, not a file$"):
        load(tmp_path, {})


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (PermissionError(), "no permission to read this file"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
    ],
)
def test_an_unreadable_file_is_one_line(
    monkeypatch: pytest.MonkeyPatch, error: OSError, problem: str
) -> None:
    """Faked at the call: to root, who may run the tests, no file is unreadable."""

    def fail(path: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(ConfigError) as caught:
        load(Path("my.toml"), {})
    assert caught.value.mistakes == (f"configuration file my.toml: {problem}",)


def test_variables_are_judged_even_where_the_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(
            tmp_path, {"NEWSHOUND_LOG_LEVEL": "loud", "NEWSHOUND_ALERTS_MESSAGES_PER_SECOND": "99"}
        )
    names = [line.split(":")[0] for line in caught.value.mistakes]
    assert names == [f"configuration file {tmp_path}", "NEWSHOUND_LOG_LEVEL (log.level)"]
