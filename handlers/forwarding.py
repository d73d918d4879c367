"""Sending an article on: asking for the chat, and owing it a delivery."""

from telegram import (
    ChatAdministratorRights,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.keyboards import button, keyboard, link_button
from handlers.markup import Html, bold, clip, plain, utf16_length
from handlers.recipients import Recipient
from handlers.render import NOTE_UNITS
from newsroom import Article, DeliveryKind, Place, clean_text
from storage import chats_forwarded_to, enqueue, visible_article

PICK = "pick"
"""What the button that shows the keyboard to pick a chat carries."""

_USED_BEFORE = 5
"""Chats offered as buttons."""


async def offer_chats(request: Request, article: Article) -> None:
    """Ask for the chat: with the ones used before as buttons, else with the keyboard that picks one.

    In a group, lead to the private chat, which does so.
    """
    texts = request.texts
    if not request.in_private:
        await _open_private(request, article)
        return
    used = await chats_forwarded_to(request.db, request.user.id, limit=_USED_BEFORE)
    if not used:
        await let_pick(request, article)
        return
    rows = [[button(request, chat.title, "forwardto", article.id, chat.id)] for chat in used]
    other = button(request, texts("button-other-chat"), "forward", article.id, PICK)
    await request.reply(_question(request, article), keyboard(*rows, [other]))


async def let_pick(request: Request, article: Article) -> None:
    """Show Telegram's own lists of channels and groups. What is picked comes as a message."""
    texts = request.texts
    may_post = ChatAdministratorRights.de_json(
        {**ChatAdministratorRights.no_rights().to_dict(), "can_post_messages": True}
    )
    # The number of the request is the article's: Telegram gives it back, and nothing is kept for it.
    channel = KeyboardButtonRequestChat(
        article.id,
        chat_is_channel=True,
        user_administrator_rights=may_post,
        bot_administrator_rights=may_post,
        request_title=True,
    )
    group = KeyboardButtonRequestChat(
        article.id, chat_is_channel=False, bot_is_member=True, request_title=True
    )
    buttons = [
        KeyboardButton(plain(texts("button-pick-channel")), request_chat=channel),
        KeyboardButton(plain(texts("button-pick-group")), request_chat=group),
    ]
    markup = ReplyKeyboardMarkup([buttons], resize_keyboard=True, one_time_keyboard=True)
    await request.reply(_question(request, article), markup)


async def forward(request: Request, article: Article, to: Recipient, *, key: str) -> None:
    """Owe a chat an article with the note that follows its name, and say so.

    `key`: what asks for it, an update or a message with buttons; it is sent there once for each.
    """
    texts = request.texts
    note = clean_text(to.words.splitlines())
    if utf16_length(note) > NOTE_UNITS:
        await request.show(texts("forward-note-long", n=NOTE_UNITS))
        return
    if await visible_article(request.db, article.id, visible_to=to.chat.id) is None:
        await request.show(texts("forward-private-feed"))
        return
    await enqueue(
        request.db,
        Place(to.chat.id),
        DeliveryKind.FORWARD,
        key,
        article_id=article.id,
        body=note or None,
        sent_by=request.user.id,
        now=request.now,
    )
    request.desk.services.deliver()
    await request.show(_on_its_way(request, to))


async def _open_private(request: Request, article: Article) -> None:
    """Lead to the private chat, which asks for the chat there: a press at once, a command by a button."""
    url = f"https://t.me/{request.bot.username}?start=w{article.id}"
    if request.press is not None:
        await request.press.answer(url=url)
        return
    opening = link_button(request.texts("button-open-private"), url)
    await request.reply(request.texts("forward-in-private"), keyboard([opening]))


def _question(request: Request, article: Article) -> Html:
    texts = request.texts
    title = bold(texts.isolate(clip(article.heading, TITLE_UNITS)) or texts("untitled"))
    return texts("forward-which-chat", title=title, id=str(article.id))


def _on_its_way(request: Request, to: Recipient) -> Html:
    if to.chat.id == request.user.id:
        return request.texts("forwarded-here")
    return request.texts("forwarded", chat=bold(request.texts.isolate(to.chat.title)))
