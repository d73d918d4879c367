"""Chats that come, go and move."""

from bot.local.botapi import Chat
from storage import get_chat
from tests.handlers_.talk import Talk


async def paused(talk: Talk, chat: Chat) -> str | None:
    stored = await get_chat(talk.db, chat.id)
    assert stored is not None
    return stored.paused


async def test_who_blocks_the_bot_is_paused_until_he_unblocks_it(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/start")
    talk.api.block(ada)
    await talk.done()
    assert await paused(talk, talk.private(ada)) == "blocked"
    talk.api.unblock(ada)
    await talk.done()
    assert await paused(talk, talk.private(ada)) is None


async def test_a_group_that_throws_the_bot_out_is_paused_until_it_is_back(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.feed()
    await talk.say(ada, "/sub 1", group)
    talk.api.kick(talk.api.bot, group, by=ada)
    await talk.done()
    assert await paused(talk, group) == "removed"
    talk.api.join(talk.api.bot, group, by=ada)
    (greeting,) = await talk.done()
    assert greeting.text == (
        "Hello again. I have kept what you had here:\n• 1 subscription\nPress Resume, and it goes on."
    )
    assert await paused(talk, group) == "removed"
    eve = await talk.user("Eve")
    talk.api.join(eve, group)
    await talk.press(eve, greeting, "Resume")
    assert await paused(talk, group) == "removed", "only its admins let it go on"
    await talk.press(ada, greeting, "Resume")
    assert "arrives there again: Neighbours" in greeting.text
    assert await paused(talk, group) is None
    assert await talk.subscribed(group) == [1]


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscriptions(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", kind="group", admins=[ada])
    await talk.feed()
    await talk.say(ada, "/sub 1", group)
    moved = talk.api.migrate(group)
    await talk.done()
    assert await talk.subscribed(group) == []
    assert await talk.subscribed(moved) == [1]
    assert "1. Morning Post" in (await talk.say(ada, "/list", moved)).text
