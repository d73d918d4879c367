"""The notice that nothing arrives in a group any more, and the button by which it goes on."""

import pytest

from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import Message, User
from handlers import Library, OutgoingMessage, render_delivery
from newsroom import Chat, ChatKind, Delivery, DeliveryKind, Place, ShutOut
from storage import due_deliveries, get_chat, list_subscriptions, pause_chat, pause_topic
from tests.handlers_.talk import Talk


@pytest.fixture
async def ada(talk: Talk) -> User:
    user = await talk.user()
    await talk.say(user, "/start")
    return user


async def rowers(talk: Talk, ada: User) -> ApiChat:
    """Return a forum that Ada runs and has subscribed to a feed."""
    group = talk.api.world.add_group("Rowers", admins=[ada], forum=True)
    await talk.feed()
    await talk.say(ada, "/sub 1", group)
    return group


async def arrived(talk: Talk, user: User) -> Message:
    """Let the notice that somebody is owed arrive."""
    (due,) = await due_deliveries(talk.db, talk.now, limit=5)
    assert due.place == Place(user.id)
    chat = await get_chat(talk.db, user.id)
    assert chat is not None
    bot = talk.application.bot
    made = render_delivery(due, None, chat, Library.load().texts("en"), bot.username)
    assert made is not None
    await bot.send_message(user.id, made.html, parse_mode="HTML", reply_markup=made.keyboard)
    return talk.api.sent(talk.private(user))[-1]


async def paused(talk: Talk, chat: ApiChat) -> str | None:
    stored = await get_chat(talk.db, chat.id)
    assert stored is not None
    return stored.paused


def shown(reason: str) -> OutgoingMessage:
    told = ShutOut(Place(-100, 5), "Rowers", reason)
    notice = Delivery(7, Place(1), DeliveryKind.NOTICE, due_at=0, shut_out=told)
    chat = Chat(1, ChatKind.PRIVATE, "Ada")
    message = render_delivery(notice, None, chat, Library.load().texts("en"), "newshound_bot")
    assert message is not None
    return message


async def test_one_press_lets_a_group_go_on_once_the_bot_may_write_again(
    talk: Talk, ada: User
) -> None:
    group = await rowers(talk, ada)
    await pause_chat(talk.db, group.id, "no-rights", talk.now)
    notice = await arrived(talk, ada)
    assert "Nothing arrives in Rowers" in notice.text.replace("\u2068", "").replace("\u2069", "")
    assert "Give me that right" in notice.text
    talk.api.kick(talk.api.bot, group, by=ada)
    press = await talk.press(ada, notice, "Resume")
    assert "add me" in press.answers[0].text.casefold()
    assert await paused(talk, group) == "removed"
    talk.api.join(talk.api.bot, group, by=ada)
    await talk.done()
    await talk.press(ada, notice, "Resume")
    assert await paused(talk, group) is None
    assert "arrives there again" in notice.text
    assert notice.buttons == []


async def test_a_closed_topic_goes_on_alone(talk: Talk, ada: User) -> None:
    group = await rowers(talk, ada)
    topic = talk.api.world.add_topic(group, "News")
    await talk.say(ada, "/sub 1", group, topic=topic)
    await pause_topic(talk.db, group.id, topic.id, "topic-closed", talk.now)
    notice = await arrived(talk, ada)
    await talk.press(ada, notice, "Resume")
    page = await list_subscriptions(talk.db, Place(group.id, topic.id), size=5)
    assert [one.paused for one in page.items] == [None]


async def test_only_who_runs_the_group_lets_it_go_on(talk: Talk, ada: User) -> None:
    group = await rowers(talk, ada)
    await pause_chat(talk.db, group.id, "no-rights", talk.now)
    notice = await arrived(talk, ada)
    data = str(notice.buttons[0]["callback_data"])
    eve = await talk.user("Eve")
    offer = await talk.say(eve, "/feeds")
    await talk.press(eve, offer, data)
    assert await paused(talk, group) == "no-rights"


async def test_who_puts_the_bot_out_himself_is_not_told_and_the_others_are(
    talk: Talk, ada: User
) -> None:
    group = await rowers(talk, ada)
    talk.api.kick(talk.api.bot, group, by=ada)
    await talk.done()
    assert await due_deliveries(talk.db, talk.now, limit=5) == ()
    talk.api.join(talk.api.bot, group, by=ada)
    (greeting,) = await talk.done()
    await talk.press(ada, greeting, "Resume")
    bob = await talk.user("Bob")
    talk.api.kick(talk.api.bot, group, by=bob)
    await talk.done()
    assert "put out" in (await arrived(talk, ada)).text


@pytest.mark.parametrize(
    ("reason", "words", "mends"),
    [
        ("kicked", "Let me in again", True),
        ("no-rights", "Give me that right", True),
        ("topic-closed", "Open it", True),
        ("topic-not-found", "was deleted", False),
        ("deactivated", "does not exist", False),
    ],
)
def test_each_reason_says_what_to_do_and_has_a_button_where_that_helps(
    reason: str, words: str, *, mends: bool
) -> None:
    message = shown(reason)
    assert words in message.plain
    assert (message.keyboard is not None) is mends
