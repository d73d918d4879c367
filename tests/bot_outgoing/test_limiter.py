"""PTB's calls go through the pacer: messages in their lane, all else at once, a 429 is obeyed."""

import asyncio
from typing import Any

import pytest
from telegram import InputMediaPhoto
from telegram.error import BadRequest, NetworkError, RetryAfter

import storage
from bot.local.botapi import FaultKind
from bot.outgoing import Permit
from bot.outgoing.limiter import PATIENCE
from bot.telegram import NotSent, seconds_of
from newsroom import Chat, ChatKind
from tests.bot_outgoing.post import Post


def sends(post: Post) -> int:
    return len(post.api.calls_of("sendMessage"))


async def test_replies_to_one_chat_wait_their_turn_and_arrive_in_order(post: Post) -> None:
    chat = await post.person()
    async with asyncio.TaskGroup() as replies:
        for number in range(5):
            replies.create_task(post.bot.send_message(chat.id, f"reply {number}"))
        await post.api.wait_for(lambda: sends(post) == 3)
        await post.clock.until_sleeping(2)
        post.clock.advance(1)
        await post.api.wait_for(lambda: sends(post) == 4)
        await post.clock.until_sleeping(1)
        post.clock.advance(1)
    assert post.texts(chat) == [f"reply {number}" for number in range(5)]
    assert post.api.violations == []


async def test_a_cancelled_reply_leaves_the_line(post: Post) -> None:
    chat = await post.person()
    for number in range(3):
        await post.bot.send_message(chat.id, str(number))
    waiting = asyncio.create_task(post.bot.send_message(chat.id, "waiting"))
    await post.clock.until_sleeping()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    post.clock.advance(60)
    for number in range(3):
        await post.bot.send_message(chat.id, str(number))
    assert "waiting" not in post.texts(chat)


async def test_questions_and_answers_to_presses_do_not_wait(post: Post) -> None:
    chat = await post.person()
    for number in range(3):
        await post.bot.send_message(chat.id, str(number))
    for _ in range(40):
        await post.bot.send_chat_action(chat.id, "typing")
        await post.bot.get_chat(chat.id)
    await post.bot.set_my_commands([("help", "Help")])
    assert post.clock.sleeping == 0


@pytest.mark.parametrize(
    ("endpoint", "data", "weight"),
    [
        ("sendMessage", {"chat_id": 1}, 1),
        ("sendMessage", {"chat_id": "1"}, 1),
        ("editMessageText", {"chat_id": 1}, 1),
        ("editMessageMedia", {"chat_id": 1, "media": InputMediaPhoto("x")}, 1),
        ("copyMessage", {"chat_id": 1}, 1),
        ("forwardMessages", {"chat_id": 1, "message_ids": [4, 5, 6]}, 3),
        ("sendMediaGroup", {"chat_id": 1, "media": [InputMediaPhoto("x")] * 7}, 7),
        ("deleteMessages", {"chat_id": 1, "message_ids": [4, 5, 6]}, 0),
        ("sendChatAction", {"chat_id": 1}, 0),
        ("sendMessageDraft", {"chat_id": 1}, 0),
        ("editForumTopic", {"chat_id": 1}, 0),
        ("answerInlineQuery", {}, 0),
        ("getMe", {}, 0),
    ],
)
async def test_a_call_counts_as_the_messages_that_it_makes(
    post: Post, endpoint: str, data: dict[str, Any], weight: int
) -> None:
    async def call() -> bool:
        return True

    limiter = post.bot.rate_limiter
    assert limiter is not None
    await limiter.process_request(call, (), {}, endpoint, data, None)
    answer = post.pacer.try_alert(1, 1, post.clock.monotonic())
    if weight:
        assert not isinstance(answer, Permit)
        assert answer.wait == pytest.approx(weight)
    else:
        assert isinstance(answer, Permit)


async def test_an_inline_message_keeps_the_overall_limit_alone(post: Post) -> None:
    async def call() -> bool:
        return True

    limiter = post.bot.rate_limiter
    assert limiter is not None
    for _ in range(30):
        data = {"inline_message_id": "abc"}
        await limiter.process_request(call, (), {}, "editMessageText", data, None)
    assert post.clock.sleeping == 0


async def test_a_permit_goes_straight_through_and_lands(post: Post) -> None:
    chat = await post.person()
    permit = post.pacer.try_alert(chat.id, 1, 0.0)
    assert isinstance(permit, Permit)
    for number in range(2):  # replies that leave no room behind them
        await post.bot.send_message(chat.id, str(number))
    await post.bot.send_message(chat.id, "alert", rate_limit_args=permit)
    assert post.texts(chat) == ["0", "1", "alert"]
    post.clock.advance(3)
    assert isinstance(post.pacer.try_alert(chat.id, 1, 3.0), Permit)


async def test_a_reply_that_is_put_off_shortly_is_repeated_once(post: Post) -> None:
    chat = await post.person()
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", count=1, retry_after=12)
    reply = asyncio.create_task(post.bot.send_message(chat.id, "hello"))
    await post.clock.until_sleeping()
    assert not isinstance(post.pacer.try_alert(chat.id, 1, 11.9), Permit)
    post.clock.advance(12)
    await reply
    assert post.texts(chat) == ["hello"]


async def test_a_reply_that_is_put_off_twice_fails(post: Post) -> None:
    chat = await post.person()
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", count=2, retry_after=1)
    reply = asyncio.create_task(post.bot.send_message(chat.id, "hello"))
    await post.clock.until_sleeping()
    post.clock.advance(1)
    with pytest.raises(RetryAfter):
        await reply


async def test_nobody_sits_out_a_long_flood_wait(post: Post) -> None:
    """The first reply learns of it from Telegram, the next from the pacer."""
    chat = await post.person()
    long = round(PATIENCE) + 1
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", count=1, retry_after=long)
    for _ in range(2):
        with pytest.raises(RetryAfter) as raised:
            await post.bot.send_message(chat.id, "hello")
        assert seconds_of(raised.value) == long
    assert sends(post) == 1


async def test_a_question_that_is_put_off_is_repeated_and_halts_no_chat(post: Post) -> None:
    chat = await post.person()
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="getChat", count=1, retry_after=3)
    question = asyncio.create_task(post.bot.get_chat(chat.id))
    await post.clock.until_sleeping()
    assert isinstance(post.pacer.try_alert(chat.id, 1, 0.0), Permit)
    post.clock.advance(3)
    assert (await question).id == chat.id


async def test_a_channels_name_and_its_id_are_one_chat(post: Post) -> None:
    channel = post.api.world.add_channel("Rivers", username="Rivers")
    for number in range(2):
        await post.bot.send_message("@rivers", str(number))  # nobody has met it yet
    met = Chat(channel.id, ChatKind.CHANNEL, "Rivers", "Rivers")
    await storage.meet_chat(post.db, met, post.clock.now())
    await post.bot.send_message("@RIVERS", "2")
    waiting = asyncio.create_task(post.bot.send_message(channel.id, "3"))
    await post.clock.until_sleeping()
    assert post.texts(channel) == ["0", "1", "2"]
    post.clock.advance(1)
    await waiting
    assert post.texts(channel) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [(FaultKind.REFUSE, BadRequest), (FaultKind.DROP_AFTER, NetworkError)],
)
async def test_other_failures_are_the_callers_and_are_not_repeated(
    post: Post, kind: FaultKind, error: type[Exception]
) -> None:
    chat = await post.person()
    post.api.fault(kind, method="sendMessage", count=1)
    with pytest.raises(error):
        await post.bot.send_message(chat.id, "hello")
    assert sends(post) == 1
    assert not isinstance(post.pacer.try_alert(chat.id, 1, 0.9), Permit)


async def test_what_was_never_sent_does_not_count(post: Post) -> None:
    chat = await post.person()
    await post.unplug()
    for _ in range(10):
        with pytest.raises(NotSent):
            await post.bot.send_message(chat.id, "hello")
    assert isinstance(post.pacer.try_alert(chat.id, 1, 0.0), Permit)
