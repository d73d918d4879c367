"""`newshound run` where something is wrong: one clear line, the right exit status, never the token."""

import asyncio
import gc
import os
import signal
import socket
import sqlite3
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.app import SWITCH_INTERVAL, run
from bot.config import load
from bot.local.botapi import FaultKind, LocalBotApi
from storage import Database
from tests.botprocess import ROOT, TOKEN, BotProcess, ForkedBotProcess, free_port, write_config


def last_line(process: BotProcess) -> str:
    assert not any(TOKEN in line or "Traceback" in line for line in process.output)
    return process.output[-1]


async def test_a_refused_token_is_said_and_is_a_wrong_configuration(tmp_path: Path) -> None:
    async with LocalBotApi(token="1:ANOTHER") as api, BotProcess(tmp_path, api.url) as process:
        assert await process.wait() == 2
        assert "telegram.token" in last_line(process)


async def test_an_unreachable_telegram_is_said_once_and_waited_for(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        await api.stop()
        async with ForkedBotProcess(tmp_path, api.url) as process:
            await process.line("Telegram cannot be reached")
            await api.start()
            await process.line("the bot is @newshound_bot")
            assert await process.stop() == 0
            assert sum("cannot be reached" in line for line in process.output) == 1
            last_line(process)


async def test_it_stops_also_while_telegram_cannot_be_reached(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        await api.stop()
        async with ForkedBotProcess(tmp_path, api.url) as process:
            await process.line("Telegram cannot be reached")
            assert await process.stop() == 0
            assert last_line(process).endswith("stopping")


async def test_a_second_process_is_refused_and_told_which_one_runs(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api, ForkedBotProcess(tmp_path, api.url) as first:
        await first.line("the bot is")
        async with ForkedBotProcess(tmp_path, api.url) as second:
            assert await second.wait() == 1
            assert f"in use by process {first.pid}" in last_line(second)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "unable to open"),
        (lambda path: path.write_bytes(b"no database " * 1000), "not a database"),
        (lambda path: _sqlite(path, "CREATE TABLE theirs (x)"), "not a Newshound database"),
        (
            lambda path: _sqlite(
                path, "PRAGMA application_id = 0x4E575344", "PRAGMA user_version = 999"
            ),
            "newer Newshound",
        ),
    ],
    ids=["a folder", "garbage", "somebody else's", "newer"],
)
async def test_a_database_that_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, make: object, words: str
) -> None:
    assert callable(make)
    make(tmp_path / "newshound.db")
    async with LocalBotApi(token=TOKEN) as api, ForkedBotProcess(tmp_path, api.url) as process:
        assert await process.wait() == 1
        assert words in last_line(process)
        assert "newshound.db" in last_line(process)


async def test_threads_take_turns_quickly_while_the_bot_runs(tmp_path: Path) -> None:
    """Else the event loop waits for the threads that index and store, ten times as long each time."""
    usual = sys.getswitchinterval()
    async with LocalBotApi(token=TOKEN) as api:
        config = load(write_config(tmp_path, api.url), {"NEWSHOUND_TELEGRAM_TOKEN": TOKEN})
        running = asyncio.create_task(run(config))
        try:
            await api.wait_for(lambda: api.is_polled, timeout=30)
            assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL)
            assert usual > SWITCH_INTERVAL
            os.kill(os.getpid(), signal.SIGTERM)
            assert await running == 0
        finally:
            running.cancel()
            await asyncio.wait([running])
            sys.setswitchinterval(usual)
            gc.unfreeze()


async def test_the_claim_link_makes_one_owner_and_is_good_once(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api, ForkedBotProcess(tmp_path, api.url) as process:
        claim = (await process.line(r"t\.me/newshound_bot\?start=(claim_\S+)"))[1]
        ada, eve = api.world.add_user("Ada"), api.world.add_user("Eve")
        for person in (ada, eve):
            chat = api.world.private(person)
            api.say(person, chat, f"/start {claim}")
            await api.wait_for(lambda chat=chat: api.sent(chat))  # type: ignore[misc]
            api.say(person, chat, "/addfeed")
            await api.wait_for(lambda chat=chat: len(api.sent(chat)) > 1)  # type: ignore[misc]
        to_ada, to_eve = (api.sent(api.world.private(person)) for person in (ada, eve))
        assert "owner" in to_ada[0].text
        assert "link" in to_ada[1].text
        assert "admins" in to_eve[1].text
        assert await process.stop() == 0
    async with Database.open(tmp_path / "newshound.db") as db:
        owners = await db.read(
            lambda raw: raw.execute("SELECT id FROM users WHERE role = 'owner'").fetchall()
        )
    assert [tuple(row) for row in owners] == [(ada.id,)]


async def test_a_stopped_bot_stops_also_with_an_answer_under_way(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api, ForkedBotProcess(tmp_path, api.url) as process:
        await process.line("the bot is")
        held = api.fault(FaultKind.HOLD, method="sendMessage")
        ada = api.world.add_user("Ada")
        api.say(ada, api.world.private(ada), "/help")
        await api.wait_for(lambda: held.hits)
        api.fault(FaultKind.HOLD, method="getUpdates")  # nor are the last updates confirmed
        started = asyncio.get_running_loop().time()
        assert await process.stop() == 0
        assert asyncio.get_running_loop().time() - started < 10


async def test_systemd_and_the_health_page_see_it_live_and_stop(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.settimeout(30)
        systemd.bind(str(tmp_path / "notify"))
        address = f"127.0.0.1:{free_port()}"
        environ = {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "60000000",
            "NEWSHOUND_HEALTH_LISTEN": address,
        }
        async with (
            LocalBotApi(token=TOKEN) as api,
            ForkedBotProcess(tmp_path, api.url, environ) as process,
            aiohttp.ClientSession() as session,
        ):
            await process.line("the bot is")
            await api.wait_for(lambda: api.is_polled)
            heard = [(await asyncio.to_thread(systemd.recv, 100)).decode() for _ in range(2)]
            assert heard == ["READY=1", "WATCHDOG=1"]
            async with session.get(f"http://{address}/healthz") as answer:
                vitals = await answer.json()
            assert (answer.status, vitals["status"]) == (200, "well")
            assert {"poller", "deliverer", "receiver", "backups"} <= vitals["loops"].keys()
            assert all(vitals["loops"].values())
            assert await process.stop() == 0
            assert (await asyncio.to_thread(systemd.recv, 100)).decode() == "STOPPING=1"


async def test_an_owner_gets_a_backup_that_can_be_put_back(tmp_path: Path) -> None:
    """And the first of those that are made by themselves lies in the folder already."""
    async with LocalBotApi(token=TOKEN) as api:
        ada = api.world.add_user("Ada")
        chat = api.world.private(ada)
        environ = {
            "NEWSHOUND_ACCESS_OWNERS": str(ada.id),
            "NEWSHOUND_BACKUP_FOLDER": str(tmp_path / "copies"),
            "NEWSHOUND_BACKUP_PASSPHRASE": "correct horse",
        }
        async with ForkedBotProcess(tmp_path, api.url, environ) as process:
            await process.line("a backup was made: newshound-.*Z.db.sealed")
            api.say(ada, chat, "/backup")
            await api.wait_for(lambda: api.sent(chat), timeout=30)
            (message,) = api.sent(chat)
            assert message.media is not None
            assert await process.stop() == 0
    (tmp_path / "sent.db").write_bytes(message.media.file.content)
    (tmp_path / "newshound.db").unlink()
    restoring = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "restore", str(tmp_path / "sent.db")),
        *("--config", str(tmp_path / "config.toml")),
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await restoring.wait() == 0
    async with Database.open(tmp_path / "newshound.db") as db:
        owners = await db.read(
            lambda raw: raw.execute("SELECT id FROM users WHERE role = 'owner'").fetchall()
        )
    assert [tuple(row) for row in owners] == [(ada.id,)]


async def test_an_address_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        address = api.url.removeprefix("http://")
        environ = {"NEWSHOUND_HEALTH_LISTEN": address}
        async with ForkedBotProcess(tmp_path, api.url, environ) as process:
            assert await process.wait() == 1
            assert last_line(process) == (
                f"Newshound stopped: health.listen: {address} cannot be listened on "
                "(Address already in use); name another"
            )


def _sqlite(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


async def test_menus_that_telegram_does_not_take_are_no_reason_not_to_start(
    tmp_path: Path,
) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        api.fault(FaultKind.REFUSE, method="setMyCommands", error_code=404, description="Not Found")
        async with ForkedBotProcess(tmp_path, api.url) as process:
            await process.line("the command menus could not be set")
            ada = api.world.add_user("Ada")
            api.say(ada, api.world.private(ada), "/help")
            await api.wait_for(lambda: api.sent(api.world.private(ada)))
            assert await process.stop() == 0
