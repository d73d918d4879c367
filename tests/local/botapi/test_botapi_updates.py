"""What the bot is told: well-formed updates of all that people do."""

from collections.abc import Callable

import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

from bot.local.botapi import Chat, LocalBotApi, User

ALL = [*Update.ALL_TYPES]


async def updates(bot: telegram.Bot, offset: int | None = None) -> list[Update]:
    return list(await bot.get_updates(offset=offset, timeout=0, allowed_updates=ALL))


async def only(bot: telegram.Bot) -> Update:
    """Return the one update that waits, and confirm it."""
    (update,) = await updates(bot)
    assert update.api_kwargs == {}
    assert await updates(bot, update.update_id + 1) == []
    return update


async def test_a_message_carries_what_telegram_marks(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    update_id = api.say(alice, dm, "/sub@newshound_bot https://x.org/feed @robert")
    update = await only(bot)
    message = update.message
    assert update.update_id == update_id
    assert message is not None
    assert (message.from_user, message.chat.id) == (telegram.User(alice.id, "Alice", False), dm.id)
    assert list(message.parse_entities().values()) == [
        "/sub@newshound_bot",
        "https://x.org/feed",
        "@robert",
    ]
    assert message.api_kwargs == {}


async def test_who_writes_in_a_group(api: LocalBotApi, bot: telegram.Bot, alice: User) -> None:
    """Anonymous admins, channels and linked channels are known by `sender_chat`."""
    group = api.world.add_group("Neighbours", admins=[alice])
    channel = api.world.add_channel("News")

    api.say(alice, group, "/start", anonymous_admin=True)
    message = (await only(bot)).effective_message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.id, message.sender_chat) == (1087968824, message.chat)

    api.say(alice, group, "/start", sender_chat=channel)
    message = (await only(bot)).effective_message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (136817688, channel.id)

    group.linked_chat = channel
    api.say(alice, group, "/start", sender_chat=channel)
    message = (await only(bot)).effective_message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.id, message.is_automatic_forward) == (777000, True)


async def test_other_ways_to_come_by_a_message(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Forwarded, by way of another bot, edited, as a channel post, in a topic, as an answer."""
    other = api.world.add_user("Other", username="other_bot", is_bot=True)
    channel = api.world.add_channel("News", admins=[alice])
    forum = api.world.add_group("Forum", forum=True, admins=[alice], bot_admin=True)
    topic = api.world.add_topic(forum, "Sport")

    api.say(alice, dm, "/start", forwarded=True)
    assert isinstance((await message_of(bot)).forward_origin, telegram.MessageOriginHiddenUser)
    api.say(alice, dm, "/start", forwarded=alice)
    assert isinstance((await message_of(bot)).forward_origin, telegram.MessageOriginUser)
    api.say(alice, dm, "/start", forwarded=channel)
    assert isinstance((await message_of(bot)).forward_origin, telegram.MessageOriginChannel)
    api.say(alice, dm, "/start", via_bot=other)
    assert (await message_of(bot)).via_bot == telegram.User(other.id, "Other", True)

    assert dm.last_message is not None
    api.edit(dm.last_message, "/stop")
    edited = (await only(bot)).edited_message
    assert edited is not None
    assert (edited.text, edited.edit_date is not None) == ("/stop", True)

    api.say(alice, channel, "/start")
    post = (await only(bot)).channel_post
    assert post is not None
    assert (post.from_user, post.sender_chat) == (None, post.chat)

    api.say(alice, forum, "/start", topic=topic)
    question = forum.last_message
    assert (await message_of(bot)).message_thread_id == topic.id
    api.say(alice, forum, "and?", topic=topic, reply_to=question)
    answered = (await message_of(bot)).reply_to_message
    assert answered is not None
    assert answered.text == "/start"

    api.send_file(alice, dm, "feeds.opml", b"<opml/>", caption="mine")
    message = await message_of(bot)
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("feeds.opml", "mine")
    file = await message.document.get_file()
    assert await file.download_as_bytearray() == b"<opml/>"


async def message_of(bot: telegram.Bot) -> telegram.Message:
    message = (await only(bot)).effective_message
    assert message is not None
    return message


async def test_a_press_brings_the_message_and_the_data(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Forged data comes through. Of a message that is gone its number is left, and the date 0."""
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("a", callback_data="d0"), InlineKeyboardButton("b", url="x.org")]]
    )
    sent = await bot.send_message(dm.id, "x", reply_markup=keyboard)
    record = api.messages[-1]
    update_id = api.press(alice, record, 0)
    query = (await only(bot)).callback_query
    assert query is not None
    assert (query.data, query.message) == ("d0", sent)
    assert [press.update_id for press in api.presses] == [update_id]
    with pytest.raises(ValueError, match="no callback data"):
        api.press(alice, record, 1)
    await sent.delete()
    api.press(alice, record, "forged")
    query = (await only(bot)).callback_query
    assert query is not None
    assert query.data == "forged"
    assert query.message is not None
    gone = query.message.to_dict()
    assert (gone["message_id"], gone["date"], gone.get("text")) == (sent.message_id, 0, None)


async def test_words_after_the_bots_name(api: LocalBotApi, bot: telegram.Bot, alice: User) -> None:
    api.inline(alice, "rivers", offset="20")
    query = (await only(bot)).inline_query
    assert query is not None
    assert (query.query, query.offset, query.from_user.id) == ("rivers", "20", alice.id)


async def test_changes_of_the_bots_own_place(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Blocked, brought into a group, promoted, restricted, kicked."""
    group = api.world.add_group("Neighbours", admins=[alice], bot_member=False)
    acts: list[tuple[Callable[[], int | None], str, str]] = [
        (lambda: api.block(alice), "member", "kicked"),
        (lambda: api.unblock(alice), "kicked", "member"),
        (lambda: api.join(api.bot, group, by=alice), "left", "member"),
        (lambda: api.promote(api.bot, group, by=alice), "member", "administrator"),
        (lambda: api.demote(api.bot, group, by=alice), "administrator", "member"),
        (lambda: api.restrict(api.bot, group, by=alice), "member", "restricted"),
        (lambda: api.kick(api.bot, group, by=alice), "restricted", "kicked"),
    ]
    for act, old, new in acts:
        update_id = act()
        update = (await updates(bot))[0]
        changed = update.my_chat_member
        assert changed is not None
        assert (update.update_id, changed.from_user.id) == (update_id, alice.id)
        assert (changed.old_chat_member.status, changed.new_chat_member.status) == (old, new)
        await updates(bot, 10**9)


async def test_comings_and_goings_of_others(
    api: LocalBotApi, bot: telegram.Bot, alice: User
) -> None:
    """Service messages for every bot in the group, chat_member for an administrator who asked for it."""
    group = api.world.add_group("Neighbours", admins=[alice])
    bob = api.world.add_user("Bob")
    assert api.join(bob, group, by=alice) is None
    message = await message_of(bot)
    assert [user.id for user in message.new_chat_members] == [bob.id]
    api.promote(api.bot, group)
    await updates(bot, 10**9)
    api.kick(bob, group, by=alice)
    changed, left = await updates(bot)
    assert changed.chat_member is not None
    assert changed.chat_member.new_chat_member.status == "kicked"
    assert left.message is not None
    assert left.message.left_chat_member == telegram.User(bob.id, "Bob", False)


async def test_a_group_that_migrates_says_so(
    api: LocalBotApi, bot: telegram.Bot, alice: User
) -> None:
    group = api.world.add_group("Neighbours", kind="group", admins=[alice])
    new = api.migrate(group)
    moved_to, moved_from = await updates(bot)
    assert moved_to.message is not None
    assert moved_from.message is not None
    assert (moved_to.message.chat.id, moved_to.message.migrate_to_chat_id) == (group.id, new.id)
    assert (moved_from.message.chat.id, moved_from.message.migrate_from_chat_id) == (
        new.id,
        group.id,
    )
    with pytest.raises(ValueError, match="any more"):
        api.say(alice, group, "hello?")


async def test_privacy_mode_hides_what_is_not_for_the_bot(api: LocalBotApi, alice: User) -> None:
    """It sees commands, its name and answers to it; an admin sees all; without the mode everyone does."""
    group = api.world.add_group("Neighbours", members=[alice])
    assert api.say(alice, group, "nice weather") is None
    assert api.say(alice, group, "/start@other_bot") is None
    for text in ("/start", "/start@newshound_bot", "hey @Newshound_Bot"):
        assert api.say(alice, group, text) is not None
    api.promote(api.bot, group)
    assert api.say(alice, group, "nice weather") is not None
    async with LocalBotApi(privacy_mode=False) as open_api:
        group = open_api.world.add_group("Neighbours", members=[alice])
        assert open_api.say(alice, group, "nice weather") is not None


async def test_people_can_only_do_what_telegram_lets_them(
    api: LocalBotApi, alice: User, dm: Chat
) -> None:
    group, channel = api.world.add_group("Closed"), api.world.add_channel("News", members=[alice])
    bob = api.world.add_user("Bob")
    with pytest.raises(ValueError, match="Alice is not in 'Closed'"):
        api.say(alice, group, "hello")
    with pytest.raises(ValueError, match="Alice may not post in 'News'"):
        api.say(alice, channel, "hello")
    with pytest.raises(ValueError, match="somebody else's private chat"):
        api.say(bob, dm, "hello")
    api.block(alice)
    with pytest.raises(ValueError, match="must unblock the bot first"):
        api.say(alice, dm, "hello")


async def test_a_chat_picked_with_the_reply_keyboard(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """The title comes along only where the button asked for it; a removed keyboard has no buttons."""
    channel = api.world.add_channel("News", username="the_news", admins=[alice])
    asked = KeyboardButtonRequestChat(
        7, chat_is_channel=True, request_title=True, request_username=True
    )
    plain = KeyboardButtonRequestChat(8, chat_is_channel=True)
    buttons = [
        KeyboardButton("Channel", request_chat=asked),
        KeyboardButton("Plain", request_chat=plain),
    ]
    await bot.send_message(dm.id, "Pick", reply_markup=ReplyKeyboardMarkup([buttons]))
    api.share_chat(alice, "Channel", channel)
    shared = (await message_of(bot)).chat_shared
    assert shared == telegram.ChatShared(7, channel.id, title="News", username="the_news")
    api.share_chat(alice, "Plain", channel)
    shared = (await message_of(bot)).chat_shared
    assert shared is not None
    assert (shared.request_id, shared.title, shared.username) == (8, None, None)

    group = api.world.add_group("Neighbours", members=[alice])
    with pytest.raises(ValueError, match="not of the kind"):
        api.share_chat(alice, "Channel", group)
    with pytest.raises(ValueError, match="Alice is not in 'Other'"):
        api.share_chat(alice, "Channel", api.world.add_channel("Other"))
    await bot.send_message(dm.id, "Done", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(ValueError, match="no button 'Channel'"):
        api.share_chat(alice, "Channel", channel)


async def test_a_person_picked_with_the_reply_keyboard(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Names come along only where the button asked for them."""
    bob = api.world.add_user("Bob", last_name="Lee", username="bob_lee")
    other = api.world.add_user("Other", username="other_bot", is_bot=True)
    asked = KeyboardButtonRequestUsers(
        7, user_is_bot=False, request_name=True, request_username=True
    )
    buttons = [
        KeyboardButton("Named", request_users=asked),
        KeyboardButton("Plain", request_users=KeyboardButtonRequestUsers(8)),
    ]
    await bot.send_message(dm.id, "Pick", reply_markup=ReplyKeyboardMarkup([buttons]))
    api.share_user(alice, "Named", bob)
    shared = (await message_of(bot)).users_shared
    assert shared == telegram.UsersShared(7, [telegram.SharedUser(bob.id, "bob_lee", "Bob", "Lee")])
    api.share_user(alice, "Plain", other)
    shared = (await message_of(bot)).users_shared
    assert shared == telegram.UsersShared(8, [telegram.SharedUser(other.id)])
    with pytest.raises(ValueError, match="not of the kind"):
        api.share_user(alice, "Named", other)
    with pytest.raises(ValueError, match="no button 'Gone'"):
        api.share_user(alice, "Gone", bob)
