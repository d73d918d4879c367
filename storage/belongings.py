"""What a chat has, and how it goes: for a person who is forgotten, and for a chat that has left for good.

A new table about chats, or about feeds, needs a line here.
"""

import sqlite3

_OWN_FEEDS = "(SELECT id FROM feeds WHERE owner_chat_id = :chat)"

# In this order: what refers to something goes before it.
_BELONGINGS = (
    "UPDATE deliveries SET digest_id = NULL WHERE chat_id = :chat",
    "DELETE FROM album_messages WHERE chat_id = :chat",
    "DELETE FROM deliveries WHERE chat_id = :chat",
    "DELETE FROM missed_more WHERE chat_id = :chat",
    "DELETE FROM shown WHERE chat_id = :chat",
    "DELETE FROM mutes WHERE chat_id = :chat",
    "DELETE FROM watches WHERE chat_id = :chat",
    "DELETE FROM subscriptions WHERE chat_id = :chat",
    "DELETE FROM tag_subscriptions WHERE chat_id = :chat",
    "DELETE FROM changes WHERE chat_id = :chat",
    "DELETE FROM requests WHERE chat_id = :chat",
    "DELETE FROM imports WHERE chat_id = :chat",
    "DELETE FROM halts WHERE chat_id = :chat",
    # A private chat has its person's number: the reading list is shown there alone.
    "DELETE FROM saved WHERE user_id = :chat",
    # Feeds of this chat alone, with their articles; what hangs on a feed or an article goes with it.
    f"DELETE FROM saved WHERE article_id IN (SELECT id FROM articles WHERE feed_id IN {_OWN_FEEDS})",
    f"DELETE FROM entries WHERE feed_id IN {_OWN_FEEDS}",
    f"DELETE FROM articles WHERE feed_id IN {_OWN_FEEDS}",
    f"DELETE FROM feed_tags WHERE feed_id IN {_OWN_FEEDS}",
    f"DELETE FROM feed_addresses WHERE feed_id IN {_OWN_FEEDS}",
    f"DELETE FROM subscriptions WHERE feed_id IN {_OWN_FEEDS}",
    "DELETE FROM feeds WHERE owner_chat_id = :chat",
)


def erase_belongings(raw: sqlite3.Connection, chat_id: int) -> None:
    """Erase all that a chat has, save its own row; for intents of this package."""
    for statement in _BELONGINGS:
        raw.execute(statement, {"chat": chat_id})
