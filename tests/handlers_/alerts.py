"""Alerts as the ledger sends them, without its loop."""

from bot.local.botapi import Chat, Message
from handlers import DigestDesk, render_delivery, render_digest
from newsroom import DeliveryKind, Hold
from storage import (
    claim,
    due_deliveries,
    enqueue,
    gather_held,
    get_article,
    get_chat,
    settle_sent,
)
from tests.handlers_.talk import Talk, place
from tests.handlers_.world import LIBRARY


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


async def digest(
    talk: Talk, chat: Chat, *article_ids: int, why: Hold = Hold.DIGEST
) -> list[Message]:
    """Let held alerts for these articles arrive in a chat that the bot has met; return the messages."""
    for number in article_ids:
        key = str(number)
        kind = DeliveryKind.ALERT
        await enqueue(talk.db, place(chat), kind, key, article_id=number, now=talk.now)
    await talk.sql("UPDATE deliveries SET hold = ? WHERE state = 'due'", why)
    await gather_held(talk.db, talk.now)
    met = await get_chat(talk.db, chat.id)
    assert met is not None
    bot, before = talk.application.bot, len(talk.api.messages)
    texts = LIBRARY.texts("en")
    while found := await due_deliveries(talk.db, talk.now, limit=1):
        (due,) = found
        assert await claim(talk.db, due.id, talk.now)
        desk = DigestDesk(talk.db, met, texts, bot.username, summary_words=60, now=talk.now)
        made = await render_digest(desk, due)
        assert made is not None
        await bot.send_message(
            chat.id,
            made.html,
            parse_mode="HTML",
            reply_markup=made.keyboard,
            disable_notification=made.silent,
        )
        number = talk.api.messages[-1].id
        await settle_sent(talk.db, due.id, message_id=number, now=talk.now)
    return talk.api.messages[before:]
