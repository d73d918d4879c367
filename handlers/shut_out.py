"""What those who subscribed a place are told when Telegram lets the bot write there no more."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS
from handlers.keyboards import common_button
from handlers.markup import Html, bold, clip, lines
from handlers.texts import Texts
from newsroom import ShutOut

_WHAT_TO_DO: Mapping[str, str] = {
    "no-rights": "shut-out-no-rights",
    "topic-closed": "shut-out-topic-closed",
    "topic-not-found": "shut-out-topic-gone",
    "deactivated": "shut-out-chat-gone",
}
"""By the reason that the ledger keeps; for all others the bot was put out of the chat."""

_FOR_GOOD = ("topic-not-found", "deactivated")
"""Reasons that nobody can put right: there is nothing to go on with."""


def render_shut_out(
    told: ShutOut, texts: Texts
) -> tuple[Html, Sequence[Sequence[InlineKeyboardButton]]]:
    """Return the text of the notice and its rows of buttons; who may press is judged then."""
    chat = bold(texts.isolate(clip(told.title, TITLE_UNITS)))
    key = _WHAT_TO_DO.get(told.reason, "shut-out-put-out")
    text = lines(texts("shut-out", chat=chat), texts(key))
    if told.reason in _FOR_GOOD:
        return text, []
    place = told.place
    return text, [[common_button(texts("button-resume"), "goon", place.chat_id, place.thread_id)]]
