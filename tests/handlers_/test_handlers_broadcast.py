"""What the owner says to all chats: shown first, counted, confirmed once; progress, result and Stop."""

from pathlib import Path
from typing import Any

import pytest

from bot.local.botapi import Message, User
from bot.outgoing import Announcer
from handlers import AccessRules, Library
from newsroom import Role
from storage import (
    claim,
    due_broadcasts,
    pause_chat,
    running_broadcasts,
    settle_dropped,
    settle_sent,
)
from tests.fakeclock import FakeClock
from tests.handlers_.talk import MINUTE, NOW, Talk, labels
from tests.handlers_.world import talking


@pytest.fixture
async def root(talk: Talk) -> User:
    user = await talk.user("Root", role=Role.OWNER)
    await talk.say(user, "/start")
    return user


async def everybody(talk: Talk) -> None:
    """Let the bot meet two people, a group and a channel beside the owner."""
    for name in ("Ada", "Bob"):
        await talk.say(await talk.user(name), "/start")
    runner = await talk.user("Runner")
    group = talk.api.world.add_group("Rowers", admins=[runner])
    await talk.say(runner, "/list", group)
    channel = talk.api.world.add_channel("Harbour", username="harbour", admins=[runner])
    await talk.say(runner, "/list @harbour")
    assert talk.api.sent(channel) == []


async def drafted(talk: Talk, root: User, text: str = "/broadcast We are back.") -> Message:
    return (await talk.say_all(root, text))[-1]


def announcer(talk: Talk) -> Announcer:
    return Announcer(talk.db, talk.application.bot, FakeClock(), Library.load())


async def settle(talk: Talk, reason: str | None = None) -> None:
    """Settle the next announcement that is due: sent, or dropped with a reason."""
    due = (await due_broadcasts(talk.db, talk.now, limit=1))[0]
    assert await claim(talk.db, due.id, talk.now)
    if reason is None:
        await settle_sent(talk.db, due.id, message_id=1, now=talk.now)
    else:
        await settle_dropped(talk.db, due.id, reason=reason, now=talk.now)


async def test_it_is_shown_as_it_will_look_with_the_number_of_chats(talk: Talk, root: User) -> None:
    await everybody(talk)
    preview, question = await talk.say_all(root, "/broadcast We are back.")
    assert preview.text == "We are back."
    assert question.text == (
        "This goes to 6 chats, as it stands above:\n4 people, 1 group, 1 channel"
    )
    assert labels(question) == ["Send", "Cancel"]
    assert question.reply_to is preview
    assert await talk.rows("SELECT count(*) FROM deliveries") == [(0,)]


async def test_the_formatting_of_the_owners_message_is_kept(talk: Talk, root: User) -> None:
    text = "/broadcast \n🦊 Read <this> now: https://example.org/a & that"
    units = text.encode("utf-16-le")

    def entity(kind: str, words: str, **more: str) -> Any:
        offset = units.index(words.encode("utf-16-le")) // 2
        return {"type": kind, "offset": offset, "length": len(words), **more}

    entities: Any = [
        {"type": "bot_command", "offset": 0, "length": 10},
        entity("bold", "<this>"),
        entity("italic", "<this> now"),
        entity("text_link", "that", url="https://example.org/b?x=1&y=2"),
        entity("url", "https://example.org/a"),
    ]
    talk.api.say(root, talk.private(root), text, entities=entities)
    preview, _ = await talk.done()
    assert preview.text == "🦊 Read <this> now: https://example.org/a & that"
    kinds = {(one.type, one.offset, one.length) for one in preview.content.entities}
    assert ("bold", 8, 6) in kinds
    assert ("italic", 8, 10) in kinds
    assert ("text_link", 44, 4) in kinds
    assert preview.link_preview == {"url": "https://example.org/a"}


async def test_confirmed_it_is_owed_to_each_chat_once_however_often_it_is_pressed(
    talk: Talk, root: User
) -> None:
    await everybody(talk)
    question = await drafted(talk, root)
    data = str(question.buttons[0]["callback_data"])
    await talk.press(root, question, "Send")
    assert question.text == "Sending: 0 of 6 chats …"
    assert labels(question) == ["Stop"]
    await talk.press(root, question, data)
    owed = "SELECT count(*), count(DISTINCT chat_id) FROM deliveries WHERE kind = 'broadcast'"
    assert await talk.rows(owed) == [(6, 6)]
    assert await talk.rows("SELECT by, action, subject, detail FROM audit") == [
        (root.id, "broadcast", "broadcast:1", "6")
    ]


async def test_it_goes_to_none_that_is_paused_banned_or_wants_none(talk: Talk, root: User) -> None:
    await everybody(talk)
    ada = await talk.user("Quiet")
    settings = await talk.say(ada, "/settings")
    await talk.press(ada, settings, "Announcements: on")
    gone = await talk.user("Gone")
    await talk.say(gone, "/start")
    await pause_chat(talk.db, gone.id, "blocked", talk.now)
    mallory = await talk.user("Mallory")
    await talk.say(mallory, "/start")
    await talk.set_role(mallory, Role.BANNED)
    question = await drafted(talk, root)
    assert "4 people, 1 group, 1 channel" in question.text
    await talk.press(root, question, "Send")
    to = {one for (one,) in await talk.rows("SELECT chat_id FROM deliveries")}
    assert not to & {ada.id, gone.id, mallory.id}


async def test_a_bot_for_approved_people_says_it_to_no_stranger(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        root = await talk.user("Root", role=Role.OWNER)
        await talk.say(await talk.user("Stranger"), "/start")
        assert (await drafted(talk, root)).text.endswith("above:\n1 person")


async def test_cancelled_it_is_forgotten_and_cannot_be_sent(talk: Talk, root: User) -> None:
    question = await drafted(talk, root)
    send = str(question.buttons[0]["callback_data"])
    await talk.press(root, question, "Cancel")
    assert question.text == "Cancelled. Nothing was sent."
    await talk.press(root, question, send)
    assert (
        question.text == "That announcement is settled already. To say something else: /broadcast"
    )
    assert await talk.rows("SELECT count(*) FROM deliveries") == [(0,)]


async def test_progress_and_result_are_told_below_the_button(talk: Talk, root: User) -> None:
    await everybody(talk)
    question = await drafted(talk, root)
    await talk.press(root, question, "Send")
    telling = announcer(talk)
    await settle(talk)
    assert await telling.tell_once(NOW + 1) == 1
    assert question.text == "Sending: 1 of 6 chats …"
    for reason in (None, "blocked", "no-rights", "timed-out", "refused: it is too long"):
        await settle(talk, reason)
    before = len(talk.api.messages)
    assert await telling.tell_once(NOW + 2) == 0
    assert question.text == (
        "Your announcement is out.\n"
        "• Sent to 2 chats\n"
        "• 2 chats have blocked or removed me, or do not let me write\n"
        "• Failed in 1 chat\n"
        "• 1 chat may have it or not: Telegram did not answer, and I do not send it twice"
    )
    assert labels(question) == []
    assert len(talk.api.messages) == before, "who looks at it needs no second message"
    assert await running_broadcasts(talk.db) == ()


async def test_after_a_while_the_result_is_a_message_of_its_own(talk: Talk, root: User) -> None:
    question = await drafted(talk, root)
    await talk.press(root, question, "Send")
    await settle(talk)
    await announcer(talk).tell_once(NOW + 2 * MINUTE)
    assert talk.api.messages[-1].text == "Your announcement is out.\n• Sent to 1 chat"


async def test_the_result_is_told_also_where_the_question_was_deleted(
    talk: Talk, root: User
) -> None:
    question = await drafted(talk, root)
    await talk.press(root, question, "Send")
    question.deleted = True
    await settle(talk)
    assert await announcer(talk).tell_once(NOW) == 0
    assert talk.api.messages[-1].text == "Your announcement is out.\n• Sent to 1 chat"


async def test_stopped_it_goes_to_no_chat_more(talk: Talk, root: User) -> None:
    await everybody(talk)
    question = await drafted(talk, root)
    await talk.press(root, question, "Send")
    await settle(talk)
    await talk.press(root, question, "Stop")
    assert (
        question.text == "Your announcement was stopped.\n• Sent to 1 chat\n• Not sent to 5 chats"
    )
    assert await due_broadcasts(talk.db, talk.now, limit=9) == ()
    assert await announcer(talk).tell_once(NOW) == 0
    assert [one for (one,) in await talk.rows("SELECT action FROM audit")] == [
        "broadcast",
        "stopbroadcast",
    ]


async def test_it_is_not_shown_to_a_group(talk: Talk, root: User) -> None:
    group = talk.api.world.add_group("Rowers", admins=[root])
    (said,) = await talk.say_all(root, "/broadcast Secret", group)
    assert said.text.startswith("Send me that in our private chat")


async def test_only_who_is_the_owner_at_that_moment_may_confirm(talk: Talk, root: User) -> None:
    question = await drafted(talk, root)
    await talk.set_role(root, Role.ADMIN)
    press = await talk.press(root, question, "Send")
    assert "owner" in press.answers[0].text
    assert await talk.rows("SELECT count(*) FROM deliveries") == [(0,)]
