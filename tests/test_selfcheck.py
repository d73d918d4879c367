"""`newshound check`: each finding is printed, and the exit status says whether all is well."""

import dataclasses
from pathlib import Path

import pytest

from bot import selfcheck
from bot.config import Config, ListenAddress, Llm, Polling
from bot.local.botapi import LocalBotApi
from newsroom import TERMS_VERSION
from storage import Database, DatabaseInUse, SearchIndex
from tests.botprocess import TOKEN
from tests.llmserver import KEY, MODEL, LlmServer
from tests.ptb import ptbs_bot

Captured = pytest.CaptureFixture[str]


def configured(folder: Path, *, token: str = "", api_url: str = "http://127.0.0.1:9") -> Config:
    default = Config()
    return dataclasses.replace(
        default,
        telegram=dataclasses.replace(default.telegram, token=token, api_url=api_url),
        storage=dataclasses.replace(default.storage, path=folder / "newshound.db"),
    )


async def test_a_well_bot_is_well(tmp_path: Path, capsys: Captured) -> None:
    async with LocalBotApi(token=TOKEN) as api, Database.open(tmp_path / "newshound.db"):
        status = await selfcheck.run_check(configured(tmp_path, token=TOKEN, api_url=api.url))
    said = capsys.readouterr().out
    assert status == 0
    assert "BAD" not in said
    assert "in use by process" in said, "it works beside a running bot"
    for finding in (
        "configuration",
        "database",
        "disk",
        "@newshound_bot",
        "inline",
        "privacy",
        "webhook",
    ):
        assert finding in said
    assert TOKEN not in said


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path, capsys: Captured) -> None:
    assert await selfcheck.run_check(configured(tmp_path)) == 2
    assert "@BotFather" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("polling", "said"),
    [
        (Polling(proxy="http://10.0.0.1:3128"), "must refuse private addresses itself"),
        (Polling(allow_private_addresses=True), "allow_private_addresses is on"),
    ],
)
async def test_what_weakens_the_address_guard_is_noted(
    tmp_path: Path, capsys: Captured, polling: Polling, said: str
) -> None:
    config = dataclasses.replace(configured(tmp_path), polling=polling)
    await selfcheck.run_check(config)
    assert said in capsys.readouterr().out


async def test_a_refused_token_is_a_wrong_configuration(tmp_path: Path, capsys: Captured) -> None:
    async with LocalBotApi(token="1:OTHER") as api:
        status = await selfcheck.run_check(configured(tmp_path, token=TOKEN, api_url=api.url))
    assert status == 2
    assert TOKEN not in capsys.readouterr().out


async def test_an_unreachable_telegram_is_a_finding(tmp_path: Path, capsys: Captured) -> None:
    assert await selfcheck.run_check(configured(tmp_path, token=TOKEN)) == 1
    assert "did not answer" in capsys.readouterr().out


async def test_a_damaged_database_is_a_finding(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "newshound.db").write_bytes(b"no database" * 1000)
    async with LocalBotApi(token=TOKEN) as api:
        status = await selfcheck.run_check(configured(tmp_path, token=TOKEN, api_url=api.url))
    assert status == 1
    assert "BAD  database" in capsys.readouterr().out


async def test_a_full_disk_is_a_finding(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selfcheck, "LITTLE_DISK", 1 << 80)
    async with LocalBotApi(token=TOKEN) as api:
        status = await selfcheck.run_check(configured(tmp_path, token=TOKEN, api_url=api.url))
    assert status == 1
    assert "BAD  disk" in capsys.readouterr().out


async def test_a_damaged_index_is_a_finding_and_can_be_built_anew(
    tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "newshound.db"
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        index_file = index.path
    index_file.write_bytes(b"no index" * 1000)
    async with LocalBotApi(token=TOKEN) as api:
        config = configured(tmp_path, token=TOKEN, api_url=api.url)
        assert await selfcheck.run_check(config) == 1
        assert "--rebuild-index" in capsys.readouterr().out
        assert await selfcheck.run_check(config, rebuild_index=True) == 0
    captured = capsys.readouterr()
    assert "ok   search index" in captured.out
    assert captured.err.endswith("the search index has been built anew\n")


async def test_an_index_of_an_earlier_version_serves_and_is_noted(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(tmp_path / "newshound.db") as db, SearchIndex.open(db):
        pass
    monkeypatch.setattr("storage.index.schema.TERMS_VERSION", TERMS_VERSION + 1)
    async with LocalBotApi(token=TOKEN) as api:
        assert await selfcheck.run_check(configured(tmp_path, token=TOKEN, api_url=api.url)) == 0
    assert "note search index: 0 of 0 articles; it is of an earlier version" in (
        capsys.readouterr().out
    )


async def test_the_index_is_not_rebuilt_under_a_running_bot(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "newshound.db"):
        with pytest.raises(DatabaseInUse, match="in use by process"):
            await selfcheck.run_check(configured(tmp_path), rebuild_index=True)


@pytest.mark.parametrize(
    ("model", "fault", "models", "status", "said"),
    [
        (MODEL, "", None, 0, f"ok   language model: llm.url answers and has {MODEL}"),
        ("unknown", "", None, 0, "does not list unknown; it has small-model, other"),
        (MODEL, "404", None, 0, "it does not tell"),
        (MODEL, "", {"data": []}, 0, "it does not tell"),
        (MODEL, "401", None, 1, "HTTP 401; check llm.url and llm.key"),
        (MODEL, "500", None, 1, "HTTP 500"),
        (MODEL, "", ["nonsense"], 1, "JSON that is no answer"),
    ],
)
async def test_it_says_whether_the_language_model_answers_and_spends_nothing(
    tmp_path: Path,
    capsys: Captured,
    model: str,
    fault: str,
    models: object,
    status: int,
    said: str,
) -> None:
    async with LocalBotApi(token=TOKEN) as api, LlmServer() as server:
        server.fault = fault
        server.models = models or server.models
        config = dataclasses.replace(
            configured(tmp_path, token=TOKEN, api_url=api.url), llm=Llm(server.url, model, KEY)
        )
        assert await selfcheck.run_check(config) == status
    printed = capsys.readouterr().out
    assert said in printed
    assert KEY not in printed
    assert not server.questions


async def test_a_language_model_that_is_not_there_is_told(tmp_path: Path, capsys: Captured) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        config = dataclasses.replace(
            configured(tmp_path, token=TOKEN, api_url=api.url),
            llm=Llm("http://127.0.0.1:9/v1", MODEL, KEY),
        )
        assert await selfcheck.run_check(config) == 1
    assert "BAD  language model: llm.url does not answer as it should: no connection" in (
        capsys.readouterr().out
    )


def with_webhook(config: Config) -> Config:
    listen = ListenAddress("127.0.0.1", 8443)
    telegram = dataclasses.replace(
        config.telegram,
        webhook_url="https://news.example/bot/",
        webhook_listen=listen,
        webhook_secret="a-word",
    )
    return dataclasses.replace(config, telegram=telegram)


@pytest.mark.parametrize(
    ("there", "mark", "said"),
    [
        ("", "note", "none at Telegram yet"),
        ("https://other.example/123:SECRET", "note", "another one is set at Telegram"),
        ("https://news.example/bot/telegram", "ok  ", "bot/telegram, 0 updates waiting"),
    ],
)
async def test_the_webhook_that_telegram_has_is_said(
    tmp_path: Path, capsys: Captured, there: str, mark: str, said: str
) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        async with ptbs_bot(api) as bot:
            await bot.set_webhook(there)
        config = with_webhook(configured(tmp_path, token=TOKEN, api_url=api.url))
        assert await selfcheck.run_check(config) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "webhook:" in line]
    assert line.startswith(f"{mark} webhook:")
    assert said in line
    assert "SECRET" not in line
    assert "a-word" not in line


@pytest.mark.parametrize(("waiting", "status", "mark"), [(0, 0, "note"), (1, 1, "BAD ")])
async def test_what_telegram_met_at_the_webhook_is_said(
    tmp_path: Path, capsys: Captured, waiting: int, status: int, mark: str
) -> None:
    async with LocalBotApi(token=TOKEN, now=lambda: 1_795_370_709) as api:
        async with ptbs_bot(api) as bot:
            await bot.set_webhook("https://news.example/bot/telegram")
        ada = api.world.add_user("Ada")
        for _ in range(waiting):
            api.say(ada, api.world.private(ada), "hello")
        api.webhook_answered(1, 502, "Wrong response from the webhook: 502 Bad Gateway")
        config = with_webhook(configured(tmp_path, token=TOKEN, api_url=api.url))
        assert await selfcheck.run_check(config) == status
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "webhook:" in line]
    assert line.startswith(mark)
    assert "502 Bad Gateway (2026-11-22T18:05:09" in line
    assert f"{waiting} updates waiting" in line
