"""`newshound run` with a webhook, as a process of its own: it serves, stops in time, and loses nothing."""

import asyncio
import socket
import sqlite3
from pathlib import Path

from bot.local.botapi import FaultKind, LocalBotApi
from tests.botprocess import TOKEN, ForkedBotProcess, free_port
from tests.feedserver import FeedServer, item, rss
from tests.hubserver import CHALLENGE, HubServer
from tests.webhookcaller import WebhookCaller

SECRET = "a-word-of-our-own"


def with_webhook(folder: Path, api: LocalBotApi, port: int) -> ForkedBotProcess:
    """Return a bot that is configured for a webhook."""
    process = ForkedBotProcess(folder, api.url)
    file = folder / "config.toml"
    lines = [
        'webhook_url = "https://news.example/bot/"',
        f'webhook_listen = "127.0.0.1:{port}"',
        f'webhook_secret = "{SECRET}"',
    ]
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("[polling]", "\n".join([*lines, "[polling]"])), "utf-8")
    return process


async def test_updates_come_by_webhook_and_it_stops_in_time(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        port = free_port()
        ada = api.world.add_user("Ada", language_code="en")
        chat = api.world.private(ada)
        async with with_webhook(tmp_path, api, port) as process:
            claim = (await process.line(r"\?start=(claim_\S+)"))[1]
            async with WebhookCaller(api, f"127.0.0.1:{port}") as caller:
                api.say(ada, chat, f"/start {claim}")
                await api.wait_for(lambda: api.sent(chat), 20)
                await api.wait_for(lambda: not api.pending_updates)
                assert "owner" in api.sent(chat)[0].text
                held = api.fault(FaultKind.HOLD, method="sendMessage")
                api.say(ada, chat, "/help")
                await api.wait_for(lambda: held.hits)
                started = asyncio.get_running_loop().time()
                assert await process.stop() == 0
                assert asyncio.get_running_loop().time() - started < 10
        assert caller.answers[0][1] == 200
        assert not api.calls_of("getUpdates")
        assert not api.calls_of("deleteWebhook")
        assert SECRET not in "\n".join(process.output)


async def test_what_comes_while_nobody_is_there_is_handled_after_the_restart(
    tmp_path: Path,
) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        port = free_port()
        ada = api.world.add_user("Ada", language_code="en")
        chat = api.world.private(ada)
        async with WebhookCaller(api, f"127.0.0.1:{port}") as caller:
            async with with_webhook(tmp_path, api, port) as process:
                await process.line("Telegram brings updates")
                process.kill()
                await process.wait()
            api.say(ada, chat, "/help")
            await api.wait_for(lambda: [1 for _, status in caller.answers if status == 0])
            async with with_webhook(tmp_path, api, port) as process:
                await api.wait_for(lambda: not api.pending_updates, 20)
                await api.wait_for(lambda: len(api.sent(chat)) == 1, 20)
                assert await process.stop() == 0
    assert len(api.sent(chat)) == 1


async def test_what_a_hub_pushes_is_an_alert(tmp_path: Path) -> None:
    """The feed itself never shows it, so it cannot have come by polling."""
    port = free_port()
    async with LocalBotApi(token=TOKEN) as api, FeedServer() as feeds, HubServer() as hub:
        hub.proxied = ("https://news.example", f"http://127.0.0.1:{port}")
        ada = api.world.add_user("Ada", language_code="en")
        chat = api.world.private(ada)
        link = {"Link": f'<{hub.url}>; rel="hub", <{feeds.url}/paper>; rel="self"'}
        old, new = item("1", "Old", "Known."), item("2", "The bridge is open", "News.")
        feeds.set("/paper", rss("The Paper", [old]), headers=link)
        async with WebhookCaller(api, f"127.0.0.1:{port}"):
            async with with_webhook(tmp_path, api, port) as process:
                claim = (await process.line(r"\?start=(claim_\S+)"))[1]
                api.say(ada, chat, f"/start {claim}")
                api.say(ada, chat, f"/addfeed {feeds.url}/paper")
                await api.wait_for(lambda: any("The Paper" in m.text for m in api.messages), 20)
                api.say(ada, chat, "/sub 1")
                await api.wait_for(lambda: any("Subscribed" in m.text for m in api.messages), 20)
                assert await process.stop() == 0
            async with with_webhook(tmp_path, api, port) as process:
                await api.wait_for(lambda: api.webhook, 20)
                async with asyncio.timeout(20):
                    await hub.was_asked.wait()
                form = hub.asked[0]
                assert form["hub.callback"].startswith("https://news.example/bot/websub/")
                assert await hub.verify(form) == (200, CHALLENGE)
                assert await hub.push(form, rss("The Paper", [new, old])) == 202
                await api.wait_for(lambda: any("bridge" in m.text for m in api.messages), 20)
                assert await process.stop() == 0
            said = "\n".join(process.output)
            assert form["hub.secret"] not in said
            assert form["hub.callback"] not in said


async def test_without_a_webhook_it_is_taken_away_and_feeds_are_polled_as_usual(
    tmp_path: Path,
) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        async with with_webhook(tmp_path, api, free_port()) as process:
            await process.line("Telegram brings updates to https://news.example/bot/telegram")
            assert await process.stop() == 0
        with sqlite3.connect(tmp_path / "newshound.db") as raw:
            raw.execute(
                "INSERT INTO feeds (url, title, added_at, added_by, next_check_at, pushed_until, state)"
                " VALUES ('http://127.0.0.1:1/', 'A', 1, 1, 4e12, 5e12, 'paused')"
            )
            raw.execute(
                "INSERT INTO hub_subscriptions"
                " (feed_id, hub, topic, callback, token, secret, next_ask_at)"
                " VALUES (1, 'h', 't', 'c', 'k', 's', 4e12)"
            )
        raw.close()
        async with ForkedBotProcess(tmp_path, api.url) as process:
            await api.wait_for(lambda: api.is_polled, 20)
            assert await process.stop() == 0
        with sqlite3.connect(tmp_path / "newshound.db") as raw:
            assert raw.execute("SELECT pushed_until FROM feeds").fetchall() == [(None,)]
            assert raw.execute("SELECT count(*) FROM hub_subscriptions").fetchone() == (0,)
        raw.close()
        assert api.webhook is None


async def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            async with with_webhook(tmp_path, api, port) as process:
                assert await process.wait() == 1
        line = process.output[-1]
        assert f"telegram.webhook_listen: 127.0.0.1:{port} is in use by another program" in line
        assert "Traceback" not in "\n".join(process.output)
