"""The webhook: who may call it, what is confirmed when, and that nothing is handled twice."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder, ExtBot, TypeHandler

from bot.config import ListenAddress
from bot.inbound import UPDATES, Inbound
from bot.local.botapi import FaultKind, LocalBotApi
from bot.telegram import AiohttpRequest, ChatOrderedProcessor, WebhookReceiver, webhook
from tests.fakeclock import FakeClock
from tests.webhookcaller import SECRET_HEADER, WebhookCaller

PUBLIC = "https://news.example/bot"
SECRET = "s3cret_word"


class Bench:
    """A webhook over the local endpoint, with a handler that a test can hold up."""

    def __init__(self, api: LocalBotApi) -> None:
        self.api = api
        self.clock = FakeClock()
        self.handled: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.ada = api.world.add_user("Ada")
        self.chat = api.world.private(self.ada)
        self.listen = ""

    def say(self, text: str) -> int:
        update_id = self.api.say(self.ada, self.chat, text)
        assert update_id is not None
        return update_id

    def update(self, update_id: int, user: int = 5) -> dict[str, Any]:
        person = {"id": user, "is_bot": False, "first_name": "Eve"}
        chat = {"id": user, "type": "private", "first_name": "Eve"}
        said = {"message_id": update_id, "date": 1, "chat": chat, "from": person, "text": "hello"}
        return {"update_id": update_id, "message": said}

    async def post(
        self,
        body: object = b"",
        *,
        secret: str | None = SECRET,
        path: str = "/bot/telegram",
        method: str = "POST",
    ) -> tuple[int, bytes]:
        """Call the server; return status and body of its answer."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        sent = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                method, f"http://{self.listen}{path}", headers=headers, **sent
            ) as response,
        ):
            return response.status, await response.read()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["asyncio.Task[None]"]:
        bot: ExtBot[None] = ExtBot(
            self.api.token, base_url=f"{self.api.url}/bot", request=AiohttpRequest()
        )
        processor = ChatOrderedProcessor()
        application = (
            ApplicationBuilder().bot(bot).updater(None).concurrent_updates(processor).build()
        )

        async def handle(update: Update, _: Any) -> None:
            await self.gate.wait()
            self.handled.append(update.update_id)

        application.add_handler(TypeHandler(Update, handle))
        subject = WebhookReceiver(
            bot,
            application.update_queue,
            processor,
            self.clock,
            ["message"],
            url=f"{PUBLIC}/telegram",
            secret=SECRET,
        )
        server = Inbound(ListenAddress("127.0.0.1", 0), PUBLIC, {UPDATES: subject.answer})
        self.listen = f"127.0.0.1:{await server.start()}"
        self.subject = subject
        async with application:
            await application.start()
            running = asyncio.create_task(subject.run())
            try:
                await self.clock.until_sleeping()
                yield running
            finally:
                running.cancel()
                await asyncio.wait({running})
                self.gate.set()
                await application.stop()
                await server.stop()


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with LocalBotApi() as api:
        yield Bench(api)


async def test_telegram_is_told_where_to_call(bench: Bench) -> None:
    async with bench.serving():
        (call,) = bench.api.calls_of("setWebhook")
    assert call.params.text("url") == "https://news.example/bot/telegram"
    assert call.params.text("secret_token") == SECRET
    assert call.params.text("allowed_updates") == '["message"]'
    assert call.params.integer("max_connections") == webhook.MOST_CONNECTIONS
    assert not call.params.flag("drop_pending_updates"), "what waited while we were away is handled"


async def test_what_has_been_handled_is_confirmed(bench: Bench) -> None:
    waited = bench.say("before anybody listened")
    async with bench.serving(), WebhookCaller(bench.api, bench.listen):
        last = bench.say("two")
        await bench.api.wait_for(lambda: not bench.api.pending_updates)
    assert bench.handled == [waited, last]


async def test_what_is_being_handled_is_not_confirmed_yet(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 60.0)
    async with bench.serving():
        bench.gate.clear()
        call = asyncio.create_task(bench.post(bench.update(7)))
        again = asyncio.create_task(bench.post(bench.update(7)))
        done, _ = await asyncio.wait({call, again}, timeout=0.1)
        assert not done
        bench.gate.set()
        assert await call == await again == (200, b"")
    assert bench.handled == [7]


async def test_a_slow_handler_does_not_keep_telegram_waiting_for_ever(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.01)
    async with bench.serving():
        bench.gate.clear()
        assert await bench.post(bench.update(7)) == (200, b"")
        assert bench.handled == []
    assert bench.handled == [7]


async def test_updates_may_come_in_any_order(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram makes many calls at once; each is answered when its own update is done."""
    monkeypatch.setattr(webhook, "PATIENCE", 60.0)
    async with bench.serving():
        assert (await bench.post(bench.update(9, user=9)))[0] == 200
        bench.gate.clear()
        early = asyncio.create_task(bench.post(bench.update(4, user=4)))
        late = asyncio.create_task(bench.post(bench.update(12, user=12)))
        done, _ = await asyncio.wait({early, late}, timeout=0.1)
        assert not done
        bench.gate.set()
        assert (await early)[0] == (await late)[0] == 200
    assert sorted(bench.handled) == [4, 9, 12]


async def test_an_update_that_comes_again_is_handled_once(bench: Bench) -> None:
    async with bench.serving():
        for _ in range(3):
            assert (await bench.post(bench.update(7)))[0] == 200
    assert bench.handled == [7]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", "s3cret_wörd"])
async def test_who_does_not_know_the_secret_gets_403_without_a_word(
    bench: Bench, secret: str | None
) -> None:
    async with bench.serving():
        for body in (bench.update(7), b"{", b"x" * (webhook.MOST_BYTES + 1)):
            assert await bench.post(body, secret=secret) == (403, b"")
        assert await bench.post(secret=secret, method="GET") == (403, b"")
    assert bench.handled == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": true}', 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 7, "message": []}', 400),
        (b'{"update_id": 7, "message": {"chat": 5}}', 400),
        (b"x" * (webhook.MOST_BYTES + 1), 413),
    ],
)
async def test_what_is_no_update_is_refused(bench: Bench, body: bytes, status: int) -> None:
    async with bench.serving():
        assert await bench.post(body) == (status, b"")
        assert (await bench.post(bench.update(8)))[0] == 200
    assert bench.handled == [8]


@pytest.mark.parametrize("path", ["/", "/bot", "/bot/", "/bot/other", "/favicon.ico", "//telegram"])
async def test_beside_the_webhook_there_is_nothing(bench: Bench, path: str) -> None:
    async with bench.serving():
        assert await bench.post(bench.update(7), path=path) == (404, b"")
    assert bench.handled == []


async def test_a_proxy_may_take_the_path_off(bench: Bench) -> None:
    async with bench.serving():
        assert (await bench.post(bench.update(7), path="/telegram"))[0] == 200
        assert (await bench.post(bench.update(8), method="GET"))[0] == 405
    assert bench.handled == [7]


async def test_what_comes_while_it_stops_comes_again_later(bench: Bench) -> None:
    async with bench.serving() as running:
        running.cancel()
        await asyncio.wait({running})
        assert (await bench.post(bench.update(7)))[0] == 503
    assert bench.handled == []


async def test_telegram_is_asked_again_until_it_takes_the_address(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    words = "Bad Request: bad webhook: Failed to resolve host"
    bench.api.fault(FaultKind.REFUSE, method="setWebhook", count=2, description=words)
    async with bench.serving():
        for wait in (1, 2):
            assert bench.api.webhook is None
            bench.clock.advance(wait)
            await bench.clock.until_sleeping()
        await bench.api.wait_for(lambda: bench.api.webhook)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(said) == 1
    assert "failed to resolve host" in said[0]


async def test_a_webhook_that_another_program_took_is_taken_back(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.serving():
        await bench.api.wait_for(lambda: bench.api.webhook)
        async with ExtBot(bench.api.token, base_url=f"{bench.api.url}/bot") as other:
            await other.delete_webhook()
        bench.clock.advance(webhook.LOOK_AGAIN)
        await bench.api.wait_for(lambda: bench.api.webhook)
    assert "another program has changed this bot's webhook" in caplog.text


async def test_what_telegram_meets_is_said_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.serving():
        await bench.api.wait_for(lambda: bench.api.webhook)
        bench.api.webhook_answered(1, 502, "Wrong response from the webhook: 502 Bad Gateway")
        for looks in (1, 2):
            bench.clock.advance(webhook.LOOK_AGAIN)
            await bench.api.wait_for(lambda n=looks: len(bench.api.calls_of("getWebhookInfo")) == n)  # type: ignore[misc]
            await bench.clock.until_sleeping()
    assert caplog.text.count("502 Bad Gateway") == 1


async def test_a_token_that_is_no_longer_good_ends_it(bench: Bench) -> None:
    async with bench.serving() as running:
        await bench.api.wait_for(lambda: bench.api.webhook)
        bench.api.fault(FaultKind.REFUSE, error_code=401, description="Unauthorized")
        bench.clock.advance(webhook.LOOK_AGAIN)
        await asyncio.wait({running})
        with pytest.raises(InvalidToken):
            running.result()


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02", b"GET / HTTP/9.9\r\n\r\n"])
async def test_what_is_no_http_is_not_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture, garbage: bytes
) -> None:
    async with bench.serving():
        reader, writer = await asyncio.open_connection(*bench.listen.split(":"))
        writer.write(garbage + b"\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()
        assert (await bench.post(bench.update(7)))[0] == 200
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_no_secret_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    async with bench.serving():
        await bench.post(bench.update(7), secret="wrong-one")
        await bench.post(b"{")
    assert SECRET not in caplog.text
    assert "wrong-one" not in caplog.text


async def test_a_port_in_use_is_said_in_a_sentence() -> None:
    first = Inbound(ListenAddress("127.0.0.1", 0), PUBLIC, {})
    port = await first.start()
    second = Inbound(ListenAddress("127.0.0.1", port), PUBLIC, {})
    with pytest.raises(OSError, match=f"telegram.webhook_listen: 127.0.0.1:{port} is in use"):
        await second.start()
    await second.stop()
    await first.stop()
