"""What the message of a delivery is made of, read at once: each question costs a hop to another thread."""

import sqlite3
from dataclasses import dataclass

from newsroom import Article, Chat, Delivery
from storage.articles import find_article
from storage.chats import find_chat
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Parts:
    """The chat that a delivery goes to, and its article; None where it has none, or it has been pruned."""

    chat: Chat
    article: Article | None


async def parts_of(db: Database, delivery: Delivery) -> Parts | None:
    """Return what the message of a delivery is made of; None where its chat is not known any more."""

    def question(raw: sqlite3.Connection) -> Parts | None:
        chat = find_chat(raw, delivery.place.chat_id)
        number = delivery.article_id
        article = None if number is None else find_article(raw, number)
        return None if chat is None else Parts(chat, article)

    return await db.read(question)
