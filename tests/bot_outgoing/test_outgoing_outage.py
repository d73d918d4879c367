"""Hours without Telegram, and a wall clock that jumps: nothing is lost, nothing comes again, memory stays."""

import asyncio
import gc
import tracemalloc

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.outgoing import Deliverer, Digester
from handlers import OutgoingMessage
from handlers.markup import escape
from newsroom import Article, Chat, Delivery, DeliveryKind, DeliveryState, Feed, Place
from tests.bot_outgoing.post import Post, in_bold
from tests.storage.given import entry, verdict

HOUR = 3600
YEAR = 365 * 24 * HOUR
KIBIBYTE = 1 << 10


async def paper(post: Post, *chats: ApiChat) -> Feed:
    """Return a feed to which chats are subscribed."""
    now = post.clock.now()
    feed = await storage.add_feed(post.db, url="https://a.example/", title="A", by=1, now=now)
    for chat in chats:
        await storage.subscribe(post.db, Place(chat.id), feed.id, by=1, now=now)
    return feed


def digest_in_a_word(
    delivery: Delivery, article: Article | None, chat: Chat
) -> OutgoingMessage | None:
    if delivery.kind is DeliveryKind.DIGEST:
        return OutgoingMessage(html=escape("digest"), plain="digest")
    return in_bold(delivery, article, chat)


async def published(post: Post, feed: Feed, *names: str) -> None:
    """Let a check find articles, and route them."""
    now = post.clock.now()
    await storage.record_check(post.db, verdict(feed.id, *map(entry, names), at=now))
    await storage.route_articles(post.db, now)


async def test_six_hours_without_telegram_lose_nothing_and_take_no_memory(post: Post) -> None:
    people = [await post.person(str(number)) for number in range(6)]
    chats = [*people, *[await post.group(str(number)) for number in range(2)]]
    feed = await paper(post, *chats)
    names = [f"{number:02}" for number in range(24)]
    post.render = digest_in_a_word
    await post.unplug()
    memory = []
    gc.freeze()  # what the whole suite has imported need not be looked through each time
    tracemalloc.start()
    try:
        for name in names:
            await published(post, feed, name)
            await post.deliver_for(HOUR // 4, step=60)
            gc.collect()
            memory.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        gc.unfreeze()
    assert memory[-1] - memory[4] < 200 * KIBIBYTE, [one // KIBIBYTE for one in memory]
    assert len(asyncio.all_tasks()) < 20
    assert await storage.count_deliveries(post.db) == {DeliveryState.DUE: len(names) * len(chats)}

    await post.api.start()
    digester = Digester(post.db, post.clock, post.deliverer.wake)
    for _ in range(60):
        await post.deliver_for(1)
        await digester.digest_once(post.clock.now())
    for chat in chats:
        assert post.texts(chat) == ["digest"], "no storm"
        ledger = await post.ledger(chat)
        assert {one.article_id for one in ledger} >= set(range(1, len(names) + 1))
        assert all(one.state is DeliveryState.SENT and not one.maybe_twice for one in ledger)
    assert post.api.violations == []


async def test_after_a_short_outage_each_article_comes_the_oldest_first(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(6)]
    feed = await paper(post, *chats)
    await post.unplug()
    for name in "abcd":
        await published(post, feed, name)
        await post.deliver_for(HOUR, step=60)
    await post.api.start()
    await post.deliver_for(60, step=0.5)
    assert all(post.texts(chat) == [f"Title {name}" for name in "abcd"] for chat in chats)
    arrived = [message.content.text for message in post.api.messages[: len(chats)]]
    assert arrived == ["Title a"] * len(chats)


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
async def test_a_clock_that_jumps_brings_nothing_again_and_skips_nothing(
    post: Post, jump: float
) -> None:
    chat = await post.person()
    feed = await paper(post, chat)
    await published(post, feed, "before")
    await post.deliver_for(5)
    await published(post, feed, "meanwhile")
    post.clock.jump(jump)
    await published(post, feed, "after")
    await post.deliver_for(60)
    assert sorted(post.texts(chat)) == ["Title after", "Title before", "Title meanwhile"]
    post.clock.jump(-jump)
    await published(post, feed, "back")
    await post.deliver_for(60)
    assert post.texts(chat)[3:] == ["Title back"]
    assert await post.states(chat) == [DeliveryState.SENT] * 4


async def test_who_subscribes_after_the_clock_was_set_back_gets_what_comes_then(post: Post) -> None:
    chat, late = await post.person("Ada"), await post.person("Bob")
    feed = await paper(post, chat)
    post.clock.jump(-YEAR)
    await published(post, feed, "one")
    await post.deliver_for(2)
    post.clock.advance(1)
    await storage.subscribe(post.db, Place(late.id), feed.id, by=1, now=post.clock.now())
    await published(post, feed, "two")
    await post.deliver_for(60)
    assert post.texts(chat) == ["Title one", "Title two"]
    assert post.texts(late) == ["Title two"]


async def test_what_was_put_off_by_a_clock_that_was_ahead_is_pulled_in_in_its_order(
    post: Post,
) -> None:
    chat = await post.person()
    post.clock.jump(YEAR)
    await post.owe(chat, "one", "two")
    for delivery in await post.ledger(chat):
        due_at = post.clock.now() + 600_000
        await storage.settle_later(post.db, delivery.id, due_at=due_at, reason="server-error")
    post.clock.jump(-YEAR)
    await post.owe(chat, "three")
    await post.deliver_for(5)
    assert post.texts(chat) == ["three", "one", "two"]
    assert await storage.pull_in_deliveries(post.db, post.clock.now(), longest=1) == 0


async def test_while_messages_have_to_rest_none_goes_out_and_late_ones_come_together(
    post: Post,
) -> None:
    """As while another program has the same token: that one may be sending them."""
    ada = await post.person()
    resting = True
    deliverer = Deliverer(
        post.db,
        post.bot,
        post.pacer,
        post.clock,
        in_bold,
        burst=10,
        may_send=lambda: not resting,
    )
    await post.owe(ada, "one")
    assert await deliverer.deliver_once(post.clock.now()) == 0
    assert post.texts(ada) == []
    assert await post.states(ada) == [DeliveryState.DUE]
    resting = False
    assert await deliverer.deliver_once(post.clock.now()) == 1
    assert post.texts(ada) == ["one"]
