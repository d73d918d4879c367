"""What the endpoint refuses, and what PTB makes of it: every error as its own exception."""

import pytest
import telegram
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.local.botapi import Chat, FaultKind, LocalBotApi, User
from bot.local.botapi.people import ALL_RIGHTS
from tests.ptb import ptbs_bot


async def refused(
    api: LocalBotApi,
    bot: telegram.Bot,
    chat_id: int | str,
    *,
    thread_id: int | None = None,
) -> str:
    """Send a message that must be refused; return the description as it went over the wire."""
    with pytest.raises((BadRequest, Forbidden)):
        await bot.send_message(chat_id, "hello", message_thread_id=thread_id)
    return api.calls[-1].description


async def test_wrong_tokens_are_told_apart(api: LocalBotApi) -> None:
    """PTB makes one exception of both statuses."""
    for token in ("123456:OTHER", "no-token"):
        with pytest.raises(InvalidToken):
            async with ptbs_bot(api, token=token):
                pass
    assert api.calls == []


async def test_unknown_methods_are_not_found(bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.EndPointNotFound):
        await bot.do_api_request("sendPigeon")


async def test_unknown_chats_are_not_found(api: LocalBotApi, bot: telegram.Bot) -> None:
    """Neither a number nor a name that nobody has, nor somebody the bot has never met."""
    stranger = api.world.add_user("Stranger", username="stranger")
    for chat_id in (77, -77, "@nobody", "@stranger", "words", stranger.id):
        assert await refused(api, bot, chat_id) == "Bad Request: chat not found"


async def test_people_must_have_started_the_bot(
    api: LocalBotApi, bot: telegram.Bot, alice: User
) -> None:
    dm = api.world.private(alice, started=False)
    group = api.world.add_group("Neighbours", members=[bob := api.world.add_user("Bob")])
    api.say(bob, group, "/start")
    for user_id in (dm.id, bob.id):
        description = await refused(api, bot, user_id)
        assert description == "Forbidden: bot can't initiate conversation with a user"
    api.say(alice, dm, "/start")
    await bot.send_message(dm.id, "welcome")


async def test_people_can_block_the_bot(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    api.block(alice)
    assert await refused(api, bot, dm.id) == "Forbidden: bot was blocked by the user"
    api.unblock(alice)
    await bot.send_message(dm.id, "welcome back")
    alice.deactivated = True
    assert await refused(api, bot, dm.id) == "Forbidden: user is deactivated"


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_the_bot_must_be_in_the_chat(api: LocalBotApi, bot: telegram.Bot, kind: str) -> None:
    """Kicked and gone are told apart."""
    if kind == "channel":
        chat = api.world.add_channel("News")
    else:
        chat = api.world.add_group("News", kind="group" if kind == "group" else "supergroup")
    api.leave(api.bot, chat)
    assert await refused(api, bot, chat.id) == f"Forbidden: bot is not a member of the {kind} chat"
    api.kick(api.bot, chat)
    assert await refused(api, bot, chat.id) == f"Forbidden: bot was kicked from the {kind} chat"


async def test_a_group_can_become_a_supergroup(api: LocalBotApi, bot: telegram.Bot) -> None:
    group = api.world.add_group("Neighbours", kind="group")
    new = api.migrate(group)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.id, "hello")
    assert migrated.value.new_chat_id == new.id
    assert api.calls[-1].description == "Bad Request: group chat was upgraded to a supergroup chat"
    await bot.send_message(new.id, "hello")


async def test_rights_in_groups(api: LocalBotApi, bot: telegram.Bot) -> None:
    """A group may be closed for everybody, or only the bot restricted; admins write anyway."""
    group = api.world.add_group("Neighbours")
    error = "Bad Request: not enough rights to send text messages to the chat"
    api.restrict(api.bot, group, permissions=["can_send_photos"])
    assert await refused(api, bot, group.id) == error
    api.promote(api.bot, group)
    api.set_permissions(group, [])
    await bot.send_message(group.id, "hello")
    api.demote(api.bot, group)
    assert await refused(api, bot, group.id) == error
    with pytest.raises(BadRequest, match="Not enough rights to send documents to the chat"):
        await bot.send_document(group.id, b"x")


async def test_rights_in_channels(api: LocalBotApi, bot: telegram.Bot) -> None:
    channel = api.world.add_channel("News", username="newschan")
    message = await bot.send_message("@NewsChan", "hello")
    assert (message.chat.id, message.sender_chat, message.from_user) == (
        channel.id,
        message.chat,
        None,
    )
    api.promote(api.bot, channel, rights=ALL_RIGHTS - {"can_post_messages", "can_edit_messages"})
    error = "Bad Request: need administrator rights in the channel chat"
    assert await refused(api, bot, channel.id) == error
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("new", channel.id, message.id)


async def test_topics(api: LocalBotApi, bot: telegram.Bot) -> None:
    """A topic must be there and open; an answer goes to the topic of what it answers."""
    forum = api.world.add_group("Neighbours", forum=True)
    topic = api.world.add_topic(forum, "Sport")
    message = await bot.send_message(forum.id, "goal", message_thread_id=topic.id)
    assert (message.message_thread_id, message.is_topic_message) == (topic.id, True)
    assert (await message.reply_text("again")).message_thread_id == topic.id
    assert [m.text for m in api.sent(forum, topic=topic)] == ["goal", "again"]
    missing = "Bad Request: message thread not found"
    assert await refused(api, bot, forum.id, thread_id=999) == missing
    assert await refused(api, bot, forum.id, thread_id=1) == missing
    topic.closed = True
    assert await refused(api, bot, forum.id, thread_id=topic.id) == "Bad Request: TOPIC_CLOSED"


async def test_members_are_listed_only_to_those_who_may_see_them(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    channel = api.world.add_channel("News", username="newschan", admins=[alice], bot_admin=False)
    assert (await bot.get_chat(channel.id)).title == "News"
    assert (await bot.get_chat_member(channel.id, bot.id)).status == "left"
    with pytest.raises(BadRequest, match="Member list is inaccessible"):
        await bot.get_chat_member(channel.id, alice.id)
    with pytest.raises(BadRequest, match="Member list is inaccessible"):
        await bot.get_chat_administrators(channel.id)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(dm.id)
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(dm.id, 99)


async def test_edits_are_refused(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    message = await bot.send_message(dm.id, "<b>a</b>", parse_mode="HTML")
    with pytest.raises(BadRequest):
        await message.edit_text("<b> a</b>".replace(" ", ""), parse_mode="HTML")
    assert api.calls[-1].description == (
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message"
    )
    await message.edit_text("a")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await message.edit_caption("a")
    picture = await bot.send_photo(dm.id, b"GIF89a")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await picture.edit_text("a")
    keyboard = await bot.send_message(dm.id, "x", reply_markup=ForceReply())
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await keyboard.edit_text("y")
    api.say(alice, dm, "mine")
    assert dm.last_message is not None
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", dm.id, dm.last_message.id)
    await message.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await message.edit_text("b")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await message.delete()


async def test_deleting_takes_rights_and_haste(alice: User) -> None:
    """In groups others' messages take a right; after 48 hours only a right deletes at all."""
    seconds = 1_800_000_000.0
    async with LocalBotApi(enforce_rates=False, now=lambda: seconds) as api:
        group = api.world.add_group("Neighbours", members=[alice])
        api.say(alice, group, "/spam")
        spam = group.last_message
        assert spam is not None
        async with ptbs_bot(api) as bot:
            with pytest.raises(BadRequest, match="Message can't be deleted"):
                await bot.delete_message(group.id, spam.id)
            own = await bot.send_message(group.id, "own")
            seconds += 48 * 3600 + 1
            with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
                await own.delete()
            api.promote(api.bot, group, rights=["can_delete_messages"])
            assert await bot.delete_messages(group.id, [spam.id, own.id])


async def test_presses_are_answered_in_time(alice: User) -> None:
    """An unknown query, a stale one and a notice too long are refused."""
    seconds = 100.0
    async with LocalBotApi(clock=lambda: seconds, enforce_rates=False) as api:
        dm = api.world.private(alice)
        async with ptbs_bot(api) as bot:
            button = InlineKeyboardButton("x", callback_data="d")
            message = await bot.send_message(
                dm.id, "x", reply_markup=InlineKeyboardMarkup.from_button(button)
            )
            api.press(alice, dm.messages[message.id], 0)
            press = api.presses[0]
            assert press.data == "d"
            with pytest.raises(BadRequest, match="Message_too_long"):
                await bot.answer_callback_query(press.id, "x" * 201)
            assert await bot.answer_callback_query(press.id, "x" * 200)
            seconds += 16
            with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
                await bot.answer_callback_query(press.id)
            with pytest.raises(BadRequest, match="query id is invalid"):
                await bot.answer_callback_query("1")


async def test_a_test_can_refuse_in_its_own_words(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    """For errors that only the real server can find out."""
    words = "Bad Request: wrong type of the web page content"
    api.fault(FaultKind.REFUSE, method="sendPhoto", count=1, description=words)
    with pytest.raises(BadRequest, match="Wrong type of the web page content"):
        await bot.send_photo(dm.id, "https://x.org/a.png")
    await bot.send_photo(dm.id, "https://x.org/a.png")


@pytest.mark.parametrize(
    ("method", "url", "refused"),
    [
        ("photo", "https://x.org/a.jpg", ""),
        ("photo", "https://x.org/picture?id=1", ""),
        ("photo", "https://x.org/a.mp3", "Wrong type of the web page content"),
        ("photo", "https://x.org/a.html", "Wrong type of the web page content"),
        ("audio", "https://x.org/a.mp3", ""),
        ("audio", "https://x.org/a.jpg", "Wrong type of the web page content"),
        ("document", "https://x.org/a.PDF", ""),
        ("document", "https://x.org/a.docx", "Wrong type of the web page content"),
        ("video", "https://ada:pw@x.org/a.mp4", "Wrong file identifier/http url specified"),
        ("video", "https://x.org/gone.mp4", "Failed to get http url content"),
    ],
)
async def test_an_address_is_judged_by_how_it_ends(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat, method: str, url: str, refused: str
) -> None:
    api.state.files.refused_addresses["https://x.org/gone.mp4"] = "failed to get HTTP URL content"
    send = getattr(bot, f"send_{method}")
    if refused:
        with pytest.raises(BadRequest) as caught:
            await send(dm.id, url)
        assert caught.value.message.lower() == refused.lower()
    else:
        assert (await send(dm.id, url)).effective_attachment
