"""Reading: what messages show, summaries, reading lists, requests for feeds."""

READING: tuple[str, ...] = (
    # Which articles a message of the bot shows, so that a reply to it names them.
    """
    CREATE TABLE shown (
        chat_id    INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        position   INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        shown_at   INTEGER NOT NULL,
        PRIMARY KEY (chat_id, message_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX shown_article ON shown (article_id)",
    # The summary of an article as its text stood: made when first wanted, made anew for another text.
    """
    CREATE TABLE summaries (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        text_hash  TEXT NOT NULL,
        sentences  TEXT NOT NULL,
        made_at    INTEGER NOT NULL
    ) STRICT
    """,
    # A person's reading list; what is saved is never pruned.
    """
    CREATE TABLE saved (
        user_id    INTEGER NOT NULL REFERENCES users (id),
        article_id INTEGER NOT NULL REFERENCES articles (id),
        saved_at   INTEGER NOT NULL,
        PRIMARY KEY (user_id, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX saved_article ON saved (article_id)",
    # Who sent a delivery elsewhere; NULL for what no person sent.
    "ALTER TABLE deliveries ADD COLUMN sent_by INTEGER",
    "CREATE INDEX deliveries_sender ON deliveries (sent_by, id) WHERE sent_by IS NOT NULL",
    # A link that a member would like to have in the catalogue; admins settle it, once.
    """
    CREATE TABLE requests (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id    INTEGER NOT NULL REFERENCES users (id),
        chat_id    INTEGER NOT NULL REFERENCES chats (id),
        thread_id  INTEGER NOT NULL DEFAULT 0,
        url        TEXT NOT NULL,
        made_at    INTEGER NOT NULL,
        state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'declined')),
        settled_by INTEGER,
        settled_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX requests_open ON requests (url, user_id) WHERE state = 'open'",
    "CREATE INDEX requests_user ON requests (user_id, url)",
)
