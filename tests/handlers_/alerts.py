"""Alerts as the ledger sends them, without its loop."""

from bot.local.botapi import Chat, Message
from handlers import render_delivery
from newsroom import DeliveryKind
from storage import claim, due_deliveries, enqueue, get_article, get_chat, settle_sent
from tests.handlers_.talk import LIBRARY, Talk, place


async def alert(talk: Talk, chat: Chat, article_id: int) -> Message:
    """Let the alert for an article arrive in a chat that the bot has met; return it."""
    key = str(article_id)
    kind = DeliveryKind.ALERT
    await enqueue(talk.db, place(chat), kind, key, article_id=article_id, now=talk.now)
    (due,) = await due_deliveries(talk.db, talk.now, limit=1)
    assert await claim(talk.db, due.id, talk.now)
    met = await get_chat(talk.db, chat.id)
    assert met is not None
    article = await get_article(talk.db, article_id)
    bot = talk.application.bot
    made = render_delivery(due, article, met, LIBRARY.texts("en"), bot.username)
    assert made is not None
    await bot.send_message(chat.id, made.html, parse_mode="HTML", reply_markup=made.keyboard)
    message = talk.api.messages[-1]
    await settle_sent(talk.db, due.id, message_id=message.id, now=talk.now)
    return message
