"""What the message of a delivery is made of, read at once: each question costs a hop to another thread."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from newsroom import AlertLook, Article, Chat, Delivery
from storage.alert_edits import copies_of
from storage.articles import find_article
from storage.chats import find_chat
from storage.database import Database
from storage.manners import look_of

FindArticle: TypeAlias = Callable[[int], Article | None]
"""Finds an article by its number; for several deliveries, each article once."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The chat that a delivery goes to, its article, and the articles of other feeds that tell its story."""

    chat: Chat
    article: Article | None
    """None where it has none, or where it has been pruned."""
    copies: tuple[Article, ...]
    """The first found first."""
    look: AlertLook
    """How its place wants it."""


async def parts_of(db: Database, delivery: Delivery) -> Parts | None:
    """Return what the message of a delivery is made of; None where its chat is not known any more."""
    return await db.read(lambda raw: find_parts(raw, delivery, partial(find_article, raw)))


def find_parts(raw: sqlite3.Connection, delivery: Delivery, find: FindArticle) -> Parts | None:
    """Do what `parts_of` does, where the database is at hand."""
    chat = find_chat(raw, delivery.place.chat_id)
    number = delivery.article_id
    if chat is None:
        return None
    if number is None:
        return Parts(chat, None, (), AlertLook())
    article, copies = find(number), copies_of(raw, delivery.id)
    return Parts(chat, article, copies, look_of(raw, delivery, article, copies))
