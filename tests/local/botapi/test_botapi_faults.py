"""Faults that a test switches on, and the record of what they struck."""

import asyncio

import pytest
import telegram
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.local.botapi import Call, Chat, FaultKind, LocalBotApi
from tests.ptb import ptbs_transport


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FaultKind.SERVER_ERROR, "Internal Server Error"),
        (FaultKind.BAD_GATEWAY, "Bad Gateway"),
        (FaultKind.DROP_BEFORE, "disconnected"),
    ],
)
async def test_a_call_can_fail_before_it_has_its_effect(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat, kind: FaultKind, words: str
) -> None:
    api.fault(kind, count=1)
    with pytest.raises(NetworkError, match=words):
        await bot.send_message(dm.id, "hello")
    assert api.messages == []
    await bot.send_message(dm.id, "again")
    assert [message.text for message in api.messages] == ["again"]
    assert [(call.status == 200, call.fault) for call in api.calls[-2:]] == [
        (False, kind),
        (True, None),
    ]


async def test_a_page_of_html_can_come_with_status_200(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    api.fault(FaultKind.HTML_ANSWER, count=1)
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(dm.id, "hello")
    assert api.messages == []


async def test_an_answer_can_be_lost(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """The message exists, the bot can't know it."""
    api.fault(FaultKind.DROP_AFTER, method="sendMessage", count=1)
    with pytest.raises(NetworkError):
        await bot.send_message(dm.id, "hello")
    assert [message.text for message in api.sent(dm)] == ["hello"]
    assert api.calls[-1].status == 0
    assert api.calls[-1].messages == (api.messages[0],)


async def test_a_429_can_be_made_up(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    api.fault(FaultKind.TOO_MANY_REQUESTS, chat=dm, retry_after=17)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(dm.id, "hello")
    assert "0:00:17" in refused.value.message
    assert api.violations == []


async def test_a_refusal_has_the_status_it_is_given(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    words = "Forbidden: bot was blocked by the user"
    api.fault(FaultKind.REFUSE, error_code=403, description=words)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(dm.id, "hello")


async def test_a_delay_outlives_an_impatient_client(api: LocalBotApi, dm: Chat) -> None:
    """The message comes to be after the client has given up."""
    fault = api.fault(FaultKind.HOLD, method="sendMessage", count=1)
    request = ptbs_transport(read_timeout=0.1)
    async with telegram.Bot(
        api.token, base_url=f"{api.url}/bot", request=request, get_updates_request=ptbs_transport()
    ) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(dm.id, "hello")
    assert api.messages == []
    fault.release()
    await api.wait_for(lambda: api.messages)


async def test_a_delayed_call_is_answered_in_the_end(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    api.fault(FaultKind.DELAY, seconds=0.05)
    assert (await bot.send_message(dm.id, "hello")).text == "hello"


async def test_an_answer_can_be_held(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """Between send and settle: the message is there, the answer is not, until the test lets it go."""
    fault = api.fault(FaultKind.HOLD_ANSWER, count=1)
    sending = asyncio.create_task(bot.send_message(dm.id, "hello"))
    await api.wait_for(lambda: api.sent(dm))
    assert not sending.done()
    fault.release()
    assert (await sending).text == "hello"


async def test_faults_strike_where_they_are_told_to(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    """By method, by chat, by predicate; cancelled, they strike no more."""
    other = api.world.private(api.world.add_user("Bob"))
    in_chat = api.fault(FaultKind.SERVER_ERROR, method="sendMessage", chat=dm)
    by_text = api.fault(
        FaultKind.SERVER_ERROR, when=lambda _, params: "boom" in params.text("text")
    )
    await bot.send_chat_action(dm.id, "typing")
    await bot.send_message(other.id, "hello")
    for chat, text in ((dm, "hello"), (other, "boom")):
        with pytest.raises(NetworkError):
            await bot.send_message(chat.id, text)
    assert (in_chat.hits, by_text.hits) == (1, 1)
    in_chat.cancel()
    await bot.send_message(dm.id, "hello")
    api.faults.clear()
    await bot.send_message(other.id, "boom")


async def test_chance_is_seeded(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """The same seed strikes the same calls."""

    async def struck() -> list[bool]:
        fault = api.fault(FaultKind.SERVER_ERROR, probability=0.5, seed=7)
        outcomes: list[bool] = []
        for _ in range(20):
            hits = fault.hits
            try:
                await bot.send_chat_action(dm.id, "typing")
            except NetworkError:
                assert fault.hits == hits + 1
            outcomes.append(fault.hits > hits)
        fault.cancel()
        return outcomes

    first = await struck()
    assert first == await struck()
    assert 0 < sum(first) < 20


async def test_listeners_hear_of_every_call(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    """With what it did: sent, edited, deleted, answered, refused."""
    heard: list[Call] = []
    api.on_call(heard.append)
    message = await bot.send_message(dm.id, "a")
    await message.edit_text("b")
    await message.delete()
    with pytest.raises(telegram.error.BadRequest):
        await message.edit_text("c")
    record = api.messages[0]
    assert [(call.method, call.status, call.messages) for call in heard] == [
        ("sendMessage", 200, (record,)),
        ("editMessageText", 200, (record,)),
        ("deleteMessage", 200, (record,)),
        ("editMessageText", 400, ()),
    ]
    assert heard == api.calls[1:]
    assert heard[0].params["text"] == "a"
    assert [call.number for call in api.calls] == list(range(1, len(api.calls) + 1))
