"""What Telegram answers, and what the ledger says afterwards (the table in docs/delivery.md)."""

from pathlib import Path

import pytest

import storage
from bot.local.botapi import FaultKind
from bot.outgoing.fates import MOST_DOUBTFUL
from handlers import OutgoingMessage
from handlers.markup import Html
from newsroom import Article, Chat, Delivery, DeliveryState, Place
from tests.bot_outgoing.post import Post, in_bold, post_office

DUE, CLAIMED, SENT, DROPPED = DeliveryState


async def test_a_message_that_arrives_is_marked_with_its_number(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "a < b & c")
    assert await post.deliver() == 1
    (delivery,) = await post.ledger(chat)
    (message,) = post.api.sent(chat)
    assert (delivery.state, delivery.message_id) == (SENT, message.id)
    assert (delivery.attempts, delivery.maybe_twice, delivery.reason) == (1, False, None)
    assert post.texts(chat) == ["a < b & c"]
    assert [entity.type for entity in message.content.entities] == ["bold"]


async def test_a_message_for_a_topic_arrives_there(post: Post) -> None:
    group = await post.group(forum=True)
    topic = post.api.world.add_topic(group, "News")
    await post.owe(group, "hello", topic=topic)
    await post.deliver()
    assert len(post.api.sent(group, topic=topic)) == 1


async def test_a_chat_that_blocked_the_bot_is_paused_and_the_others_go_on(post: Post) -> None:
    gone, here = await post.person("Gone"), await post.person("Here")
    assert gone.user is not None
    post.api.block(gone.user)
    await post.owe(gone, "one", "two")
    await post.owe(here, "three")
    await post.deliver()
    assert await post.states(gone) == [DROPPED, DROPPED]
    assert {delivery.reason for delivery in await post.ledger(gone)} == {"blocked"}
    paused = await storage.get_chat(post.db, gone.id)
    assert paused is not None
    assert paused.paused == "blocked"
    assert post.texts(here) == ["three"]


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat", "kicked"),
        (403, "Forbidden: user is deactivated", "deactivated"),
        (403, "Forbidden: bot is not a member of the channel chat", "not-a-member"),
        (403, "Forbidden: something new", "forbidden"),
        (400, "Bad Request: chat not found", "chat-not-found"),
        (400, "Bad Request: have no rights to send a message", "no-rights"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "no-rights"),
        (400, "Bad Request: need administrator rights in the channel chat", "no-rights"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", "no-rights"),
    ],
)
async def test_a_chat_that_cannot_be_reached_is_paused_with_one_word(
    post: Post, code: int, description: str, reason: str
) -> None:
    chat = await post.group()
    post.api.fault(FaultKind.REFUSE, error_code=code, description=description, chat=chat)
    await post.owe(chat, "one")
    await post.deliver()
    paused = await storage.get_chat(post.db, chat.id)
    assert paused is not None
    assert paused.paused == reason
    assert await post.states(chat) == [DROPPED]


async def test_a_closed_topic_is_paused_alone(post: Post) -> None:
    group = await post.group(forum=True)
    closed, open_ = (post.api.world.add_topic(group, name) for name in ("Closed", "Open"))
    closed.closed = True
    feed = await storage.add_feed(post.db, url="https://a.example/", title="A", by=1, now=0)
    for topic in (closed, open_):
        place = Place(group.id, topic.id)
        await storage.subscribe(post.db, place, feed.id, by=1, now=0)
    await post.owe(group, "one", "two", topic=closed)
    await post.owe(group, "three", topic=open_)
    await post.deliver_for(3)
    assert await post.states(group) == [DROPPED, DROPPED, SENT]
    assert (await post.ledger(group))[0].reason == "topic-closed"
    page = await storage.list_subscriptions(post.db, Place(group.id, closed.id), size=5)
    assert [one.paused for one in page.items] == ["topic-closed"]
    page = await storage.list_subscriptions(post.db, Place(group.id, open_.id), size=5)
    assert [one.paused for one in page.items] == [None]
    chat = await storage.get_chat(post.db, group.id)
    assert chat is not None
    assert chat.paused is None


async def test_a_deleted_topic_is_paused(post: Post) -> None:
    group = await post.group(forum=True)
    topic = post.api.world.add_topic(group, "News")
    await post.owe(group, "one", topic=topic)
    del group.topics[topic.id]
    await post.deliver()
    (delivery,) = await post.ledger(group)
    assert (delivery.state, delivery.reason) == (DROPPED, "topic-not-found")


async def test_messages_follow_a_group_that_migrated_at_once(post: Post) -> None:
    old = await post.meet(post.api.world.add_group("Rowers", kind="group"))
    new = post.api.migrate(old)
    await post.owe(old, "one", "two")
    await post.deliver_for(1)
    assert post.texts(new) == ["one", "two"]
    assert await post.states(old) == []
    assert await post.states(new) == [SENT, SENT]


async def test_a_flood_wait_puts_the_chat_off_and_counts_no_attempt(post: Post) -> None:
    chat, other = await post.person(), await post.person("Other")
    post.api.fault(FaultKind.TOO_MANY_REQUESTS, chat=chat, count=1, retry_after=7)
    await post.owe(chat, "one", "two")
    await post.owe(other, "three")
    await post.deliver()
    assert post.texts(other) == ["three"]
    first, _ = await post.ledger(chat)
    assert (first.state, first.attempts, first.reason) == (DUE, 0, "flood-wait")
    post.clock.advance(6.9)
    assert await post.deliver() == 0
    post.clock.advance(0.1)
    await post.deliver_for(1)
    assert post.texts(chat) == ["one", "two"]
    assert not (await post.ledger(chat))[0].maybe_twice


async def test_what_telegram_cannot_parse_is_sent_once_more_without_markup(post: Post) -> None:
    post.render = lambda *_: OutgoingMessage(html=Html("<b>broken"), plain="whole")
    chat = await post.person()
    await post.owe(chat, "one")
    await post.deliver_for(1)
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.plain, delivery.attempts) == (SENT, True, 2)
    assert post.texts(chat) == ["whole"]


async def test_what_telegram_refuses_without_markup_too_is_given_up_with_its_words(
    post: Post,
) -> None:
    post.render = lambda *_: OutgoingMessage(html=Html("x" * 5000), plain="x" * 5000)
    chat = await post.person()
    await post.owe(chat, "one")
    await post.deliver_for(3)
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.attempts) == (DROPPED, 2)
    assert delivery.reason == "refused: Message is too long"


async def test_with_no_network_nothing_is_lost_nothing_counted_and_the_oldest_comes_first(
    post: Post,
) -> None:
    chats = [await post.person(str(number)) for number in range(3)]
    for text in ("one", "two"):
        for chat in chats:
            await post.owe(chat, text)
    await post.unplug()
    await post.deliver_for(3600, step=20)
    for chat in chats:
        for delivery in await post.ledger(chat):
            assert (delivery.state, delivery.attempts, delivery.maybe_twice) == (DUE, 0, False)
    await post.owe(chats[0], "three")
    await post.api.start()
    await post.deliver_for(60)
    assert post.texts(chats[0]) == ["one", "two", "three"]
    assert all(post.texts(chat) == ["one", "two"] for chat in chats[1:])
    order = [message.content.text for message in post.api.messages]
    assert order == ["one"] * 3 + ["two"] * 3 + ["three"]


async def test_a_lost_answer_is_followed_by_one_repeat_and_both_are_admitted(post: Post) -> None:
    chat = await post.person()
    lost = post.api.fault(FaultKind.DROP_AFTER, method="sendMessage", count=1)
    await post.owe(chat, "one", "two")
    await post.deliver_for(10)
    assert lost.hits == 1
    assert post.texts(chat) == ["one", "one", "two"]
    first, second = await post.ledger(chat)
    assert (first.state, first.maybe_twice) == (SENT, True)
    assert (second.state, second.maybe_twice) == (SENT, False)


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.HTML_ANSWER])
async def test_a_request_that_was_lost_on_its_way_arrives_later_in_its_place(
    post: Post, kind: FaultKind
) -> None:
    chat = await post.person()
    post.api.fault(kind, method="sendMessage", count=2)
    await post.owe(chat, "one", "two")
    await post.deliver_for(30)
    assert post.texts(chat) == ["one", "two"]


async def test_a_message_that_is_not_answered_in_time_stands_there_twice_at_the_most(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path / "newshound.db", patience=0.3) as post:
        chat = await post.person()
        post.api.fault(FaultKind.HOLD_ANSWER, method="sendMessage")
        await post.owe(chat, "one", "two")
        await post.deliver_for(60)
        assert post.texts(chat) == ["one", "one", "two", "two"]
        ledger = await post.ledger(chat)
        assert [(one.state, one.reason) for one in ledger] == [(DROPPED, "timed-out")] * 2
        assert all(one.maybe_twice for one in ledger)


async def test_an_outcome_that_stays_unknown_is_given_up_and_listed(post: Post) -> None:
    chat, other = await post.person(), await post.person("Other")
    post.api.fault(FaultKind.DROP_BEFORE, method="sendMessage", chat=chat)
    await post.owe(chat, "one")
    await post.owe(other, "two")
    await post.deliver_for(2400, step=4)
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.reason) == (DROPPED, "outcome-unknown")
    assert (delivery.attempts, delivery.maybe_twice) == (MOST_DOUBTFUL, True)
    assert post.texts(other) == ["two"]


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY])
async def test_while_telegrams_servers_are_down_messages_wait_and_then_the_oldest_comes_first(
    post: Post, kind: FaultKind
) -> None:
    chats = [await post.person(str(number)) for number in range(6)]
    outage = post.api.fault(kind)
    for text in ("one", "two"):
        for chat in chats:
            await post.owe(chat, text)
    await post.deliver_for(1800, step=10)
    asked = [call for call in post.api.calls if call.method == "sendMessage"]
    assert 0 < len(asked) <= 4, "an outage costs no more attempts than were under way"
    outage.cancel()
    await post.deliver_for(60)
    assert all(post.texts(chat) == ["one", "two"] for chat in chats)
    assert [delivery.state for chat in chats for delivery in await post.ledger(chat)] == [SENT] * 12
    assert post.api.violations == []


async def test_one_message_that_telegrams_servers_fail_on_holds_up_nobody_for_long(
    post: Post,
) -> None:
    chat, other = await post.person(), await post.person("Other")
    poison = post.api.fault(
        FaultKind.SERVER_ERROR,
        method="sendMessage",
        when=lambda _method, params: "poison" in params.text("text"),
    )
    await post.owe(chat, "poison", "two")
    await post.owe(other, "three")
    await post.deliver()
    assert post.texts(other) == ["three"]
    await post.deliver_for(120)
    assert post.texts(chat) == ["two"]
    poison.cancel()
    await post.deliver_for(700, step=5)
    assert post.texts(chat) == ["two", "poison"]


async def test_a_refused_token_stops_everything_and_loses_nothing(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    chat = await post.person()
    refused = post.api.fault(FaultKind.REFUSE, error_code=401, description="Unauthorized")
    await post.owe(chat, "one")
    await post.deliver_for(120)
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.attempts, delivery.reason) == (DUE, 0, "token-refused")
    assert "Telegram refuses the bot's token" in caplog.text
    assert 0 < refused.hits < 15
    refused.cancel()
    await post.deliver_for(60)
    assert post.texts(chat) == ["one"]


async def test_what_has_nothing_to_say_any_more_is_dropped(post: Post) -> None:
    post.render = lambda *_: None
    chat = await post.person()
    await post.owe(chat, "one", "two")
    await post.deliver()
    ledger = await post.ledger(chat)
    assert [(one.state, one.reason) for one in ledger] == [(DROPPED, "nothing-to-send")] * 2


async def test_a_bug_costs_one_delivery_after_one_repeat_and_leaves_a_traceback(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(delivery: Delivery, article: Article | None, chat: Chat) -> OutgoingMessage | None:
        if delivery.body == "bad":
            raise KeyError("oops")
        return in_bold(delivery, article, chat)

    post.render = stumble
    chat = await post.person()
    await post.owe(chat, "bad", "good")
    await post.deliver()
    assert post.texts(chat) == ["good"]
    await post.deliver_for(5)
    bad, good = await post.ledger(chat)
    assert (bad.state, bad.reason, bad.attempts) == (DROPPED, "error:KeyError", 2)
    assert good.state is SENT
    assert caplog.text.count("Traceback") == 2
