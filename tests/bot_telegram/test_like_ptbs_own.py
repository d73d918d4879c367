"""Our transport sends what PTB's own sends, and raises what PTB's own raises."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiohttp import web
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.telegram import AiohttpRequest, NotSent
from tests.bot_telegram.servers import TOKEN, Recorder, tcp_server
from tests.ptb import ptbs_transport

BotCall = Callable[[Bot], Awaitable[object]]


@pytest.fixture(autouse=True)
def _retry_after_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def call_through(request: BaseRequest, url: str, call: BotCall) -> object:
    """Make the call through this transport; returns its result, or the error it raised."""
    async with request:
        bot = Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)
        try:
            return await call(bot)
        except TelegramError as error:
            return error


async def call_through_both(endpoint: Recorder, call: BotCall) -> tuple[object, object]:
    theirs = await call_through(ptbs_transport(), endpoint.url, call)
    ours = await call_through(AiohttpRequest(), endpoint.url, call)
    return theirs, ours


KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Änderung & more", callback_data="v1:1")]])

PLAIN_CALLS: dict[str, BotCall] = {
    "text": lambda bot: bot.send_message(5, "Grüße & <b>50 %</b> + 名前 \U0001f600\n\tend="),
    "true, false and absent values": lambda bot: bot.send_message(
        5, "x", disable_notification=True, protect_content=False, message_thread_id=None
    ),
    "objects": lambda bot: bot.send_message(
        -100123, "x", reply_markup=KEYBOARD, link_preview_options=LinkPreviewOptions(True)
    ),
    "lists": lambda bot: bot.delete_messages(5, [1, 2, 3]),
    "a time": lambda bot: bot.ban_chat_member(
        -100123, 5, until_date=dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    ),
    "a fraction and an empty text": lambda bot: bot.do_api_request(
        "someNewMethod", {"latitude": 1.25, "note": ""}
    ),
}


@pytest.mark.parametrize("name", PLAIN_CALLS)
async def test_a_call_without_files_arrives_the_same(endpoint: Recorder, name: str) -> None:
    await call_through_both(endpoint, PLAIN_CALLS[name])
    theirs, ours = endpoint.calls
    assert ours == theirs
    assert ours.media_type == "application/x-www-form-urlencoded"
    assert ours.fields


async def test_a_form_that_is_ready_arrives_the_same(endpoint: Recorder) -> None:
    await call_through(ptbs_transport(), endpoint.url, PLAIN_CALLS["text"])
    text = endpoint.calls[0].fields["text"]
    async with AiohttpRequest() as request:
        url = f"{endpoint.url}/bot{TOKEN}/sendMessage"
        form = urlencode({"chat_id": 5, "text": text}).encode()
        endpoint.answer_json({"ok": True, "result": {"message_id": 7}})
        assert await request.post_form(url, form) == {"message_id": 7}
        status, answer = REFUSALS[ChatMigrated]
        endpoint.answer_json({"ok": False, "error_code": status, **answer}, status)
        with pytest.raises(ChatMigrated):
            await request.post_form(url, form)
    theirs, ours, _ = endpoint.calls
    assert ours == theirs


async def test_a_call_without_parameters_arrives_empty(endpoint: Recorder) -> None:
    await call_through_both(endpoint, lambda bot: bot.log_out())
    assert [(call.method, call.fields, call.files) for call in endpoint.calls] == [
        ("POST", {}, {}),
        ("POST", {}, {}),
    ]


# Made once, so that both transports send the same generated part names.
GROUP = [
    InputMediaDocument(InputFile(b"one", "первый файл.txt", attach=True), caption="Größe"),
    InputMediaDocument(InputFile(b"two\r\n--two", "b.opml", attach=True), thumbnail=b"tiny"),
]
COVER = InputFile(b"tiny", "cover.jpg", attach=True)
CHART = InputMediaPhoto(b"\x89PNG", filename="chart.png")

UPLOADS: dict[str, BotCall] = {
    "bytes": lambda bot: bot.send_document(5, b"\x00\xff", caption="ça", reply_markup=KEYBOARD),
    "a name": lambda bot: bot.send_document(5, b"%PDF", filename="отчёт 2026.pdf"),
    "an odd name": lambda bot: bot.send_document(5, b"x", filename='"a"\\b\n.xml'),
    "an empty file": lambda bot: bot.send_document(5, b"", filename="empty.txt"),
    "two files": lambda bot: bot.send_document(5, b"x", thumbnail=COVER, filename="x.zip"),
    "a group": lambda bot: bot.send_media_group(5, GROUP),
    "an edit": lambda bot: bot.edit_message_media(CHART, 5, 7),
}


@pytest.mark.parametrize("name", UPLOADS)
async def test_an_upload_arrives_the_same(endpoint: Recorder, name: str) -> None:
    await call_through_both(endpoint, UPLOADS[name])
    theirs, ours = endpoint.calls
    assert ours == theirs
    assert ours.media_type == "multipart/form-data"
    assert ours.files


async def test_an_open_file_arrives_the_same_and_stays_open(
    endpoint: Recorder, tmp_path: Path
) -> None:
    """PTB hands the file over with `read_file_handle=False`; a caller may send it once more."""
    content = bytes(range(256)) * 1000
    (tmp_path / "news.db").write_bytes(content)
    with (tmp_path / "news.db").open("rb") as file:
        document = InputFile(file, read_file_handle=False)
        await call_through_both(endpoint, lambda bot: bot.send_document(5, document))
        await call_through(
            AiohttpRequest(), endpoint.url, lambda bot: bot.send_document(5, document)
        )
        assert not file.closed
    theirs, ours, again = endpoint.calls
    assert ours == theirs == again
    assert ours.files["document"].content == content


@pytest.mark.parametrize("name", ["отчёт 2026.pdf", "a b.xml", "50 %.txt", "名前.opml"])
async def test_a_file_name_arrives_as_given(endpoint: Recorder, name: str) -> None:
    await call_through(
        AiohttpRequest(), endpoint.url, lambda bot: bot.send_document(5, b"x", filename=name)
    )
    disposition = endpoint.calls[0].files["document"].disposition
    assert disposition == f'form-data; name="document"; filename="{name}"'


async def test_a_file_name_cannot_pass_for_another_parameter(endpoint: Recorder) -> None:
    """Telegram's server splits this header at each semicolon, in quotes or not."""
    name = 'x; name="chat_id.xml'
    await call_through(
        AiohttpRequest(), endpoint.url, lambda bot: bot.send_document(5, b"x", filename=name)
    )
    disposition = endpoint.calls[0].files["document"].disposition
    assert disposition.split(";")[2:] == [' filename="x%3B name=%22chat_id.xml"']


REFUSALS: dict[type[TelegramError], tuple[int, dict[str, object]]] = {
    BadRequest: (400, {"description": "Bad Request: chat not found"}),
    ChatMigrated: (
        400,
        {"description": "Bad Request: x", "parameters": {"migrate_to_chat_id": -1001}},
    ),
    InvalidToken: (401, {"description": "Unauthorized"}),
    Forbidden: (403, {"description": "Forbidden: bot was blocked by the user"}),
    Conflict: (409, {"description": "Conflict: terminated by other getUpdates request"}),
    RetryAfter: (429, {"description": "Too Many Requests", "parameters": {"retry_after": 31}}),
    NetworkError: (500, {"description": "Internal Server Error"}),
}


@pytest.mark.parametrize("kind", REFUSALS)
async def test_what_telegram_refuses_raises_the_same(
    endpoint: Recorder, kind: type[TelegramError]
) -> None:
    status, answer = REFUSALS[kind]
    endpoint.answer_json({"ok": False, "error_code": status, **answer}, status)
    theirs, ours = await call_through_both(endpoint, lambda bot: bot.send_message(5, "x"))
    assert type(ours) is type(theirs) is kind
    assert repr(ours) == repr(theirs)
    if isinstance(ours, RetryAfter):
        assert ours.retry_after == dt.timedelta(seconds=31)
    if isinstance(ours, ChatMigrated):
        assert ours.new_chat_id == -1001


async def test_an_unknown_method_is_a_refused_token(endpoint: Recorder) -> None:
    """Telegram answers 404 to a token of the wrong form; PTB makes InvalidToken of it."""
    endpoint.answer_json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    theirs, ours = await call_through_both(endpoint, lambda bot: bot.get_me())
    assert type(ours) is type(theirs) is InvalidToken


async def test_a_silent_server_times_out_the_same() -> None:
    async def listen_only(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)

    async with tcp_server(listen_only) as address:
        for request in (ptbs_transport(), AiohttpRequest()):
            outcome = await call_through(
                request, f"http://{address}", lambda bot: bot.send_message(5, "x", read_timeout=0.1)
            )
            assert type(outcome) is TimedOut


async def test_a_refused_connection_is_a_network_error_that_says_more(unused_address: str) -> None:
    url = f"http://{unused_address}"
    theirs = await call_through(ptbs_transport(), url, lambda bot: bot.get_me())
    ours = await call_through(AiohttpRequest(), url, lambda bot: bot.get_me())
    assert isinstance(theirs, NetworkError)
    assert type(ours) is NotSent
    assert isinstance(ours, NetworkError)


async def test_a_download_arrives_the_same(endpoint: Recorder) -> None:
    content = bytes(range(256)) * 4000

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        return web.Response(body=content)

    endpoint.answer = answer
    path = f"{endpoint.url}/file/bot{TOKEN}/documents/мой файл.opml"
    for request in (ptbs_transport(), AiohttpRequest()):
        async with request:
            assert await request.retrieve(path) == content
    theirs, ours = endpoint.calls
    assert ours == theirs
