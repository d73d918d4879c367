"""Sending an article to another chat: /forward, a picked chat, and the buttons that do it."""

from handlers.articles import article_pressed, choose_article, find_articles, split_article
from handlers.context import BadArguments, Request
from handlers.forwarding import PICK, let_pick, offer_chats
from handlers.forwarding import forward as send_on
from handlers.recipients import Recipient, recipient, recipient_named


async def forward(request: Request) -> None:
    """/forward ARTICLE [CHAT [NOTE]]; a chat that was picked comes here too. In a group: go private."""
    words, rest = split_article(request)
    named = await find_articles(request, words)
    article = await choose_article(
        request, named, "forward", lambda article: ("forward", article.id)
    )
    if article is None:
        return
    if not rest or not request.in_private:
        await offer_chats(request, article)
        return
    to = await recipient_named(request, rest)
    if to is not None:
        await send_on(request, article, to, key=str(request.update_id))


async def forward_pressed(request: Request) -> None:
    """Ask for the chat below the message with the button, or show the keyboard that picks one."""
    how = request.arguments[1:]
    if how not in ((), (PICK,)):
        raise BadArguments
    article = await article_pressed(request)
    if article is None:
        return
    if how and request.in_private:
        await let_pick(request, article)
    else:
        await offer_chats(request, article)


async def forwardto_pressed(request: Request) -> None:
    """Send to the chat that the button names; its message then says so. Pressed twice, it sends once."""
    chat_id = request.number(1)
    article = await article_pressed(request)
    if article is None:
        return
    if not request.in_private:
        await offer_chats(request, article)
        return
    chat = await recipient(request, chat_id)
    if chat is not None:
        key = f"{request.chat.id}:{request.message.message_id}"
        await send_on(request, article, Recipient(chat), key=key)
