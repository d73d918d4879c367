"""A list is one message: its pages are turned in place, by buttons for the one who asked."""

from typing import Any

from telegram import InlineKeyboardButton

from handlers.context import Request
from handlers.keyboards import button
from handlers.markup import Html
from newsroom import Page


def page_buttons(
    request: Request, page: Page[Any], verb: str, *arguments: int | str
) -> tuple[InlineKeyboardButton, ...]:
    """Return the buttons to the page before and after; the verb gets the page's number first.

    Raises ValueError where the arguments are too long for a button.
    """
    buttons = []
    if page.number > 0:
        label = request.texts("button-previous")
        buttons.append(button(request, label, verb, page.number - 1, *arguments))
    if page.number + 1 < page.pages:
        label = request.texts("button-next")
        buttons.append(button(request, label, verb, page.number + 1, *arguments))
    return tuple(buttons)


def page_line(request: Request, page: Page[Any]) -> Html | None:
    """Say which page this is; None where there is only one."""
    if page.pages == 1:
        return None
    return request.texts("page", number=page.number + 1, pages=page.pages)
