"""config.toml and the environment become a Config."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from functools import partial
from pathlib import Path

import pytest

from bot.config import Config, ListenAddress, Telegram, load
from bot.config.settings import Setting, known_settings, section_names
from bot.config.shipped import config_toml
from tests.configfile import load_text

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
SHIPPED = Path(__file__).parent.parent / "config.toml"

Loaded = Callable[..., Config]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    return partial(load_text, tmp_path)


def by_name(setting: Setting) -> str:
    return setting.name


# The shipped file and the defaults


def test_the_shipped_file_is_what_the_settings_say() -> None:
    """After a change of the settings: python -m bot.config.shipped > config.toml."""
    assert SHIPPED.read_text(encoding="utf-8") == config_toml()


@pytest.mark.parametrize("setting", known_settings(), ids=by_name)
def test_the_shipped_file_shows_each_setting_below_a_comment(setting: Setting) -> None:
    section = config_toml().split(f"\n[{setting.section}]\n")[1].split("\n[")[0]
    lines = section.splitlines()
    (place,) = [n for n, line in enumerate(lines) if line.startswith(f"{setting.key} = ")]
    comment = lines[place - 1]
    assert comment.startswith("# ")
    assert comment.endswith(".")


def test_no_line_of_the_shipped_file_is_too_long_for_a_terminal() -> None:
    assert max(map(len, config_toml().splitlines())) <= 100


def test_the_shipped_file_means_the_same_as_an_empty_one(loaded: Loaded) -> None:
    assert loaded(SHIPPED.read_text(encoding="utf-8")) == loaded("")


def test_the_defaults_are_those_of_the_contract(loaded: Loaded, tmp_path: Path) -> None:
    config = loaded("")
    minute, hour, day = 60_000, 3_600_000, 86_400_000
    assert config.telegram == Telegram(token="", api_url="https://api.telegram.org", proxy="")
    assert config.telegram.webhook_url == config.telegram.webhook_secret == ""
    assert config.telegram.webhook_listen is None
    assert (config.access.owners, config.access.use) == ((), "anyone")
    assert (config.access.add_feeds, config.access.max_subscriptions) == ("admins", 0)
    assert config.polling.interval == 15 * minute
    assert (config.polling.min_interval, config.polling.max_interval) == (5 * minute, 6 * hour)
    assert (config.polling.concurrency, config.polling.per_host) == (64, 2)
    assert (config.polling.timeout, config.polling.max_size) == (30_000, 5 * 1024 * 1024)
    assert (config.polling.allow_private_addresses, config.polling.proxy) == (False, "")
    assert config.storage.path == tmp_path / "data" / "newshound.db"
    assert config.storage.keep_articles == 0
    assert (config.alerts.messages_per_second, config.alerts.paid_broadcast) == (30, False)
    assert config.alerts.burst == 10
    assert config.summary.words == 60
    assert config.llm.url == config.llm.model == config.llm.key == config.llm.prompt == ""
    assert config.llm.daily_limit > 0
    assert (config.backup.folder, config.backup.every) == (None, day)
    assert (config.backup.keep, config.backup.passphrase) == (7, "")
    assert (config.log.level, config.log.format) == ("info", "text")
    assert config.health.listen is None
    assert config.warnings == ()


def test_every_section_and_key_is_reachable_by_its_name(loaded: Loaded) -> None:
    config = loaded("")
    assert {setting.section for setting in known_settings()} == set(section_names())
    assert len(list(known_settings())) == sum(
        len(fields(getattr(config, section))) for section in section_names()
    )


def test_config_is_frozen(loaded: Loaded) -> None:
    with pytest.raises(FrozenInstanceError):
        loaded("").polling.interval = 1  # type: ignore[misc]  # that is what is tested


# Where values come from


def test_the_file_sets_values(loaded: Loaded) -> None:
    config = loaded(f"""
        [telegram]
        token = "{TOKEN}"
        webhook_url = "https://bot.example.org/hook/"
        webhook_listen = "[::1]:8443"
        webhook_secret = "s3cret_-"
        [access]
        owners = [1, 2]
        [polling]
        interval = "6h"
        max_size = "512KiB"
        allow_private_addresses = true
        [storage]
        keep_articles = "30d"
        [llm]
        prompt = '''
        Two
        lines'''
    """)
    assert config.telegram.token == TOKEN
    assert config.telegram.webhook_url == "https://bot.example.org/hook"
    assert config.telegram.webhook_listen == ListenAddress("::1", 8443)
    assert str(config.telegram.webhook_listen) == "[::1]:8443"
    assert config.access.owners == (1, 2)
    assert config.polling.interval == 21_600_000
    assert config.polling.max_size == 524_288
    assert config.polling.allow_private_addresses is True
    assert config.storage.keep_articles == 30 * 86_400_000
    assert "\n" in config.llm.prompt


def test_relative_paths_start_at_the_folder_of_the_file(loaded: Loaded, tmp_path: Path) -> None:
    config = loaded('[storage]\npath = "db/news.db"', NEWSHOUND_BACKUP_FOLDER="copies")
    assert config.storage.path == tmp_path / "db" / "news.db"
    assert config.backup.folder == tmp_path / "copies"


def test_absolute_paths_stay(loaded: Loaded) -> None:
    assert loaded('[backup]\nfolder = "/mnt/copies"').backup.folder == Path("/mnt/copies")


def test_a_missing_default_file_means_all_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(None, {"NEWSHOUND_SUMMARY_WORDS": "80"})
    assert config.summary.words == 80
    assert config.storage.path == tmp_path / "data" / "newshound.db"


def test_the_default_file_is_config_toml_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("[summary]\nwords = 90\n")
    assert load(None, {}).summary.words == 90


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[summary]\r\nwords = 90\r\n")
    assert load(file, {}).summary.words == 90


@pytest.mark.parametrize("setting", known_settings(), ids=by_name)
def test_every_setting_has_a_variable_that_reads_its_default(
    loaded: Loaded, setting: Setting
) -> None:
    default = setting.entry.default
    written = ",".join(map(str, default)) if isinstance(default, list) else str(default)
    assert loaded("", **{setting.variable: written}) == loaded("")


def test_variables_override_the_file(loaded: Loaded) -> None:
    config = loaded(
        '[telegram]\ntoken = "1:a"\n[access]\nowners = [1]\n[alerts]\nburst = 3',
        NEWSHOUND_TELEGRAM_TOKEN=TOKEN,
        NEWSHOUND_ACCESS_OWNERS="7, 8",
        NEWSHOUND_ALERTS_BURST=" 4 ",
        NEWSHOUND_POLLING_MIN_INTERVAL="6m",
        HOME="/somewhere",
    )
    assert config.telegram.token == TOKEN
    assert config.access.owners == (7, 8)
    assert config.alerts.burst == 4
    assert config.polling.min_interval == 360_000


def test_an_empty_variable_empties_a_list_and_a_text(loaded: Loaded) -> None:
    config = loaded(
        '[telegram]\ntoken = "1:a"\n[access]\nowners = [1]',
        NEWSHOUND_TELEGRAM_TOKEN="",
        NEWSHOUND_ACCESS_OWNERS="",
    )
    assert (config.telegram.token, config.access.owners) == ("", ())


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("1", True), ("YES", True), ("false", False), ("0", False), ("no", False)],
)
def test_a_variable_says_yes_or_no_in_several_ways(
    loaded: Loaded, written: str, value: bool
) -> None:
    config = loaded("", NEWSHOUND_POLLING_ALLOW_PRIVATE_ADDRESSES=written)
    assert config.polling.allow_private_addresses is value


# Warnings and secrets


def test_durations_under_a_minute_are_taken_with_a_warning(loaded: Loaded) -> None:
    config = loaded('[polling]\nmin_interval = "1s"\ninterval = "59s"\n[backup]\nevery = "1m"')
    assert (config.polling.min_interval, config.polling.interval) == (1_000, 59_000)
    assert config.warnings == (
        "polling.interval: 59s is under a minute; this is taken, but seldom meant",
        "polling.min_interval: 1s is under a minute; this is taken, but seldom meant",
    )


def test_a_time_out_under_a_minute_is_nothing_to_warn_of(loaded: Loaded) -> None:
    assert loaded('[polling]\ntimeout = "5s"').warnings == ()


@pytest.fixture
def secretive(loaded: Loaded) -> Config:
    """Return a configuration in which every secret is set."""
    return loaded(
        NEWSHOUND_TELEGRAM_TOKEN=TOKEN,
        NEWSHOUND_TELEGRAM_PROXY="http://me:proxy-one@10.0.0.1:3128",
        NEWSHOUND_TELEGRAM_WEBHOOK_URL="https://bot.example.org",
        NEWSHOUND_TELEGRAM_WEBHOOK_LISTEN="127.0.0.1:8443",
        NEWSHOUND_TELEGRAM_WEBHOOK_SECRET="hook-secret",
        NEWSHOUND_POLLING_PROXY="http://me:proxy-two@10.0.0.1:3128",
        NEWSHOUND_LLM_KEY="sk-key",
        NEWSHOUND_BACKUP_PASSPHRASE="open://sesame",
    )


def test_secrets_lists_them_all(secretive: Config) -> None:
    assert set(secretive.secrets) == {
        TOKEN,
        "proxy-one",
        "hook-secret",
        "proxy-two",
        "sk-key",
        "open://sesame",
    }
    assert len(secretive.secrets) == sum(setting.entry.secret for setting in known_settings())


def test_an_unset_secret_and_a_proxy_without_password_hide_nothing(loaded: Loaded) -> None:
    assert loaded(NEWSHOUND_POLLING_PROXY="http://10.0.0.1:3128").secrets == ()


def test_repr_shows_no_secret(secretive: Config) -> None:
    for secret in secretive.secrets:
        assert secret not in repr(secretive)
    assert "bot.example.org" in repr(secretive)


@pytest.mark.parametrize(
    ("written", "intervals"),
    [
        ('interval = "1s"', (1_000, 1_000, 21_600_000)),
        ('interval = "1d"', (300_000, 86_400_000, 86_400_000)),
        ('min_interval = "1h"', (3_600_000, 3_600_000, 21_600_000)),
        ('max_interval = "10m"', (300_000, 600_000, 600_000)),
        ('max_interval = "1m"', (60_000, 60_000, 60_000)),
    ],
)
def test_an_interval_that_nobody_wrote_gives_way_to_the_one_that_is(
    loaded: Loaded, written: str, intervals: tuple[int, int, int]
) -> None:
    polling = loaded(f"[polling]\n{written}").polling
    assert (polling.min_interval, polling.interval, polling.max_interval) == intervals
