"""What a message may carry and the bot may list: keyboards, albums, commands."""

import pytest
import telegram
from telegram import (
    BotCommand,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaPhoto,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.local.botapi import Chat, LocalBotApi

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply


def inline(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([list(buttons)])


async def refused(api: LocalBotApi, bot: telegram.Bot, chat_id: int, *, markup: Markup) -> str:
    """Send a message that must be refused; return the description as it went over the wire."""
    with pytest.raises(BadRequest):
        await bot.send_message(chat_id, "hello", reply_markup=markup)
    return api.calls[-1].description


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (inline(InlineKeyboardButton("x", callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
        (inline(InlineKeyboardButton("x", callback_data="é" * 33)), "BUTTON_DATA_INVALID"),
        (
            inline(InlineKeyboardButton("", callback_data="x")),
            "inline keyboard button text must be non-empty",
        ),
        (
            inline(InlineKeyboardButton("x")),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline(InlineKeyboardButton("x", url="nodots")),
            "inline keyboard button URL 'nodots' is invalid: Wrong HTTP URL",
        ),
        (
            inline(InlineKeyboardButton("x", copy_text=CopyTextButton("x" * 257))),
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            inline(InlineKeyboardButton("x", callback_data="x", style="loud")),
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            inline(*[InlineKeyboardButton("x", callback_data="x")] * 9),
            "reply markup is too long",
        ),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101),
            "reply markup is too long",
        ),
        (ReplyKeyboardMarkup([[""]]), "keyboard button text must be non-empty"),
    ],
)
async def test_bad_keyboards(
    api: LocalBotApi,
    bot: telegram.Bot,
    dm: Chat,
    markup: Markup,
    error: str,
) -> None:
    assert await refused(api, bot, dm.id, markup=markup) == f"Bad Request: {error}"


async def test_keyboards_go_only_where_they_work(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    """Asking for users is for private chats; a channel takes inline keyboards only, not all of them."""
    group, channel = api.world.add_group("Neighbours"), api.world.add_channel("News")
    request = KeyboardButton("Who?", request_users=KeyboardButtonRequestUsers(1))
    keyboard = ReplyKeyboardMarkup([[request]], one_time_keyboard=True)
    await bot.send_message(dm.id, "Who?", reply_markup=keyboard)
    await bot.send_message(group.id, "Say", reply_markup=ForceReply(selective=True))
    error = "Bad Request: users can be requested in private chats only"
    assert await refused(api, bot, group.id, markup=keyboard) == error
    error = "Bad Request: inline keyboard expected"
    assert await refused(api, bot, channel.id, markup=ForceReply()) == error
    chosen = SwitchInlineQueryChosenChat(allow_user_chats=True)
    switch = inline(InlineKeyboardButton("Find", switch_inline_query_chosen_chat=chosen))
    await bot.send_message(group.id, "Find", reply_markup=switch)
    assert "can't use switch_inline_query button in a channel chat" in await refused(
        api, bot, channel.id, markup=switch
    )


async def test_albums_are_of_one_sort(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    with pytest.raises(BadRequest, match="Audio can't be mixed with other media types"):
        await bot.send_media_group(
            dm.id, [InputMediaPhoto("https://x.org/a.png"), InputMediaAudio("https://x.org/a.mp3")]
        )
    with pytest.raises(BadRequest, match="Too many messages to send as an album"):
        await bot.send_media_group(dm.id, [InputMediaPhoto("https://x.org/a.png")] * 11)
    assert api.messages == []


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (BotCommand("Sub", "x"), "BOT_COMMAND_INVALID"),
        (BotCommand("x" * 33, "x"), "command length must not exceed 32"),
        (BotCommand("sub", " "), "command description must be non-empty"),
        (BotCommand("sub", "x" * 257), "command description length must not exceed 256"),
    ],
)
async def test_bad_commands(
    api: LocalBotApi, bot: telegram.Bot, command: BotCommand, error: str
) -> None:
    with pytest.raises(BadRequest):
        await bot.set_my_commands([command])
    assert api.calls[-1].description == f"Bad Request: {error}"
    assert api.profile.commands == {}


async def test_too_many_commands_or_a_bad_language(api: LocalBotApi, bot: telegram.Bot) -> None:
    commands = [BotCommand(f"c{number}", "x") for number in range(101)]
    with pytest.raises(BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands(commands)
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands(commands[:1], language_code="eng")
    assert await bot.set_my_commands(commands[:100])
