"""Alerts with all pictures of an article, as an album."""

ALBUMS: tuple[str, ...] = (
    # 1 = where there are media: all pictures of an article that has several. As `media`, of a chat and of a
    # subscription; NULL = as its chat has it, and so is `media` then.
    "ALTER TABLE chats ADD COLUMN album INTEGER NOT NULL DEFAULT 0 CHECK (album IN (0, 1))",
    "ALTER TABLE subscriptions ADD COLUMN album INTEGER CHECK (album IN (0, 1))",
    "UPDATE subscriptions SET album = 0 WHERE media IS NOT NULL",
    # `single`: with the first picture alone, since Telegram did not take the album. `messages`: how many it
    # is in its chat, as each item of an album is one; `message_id` is the first of them.
    "ALTER TABLE deliveries ADD COLUMN single INTEGER NOT NULL DEFAULT 0 CHECK (single IN (0, 1))",
    "ALTER TABLE deliveries ADD COLUMN messages INTEGER NOT NULL DEFAULT 1",
    # The others.
    """
    CREATE TABLE album_messages (
        chat_id     INTEGER NOT NULL,
        message_id  INTEGER NOT NULL,
        delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
        PRIMARY KEY (chat_id, message_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX album_messages_delivery ON album_messages (delivery_id)",
)
