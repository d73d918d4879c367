"""sendMediaGroup as the endpoint judges it: what may stand together, and what an album may carry."""

from datetime import timedelta
from typing import Any

import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram.error import BadRequest

from bot.local.botapi import Chat, LocalBotApi

PHOTO = InputMediaPhoto("https://x.org/a.png")
VIDEO = InputMediaVideo("https://x.org/a.mp4", duration=7)
SOUND = InputMediaAudio("https://x.org/a.mp3", title="A", duration=9)
FILE = InputMediaDocument("https://x.org/a.pdf")
PNG = b"\x89PNG and more"


@pytest.mark.parametrize("media", [[PHOTO, VIDEO], [SOUND] * 2, [FILE] * 10])
async def test_an_album_is_as_many_messages_with_one_group(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat, media: list[Any]
) -> None:
    sent = await bot.send_media_group(dm.id, media)
    assert len(sent) == len(media)
    (group,) = {one.media_group_id for one in sent}
    assert group
    assert [one.id for one in api.sent(dm)] == [one.message_id for one in sent]


async def test_lengths_of_sound_and_film_come_back(
    bot: telegram.Bot, dm: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # PTB warns without
    film = (await bot.send_media_group(dm.id, [PHOTO, VIDEO]))[1].video
    sound = (await bot.send_audio(dm.id, "https://x.org/a.mp3", duration=12)).audio
    assert film is not None
    assert sound is not None
    assert (film.duration, sound.duration) == (timedelta(seconds=7), timedelta(seconds=12))


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ([PHOTO], "too few messages to send as an album"),
        ([PHOTO] * 11, "too many messages to send as an album"),
        ([PHOTO, SOUND], "audio can't be mixed"),
        ([FILE, VIDEO], "document can't be mixed"),
        ([PHOTO, InputMediaPhoto("https://x.org/a.png", "x" * 1025)], "caption is too long"),
        ([PHOTO, InputMediaPhoto("https://x.org/a.png", "<x>", "HTML")], "unsupported start tag"),
        (
            [PHOTO, InputMediaPhoto("https://x.org/a.mp3")],
            "failed to send message #2 with the error",
        ),
    ],
)
async def test_what_is_refused_leaves_nothing(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat, media: list[Any], words: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.send_media_group(dm.id, media)
    assert words.casefold() in refusal.value.message.casefold()
    assert api.messages == []


async def test_files_come_along_by_name(bot: telegram.Bot, api: LocalBotApi, dm: Chat) -> None:
    await bot.send_media_group(dm.id, [InputMediaPhoto(PNG), PHOTO])
    first = api.sent(dm)[0].media
    assert first is not None
    assert first.file.content == PNG
    with pytest.raises(BadRequest, match="media not found"):
        await bot.send_media_group(dm.id, [PHOTO, InputMediaPhoto("attach://nothing")])


async def test_an_album_has_no_buttons_then_or_later(
    api: LocalBotApi, bot: telegram.Bot, dm: Chat
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    with pytest.raises(BadRequest, match="no reply markup"):
        await bot.send_media_group(
            dm.id, [PHOTO, VIDEO], api_kwargs={"reply_markup": keyboard.to_json()}
        )
    first, _ = await bot.send_media_group(dm.id, [PHOTO, VIDEO])
    with pytest.raises(BadRequest, match="no reply markup"):
        await bot.edit_message_caption(dm.id, first.message_id, caption="x", reply_markup=keyboard)
    await bot.edit_message_caption(dm.id, first.message_id, caption="x")
    assert [one.content.text for one in api.sent(dm)] == ["x", ""]
