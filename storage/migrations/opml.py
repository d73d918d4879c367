"""Lists of feeds that people bring: what of each is new, what became of it, and the admins' word on it."""

OPML: tuple[str, ...] = (
    # A list for a place. `adds`: what the catalogue lacks is added; `tags`: with its groups as tags.
    # `request`: the admins are asked for what it lacks. `next`: how far it is. `told`: whether its message
    # shows how it ended. Where it is shown: `shown_in`, `message_id`.
    """
    CREATE TABLE imports (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id    INTEGER NOT NULL,
        chat_id    INTEGER NOT NULL REFERENCES chats (id),
        thread_id  INTEGER NOT NULL DEFAULT 0,
        name       TEXT NOT NULL,
        shown_in   INTEGER,
        message_id INTEGER,
        state      TEXT NOT NULL DEFAULT 'offered'
                   CHECK (state IN ('offered', 'running', 'waiting', 'done', 'cancelled')),
        adds       INTEGER NOT NULL DEFAULT 0 CHECK (adds IN (0, 1)),
        tags       INTEGER NOT NULL DEFAULT 0 CHECK (tags IN (0, 1)),
        subscribes INTEGER NOT NULL DEFAULT 0 CHECK (subscribes IN (0, 1)),
        request    TEXT CHECK (request IN ('open', 'approved', 'declined')),
        settled_by INTEGER,
        made_at    INTEGER NOT NULL,
        begun_at   INTEGER,
        ended_at   INTEGER,
        next       INTEGER NOT NULL DEFAULT 0,
        told       INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX imports_chat ON imports (chat_id)",
    "CREATE INDEX imports_user ON imports (user_id)",
    "CREATE INDEX imports_request ON imports (id) WHERE request = 'open'",
    "CREATE INDEX imports_busy ON imports (id) WHERE (state = 'running' OR told = 0)",
    "CREATE INDEX imports_made ON imports (made_at)",
    # Its feeds. `key`: the address as addresses are compared; empty where it is refused, and so is the
    # address, which may hold a password. `found`: what it was when the list came, or when it began.
    # `approved`: an admin who was shown it said yes. `joined`: what became of the place's subscription to it.
    """
    CREATE TABLE import_feeds (
        import_id       INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
        position        INTEGER NOT NULL,
        line            INTEGER NOT NULL,
        key             TEXT NOT NULL,
        url             TEXT NOT NULL,
        title           TEXT NOT NULL,
        site_url        TEXT,
        language        TEXT,
        tags            TEXT NOT NULL,
        found           TEXT NOT NULL CHECK (
            found IN ('refused', 'new', 'known', 'asked', 'declined', 'twice')
        ),
        refused         TEXT,
        approved        INTEGER NOT NULL DEFAULT 0 CHECK (approved IN (0, 1)),
        feed_id         INTEGER,
        joined          TEXT CHECK (joined IN ('made', 'had', 'full', 'gone')),
        subscription_id INTEGER,
        PRIMARY KEY (import_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX import_feeds_key ON import_feeds (key) WHERE feed_id IS NULL",
)
