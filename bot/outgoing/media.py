"""A message with a picture, sound, film or document: the call that Telegram has for it."""

from typing import Any

from telegram import LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.http import FeedError, check_url
from bot.outgoing.permits import Permit
from handlers import Media, MediaKind, OutgoingMessage
from newsroom import Delivery


def media_to_show(delivery: Delivery, message: OutgoingMessage) -> Media | None:
    """Return what stands above a message's text; None where nothing does, or may any more."""
    media = message.media
    if media is None or delivery.bare or delivery.plain or not may_be_fetched(media):
        return None
    return media


def may_be_fetched(media: Media) -> bool:
    """Whether Telegram may be told an address.

    It fetches it, not we; but an address of a private network is a secret of its own.
    """
    try:
        check_url(media.url, allow_private=False)
    except FeedError:
        return False
    return True


async def send_media(
    bot: ExtBot[Permit],
    delivery: Delivery,
    message: OutgoingMessage,
    media: Media,
    permit: Permit,
    *,
    paid_broadcast: bool,
) -> Message:
    """Send a message with its text under `media`. Raises what PTB raises."""
    common: dict[str, Any] = {
        "chat_id": delivery.place.chat_id,
        "message_thread_id": delivery.place.thread_id or None,
        "parse_mode": ParseMode.HTML,
        "reply_markup": message.keyboard,
        "disable_notification": message.silent,
        "allow_paid_broadcast": paid_broadcast or None,
        "rate_limit_args": permit,
        "caption": message.caption,
    }
    match media.kind:
        case MediaKind.PHOTO:
            return await bot.send_photo(photo=media.url, **common)
        case MediaKind.VIDEO:
            return await bot.send_video(video=media.url, duration=media.duration, **common)
        case MediaKind.AUDIO:
            return await bot.send_audio(
                audio=media.url,
                title=media.title,
                performer=media.performer,
                duration=media.duration,
                **common,
            )
        case MediaKind.DOCUMENT:
            return await bot.send_document(document=media.url, **common)


def link_preview(url: str | None) -> LinkPreviewOptions:
    """Return how the preview of an address is asked for; None = no preview."""
    return LinkPreviewOptions(is_disabled=True) if url is None else LinkPreviewOptions(url=url)
