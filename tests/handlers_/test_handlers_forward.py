"""Sending an article to another chat: /forward, the picker, and the chats used before."""

import pytest

from bot.local.botapi import Chat, Message, User
from newsroom import Chat as Met
from newsroom import ChatKind
from storage import meet_chat
from tests.handlers_.talk import NOW, Talk, entry, labels


async def someone(talk: Talk) -> User:
    """Return somebody with a private chat, in a catalogue with one article, number 1: Rain."""
    await talk.feed("Morning Post", entry("Rain"))
    return await talk.user("Ada")


async def channel_of(talk: Talk, *admins: User, title: str = "My <channel>") -> Chat:
    """Return a channel that the bot has met, @my_channel."""
    channel = talk.api.world.add_channel(title, username="my_channel", admins=admins)
    await meet_chat(talk.db, Met(channel.id, ChatKind.CHANNEL, title, "my_channel"), NOW)
    return channel


async def owed(talk: Talk) -> list[tuple[int, int, str | None, int]]:
    """Return what is forwarded: the chat, the article, the note, and who sent it."""
    return await talk.rows(
        "SELECT chat_id, article_id, body, sent_by FROM deliveries WHERE kind = 'forward' ORDER BY id"
    )


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("/forward 1 @my_channel", None),
        ("/forward #1 @My_Channel Read this!", "Read this!"),
        ("/forward_1 @my_channel <b>1 < 2</b>\nSecond line", "<b>1 < 2</b>\nSecond line"),
        ("/forward https://example.org/Rain {id} Read", "Read"),
        ("/forward 1 my <CHANNEL>", None),
        ("/forward 1 My <channel> Read this!", "Read this!"),
        ("/forward 1 “My <channel>” Read this!", "Read this!"),
    ],
)
async def test_an_article_goes_to_a_named_chat(talk: Talk, words: str, note: str | None) -> None:
    """By its @name, its number, its title; what follows is the note. The answer names the chat."""
    ada = await someone(talk)
    channel = await channel_of(talk, ada)
    answer = await talk.say(ada, words.format(id=channel.id))
    assert answer.text == "On its way to My <channel>."
    assert await owed(talk) == [(channel.id, 1, note, ada.id)]


async def test_a_reply_names_the_article(talk: Talk) -> None:
    ada = await someone(talk)
    channel = await channel_of(talk, ada)
    card = await talk.say(ada, "/start a1")
    assert "On its way" in (await talk.say(ada, "/forward @my_channel Look", reply_to=card)).text
    assert await owed(talk) == [(channel.id, 1, "Look", ada.id)]
    assert "Choose the chat" in (await talk.say(ada, "/forward", reply_to=card)).text


@pytest.mark.parametrize("me", ["me", "ME", "{id}"])
async def test_a_person_may_send_to_himself(talk: Talk, me: str) -> None:
    ada = await someone(talk)
    answer = await talk.say(ada, f"/forward 1 {me.format(id=ada.id)} Later")
    assert answer.text == "On its way to you."
    assert await owed(talk) == [(ada.id, 1, "Later", ada.id)]


async def test_the_same_update_sends_once(talk: Talk) -> None:
    """Telegram repeats an update where the bot died before it had confirmed it."""
    ada = await someone(talk)
    await channel_of(talk, ada)
    talk.api.say(ada, talk.private(ada), "/forward 1 @my_channel")
    (update,) = await talk.application.bot.get_updates(timeout=0)
    await talk.application.process_update(update)
    await talk.application.process_update(update)
    assert len(await owed(talk)) == 1


async def test_who_may_not_post_there_is_refused(talk: Talk) -> None:
    """A reader, an admin without that right, a stranger; judged at that moment, whatever was before."""
    ada = await someone(talk)
    olga, ruth = await talk.user("Olga"), await talk.user("Ruth")
    channel = await channel_of(talk, olga, ada, ruth)
    assert "On its way" in (await talk.say(ada, "/forward 1 @my_channel")).text
    talk.api.promote(ruth, channel, by=olga, rights=["can_edit_messages"])
    talk.api.demote(ada, channel, by=olga)
    before = await owed(talk)
    for user in (ada, ruth, await talk.user("Eve")):
        answer = await talk.say(user, "/forward 1 @my_channel")
        assert answer.text == "You may not write in @my_channel yourself, so I do not for you."
        answer = await talk.say(user, "/forward 1 My <channel> Read")
        assert "I know no chat “My <channel> Read” where you may write." in answer.text
    assert await owed(talk) == before


async def test_in_a_group_whoever_may_write_may_forward(talk: Talk) -> None:
    """A member; not who is restricted, has left, or where the group lets nobody write."""
    ada = await someone(talk)
    olga = await talk.user("Olga")
    group = talk.api.world.add_group("Neighbours", members=[ada], admins=[olga], bot_admin=True)
    words = f"/forward 1 {group.id}"
    assert "On its way to Neighbours." in (await talk.say(ada, words)).text
    talk.api.restrict(ada, group, by=olga)
    assert "You may not write" in (await talk.say(ada, words)).text
    talk.api.join(ada, group)
    group.permissions = frozenset()
    assert "You may not write" in (await talk.say(ada, words)).text
    assert "On its way" in (await talk.say(olga, words)).text
    talk.api.leave(olga, group)
    assert "You may not write" in (await talk.say(olga, words)).text
    assert len(await owed(talk)) == 2


async def test_where_the_bot_may_not_post_it_says_what_to_do(talk: Talk) -> None:
    ada = await someone(talk)
    channel = await channel_of(talk, ada)
    talk.api.promote(talk.api.bot, channel, by=ada, rights=["can_edit_messages"])
    answer = await talk.say(ada, "/forward 1 @my_channel")
    assert "right to post messages" in answer.text
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    group.permissions = frozenset()
    assert "let me send messages" in (await talk.say(ada, f"/forward 1 {group.id}")).text
    for name in ("@nobody_here", "-100999", "@ada_herself"):
        assert f"I cannot see {name}." in (await talk.say(ada, f"/forward 1 {name}")).text
    assert await owed(talk) == []


async def test_a_title_that_several_chats_have_is_not_guessed(talk: Talk) -> None:
    """Among those where one may write; a longer title goes before a shorter."""
    ada = await someone(talk)
    for admins in ([ada], [ada], []):
        group = talk.api.world.add_group("Village", admins=admins)
        await meet_chat(talk.db, Met(group.id, ChatKind.SUPERGROUP, "Village"), NOW)
    longer = talk.api.world.add_group("Village Choir", admins=[ada])
    await meet_chat(talk.db, Met(longer.id, ChatKind.SUPERGROUP, "Village Choir"), NOW)
    assert "several chats called “Village”" in (await talk.say(ada, "/forward 1 village")).text
    assert await owed(talk) == []
    assert "Village Choir" in (await talk.say(ada, "/forward 1 village choir Read")).text
    assert await owed(talk) == [(longer.id, 1, "Read", ada.id)]


async def test_a_note_that_is_too_long_sends_nothing(talk: Talk) -> None:
    ada = await someone(talk)
    answer = await talk.say(ada, f"/forward 1 me {'🦊' * 501}")
    assert "1,000 characters" in answer.text
    assert await owed(talk) == []
    assert "On its way" in (await talk.say(ada, f"/forward 1 me {'🦊' * 500}")).text


async def test_an_article_of_a_private_feed_stays_there(talk: Talk) -> None:
    ada = await someone(talk)
    await channel_of(talk, ada)
    await talk.say(ada, "/start")
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", ada.id)
    assert "stays there" in (await talk.say(ada, "/forward 1 @my_channel")).text
    assert "On its way" in (await talk.say(ada, "/forward 1 me")).text
    eve = await talk.user("Eve")
    assert "On its way" not in (await talk.say(eve, "/forward 1 me")).text


async def test_without_a_chat_one_is_picked_from_telegrams_list(talk: Talk) -> None:
    """Two buttons, for channels where one may post and for groups; the answer takes them away."""
    ada = await someone(talk)
    channel = await channel_of(talk, ada)
    asked = await talk.say(ada, "/forward 1")
    assert asked.text.startswith("Choose the chat for Rain, or name it: /forward 1 @mychannel")
    names = [button["text"] for button in talk.private(ada).reply_keyboard]
    assert names == ["A channel", "A group"]
    talk.api.share_chat(ada, "A channel", channel)
    (answer,) = await talk.done()
    assert answer.text == "On its way to My <channel>."
    assert talk.private(ada).reply_keyboard == []
    assert await owed(talk) == [(channel.id, 1, None, ada.id)]


async def test_a_picked_chat_is_judged_like_any_other(talk: Talk) -> None:
    """What Telegram's list offered does not count. The chat is called by its title; nothing hangs."""
    ada = await someone(talk)
    group = talk.api.world.add_group("Neighbours", members=[ada], bot_member=False)
    await talk.say(ada, "/forward 1")
    talk.api.share_chat(ada, "A group", group)
    (answer,) = await talk.done()
    assert "Neighbours" in answer.text
    assert "On its way" not in answer.text
    assert talk.private(ada).reply_keyboard == []
    assert await owed(talk) == []


async def test_the_chats_used_before_are_buttons(talk: Talk) -> None:
    """The last used first, and another chat can be picked. The press is judged at that moment."""
    ada = await someone(talk)
    channel = await channel_of(talk, ada, await talk.user("Olga"))
    await talk.say(ada, "/forward 1 @my_channel")
    await talk.say(ada, "/forward 1 me")
    asked = await talk.say(ada, "/forward 1")
    assert labels(asked) == ["Ada", "My <channel>", "Another chat"]
    await talk.press(ada, asked, "Another chat")
    assert len(talk.private(ada).reply_keyboard) == 2
    again = await talk.say(ada, "/forward 1")
    await talk.press(ada, asked, "My <channel>")
    assert asked.text == "On its way to My <channel>."
    assert labels(asked) == []
    assert len(await owed(talk)) == 3
    talk.api.demote(ada, channel)
    press = await talk.press(ada, again, "My <channel>")
    assert "You may not write" in press.answers[0].text
    assert len(await owed(talk)) == 3


async def test_a_button_pressed_twice_sends_once(talk: Talk) -> None:
    """The second press comes before the buttons are gone."""
    ada = await someone(talk)
    await talk.say(ada, "/forward 1 me")
    asked = await talk.say(ada, "/forward 1")
    talk.api.press(ada, asked, 0)
    talk.api.press(ada, asked, 0)
    await talk.done()
    assert len(await owed(talk)) == 2


async def test_a_group_is_led_to_the_private_chat(talk: Talk) -> None:
    """Even where the chat is named: a group need not read where its members send things."""
    ada = await someone(talk)
    await channel_of(talk, ada)
    group = talk.api.world.add_group("Neighbours", members=[ada])
    answer = await talk.say(ada, "/forward 1 @my_channel", group)
    assert answer.text == "Choose the chat in our private chat."
    assert link_of(answer) == "https://t.me/newshound_bot?start=w1"
    assert await owed(talk) == []
    assert "Choose the chat for Rain" in (await talk.say(ada, "/start w1")).text
    assert "Choose" not in (await talk.say(ada, "/start w99")).text


def link_of(message: Message) -> object:
    (button,) = message.buttons
    return button["url"]


async def test_what_is_no_article_is_said(talk: Talk) -> None:
    ada = await someone(talk)
    for words in ("/forward", "/forward 99", "/forward nonsense @my_channel"):
        assert "On its way" not in (await talk.say(ada, words)).text
    assert await owed(talk) == []
