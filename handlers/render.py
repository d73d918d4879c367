"""How a delivery looks when it arrives."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.markup import Html, bold, clip, escape, lines, link, plain
from handlers.texts import Texts
from newsroom import Article, Chat, ChatKind, Delivery

TITLE_UNITS = 600
"""A longer title is clipped, so that an alert stays one message."""

BODY_UNITS = 3000
"""The same for the note of a forward or the text of a notice."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message as it is handed to Telegram."""

    html: Html
    plain: str
    """The same without markup, for when Telegram does not take the markup."""
    keyboard: InlineKeyboardMarkup | None = None
    silent: bool = False
    preview_url: str | None = None
    """The address whose preview Telegram is to show; None = no preview."""


def render_delivery(
    delivery: Delivery, article: Article | None, chat: Chat, texts: Texts, bot_name: str
) -> OutgoingMessage | None:
    """Return the message that a delivery is to become; None where there is nothing to say any more."""
    note = None if delivery.body is None else escape(clip(delivery.body, BODY_UNITS))
    if article is None:
        return None if note is None else OutgoingMessage(note, plain(note))
    in_channel = chat.kind is ChatKind.CHANNEL
    html = lines(note, article_card(article, texts, numbered=not in_channel))
    return OutgoingMessage(
        html=html,
        plain=plain(lines(html, article.url)),
        keyboard=_open_button(article, texts, bot_name) if in_channel else None,
        preview_url=article.url,
    )


def article_card(article: Article, texts: Texts, *, numbered: bool = True) -> Html:
    """Return an article in two lines: its title as a link, its source and its number.

    In a channel the number stands in a button instead: its readers have no command line.
    """
    title = bold(link(clip(article.title, TITLE_UNITS) or texts("untitled"), article.url))
    if numbered:
        return lines(title, texts("source-and-number", feed=article.feed_title, id=str(article.id)))
    return lines(title, texts("source", feed=article.feed_title))


def _open_button(article: Article, texts: Texts, bot_name: str) -> InlineKeyboardMarkup:
    url = f"https://t.me/{bot_name}?start=a{article.id}"
    return InlineKeyboardMarkup([[InlineKeyboardButton(plain(texts("open-in-bot")), url=url)]])
