"""Which message holds a list of feeds, and the list out of its file."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import PurePath

from telegram import Document, InlineKeyboardMarkup, InputFile, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.context import Request
from handlers.markup import Html, clip
from newsroom import MAX_OPML, Listed, NotOpml, OpmlFault, Outline, clean_line, write_opml

log = logging.getLogger(__name__)

NAME_UNITS = 60

_ENDINGS = frozenset({".opml", ".xml"})
_TYPES = frozenset({"text/x-opml", "text/x-opml+xml", "application/opml+xml"})

_FAULTS: Mapping[OpmlFault, str] = {
    OpmlFault.TOO_LARGE: "opml-too-large",
    OpmlFault.NOT_XML: "opml-not-xml",
    OpmlFault.OTHER: "opml-other",
    OpmlFault.DOCTYPE: "opml-doctype",
    OpmlFault.TOO_DEEP: "opml-too-deep",
    OpmlFault.TOO_MANY: "opml-too-many",
    OpmlFault.BROKEN: "opml-broken",
    OpmlFault.TOO_HARD: "opml-too-hard",
}

_MIB = 1024 * 1024


def looks_like_list(document: Document) -> bool:
    """Whether a file is one that programs write lists of feeds into, as its name or type has it."""
    ending = PurePath(document.file_name or "").suffix.lower()
    return ending in _ENDINGS or (document.mime_type or "").lower() in _TYPES


def list_in(message: Message) -> Document | None:
    """Return the file that a message carries, or else the one that it replies to; None for neither."""
    if message.document is not None:
        return message.document
    shown = message.reply_to_message
    return None if shown is None else shown.document


def file_name(document: Document) -> str:
    """Return what a file is called, on one line."""
    return clip(clean_line(document.file_name or "") or "OPML", NAME_UNITS)


async def read_file(request: Request, document: Document) -> tuple[Listed, ...] | None:
    """Download a list and read it; None where it is none, which has been said then."""
    size = document.file_size or 0
    async with request.typing():
        content = b"" if size > MAX_OPML else await _download(request, document)
        if content is None:
            await request.reply(request.texts("opml-not-there"))
            return None
        if max(size, len(content)) > MAX_OPML:
            await request.reply(request.texts("opml-too-large", size=MAX_OPML // _MIB))
            return None
        listed = await request.desk.services.read_list(content)
    if isinstance(listed, NotOpml):
        await request.reply(_why_not(request, listed))
        return None
    return listed


async def send_list(
    request: Request,
    feeds: tuple[Outline, ...],
    *,
    title: str,
    caption: Html,
    buttons: InlineKeyboardMarkup | None = None,
) -> None:
    """Send feeds as a file that other programs read: in a group as a reply to the command."""
    created = format_datetime(datetime.fromtimestamp(request.now / 1000, UTC))
    document = write_opml(feeds, title=title, created=created)
    answered = None
    if not request.in_private and request.press is None:
        answered = ReplyParameters(request.message.message_id, allow_sending_without_reply=True)
    await request.bot.send_document(
        request.place.chat_id,
        InputFile(document.encode(), filename="newshound.opml"),
        caption=caption,
        parse_mode=ParseMode.HTML,
        reply_markup=buttons,
        message_thread_id=request.place.thread_id or None,
        reply_parameters=answered,
    )


async def _download(request: Request, document: Document) -> bytes | None:
    """Return a file's bytes; None where Telegram has it no more, or does not answer."""
    try:
        file = await request.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        log.info("a list of feeds could not be downloaded: %s", error)
        return None


def _why_not(request: Request, error: NotOpml) -> Html:
    key = _FAULTS[error.fault]
    if error.fault is OpmlFault.TOO_LARGE:
        return request.texts(key, size=MAX_OPML // _MIB)
    if error.fault in (OpmlFault.OTHER, OpmlFault.BROKEN):
        return request.texts(key, detail=error.detail)
    return request.texts(key)
