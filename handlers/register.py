"""How updates reach the gate, and the last resort where a handler fails."""

import logging
from typing import Any, TypeAlias

from telegram import Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.context import Desk
from handlers.gate import on_message, on_press
from handlers.inline import on_inline
from handlers.markup import plain
from handlers.membership import on_membership, on_migration
from storage import StorageError

log = logging.getLogger(__name__)

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
AnyContext: TypeAlias = CallbackContext[Any, Any, Any, Any]

ALLOWED_UPDATES = ("message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that we ask Telegram for."""


def register(application: AnyApplication, desk: Desk) -> None:
    """Let the application hand its updates to the gate."""

    async def message(update: Update, _: AnyContext) -> None:
        await on_migration(update, desk)
        await on_message(update, desk)

    async def press(update: Update, _: AnyContext) -> None:
        await on_press(update, desk)

    async def inline(update: Update, _: AnyContext) -> None:
        await on_inline(update, desk)

    async def membership(update: Update, _: AnyContext) -> None:
        await on_membership(update, desk)

    async def failed(update: object, context: AnyContext) -> None:
        if isinstance(update, Update) and context.error is not None:
            await _last_resort(update, context.error, desk)

    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, message))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(failed)


async def _last_resort(update: Update, error: Exception, desk: Desk) -> None:
    """Tell the person that it did not work, and the log why."""
    key = _apology(update, error)
    person = update.effective_user
    texts = desk.library.texts(person.language_code if person else None)
    apology = None if key is None else plain(texts(key))
    message = update.effective_message
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(apology)
        elif message is not None and apology is not None:
            topic = message.message_thread_id if message.is_topic_message else None
            await desk.bot.send_message(message.chat.id, apology, message_thread_id=topic)
    except TelegramError as second:
        log.warning("nor did it take the apology: %s", second)


def _apology(update: Update, error: Exception) -> str | None:
    """Log an error by its kind; return the text for the person, None where none would arrive."""
    if isinstance(error, StorageError):
        log.error("the database did not answer a request: %s", error)
        return "storage-failed"
    if isinstance(error, BadRequest) or not isinstance(error, TelegramError):
        log.error("a bug: update %s was not answered", update.update_id, exc_info=error)
        return "bug"
    log.warning("Telegram did not take an answer: %s", error)
    return None
