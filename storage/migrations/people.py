"""People who ask to use a bot for approved people, and what the banned were before."""

PEOPLE: tuple[str, ...] = (
    # What somebody was who is banned, so that a ban can be taken back; NULL for everybody else.
    """
    ALTER TABLE users ADD COLUMN former_role TEXT
        CHECK (former_role IN ('admin', 'member', 'stranger'))
    """,
    "CREATE INDEX users_username ON users (username COLLATE NOCASE) WHERE username IS NOT NULL",
    # Numbers only: what was declined outlives what is erased, so that nobody asks again and again.
    """
    CREATE TABLE join_requests (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id    INTEGER NOT NULL,
        made_at    INTEGER NOT NULL,
        state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'declined')),
        settled_by INTEGER,
        settled_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX join_requests_open ON join_requests (user_id) WHERE state = 'open'",
    "CREATE INDEX join_requests_user ON join_requests (user_id, id)",
    # Each admin's copy of a request, which says how it was settled once it is.
    """
    CREATE TABLE join_request_copies (
        request_id INTEGER NOT NULL REFERENCES join_requests (id) ON DELETE CASCADE,
        chat_id    INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        PRIMARY KEY (request_id, chat_id, message_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX join_request_copies_message ON join_request_copies (chat_id, message_id)",
    # What a person made, for what he is told and can have erased.
    "CREATE INDEX subscriptions_maker ON subscriptions (created_by)",
    "CREATE INDEX watches_maker ON watches (created_by)",
    "CREATE INDEX tag_subscriptions_maker ON tag_subscriptions (created_by)",
)
