"""What came out while a place could not be reached, beyond what is listed of it."""

MISSED: tuple[str, ...] = (
    # About how many more articles there were in the last pause of a place, and when that was counted.
    """
    CREATE TABLE missed_more (
        chat_id   INTEGER NOT NULL REFERENCES chats (id),
        thread_id INTEGER NOT NULL DEFAULT 0,
        count     INTEGER NOT NULL,
        noted_at  INTEGER NOT NULL,
        PRIMARY KEY (chat_id, thread_id)
    ) STRICT, WITHOUT ROWID
    """,
)
