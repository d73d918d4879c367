"""How a delivery looks when it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.alert_text import AlertText, Tale, alert_text
from handlers.feed_news import render_news
from handlers.keyboards import common_button, keyboard, link_button
from handlers.markup import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    Html,
    clip,
    escape,
    lines,
    link,
    plain,
    utf16_length,
)
from handlers.media import Media, MediaKind, album_of, media_of
from handlers.shut_out import render_shut_out
from handlers.texts import Texts
from newsroom import AlertStyle, Article, Chat, ChatKind, Delivery, DeliveryKind

NOTE_UNITS = 1000
"""The note of a forward is clipped there: with title, source and link it stays within a message."""

BODY_UNITS = 3000
"""The same for the text of a notice."""


@dataclass(frozen=True, slots=True)
class Album:
    """Several pictures with one text. They can have no buttons; the text leads to the article instead."""

    pictures: tuple[Media, ...]
    """() where the article has no longer several, and its alert is one that stands there already."""
    caption: Html


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
    media: Media | None = None
    """What Telegram is to show above the text; None = nothing."""
    caption: Html | None = None
    """The text where it stands under `media`; None where it never does."""
    album: Album | None = None
    """All of its pictures, where the place wants them and there are several; `media` is the first."""


def render_delivery(
    delivery: Delivery,
    article: Article | None,
    chat: Chat,
    texts: Texts,
    bot_name: str,
    told: Sequence[str] = (),
) -> OutgoingMessage | None:
    """Return the message that a delivery is to become; None where there is nothing to say any more.

    `told`: paragraphs that an alert shows below its title (`handlers.told`).
    """
    body = delivery.body
    if delivery.news:
        text, buttons = render_news(delivery.news, texts)
        return OutgoingMessage(text, plain(text), keyboard(*buttons))
    if delivery.shut_out is not None:
        text, buttons = render_shut_out(delivery.shut_out, texts)
        return OutgoingMessage(text, plain(text), keyboard(*buttons))
    if delivery.kind is DeliveryKind.BROADCAST:
        said = Html(body or "")
        preview = delivery.preview_url
        return OutgoingMessage(said, plain(said), preview_url=preview) if body else None
    if article is None:
        notice = None if body is None else escape(clip(body, BODY_UNITS))
        return None if notice is None else OutgoingMessage(notice, plain(notice))
    note = None if body is None else clip(body, NOTE_UNITS)
    limit = TEXT_LIMIT - (0 if note is None else utf16_length(note) + 1)
    tale = Tale(article, delivery.look, told, delivery.copies)
    numbered = chat.kind is not ChatKind.CHANNEL
    card = alert_text(tale, texts, numbered=numbered, limit=limit)
    html = lines(note, card.html)
    manner = delivery.look.manner
    media = _media(tale) if delivery.kind is DeliveryKind.ALERT else None
    caption = None
    if media is not None or delivery.captioned:
        caption = alert_text(tale, texts, numbered=numbered, limit=CAPTION_LIMIT)
    pictures = album_of(article) if media is not None and manner.album else ()
    is_album = bool(pictures) or delivery.messages > 1
    return OutgoingMessage(
        html=html,
        plain=plain(lines(html, article.url)),
        keyboard=_article_keyboard(tale, caption or card, chat.kind, texts, bot_name),
        silent=manner.silent,
        preview_url=article.url if manner.preview else None,
        media=media,
        caption=None if caption is None else caption.html,
        album=_album(tale, pictures, chat.kind, texts, bot_name) if is_album else None,
    )


def article_card(article: Article, texts: Texts, *, numbered: bool = True) -> Html:
    """Return an article in two lines: its title as a link, its source and its number."""
    return alert_text(Tale(article), texts, numbered=numbered, limit=TEXT_LIMIT).html


def opening_button(article: Article, texts: Texts, bot_name: str) -> InlineKeyboardButton:
    """Return the button that opens an article in the private chat, for where no other button works."""
    return link_button(texts("open-in-bot"), _opening_url(article, bot_name))


def _opening_url(article: Article, bot_name: str) -> str:
    return f"https://t.me/{bot_name}?start=a{article.id}"


def _album(
    tale: Tale, pictures: tuple[Media, ...], kind: ChatKind, texts: Texts, bot_name: str
) -> Album:
    """Return an alert's pictures with its text, which ends with what the buttons would have led to."""
    number = str(tale.article.id)
    if kind is ChatKind.PRIVATE:
        more = texts("album-more", id=number)
    else:
        more = link(texts("open-in-bot"), _opening_url(tale.article, bot_name))
    room = CAPTION_LIMIT - utf16_length(plain(more)) - 1
    card = alert_text(tale, texts, numbered=kind is not ChatKind.CHANNEL, limit=room)
    return Album(pictures, lines(card.html, more))


def _media(tale: Tale) -> Media | None:
    """Return what Telegram is to show of an article in this look: the title alone stands alone."""
    manner = tale.look.manner
    wanted = manner.media and manner.style is not AlertStyle.TITLE
    media = media_of(tale.article) if wanted else None
    if media is None or media.kind is not MediaKind.AUDIO:
        return media
    return replace(media, performer=tale.article.author or tale.look.title_of(tale.article))


def _article_keyboard(
    tale: Tale, card: AlertText, kind: ChatKind, texts: Texts, bot_name: str
) -> InlineKeyboardMarkup | None:
    """Return what can be done with an article where it arrives; the buttons are everybody's there.

    Where all of it stands there already, there is nothing to sum up.
    """
    number = tale.article.id
    if kind is ChatKind.CHANNEL:
        return keyboard([opening_button(tale.article, texts, bot_name)])
    summary = common_button(texts("button-summary"), "sum", number)
    is_all_there = tale.look.manner.style is AlertStyle.FULL and bool(tale.told) and card.whole
    first = [] if is_all_there else [summary]
    if kind is not ChatKind.PRIVATE:
        return keyboard(first)
    save = common_button(texts("button-save"), "save", number)
    forward = common_button(texts("button-forward"), "forward", number)
    return keyboard([*first, save, forward])
