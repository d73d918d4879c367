"""What is said where the bot is let in, and to whoever added it when its rights change."""

from pathlib import Path

import pytest

from bot.local.botapi import ChatKind, Message, User
from handlers import AccessRules
from newsroom import Role
from storage import get_chat, pause_chat
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import talking

GROUP_GREETING = (
    "Hello. I send new articles of the feeds that this group subscribes to. "
    "Everybody may read /list and /latest; the group's admins choose with /sub."
)


@pytest.fixture
async def ada(talk: Talk) -> User:
    user = await talk.user()
    await talk.say(user, "/start")
    return user


async def added(
    talk: Talk, user: User, *, is_supergroup: bool = True, anonymously: bool = False
) -> list[Message]:
    """Let somebody add the bot to a group of his; return what the bot then says."""
    kind: ChatKind = "supergroup" if is_supergroup else "group"
    group = talk.api.world.add_group("Rowers", admins=[user], bot_member=False, kind=kind)
    talk.api.join(talk.api.bot, group, by=talk.api.world.anonymous_admin if anonymously else user)
    return await talk.done()


async def test_a_group_is_greeted_once_with_what_to_do_next(talk: Talk, ada: User) -> None:
    (greeting,) = await added(talk, ada)
    assert greeting.chat.title == "Rowers"
    assert greeting.text == GROUP_GREETING
    assert labels(greeting) == ["Show the feeds", "All commands"]
    await talk.feed()
    await talk.press(ada, greeting, "Show the feeds")
    assert "press + and the number" in greeting.text


async def test_being_made_an_admin_is_told_in_private_and_greets_nobody_again(
    talk: Talk, ada: User
) -> None:
    (greeting,) = await added(talk, ada)
    group = greeting.chat
    bob = await talk.user("Bob")
    talk.api.join(bob, group)
    await talk.done()
    talk.api.promote(talk.api.bot, group, by=bob)
    (told,) = await talk.done()
    assert told.chat is talk.private(ada)
    assert told.text == (
        "I am an admin of Rowers now. What I send there stays the same; its admins choose the feeds."
    )
    await talk.press(ada, told, "Feeds and settings")
    assert told.text.startswith("In Rowers:\nNo subscriptions here yet")
    talk.api.demote(talk.api.bot, group, by=bob)
    (told,) = await talk.done()
    assert told.text == "I am no admin of Rowers any more. I may still write there, and go on."


async def test_losing_the_right_to_write_is_told_and_having_it_again_lets_it_go_on(
    talk: Talk, ada: User
) -> None:
    (greeting,) = await added(talk, ada)
    group = greeting.chat
    talk.api.restrict(talk.api.bot, group, by=ada)
    (told,) = await talk.done()
    assert told.text.startswith("I may not write in Rowers, so nothing arrives there.")
    assert labels(told) == []
    await pause_chat(talk.db, group.id, "no-rights", talk.now)
    talk.api.promote(talk.api.bot, group, by=ada)
    (told,) = await talk.done()
    assert told.text == "I may write in Rowers again, and go on."
    stored = await get_chat(talk.db, group.id)
    assert stored is not None
    assert stored.paused is None


async def test_nothing_is_posted_in_a_channel_and_who_added_the_bot_is_written_to(
    talk: Talk, ada: User
) -> None:
    channel = talk.api.world.add_channel("Harbour", admins=[ada], bot_admin=False)
    talk.api.promote(talk.api.bot, channel, by=ada)
    (told,) = await talk.done()
    assert told.chat is talk.private(ada)
    assert told.text == (
        "I am in Harbour now, and may post there.\n"
        "Next: choose its feeds. Later you find it here with /list, below “My channels and groups”."
    )
    assert labels(told) == ["Choose feeds", "Feeds and settings"]
    await talk.feed()
    await talk.press(ada, told, "Choose feeds")
    await talk.press(ada, talk.api.messages[-1], "+ 1")
    assert await talk.subscribed(channel) == [1]
    assert talk.api.sent(channel) == []


async def test_who_has_not_started_the_bot_hears_nothing_of_his_channel(talk: Talk) -> None:
    eve = talk.api.world.add_user("Eve")
    channel = talk.api.world.add_channel("Harbour", admins=[eve], bot_admin=False)
    talk.api.promote(talk.api.bot, channel, by=eve)
    assert await talk.done() == []


async def test_a_channel_without_the_right_to_post_says_where_to_give_it(
    talk: Talk, ada: User
) -> None:
    channel = talk.api.world.add_channel("Harbour", admins=[ada], bot_admin=False)
    talk.api.promote(talk.api.bot, channel, by=ada, rights=[])
    (told,) = await talk.done()
    assert told.text.startswith("I may not post in Harbour.")
    talk.api.promote(talk.api.bot, channel, by=ada)
    (told,) = await talk.done()
    assert told.text == "I may write in Harbour again, and go on."


async def test_a_channel_that_lets_the_bot_in_again_goes_on_with_one_tap(
    talk: Talk, ada: User
) -> None:
    channel = talk.api.world.add_channel("Harbour", username="harbour", admins=[ada])
    await talk.feed()
    await talk.say(ada, "/sub @harbour 1")
    await talk.say(ada, "/watch @harbour floods")
    talk.api.demote(talk.api.bot, channel, by=ada)
    await talk.done()
    talk.api.promote(talk.api.bot, channel, by=ada)
    (told,) = await talk.done()
    assert "• 1 subscription\n• 1 watch\nPress Resume" in told.text
    await talk.press(ada, told, "Resume")
    assert "arrives there again: Harbour" in told.text
    stored = await get_chat(talk.db, channel.id)
    assert stored is not None
    assert stored.paused is None


async def test_a_group_that_became_a_supergroup_is_not_greeted_again(talk: Talk, ada: User) -> None:
    (greeting,) = await added(talk, ada, is_supergroup=False)
    moved = talk.api.migrate(greeting.chat)
    await talk.done()
    place = moved.members.pop(talk.api.bot.id)  # Telegram tells as if the bot came in anew
    talk.api.join(talk.api.bot, moved, by=ada)
    assert await talk.done() == []
    moved.members[talk.api.bot.id] = place
    talk.api.leave(talk.api.bot, moved)
    talk.api.join(talk.api.bot, moved, by=ada)
    (greeting,) = await talk.done()
    assert greeting.text == GROUP_GREETING, "it had put the bot out meanwhile"


async def test_an_anonymous_admin_is_nobodys_adder(talk: Talk, ada: User) -> None:
    (greeting,) = await added(talk, ada, anonymously=True)
    assert greeting.text == GROUP_GREETING
    assert await talk.rows("SELECT added_by FROM chats WHERE title = 'Rowers'") == [(None,)]


async def test_a_banned_persons_group_hears_nothing(talk: Talk) -> None:
    mallory = await talk.user("Mallory", role=Role.BANNED)
    assert await added(talk, mallory) == []


async def test_a_bot_for_approved_people_says_so_where_a_stranger_adds_it(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        eve = await talk.user("Eve")
        (said,) = await added(talk, eve)
        assert said.text.startswith("This bot is for approved people only. Write to it in private")
        member = await talk.user("Member", role=Role.MEMBER)
        (said,) = await added(talk, member)
        assert said.text == GROUP_GREETING


async def test_where_the_bot_may_not_write_it_tells_who_added_it(talk: Talk, ada: User) -> None:
    group = talk.api.world.add_group("Quiet", admins=[ada], bot_member=False)
    talk.api.set_permissions(group, [])
    talk.api.join(talk.api.bot, group, by=ada)
    (told,) = await talk.done()
    assert told.chat is talk.private(ada)
    assert told.text.startswith("I may not write in Quiet, so nothing arrives there.")


async def test_start_lets_go_on_who_had_blocked_the_bot(talk: Talk, ada: User) -> None:
    await talk.feed()
    await talk.say(ada, "/sub 1")
    await pause_chat(talk.db, ada.id, "blocked", talk.now)
    await talk.say(ada, "/start")
    stored = await get_chat(talk.db, ada.id)
    assert stored is not None
    assert stored.paused is None
    assert await talk.subscribed(talk.private(ada)) == [1]
