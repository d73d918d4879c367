"""An announcement goes through the ledger behind all alerts, to each chat once whatever happens."""

import asyncio
from typing import Any

import pytest

import storage
from bot.local.botapi import Chat, FaultKind
from bot.outgoing import Announcer
from bot.outgoing.fates import Again, Drop, Fate, FateKind, decide
from handlers import Library, render_delivery
from newsroom import Article, Delivery, DeliveryKind, DeliveryState, Place
from newsroom import Chat as Met
from tests.bot_outgoing.post import Post

OWNER = 1
TEXTS = Library.load().texts("en")


def really(delivery: Delivery, article: Article | None, chat: Met) -> Any:
    return render_delivery(delivery, article, chat, TEXTS, "newshound_bot")


async def announce(post: Post, by: int = OWNER, message_id: int = 1) -> int:
    """Owe an announcement to every chat that the bot has met; return its number.

    `message_id`: the message in the private chat of `by` that tells how far it is.
    """
    post.render = really
    now = post.clock.now()
    number = await storage.draft_broadcast(
        post.db, key=1, by=by, html="We are <b>back</b>.", preview_url=None, now=now
    )
    owed = await storage.begin_broadcast(
        post.db, number, by=by, known_only=False, chat_id=by, message_id=message_id, now=now
    )
    assert owed
    return number


async def people(post: Post, count: int) -> list[Chat]:
    return [await post.person(f"Person {number}") for number in range(count)]


async def restart(post: Post) -> None:
    post.deliverer = post.new_deliverer()
    await post.deliverer.start()


async def test_every_chat_gets_it_once_with_its_formatting(post: Post) -> None:
    chats = [*await people(post, 3), await post.group()]
    number = await announce(post)
    await post.deliver_for(5)
    await restart(post)
    await post.deliver_for(5)
    for chat in chats:
        (message,) = post.api.sent(chat)
        assert message.text == "We are back."
        assert [one.type for one in message.content.entities] == ["bold"]
    count = await storage.count_broadcast(post.db, number)
    assert (count.total, count.sent, count.waiting) == (4, 4, 0)


async def test_it_waits_until_nothing_else_is_due(post: Post) -> None:
    """Also behind what becomes due while it is being sent, and in its own chat."""
    chats = await people(post, 60)
    await announce(post)
    await post.owe(chats[0], "an alert")
    await post.deliver()
    assert post.texts(chats[0])[0] == "an alert"
    heard = [chat for chat in chats if "We are back." in post.texts(chat)]
    assert 0 < len(heard) < 60, "the pace holds"
    late = next(chat for chat in reversed(chats) if chat not in heard)
    await post.owe(late, "another alert")
    post.deliverer.wake()
    before = len(post.api.messages)
    post.clock.advance(1)
    await post.deliver()
    assert post.api.messages[before].text == "another alert"


async def test_what_was_in_flight_at_a_crash_is_not_sent_again(post: Post) -> None:
    (chat,) = await people(post, 1)
    number = await announce(post)
    (due,) = await storage.due_broadcasts(post.db, post.clock.now(), limit=9)
    assert await storage.claim(post.db, due.id, post.clock.now())
    await post.bot.send_message(chat.id, "We are back.")
    await restart(post)
    await post.deliver_for(5)
    assert post.texts(chat) == ["We are back."]
    count = await storage.count_broadcast(post.db, number)
    assert (count.unsure, count.waiting) == (1, 0)


async def test_where_no_answer_came_it_is_not_sent_again(post: Post) -> None:
    (chat,) = await people(post, 1)
    number = await announce(post)
    post.api.fault(FaultKind.DROP_AFTER, method="sendMessage", count=1)
    await post.deliver_for(60)
    assert post.texts(chat) == ["We are back."]
    assert (await storage.count_broadcast(post.db, number)).unsure == 1


async def test_who_has_blocked_the_bot_is_counted_and_paused(post: Post) -> None:
    ada, bob = await people(post, 2)
    ada.blocked = True
    number = await announce(post)
    await post.deliver_for(3)
    assert post.texts(bob) == ["We are back."]
    count = await storage.count_broadcast(post.db, number)
    assert (count.sent, count.unreachable) == (1, 1)
    met = await storage.get_chat(post.db, ada.id)
    assert met is not None
    assert met.paused == "blocked"


async def test_stopped_it_ends_where_it_is(post: Post) -> None:
    await people(post, 60)
    number = await announce(post)
    await post.deliver()
    assert await storage.stop_broadcast(post.db, number, by=OWNER, now=post.clock.now())
    sent = (await storage.count_broadcast(post.db, number)).sent
    await post.deliver_for(5)
    count = await storage.count_broadcast(post.db, number)
    assert (count.sent, count.stopped, count.waiting) == (sent, 60 - sent, 0)
    assert not await storage.stop_broadcast(post.db, number, by=OWNER, now=post.clock.now())


async def test_a_clock_that_was_ahead_does_not_put_it_off(post: Post) -> None:
    (chat,) = await people(post, 1)
    await announce(post)
    await storage.pull_in_deliveries(post.db, post.clock.now() - 2 * 3_600_000, longest=3_600_000)
    (due,) = await storage.deliveries_of(post.db, [chat.id])
    assert due.due_at == post.clock.now() - 2 * 3_600_000


@pytest.mark.parametrize(
    "kind", [FateKind.SERVER_ERROR, FateKind.TIMED_OUT, FateKind.UNKNOWN, FateKind.BUG]
)
def test_what_may_have_arrived_is_given_up_at_once(kind: FateKind) -> None:
    said = Delivery(1, Place(1), DeliveryKind.BROADCAST, due_at=0, state=DeliveryState.CLAIMED)
    assert decide(Fate(kind, "why"), said, 1) == Drop("why")
    assert isinstance(decide(Fate(FateKind.NOT_SENT, "not-sent"), said, 9), Again)
    assert isinstance(decide(Fate(FateKind.PUT_OFF, "flood-wait"), said, 9), Again)


async def test_the_owner_is_told_while_it_is_sent_and_at_the_end(post: Post) -> None:
    """Every few seconds, and again after a restart; a storm of alerts makes it no more often."""
    owner = await post.person("Root")
    await people(post, 2)
    asked = await post.bot.send_message(owner.id, "Send it?")
    await announce(post, owner.id, asked.message_id)
    telling = Announcer(post.db, post.bot, post.clock, Library.load())
    running = asyncio.create_task(telling.run())
    await post.clock.until_sleeping()
    told = post.api.sent(owner)[0]
    assert told.text == "Sending: 0 of 3 chats …"
    running.cancel()
    await asyncio.wait({running})
    await post.deliver_for(3)
    running = asyncio.create_task(Announcer(post.db, post.bot, post.clock, Library.load()).run())
    await post.clock.until_sleeping()
    running.cancel()
    await asyncio.wait({running})
    assert told.text == "Your announcement is out.\n• Sent to 3 chats"
    assert told.buttons == []
    assert await storage.running_broadcasts(post.db) == ()


async def test_where_telegram_cannot_be_reached_the_end_is_told_later(post: Post) -> None:
    owner = await post.person("Root")
    asked = await post.bot.send_message(owner.id, "Send it?")
    await announce(post, owner.id, asked.message_id)
    await post.deliver_for(3)
    telling = Announcer(post.db, post.bot, post.clock, Library.load())
    fault = post.api.fault(FaultKind.SERVER_ERROR, method="editMessageText")
    assert await telling.tell_once(post.clock.now()) == 1
    fault.cancel()
    assert await telling.tell_once(post.clock.now()) == 0
    assert post.api.sent(owner)[0].text == "Your announcement is out.\n• Sent to 1 chat"
