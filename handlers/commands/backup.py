"""/backup: a copy of the database, for an owner alone."""

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.context import Request
from handlers.markup import Html, code, lines
from handlers.services import BackupCopy, BackupFailed

LARGEST = 49_000_000
"""Bytes of a file that is sent; Telegram takes 50 MB (core.telegram.org/bots/api#senddocument)."""

_MEGABYTE = 1_000_000


async def backup(request: Request) -> None:
    """Make a backup, and send it where Telegram takes it; only where nobody else reads."""
    if not request.in_private:
        await request.reply(request.texts("backup-in-private"))
        return
    try:
        async with request.typing(), request.desk.services.backup() as copy:
            await _hand_over(request, copy)
    except BackupFailed as error:
        await request.reply(request.texts("backup-failed", reason=str(error)))


async def _hand_over(request: Request, copy: BackupCopy) -> None:
    """Send the backup, or say where it lies."""
    texts = request.texts
    place = texts("backup-lies", path=code(str(copy.path))) if copy.kept else None
    size = f"{copy.size / _MEGABYTE:,.1f}"
    if copy.size >= LARGEST:
        advice = place or texts("backup-no-folder")
        await request.reply(lines(texts("backup-too-large", size=size), advice))
        return
    secrecy = texts("backup-sealed") if copy.encrypted else texts("backup-open")
    caption = lines(texts("backup-done", size=size), place, secrecy)
    try:
        await _send(request, copy, caption)
    except TelegramError as error:
        said = texts("backup-not-sent", reason=error.message)
        await request.reply(lines(said, place or texts("backup-no-folder")))


async def _send(request: Request, copy: BackupCopy, caption: Html) -> None:
    with copy.path.open("rb") as file:
        await request.bot.send_document(
            request.chat.id,
            InputFile(file, copy.path.name, read_file_handle=False),
            caption=caption,
            parse_mode=ParseMode.HTML,
        )
