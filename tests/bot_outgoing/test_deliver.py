"""Many chats, one road: the order, the pace, and nobody waiting for somebody else's flood."""

import asyncio
from collections import Counter
from typing import Any

import pytest

import storage
from bot.local.botapi import FaultKind
from bot.outgoing import Deliverer, Pacer, sender
from bot.outgoing.places import most_in_flight
from newsroom import DeliveryState
from tests.bot_outgoing.post import Post

DUE, CLAIMED, SENT, DROPPED = DeliveryState
MOST_IN_FLIGHT = most_in_flight(30)


async def test_a_flooded_group_holds_up_none_of_two_hundred_others(post: Post) -> None:
    flooded = await post.group("Flooded")
    await post.owe(flooded, *(f"flood {number}" for number in range(40)))
    chats = [await post.person(str(number)) for number in range(200)]
    for text in ("first", "second"):
        for chat in chats:
            await post.owe(chat, text)
    start, others = post.clock.monotonic(), list[str]()
    while len(others) < 400:
        await post.deliver()
        post.clock.advance(0.05)
        texts = [message.content.text for message in post.api.messages]
        others = [text for text in texts if not text.startswith("flood")]
    assert others == ["first"] * 200 + ["second"] * 200
    assert post.clock.monotonic() - start < len(texts) / 30 + 2, "all of the limit is used"

    await post.deliver_for(200)
    assert post.texts(flooded) == [f"flood {number}" for number in range(40)]
    assert post.api.violations == []
    states = await storage.count_deliveries(post.db)
    assert states == {SENT: 440}


async def test_a_chat_whose_call_hangs_holds_up_no_other(post: Post) -> None:
    slow, *others = [await post.person(str(number)) for number in range(9)]
    held = post.api.fault(FaultKind.HOLD, chat=slow)
    await post.owe(slow, "one", "two")
    for chat in others:
        await post.owe(chat, "hello")
    loop = asyncio.create_task(post.deliverer.run())
    while not all(post.texts(chat) for chat in others):
        await asyncio.sleep(0)
        post.clock.advance(0.01)
    assert post.texts(slow) == []
    held.release()
    await post.api.wait_for(lambda: post.texts(slow) == ["one"])
    await stopped(loop)


async def test_few_are_in_flight_at_once_and_one_a_chat(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(6)]
    for chat in chats:
        await post.owe(chat, "one", "two")
    held = post.api.fault(FaultKind.HOLD, method="sendMessage")
    loop = asyncio.create_task(post.deliverer.run())
    while held.hits < MOST_IN_FLIGHT:
        await asyncio.sleep(0)
        post.clock.advance(0.01)
    for _ in range(5):
        await post.clock.until_sleeping()
        post.clock.advance(1)
        post.deliverer.wake()
    states = Counter([state for chat in chats for state in await post.states(chat)])
    assert states == {CLAIMED: MOST_IN_FLIGHT, DUE: 12 - MOST_IN_FLIGHT}
    assert max([(await post.states(chat)).count(CLAIMED) for chat in chats]) == 1
    held.release()
    await stopped(loop)


@pytest.mark.parametrize(("asked", "most"), [(True, 4), (False, 24)])
async def test_at_a_rate_that_is_paid_for_more_are_in_flight_save_while_somebody_is_answered(
    post: Post, *, asked: bool, most: int
) -> None:
    chats = [await post.person(str(number)) for number in range(40)]
    for chat in chats:
        await post.owe(chat, "one")
    held = post.api.fault(FaultKind.HOLD, method="sendMessage")
    deliverer = Deliverer(
        post.db,
        post.bot,
        Pacer(1000),
        post.clock,
        post.render,
        burst=10,
        paid_broadcast=True,
        is_asked=lambda: asked,
    )
    loop = asyncio.create_task(deliverer.run())
    await post.api.wait_for(lambda: held.hits == most)
    for _ in range(5):
        await post.clock.until_sleeping()
        post.clock.advance(1)
        deliverer.wake()
    claimed = [state for chat in chats for state in await post.states(chat) if state is CLAIMED]
    assert len(claimed) == most
    held.release()
    await stopped(loop)


@pytest.mark.parametrize("paid", [True, False])
async def test_a_broadcast_is_paid_for_only_where_the_owner_said_so(
    post: Post, *, paid: bool
) -> None:
    chat = await post.person()
    deliverer = Deliverer(
        post.db, post.bot, post.pacer, post.clock, post.render, burst=10, paid_broadcast=paid
    )
    await post.owe(chat, "one")
    await deliverer.deliver_once(post.clock.now())
    (call,) = post.api.calls_of("sendMessage")
    assert call.params.flag("allow_paid_broadcast") is paid


async def test_what_is_due_later_is_sent_then_and_not_before(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "later")
    (delivery,) = await post.ledger(chat)
    due_at = post.clock.now() + 5_000
    await storage.settle_later(post.db, delivery.id, due_at=due_at, reason="held")
    loop = asyncio.create_task(post.deliverer.run())
    await post.clock.until_sleeping()
    post.clock.advance(4.999)
    await post.clock.until_sleeping()
    assert post.texts(chat) == []
    post.clock.advance(0.001)
    await post.api.wait_for(lambda: post.texts(chat) == ["later"])
    await stopped(loop)


async def test_a_sleeping_deliverer_is_woken_by_something_new(post: Post) -> None:
    chat = await post.person()
    loop = asyncio.create_task(post.deliverer.run())
    await post.clock.until_sleeping()
    await post.owe(chat, "news")
    post.deliverer.wake()
    await post.api.wait_for(lambda: post.texts(chat) == ["news"])
    await stopped(loop)


async def test_the_loop_makes_due_again_what_the_last_run_left_in_flight(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "one")
    (delivery,) = await post.ledger(chat)
    await storage.claim(post.db, delivery.id, post.clock.now())
    loop = asyncio.create_task(post.deliverer.run())
    await post.api.wait_for(lambda: post.texts(chat) == ["one"])
    await stopped(loop)
    assert await post.states(chat) == [SENT]


async def test_a_reply_is_sent_while_alerts_use_up_the_limit(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(60)]
    asking = await post.person("Asking")
    for chat in chats:
        await post.owe(chat, "alert")
    for _ in range(25):
        await post.deliver()
        post.clock.advance(0.04)
    reply = asyncio.create_task(post.bot.send_message(asking.id, "answer"))
    for _ in range(4):
        await post.deliver()
        post.clock.advance(0.04)
    await post.api.wait_for(lambda: post.texts(asking) == ["answer"])
    await reply
    assert len(post.api.messages) < 60
    assert post.api.violations == []


async def test_alerts_leave_a_portion_at_a_time(post: Post) -> None:
    """Those of a portion are claimed at one look, 50 ms ahead, and leave at one moment."""
    chats = [await post.person(str(number)) for number in range(9)]
    for chat in chats:
        await post.owe(chat, "one")
    loop = asyncio.create_task(post.deliverer.run())
    await settled(post, 3)
    for out in (3, 6):
        await post.clock.until_sleeping()
        post.clock.advance(0.05)
        await post.clock.until_sleeping(4)  # three that have been claimed, and the loop
        claimed = [state for chat in chats for state in await post.states(chat) if state is CLAIMED]
        assert len(claimed) == 3
        post.clock.advance(0.049)
        assert (post.clock.sleeping, len(post.api.messages)) == (4, out)
        post.clock.advance(0.001)
        await settled(post, out + 3)
    await stopped(loop)


async def test_a_mark_waits_for_others_only_while_all_wait_for_the_pace(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else somebody may wait for the place."""
    waits: list[float] = []

    async def settle_sent(*args: Any, patience: float, **more: Any) -> None:
        waits.append(patience)
        await storage.settle_sent(*args, **more)

    monkeypatch.setattr(sender, "settle_sent", settle_sent)
    chats = [await post.person(str(number)) for number in range(4)]
    await post.owe(chats[0], "one")
    await post.deliver()
    assert waits == [0.0]
    post.clock.advance(5)
    for chat in chats:
        await post.owe(chat, "two")
    await post.deliver()
    assert waits == [0.0, *[sender.SETTLING_PATIENCE] * 3]


async def test_one_that_is_not_sent_is_looked_at_at_once_though_all_wait_for_the_pace(
    post: Post,
) -> None:
    """Only what was sent is no news: the line is asked about without waiting for the next portion."""
    for number in range(9):
        await post.owe(await post.person(str(number)), "one")
    post.api.fault(FaultKind.SERVER_ERROR, method="sendMessage", count=1)
    asked = len(post.api.calls_of("getMe"))
    loop = asyncio.create_task(post.deliverer.run())
    await post.api.wait_for(lambda: len(post.api.calls_of("getMe")) > asked)
    assert post.clock.monotonic() == 0.0
    await stopped(loop)


async def settled(post: Post, count: int) -> None:
    """Wait until so many messages have their mark."""
    async with asyncio.timeout(10):
        while (await storage.count_deliveries(post.db)).get(SENT, 0) < count:
            pass


async def stopped(loop: "asyncio.Task[None]") -> None:
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
