"""The wire itself: addresses, ways to send parameters, uploads and downloads, starting and closing."""

import asyncio
import gc
import json
import socket

import aiohttp
import pytest
import telegram

from bot.local.botapi import Chat, LocalBotApi
from tests.ptb import ptbs_bot

MIB = 1024 * 1024


async def answer(
    session: aiohttp.ClientSession, url: str, **request: object
) -> tuple[int, dict[str, object]]:
    async with session.post(url, **request) as response:  # type: ignore[arg-type]  # as given by each test
        body: dict[str, object] = json.loads(await response.read())
        return response.status, body


async def test_the_envelope_repeats_the_status(api: LocalBotApi) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status, description in (
            ("/bot123456:OTHER/getMe", 401, "Unauthorized"),
            ("/botnonsense/getMe", 404, "Not Found"),
            ("/", 404, "Not Found"),
            (f"/bot{api.token}", 404, "Not Found"),
            (f"/bot{api.token}/sendPigeon", 404, "Not Found: method not found"),
            (f"/file/bot{api.token}/no/such.txt", 404, "Not Found"),
            (f"/bot{api.token}/sendMessage", 400, "Bad Request: message text is empty"),
        ):
            assert await answer(session, api.url + path) == (
                status,
                {"ok": False, "error_code": status, "description": description},
            )


async def test_parameters_come_in_four_ways(api: LocalBotApi, dm: Chat) -> None:
    """Query, form, multipart and JSON are the same to a method, whose name may be in any case."""
    url = f"{api.url}/bot{api.token}/SENDmessage"
    form = aiohttp.FormData()
    form.add_field("chat_id", str(dm.id))
    form.add_field("text", "é🏟")
    form.add_field("unused", b"x", filename="x.txt")
    async with aiohttp.ClientSession() as session:
        for request in (
            {"params": {"chat_id": str(dm.id), "text": "é🏟"}},
            {"data": {"chat_id": str(dm.id), "text": "é🏟"}},
            {"data": form},
            {"json": {"chat_id": dm.id, "text": "é🏟", "link_preview_options": {"url": "x"}}},
        ):
            status, body = await answer(session, url, **request)
            assert (status, body["ok"]) == (200, True)
    assert [message.text for message in api.messages] == ["é🏟"] * 4
    assert {call.method for call in api.calls} == {"sendMessage"}


async def test_unreadable_parameters_are_refused(api: LocalBotApi) -> None:
    url = f"{api.url}/bot{api.token}/sendMessage"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    async with aiohttp.ClientSession() as session:
        status, body = await answer(session, url, data=b"text=%FF", headers=form)
        assert (status, body["description"]) == (
            400,
            "Bad Request: strings must be encoded in UTF-8",
        )
        status, body = await answer(session, url, json=[])
        assert (status, body["description"]) == (400, "Bad Request: object expected as request")
        status, body = await answer(session, url, json={"text": "\ud800"})
        assert status == 400


async def test_uploads_are_limited(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """A photo must be a picture of at most 10 MB, any file must hold something and at most 50 MB."""
    for content, words in (
        (b"\x89PNG" + b"x" * 10 * MIB, "Photo_save_file_invalid"),
        (b"words", "Image_process_failed"),
    ):
        with pytest.raises(telegram.error.BadRequest, match=words):
            await bot.send_photo(dm.id, content)
    with pytest.raises(telegram.error.BadRequest, match="File must be non-empty"):
        await bot.send_document(dm.id, b"")
    with pytest.raises(telegram.error.NetworkError, match="Request Entity Too Large"):
        await bot.send_document(dm.id, b"x" * (50 * MIB + 1))
    with pytest.raises(telegram.error.BadRequest, match="Wrong remote file identifier specified"):
        await bot.send_document(dm.id, "no-such-id")
    assert api.messages == []


async def test_downloads_are_limited(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """Twenty megabytes; a file sent once can be sent again by its id."""
    message = await bot.send_document(dm.id, b"x" * (20 * MIB + 1), filename="big.txt")
    assert message.document is not None
    with pytest.raises(telegram.error.BadRequest, match="File is too big"):
        await bot.get_file(message.document.file_id)
    with pytest.raises(telegram.error.BadRequest, match="Invalid file_id"):
        await bot.get_file("no-such-id")
    again = await bot.send_document(dm.id, message.document.file_id)
    assert again.document == message.document


async def test_a_port_in_use_is_an_oserror(api: LocalBotApi) -> None:
    with pytest.raises(OSError, match="address already in use"):
        async with LocalBotApi(port=api.port):
            pass


async def test_it_listens_on_loopback_alone(api: LocalBotApi) -> None:
    assert api.url == f"http://127.0.0.1:{api.port}"
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.2", api.port)):
        pass


async def test_it_comes_back_on_its_port_with_its_world() -> None:
    """An outage: nobody answers for a while, and nothing is forgotten."""
    async with LocalBotApi(enforce_rates=False) as api:
        dm = api.world.private(api.world.add_user("Alice"))
        async with ptbs_bot(api) as bot:
            await bot.send_message(dm.id, "before")
            url = api.url
            await api.stop()
            with pytest.raises(telegram.error.NetworkError):
                await bot.send_message(dm.id, "during")
            await api.start()
            assert api.url == url
            await bot.send_message(dm.id, "after")
        assert [message.text for message in api.sent(dm)] == ["before", "after"]


async def test_closing_ends_a_poll_and_leaves_nothing_behind() -> None:
    """The poll gets no updates; no connection, no task is left open (a warning would fail the test)."""
    async with LocalBotApi() as api, ptbs_bot(api) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await api.wait_for(lambda: api.is_polled)
        await api.stop()
        assert await poll == ()
    gc.collect()


async def test_waiting_in_vain_names_the_latest_calls(api: LocalBotApi, bot: telegram.Bot) -> None:
    await bot.get_me()
    with pytest.raises(TimeoutError, match=r"waited 0\.01 s in vain; latest calls: \['getMe 200"):
        await api.wait_for(lambda: api.messages, timeout=0.01)


async def test_a_broken_predicate_is_raised_where_it_waits(
    api: LocalBotApi, bot: telegram.Bot
) -> None:
    calls_seen = len(api.calls)
    waiting = asyncio.create_task(
        api.wait_for(lambda: len(api.calls) > calls_seen and 1 / 0, timeout=5)
    )
    await asyncio.sleep(0)
    await bot.get_me()
    with pytest.raises(ZeroDivisionError):
        await waiting
