"""How a delivery looks when it arrives."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.feed_news import render_news
from handlers.keyboards import common_button, keyboard, link_button
from handlers.markup import Html, bold, clip, escape, lines, link, plain
from handlers.shut_out import render_shut_out
from handlers.texts import Texts
from newsroom import Article, Chat, ChatKind, Delivery

TITLE_UNITS = 600
"""A longer title is clipped, so that an alert stays one message."""

NOTE_UNITS = 1000
"""The same for the note of a forward: with title, source and link it stays within a message."""

BODY_UNITS = 3000
"""The same for the text of a notice."""


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
    body = delivery.body
    if delivery.news:
        text, buttons = render_news(delivery.news, texts)
        return OutgoingMessage(text, plain(text), keyboard(*buttons))
    if delivery.shut_out is not None:
        text, buttons = render_shut_out(delivery.shut_out, texts)
        return OutgoingMessage(text, plain(text), keyboard(*buttons))
    if article is None:
        notice = None if body is None else escape(clip(body, BODY_UNITS))
        return None if notice is None else OutgoingMessage(notice, plain(notice))
    note = None if body is None else clip(body, NOTE_UNITS)
    html = lines(note, article_card(article, texts, numbered=chat.kind is not ChatKind.CHANNEL))
    return OutgoingMessage(
        html=html,
        plain=plain(lines(html, article.url)),
        keyboard=_article_keyboard(article, chat.kind, texts, bot_name),
        preview_url=article.url,
    )


def article_card(article: Article, texts: Texts, *, numbered: bool = True) -> Html:
    """Return an article in two lines: its title as a link, its source and its number.

    In a channel the number stands in a button instead: its readers have no command line.
    """
    title = bold(link(clip(article.heading, TITLE_UNITS) or texts("untitled"), article.url))
    if numbered:
        return lines(title, texts("source-and-number", feed=article.feed_title, id=str(article.id)))
    return lines(title, texts("source", feed=article.feed_title))


def opening_button(article: Article, texts: Texts, bot_name: str) -> InlineKeyboardButton:
    """Return the button that opens an article in the private chat, for where no other button works."""
    return link_button(texts("open-in-bot"), f"https://t.me/{bot_name}?start=a{article.id}")


def _article_keyboard(
    article: Article, kind: ChatKind, texts: Texts, bot_name: str
) -> InlineKeyboardMarkup | None:
    """Return what can be done with an article where it arrives; the buttons are everybody's there."""
    if kind is ChatKind.CHANNEL:
        return keyboard([opening_button(article, texts, bot_name)])
    summary = common_button(texts("button-summary"), "sum", article.id)
    if kind is not ChatKind.PRIVATE:
        return keyboard([summary])
    save = common_button(texts("button-save"), "save", article.id)
    forward = common_button(texts("button-forward"), "forward", article.id)
    return keyboard([summary, save, forward])
