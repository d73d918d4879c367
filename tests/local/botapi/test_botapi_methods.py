"""Every method once, through PTB's own Bot: what it speaks, the endpoint understands and answers."""

from collections.abc import Awaitable, Callable

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyParameters,
)

from bot.local.botapi import Chat, LocalBotApi, User
from bot.local.botapi.methods import METHODS

PNG = b"\x89PNG\r\n\x1a\n not really a picture"


class Scene:
    """A private chat, a group that the bot administers, and one message of the bot in each."""

    def __init__(self, api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat) -> None:
        self.api, self.bot, self.alice, self.dm = api, bot, alice, dm
        self.group = api.world.add_group("Neighbours", admins=[alice], bot_admin=True)

    async def text(self) -> int:
        return (await self.bot.send_message(self.dm.id, "hello")).message_id

    async def photo(self) -> int:
        return (await self.bot.send_photo(self.dm.id, PNG, caption="old")).message_id

    def press(self) -> str:
        message = self.api.world.add_message(self.dm)
        self.api.press(self.alice, message, "data")
        return self.api.presses[-1].id

    def inline(self) -> str:
        self.api.inline(self.alice, "words")
        return self.api.inline_queries[-1].id


async def get_me(scene: Scene) -> bool:
    me = await scene.bot.get_me()
    return me.id == 123456 and me.username == "newshound_bot" and bool(me.supports_inline_queries)


async def send_message(scene: Scene) -> bool:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="v1:more")]])
    message = await scene.bot.send_message(
        scene.dm.id,
        "<b>News</b>",
        parse_mode="HTML",
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    record = scene.api.messages[-1]
    assert (record.source, record.text, record.content.parse_mode) == (
        "<b>News</b>",
        "News",
        "HTML",
    )
    assert record.buttons == [{"text": "More", "callback_data": "v1:more"}]
    return (
        message.text_html == "<b>News</b>"
        and message.reply_markup == keyboard
        and message.link_preview_options == LinkPreviewOptions(is_disabled=True)
    )


async def send_message_draft(scene: Scene) -> bool:
    return await scene.bot.send_message_draft(scene.dm.id, 1, "half a sen")


async def send_photo(scene: Scene) -> bool:
    message = await scene.bot.send_photo(scene.dm.id, PNG, caption="<i>a</i>", parse_mode="HTML")
    return message.caption_html == "<i>a</i>" and bool(message.photo)


async def send_video(scene: Scene) -> bool:
    return (await scene.bot.send_video(scene.dm.id, b"film")).video is not None


async def send_audio(scene: Scene) -> bool:
    message = await scene.bot.send_audio(scene.dm.id, b"sound", title="A", performer="B")
    return message.audio is not None and message.audio.title == "A"


async def send_document(scene: Scene) -> bool:
    message = await scene.bot.send_document(scene.dm.id, b"<opml/>", filename="feeds.opml")
    return message.document is not None and message.document.file_name == "feeds.opml"


async def send_media_group(scene: Scene) -> bool:
    media = [InputMediaPhoto(PNG, caption="first"), InputMediaPhoto("https://x.org/a.png")]
    messages = await scene.bot.send_media_group(scene.dm.id, media)
    return [m.caption for m in messages] == ["first", None] and (
        len({m.media_group_id for m in messages}) == 1
    )


async def get_file(scene: Scene) -> bool:
    message = await scene.bot.send_document(scene.dm.id, b"content", filename="a.txt")
    assert message.document is not None
    file = await scene.bot.get_file(message.document.file_id)
    return bytes(await file.download_as_bytearray()) == b"content"


async def edit_message_text(scene: Scene) -> bool:
    message = await scene.bot.edit_message_text("new", scene.dm.id, await scene.text())
    record = scene.api.messages[-1]
    assert [edit.content.text for edit in record.edits] == ["hello"]
    return isinstance(message, telegram.Message) and message.text == "new"


async def edit_message_caption(scene: Scene) -> bool:
    message = await scene.bot.edit_message_caption(scene.dm.id, await scene.photo(), caption="new")
    return isinstance(message, telegram.Message) and message.caption == "new"


async def edit_message_reply_markup(scene: Scene) -> bool:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", url="https://x.org/")]])
    message = await scene.bot.edit_message_reply_markup(
        scene.dm.id, await scene.text(), reply_markup=keyboard
    )
    return isinstance(message, telegram.Message) and message.reply_markup == keyboard


async def delete_message(scene: Scene) -> bool:
    done = await scene.bot.delete_message(scene.dm.id, await scene.text())
    return done and scene.api.sent(scene.dm) == [] and scene.api.messages[-1].deleted


async def delete_messages(scene: Scene) -> bool:
    done = await scene.bot.delete_messages(scene.dm.id, [await scene.text(), 999])
    return done and scene.api.sent(scene.dm) == []


async def forward_message(scene: Scene) -> bool:
    message = await scene.bot.forward_message(scene.group.id, scene.dm.id, await scene.text())
    return message.text == "hello" and isinstance(
        message.forward_origin, telegram.MessageOriginUser
    )


async def copy_message(scene: Scene) -> bool:
    copied = await scene.bot.copy_message(scene.group.id, scene.dm.id, await scene.text())
    record = scene.group.messages[copied.message_id]
    return record.text == "hello" and record.forward_origin is None


async def answer_callback_query(scene: Scene) -> bool:
    done = await scene.bot.answer_callback_query(scene.press(), "Saved", show_alert=True)
    answer = scene.api.presses[-1].answers[0]
    return done and (answer.text, answer.show_alert) == ("Saved", True)


async def answer_inline_query(scene: Scene) -> bool:
    content = InputTextMessageContent("<b>x</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("a1", "Title", content)
    done = await scene.bot.answer_inline_query(scene.inline(), [result], cache_time=5)
    answer = scene.api.inline_queries[-1].answers[0]
    return done and answer.results[0]["id"] == "a1" and answer.cache_time == 5


async def get_chat(scene: Scene) -> bool:
    private = await scene.bot.get_chat(scene.dm.id)
    group = await scene.bot.get_chat(scene.group.id)
    return private.first_name == "Alice" and (group.title, group.type) == (
        "Neighbours",
        "supergroup",
    )


async def get_chat_member(scene: Scene) -> bool:
    me = await scene.bot.get_chat_member(scene.group.id, scene.bot.id)
    alice = await scene.bot.get_chat_member(scene.group.id, scene.alice.id)
    stranger = await scene.bot.get_chat_member(scene.group.id, scene.api.world.add_user("Bob").id)
    return (me.status, alice.status, stranger.status) == ("administrator", "creator", "left")


async def get_chat_administrators(scene: Scene) -> bool:
    members = await scene.bot.get_chat_administrators(scene.group.id)
    return {member.user.id for member in members} == {scene.alice.id, scene.bot.id}


async def get_chat_member_count(scene: Scene) -> bool:
    return await scene.bot.get_chat_member_count(scene.group.id) == 2


async def leave_chat(scene: Scene) -> bool:
    done = await scene.bot.leave_chat(scene.group.id)
    return done and not scene.group.member(scene.api.bot).is_present


async def send_chat_action(scene: Scene) -> bool:
    return await scene.bot.send_chat_action(scene.dm.id, "typing")


async def set_message_reaction(scene: Scene) -> bool:
    return await scene.bot.set_message_reaction(scene.dm.id, await scene.text(), "👍")


async def set_my_commands(scene: Scene) -> bool:
    scope = BotCommandScopeChat(scene.dm.id)
    done = await scene.bot.set_my_commands([BotCommand("sub", "Subscribe")], scope, "en")
    return done and list(scene.api.profile.commands) == [(f"chat:{scene.dm.id}", "en")]


async def get_my_commands(scene: Scene) -> bool:
    await scene.bot.set_my_commands([BotCommand("sub", "Subscribe")])
    return list(await scene.bot.get_my_commands()) == [BotCommand("sub", "Subscribe")]


async def delete_my_commands(scene: Scene) -> bool:
    await scene.bot.set_my_commands([BotCommand("sub", "Subscribe")])
    return await scene.bot.delete_my_commands() and await scene.bot.get_my_commands() == ()


async def set_my_description(scene: Scene) -> bool:
    done = await scene.bot.set_my_description("News", language_code="en")
    return done and scene.api.profile.descriptions == {"en": "News"}


async def set_my_short_description(scene: Scene) -> bool:
    done = await scene.bot.set_my_short_description("News")
    return done and scene.api.profile.short_descriptions == {"": "News"}


async def set_chat_menu_button(scene: Scene) -> bool:
    done = await scene.bot.set_chat_menu_button(scene.dm.id, MenuButtonCommands())
    return done and scene.api.profile.menu_buttons == {scene.dm.id: {"type": "commands"}}


async def set_webhook(scene: Scene) -> bool:
    return await scene.bot.set_webhook("https://news.example/hook", secret_token="s_1")


async def delete_webhook(scene: Scene) -> bool:
    await scene.bot.set_webhook("https://news.example/hook")
    await scene.bot.delete_webhook(drop_pending_updates=True)
    return (await scene.bot.get_webhook_info()).url == ""


async def get_webhook_info(scene: Scene) -> bool:
    await scene.bot.set_webhook("https://news.example/hook", allowed_updates=["message"])
    info = await scene.bot.get_webhook_info()
    return info.url == "https://news.example/hook" and info.allowed_updates == ("message",)


TRIED: dict[str, Callable[[Scene], Awaitable[bool]]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendMessageDraft": send_message_draft,
    "sendPhoto": send_photo,
    "sendVideo": send_video,
    "sendAudio": send_audio,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}


def test_every_method_is_tried() -> None:
    assert TRIED.keys() == METHODS.keys()


@pytest.mark.parametrize("method", TRIED)
async def test_ptb_and_the_endpoint_understand_each_other(
    method: str, api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """The call is understood, has its effect, is answered well and recorded."""
    assert await TRIED[method](Scene(api, bot, alice, dm))
    assert {call.status for call in api.calls} == {200}
    assert api.calls_of(method)


async def test_replies_quote_what_they_answer(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """reply_parameters are taken, and what is answered must be there unless said otherwise."""
    api.say(alice, dm, "question")
    question = dm.last_message
    assert question is not None
    reply = await bot.send_message(dm.id, "answer", reply_parameters=ReplyParameters(question.id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "question"
    with pytest.raises(telegram.error.BadRequest, match="Message to be replied not found"):
        await bot.send_message(dm.id, "answer", reply_parameters=ReplyParameters(999))
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(dm.id, "answer", reply_parameters=lenient)).text == "answer"
