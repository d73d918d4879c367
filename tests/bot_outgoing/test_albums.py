"""Alerts with all pictures of their article: one call and several messages, paced as so many."""

import asyncio
import random
from collections.abc import Iterable

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import FaultKind, Message
from bot.outgoing.albums import PATIENCE
from handlers import Album, Media, MediaKind, OutgoingMessage
from handlers.markup import Html
from newsroom import Article, Chat, Delivery, DeliveryKind, Enclosure, Entry, Place, Verdict
from tests.bot_outgoing.post import Post, restarted
from tests.storage.given import rows, sql

BASE = "https://example.org"


def pictures(count: int) -> tuple[Media, ...]:
    return tuple(Media(MediaKind.PHOTO, f"{BASE}/{number}.jpg") for number in range(count))


def render(delivery: Delivery, _article: Article | None, _chat: Chat) -> OutgoingMessage:
    """Render a notice whose text is a number as an album of so many pictures; any other as its text."""
    body = delivery.body or ""
    if not body.isdigit():
        return OutgoingMessage(Html(body), body)
    shown = pictures(int(body))
    return OutgoingMessage(
        Html("long"),
        "plain",
        media=shown[0],
        caption=Html("<i>first</i>"),
        album=Album(shown, Html("<i>all</i>")),
    )


@pytest.fixture(autouse=True)
def _albums(post: Post) -> None:
    post.render = render


def sizes(messages: Iterable[Message]) -> list[int]:
    """Return how many messages each album has, in their order; 1 for a message that is of none."""
    counts: dict[object, int] = {}
    for one in messages:
        key = one.media_group_id or one
        counts[key] = counts.get(key, 0) + 1
    return list(counts.values())


async def ledger(post: Post) -> list[tuple[object, ...]]:
    return await rows(
        post.db, "SELECT state, messages, single, bare, captioned, maybe_twice FROM deliveries"
    )


async def test_all_pictures_stand_together_with_one_text_and_no_buttons(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "4")
    assert await post.deliver() == 1
    messages = post.api.sent(chat)
    assert sizes(messages) == [4]
    assert [one.content.text for one in messages] == ["all", "", "", ""]
    assert [one.media.file.url for one in messages if one.media] == [one.url for one in pictures(4)]
    assert await ledger(post) == [("sent", 4, 0, 0, 1, 0)]
    kept = await rows(post.db, "SELECT chat_id, message_id, delivery_id FROM album_messages")
    assert kept == [(chat.id, one.id, 1) for one in messages[1:]]
    ids = frozenset(one.id for one in messages)
    assert await storage.messages_of_deliveries(post.db, chat.id) == ids


async def test_addresses_that_telegram_is_not_told_are_left_out(post: Post) -> None:
    shown = (*pictures(2), Media(MediaKind.PHOTO, "http://192.168.1.9/secret.jpg"))
    album = Album(shown, Html("all"))
    post.render = lambda *_: OutgoingMessage(
        Html("long"), "plain", media=shown[0], caption=Html("first"), album=album
    )
    chat = await post.person()
    await post.owe(chat, "x")
    await post.deliver()
    assert sizes(post.api.sent(chat)) == [2]
    assert "192.168" not in str([call.params for call in post.api.calls])


@pytest.mark.parametrize("broken", [0, 2])
@pytest.mark.parametrize(
    "refusal",
    [
        "wrong file identifier/HTTP URL specified",
        "WEBPAGE_MEDIA_EMPTY",
        "failed to get HTTP URL content",
        "WEBPAGE_CURL_FAILED",
    ],
)
async def test_a_broken_picture_costs_the_album_and_then_maybe_itself(
    post: Post, refusal: str, broken: int
) -> None:
    """As far as the first, then as text: nothing is lost, and nothing comes twice."""
    post.api.state.files.refused_addresses[pictures(3)[broken].url] = refusal
    chat = await post.person()
    await post.owe(chat, "3")
    await post.deliver_for(6)
    assert post.texts(chat) == ["first" if broken else "long"]
    assert await ledger(post) == [("sent", 1, 1, int(broken == 0), int(broken != 0), 0)]
    assert post.api.violations == []


@pytest.mark.parametrize(
    ("refusal", "sent"),
    [
        ("group send failed", "first"),
        ("can't parse entities: Unsupported start tag", "plain"),
    ],
)
async def test_an_album_that_is_refused_in_the_whole_goes_otherwise(
    post: Post, refusal: str, sent: str
) -> None:
    """Where its pictures are refused with the first alone, where its text is as plain text."""
    description = f"Bad Request: {refusal}"
    post.api.fault(FaultKind.REFUSE, method="sendMediaGroup", description=description)
    chat = await post.person()
    await post.owe(chat, "3")
    await post.deliver_for(3)
    assert post.texts(chat) == [sent]


async def test_a_flood_wait_that_is_told_of_an_item_halts_the_chat(post: Post) -> None:
    post.api.fault(
        FaultKind.REFUSE,
        method="sendMediaGroup",
        count=1,
        description=(
            'Bad Request: failed to send message #1 with the error message "Too Many Requests: '
            'retry after 8"'
        ),
    )
    chat = await post.person()
    await post.owe(chat, "3")
    await post.deliver_for(6)
    assert post.texts(chat) == []
    await post.deliver_for(3)
    assert sizes(post.api.sent(chat)) == [3]
    assert await ledger(post) == [("sent", 3, 0, 0, 1, 0)]


async def test_a_block_that_is_told_of_an_item_pauses_the_chat(post: Post) -> None:
    said = 'Bad Request: failed to send message #1 with the error message "USER_IS_BLOCKED"'
    post.api.fault(FaultKind.REFUSE, method="sendMediaGroup", description=said)
    chat = await post.person()
    await post.owe(chat, "3")
    await post.deliver()
    assert await rows(post.db, "SELECT paused FROM chats") == [("blocked",)]


async def test_an_answer_that_is_lost_repeats_the_album_and_is_marked(post: Post) -> None:
    post.api.fault(FaultKind.DROP_AFTER, method="sendMediaGroup", count=1)
    chat = await post.person()
    await post.owe(chat, "3")
    await post.deliver_for(20)
    assert sizes(post.api.sent(chat)) == [3, 3]
    assert await ledger(post) == [("sent", 3, 0, 0, 1, 1)]


async def test_after_an_album_a_person_has_as_many_seconds_of_peace(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "5", "next")
    await post.deliver_for(4)
    assert sizes(post.api.sent(chat)) == [5]
    await post.deliver_for(2)
    assert sizes(post.api.sent(chat)) == [5, 1]
    assert post.api.violations == []


async def test_where_a_groups_minute_has_no_room_the_first_picture_goes_at_once(post: Post) -> None:
    group = await post.group()
    await post.owe(group, "10", "10", "next")
    await post.deliver_for(15)
    assert sizes(post.api.sent(group)) == [10, 1, 1]
    assert post.texts(group)[-2:] == ["first", "next"]
    post.clock.advance(60)
    await post.owe(group, "10")
    await post.deliver_for(15)
    assert sizes(post.api.sent(group)) == [10, 1, 1, 10]
    assert post.api.violations == []


async def until_all_is_sent(post: Post) -> None:
    """Let the loop run, and time pass, until nothing is owed."""
    delivering = asyncio.create_task(post.deliverer.run())
    try:
        async with asyncio.timeout(60):
            while await rows(post.db, "SELECT 1 FROM deliveries WHERE state <> 'sent' LIMIT 1"):
                await asyncio.sleep(0.001)
                post.clock.advance(0.05)
    finally:
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)


async def test_many_albums_keep_to_everybodys_limit_and_all_arrive(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(12)]
    for chat in chats:
        await post.owe(chat, "10")
    await until_all_is_sent(post)
    assert [sizes(post.api.sent(chat)) for chat in chats] == [[10]] * len(chats)
    assert post.api.violations == []


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_no_limit_is_passed_and_each_arrives_once(
    post: Post, seed: int
) -> None:
    dice = random.Random(seed)
    chats = [await post.person(str(number)) for number in range(6)]
    chats += [await post.group(str(number)) for number in range(2)]
    owed = {chat.id: dice.randint(1, 4) for chat in chats}
    for chat in chats:
        await post.owe(chat, *(dice.choice(["next", "2", "5", "10"]) for _ in range(owed[chat.id])))
    for kind in (FaultKind.SERVER_ERROR, FaultKind.TOO_MANY_REQUESTS, FaultKind.DROP_BEFORE):
        post.api.fault(kind, method="sendMediaGroup", probability=0.1, seed=seed, count=3)
    await until_all_is_sent(post)
    assert {chat.id: len(sizes(post.api.sent(chat))) for chat in chats} == owed
    assert post.api.violations == []


async def test_an_album_that_finds_no_room_for_long_is_put_off(post: Post) -> None:
    """It keeps its place for what others may send meanwhile, and goes whole when there is room again."""
    chat = await post.person()
    await post.owe(chat, "10")
    for number in range(25):
        await post.bot.send_message((await post.person(str(number))).id, "answer")
    delivering = asyncio.create_task(post.deliver())
    await post.clock.until_sleeping()
    for other in (1, 2):
        post.pacer.halt(other, 2 * PATIENCE, post.clock.monotonic())
    post.clock.advance(1)
    assert await delivering == 0
    assert post.api.sent(chat) == []
    await post.deliver_for(15)
    assert sizes(post.api.sent(chat)) == [10]
    assert await rows(post.db, "SELECT attempts FROM deliveries") == [(1,)]
    assert post.api.violations == []


async def test_a_restart_knows_how_many_messages_an_album_was(post: Post) -> None:
    group = await post.group()
    await post.owe(group, "10", "10")
    await post.deliver_for(1)
    async with restarted(post) as again:
        again.render = render
        await post.owe(group, "10", *["next"] * 8)
        await again.deliver_for(90)
    assert post.api.violations == []
    assert again.api.violations == []


async def test_a_corrected_title_is_corrected_under_the_first_picture(post: Post) -> None:
    chat = await _alerted(post)
    first, *others = post.api.sent(chat)
    await sql(post.db, "UPDATE deliveries SET edit_due_at = ?", post.clock.now())

    def anew(delivery: Delivery, _article: Article | None, _chat: Chat) -> OutgoingMessage:
        assert delivery.messages == 3
        return OutgoingMessage(Html("long"), "plain", album=Album((), Html("all anew")))

    post.render = anew
    await post.deliver_for(4)
    assert [one.content.text for one in (first, *others)] == ["all anew", "", ""]
    assert await storage.next_edit_at(post.db) is None


async def test_a_reply_to_any_of_its_messages_names_the_article(post: Post) -> None:
    chat = await _alerted(post)
    for message in post.api.sent(chat):
        assert await storage.articles_shown(post.db, chat.id, message.id) == (1,)
    assert await storage.articles_shown(post.db, chat.id + 1, post.api.sent(chat)[1].id) == ()


async def test_a_group_that_moves_forgets_the_numbers_of_its_messages(post: Post) -> None:
    chat = await _alerted(post)
    await storage.migrate_chat(post.db, chat.id, -1009, post.clock.now())
    assert await rows(post.db, "SELECT * FROM album_messages") == []


async def _alerted(post: Post) -> ApiChat:
    """Let a person get an alert of three pictures."""
    now = post.clock.now()
    chat = await post.person()
    feed = await storage.add_feed(post.db, url=f"{BASE}/feed", title="A", by=1, now=now)
    files = tuple(Enclosure(one.url, "image/jpeg") for one in pictures(3))
    new = (Entry("a", "1", "Old", "Text", enclosures=files),)
    await storage.record_check(post.db, Verdict(feed.id, now, next_check_at=now + 1, new=new))
    key, kind = "1", DeliveryKind.ALERT
    await storage.enqueue(post.db, Place(chat.id), kind, key, article_id=1, body="3", now=now)
    assert await post.deliver() == 1
    post.clock.advance(5)
    return chat
