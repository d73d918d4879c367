"""What a new process must not do because it has forgotten: break a limit, or a halt."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.local.botapi import FaultKind
from bot.outgoing import Permit
from bot.outgoing.chat_budget import GROUP_REPLIES
from newsroom import DeliveryState
from tests.bot_outgoing.post import Post, restarted


@pytest.mark.parametrize("pause", [0.0, 1.5, 31.0])
async def test_a_restart_within_the_minute_breaks_no_limit(post: Post, pause: float) -> None:
    group = await post.group()
    await post.owe(group, *(f"alert {number}" for number in range(40)))
    for number in range(GROUP_REPLIES):
        await post.bot.send_message(group.id, f"reply {number}")
        post.clock.advance(1)
        await post.deliver()
    await post.deliver_for(10)
    before = len(post.api.messages)
    post.clock.advance(pause)
    async with restarted(post) as again:
        replies = [
            asyncio.create_task(again.bot.send_message(group.id, f"again {number}"))
            for number in range(5)
        ]
        await again.deliver_for(90)
        await asyncio.gather(*replies)
        assert len(again.api.messages) > before + 10
        assert again.api.violations == []
        await again.deliver_for(120)
    assert set(await post.states(group)) == {DeliveryState.SENT}
    assert post.api.violations == []


async def test_after_a_restart_a_quiet_group_is_answered_at_once(post: Post) -> None:
    group = await post.group()
    async with restarted(post) as again:
        await again.bot.send_message(group.id, "answer")
    assert post.texts(group) == ["answer"]


async def test_a_restart_brings_no_burst_upon_everybody(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(90)]
    for chat in chats:
        await post.owe(chat, "one")
    for _ in range(10):
        await post.deliver()
        post.clock.advance(0.1)
    async with restarted(post) as again:
        await again.deliver_for(5, step=0.05)
    assert post.api.violations == []
    assert all(post.texts(chat) == ["one"] for chat in chats)


async def test_a_flood_wait_outlives_the_process(post: Post) -> None:
    chat, other = await post.person(), await post.person("Other")
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", count=1, retry_after=50)
    await post.owe(chat, "one")
    await post.deliver()
    post.clock.advance(10)
    async with restarted(post) as again:
        with pytest.raises(RetryAfter):
            await again.bot.send_message(chat.id, "answer")
        await again.owe(other, "two")
        await again.deliver_for(39)
        assert again.texts(other) == ["two"]
        assert again.texts(chat) == []
        await again.deliver_for(2)
    assert post.texts(chat) == ["one"]


async def test_a_flood_wait_of_everybody_outlives_the_process(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(3)]
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", count=2, retry_after=25)
    for chat in chats[:2]:
        with pytest.raises(RetryAfter):
            await _told_to_wait(post, chat.id)
    async with restarted(post) as again:
        answer = again.pacer.try_alert(chats[2].id, 1, post.clock.monotonic())
        assert not isinstance(answer, Permit)
        assert answer.wait == pytest.approx(25)
        assert again.pacer.everyone_halted_for(post.clock.monotonic()) == pytest.approx(25)


async def _told_to_wait(post: Post, chat_id: int) -> None:
    permit = post.pacer.try_alert(chat_id, 1, post.clock.monotonic())
    assert isinstance(permit, Permit)
    await post.bot.send_message(chat_id, "alert", rate_limit_args=permit)
