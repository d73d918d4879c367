"""Groups and channels: who added the bot, announcements to all chats, chats that are forgotten."""

CHANNELS: tuple[str, ...] = (
    # Who let the bot in, and is told of its rights; NULL = nobody knows.
    "ALTER TABLE chats ADD COLUMN added_by INTEGER",
    "CREATE INDEX chats_added ON chats (added_by) WHERE added_by IS NOT NULL",
    "CREATE INDEX chats_moved ON chats (migrated_to) WHERE migrated_to IS NOT NULL",
    "CREATE INDEX chats_paused ON chats (paused_at) WHERE paused IS NOT NULL",
    "CREATE INDEX subscriptions_creator ON subscriptions (created_by) WHERE removed_at IS NULL",
    "CREATE INDEX watches_creator ON watches (created_by) WHERE removed_at IS NULL",
    # 0 = the chat does not want what the owner has to say to all.
    """
    ALTER TABLE chats ADD COLUMN announcements INTEGER NOT NULL DEFAULT 1
        CHECK (announcements IN (0, 1))
    """,
    # What the owner says to all chats. `key`: the update that brought it. `message_id`: the message in the
    # owner's chat that tells how far it is.
    """
    CREATE TABLE broadcasts (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        key         INTEGER NOT NULL UNIQUE,
        by          INTEGER NOT NULL,
        html        TEXT NOT NULL,
        preview_url TEXT,
        state       TEXT NOT NULL DEFAULT 'draft'
                    CHECK (state IN ('draft', 'cancelled', 'running', 'ended')),
        made_at     INTEGER NOT NULL,
        begun_at    INTEGER,
        stopped_at  INTEGER,
        ended_at    INTEGER,
        chat_id     INTEGER,
        message_id  INTEGER
    ) STRICT
    """,
    "CREATE INDEX broadcasts_running ON broadcasts (id) WHERE state = 'running'",
    "ALTER TABLE deliveries ADD COLUMN broadcast_id INTEGER REFERENCES broadcasts (id)",
    """
    CREATE INDEX deliveries_of_broadcast ON deliveries (broadcast_id, state)
        WHERE broadcast_id IS NOT NULL
    """,
    # An announcement waits until nothing else is due, so it has a queue of its own.
    "DROP INDEX deliveries_due",
    """
    CREATE INDEX deliveries_due ON deliveries (due_at, id)
        WHERE state = 'due' AND hold IS NULL AND broadcast_id IS NULL
    """,
    """
    CREATE INDEX deliveries_broadcast ON deliveries (due_at, id)
        WHERE state = 'due' AND broadcast_id IS NOT NULL
    """,
)
