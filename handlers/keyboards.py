"""Buttons, in rows, under a message."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import pack
from handlers.context import Request
from handlers.markup import clip, escape, plain

LABEL_UNITS = 40
"""A longer label is clipped: on a phone nobody sees more of it."""


def button(request: Request, label: str, verb: str, *arguments: int | str) -> InlineKeyboardButton:
    """Make a button for the one who asks; `label` is a text of ours or a title."""
    return InlineKeyboardButton(_shown(label), callback_data=request.button_data(verb, *arguments))


def common_button(label: str, verb: str, *arguments: int | str) -> InlineKeyboardButton:
    """Make a button for everybody who reads the chat."""
    return button_for(None, label, verb, *arguments)


def button_for(
    asker: int | None, label: str, verb: str, *arguments: int | str
) -> InlineKeyboardButton:
    """Make a button for one person; None = for everybody who reads the chat."""
    return InlineKeyboardButton(_shown(label), callback_data=pack(verb, *arguments, asker=asker))


def link_button(label: str, url: str) -> InlineKeyboardButton:
    """Make a button that opens an address, which Telegram must take: it refuses the message otherwise."""
    return InlineKeyboardButton(_shown(label), url=url)


def keyboard(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """Put rows of buttons together, leaving out empty ones; None where no button is left."""
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def in_rows(
    buttons: Sequence[InlineKeyboardButton], width: int
) -> tuple[Sequence[InlineKeyboardButton], ...]:
    """Break buttons into rows of at most `width`."""
    return tuple(buttons[start : start + width] for start in range(0, len(buttons), width))


def _shown(label: str) -> str:
    return clip(plain(escape(label)), LABEL_UNITS)
