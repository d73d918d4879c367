"""The first tables: people, chats, feeds, articles, subscriptions, the ledger, the audit."""

FIRST: tuple[str, ...] = (
    """
    CREATE TABLE users (
        id         INTEGER PRIMARY KEY,
        name       TEXT NOT NULL,
        username   TEXT,
        language   TEXT,
        role       TEXT NOT NULL DEFAULT 'stranger'
                   CHECK (role IN ('owner', 'admin', 'member', 'stranger', 'banned')),
        configured INTEGER NOT NULL DEFAULT 0 CHECK (configured IN (0, 1)),
        met_at     INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX users_configured ON users (configured) WHERE configured = 1",
    "CREATE INDEX users_role ON users (role)",
    """
    CREATE TABLE chats (
        id          INTEGER PRIMARY KEY,
        kind        TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup', 'channel')),
        title       TEXT NOT NULL,
        username    TEXT,
        language    TEXT,
        paused      TEXT,
        paused_at   INTEGER,
        migrated_to INTEGER,
        met_at      INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX chats_username ON chats (username COLLATE NOCASE) WHERE username IS NOT NULL",
    """
    CREATE TABLE feeds (
        id             INTEGER PRIMARY KEY AUTOINCREMENT,
        url            TEXT NOT NULL,
        title          TEXT NOT NULL,
        own_title      TEXT,
        site_url       TEXT,
        language       TEXT,
        owner_chat_id  INTEGER REFERENCES chats (id),
        state          TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused')),
        interval       INTEGER,
        added_at       INTEGER NOT NULL,
        added_by       INTEGER NOT NULL,
        removed_at     INTEGER,
        next_check_at  INTEGER NOT NULL,
        checked_at     INTEGER,
        succeeded_at   INTEGER,
        failures       INTEGER NOT NULL DEFAULT 0,
        problem        TEXT,
        problem_detail TEXT NOT NULL DEFAULT '',
        etag           TEXT,
        last_modified  TEXT,
        body_hash      TEXT
    ) STRICT
    """,
    # One address stands once in the catalogue, and once among the private feeds of a chat.
    """
    CREATE UNIQUE INDEX feeds_url ON feeds (url, ifnull(owner_chat_id, 0)) WHERE removed_at IS NULL
    """,
    """
    CREATE INDEX feeds_due ON feeds (next_check_at) WHERE state = 'active' AND removed_at IS NULL
    """,
    """
    CREATE TABLE articles (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id      INTEGER NOT NULL REFERENCES feeds (id),
        guid         TEXT,
        url          TEXT,
        title        TEXT NOT NULL,
        text         TEXT NOT NULL,
        summary      TEXT,
        author       TEXT,
        language     TEXT,
        image_url    TEXT,
        enclosures   TEXT NOT NULL DEFAULT '[]',
        published_at INTEGER,
        updated_at   INTEGER,
        found_at     INTEGER NOT NULL,
        dated_at     INTEGER NOT NULL,
        routed_at    INTEGER
    ) STRICT
    """,
    "CREATE INDEX articles_feed ON articles (feed_id, dated_at, id)",
    "CREATE INDEX articles_url ON articles (url) WHERE url IS NOT NULL",
    "CREATE INDEX articles_unrouted ON articles (id) WHERE routed_at IS NULL",
    # What was seen outlives what is kept: pruning an article must never make it news again.
    """
    CREATE TABLE entries (
        feed_id      INTEGER NOT NULL REFERENCES feeds (id),
        key          TEXT NOT NULL,
        raw_hash     TEXT NOT NULL,
        article_id   INTEGER REFERENCES articles (id) ON DELETE SET NULL,
        last_seen_at INTEGER NOT NULL,
        PRIMARY KEY (feed_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX entries_article ON entries (article_id) WHERE article_id IS NOT NULL",
    """
    CREATE TABLE subscriptions (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id    INTEGER NOT NULL REFERENCES chats (id),
        thread_id  INTEGER NOT NULL DEFAULT 0,
        feed_id    INTEGER NOT NULL REFERENCES feeds (id),
        created_at INTEGER NOT NULL,
        created_by INTEGER NOT NULL,
        removed_at INTEGER,
        paused     TEXT,
        paused_at  INTEGER
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX subscriptions_place ON subscriptions (feed_id, chat_id, thread_id)
        WHERE removed_at IS NULL
    """,
    "CREATE INDEX subscriptions_chat ON subscriptions (chat_id, thread_id)",
    # The ledger. `key` makes a delivery of its kind unique within its place: an article's number for an
    # alert, the update that asked for it for everything a person sends elsewhere.
    """
    CREATE TABLE deliveries (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id     INTEGER NOT NULL REFERENCES chats (id),
        thread_id   INTEGER NOT NULL DEFAULT 0,
        kind        TEXT NOT NULL
                    CHECK (kind IN ('alert', 'digest', 'forward', 'broadcast', 'notice')),
        key         TEXT NOT NULL,
        article_id  INTEGER REFERENCES articles (id) ON DELETE SET NULL,
        body        TEXT,
        state       TEXT NOT NULL DEFAULT 'due'
                    CHECK (state IN ('due', 'claimed', 'sent', 'dropped')),
        created_at  INTEGER NOT NULL,
        due_at      INTEGER NOT NULL,
        attempts    INTEGER NOT NULL DEFAULT 0,
        claimed_at  INTEGER,
        settled_at  INTEGER,
        message_id  INTEGER,
        maybe_twice INTEGER NOT NULL DEFAULT 0,
        plain       INTEGER NOT NULL DEFAULT 0,
        reason      TEXT,
        UNIQUE (chat_id, thread_id, kind, key)
    ) STRICT
    """,
    "CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'due'",
    "CREATE INDEX deliveries_claimed ON deliveries (id) WHERE state = 'claimed'",
    """
    CREATE INDEX deliveries_message ON deliveries (chat_id, message_id) WHERE message_id IS NOT NULL
    """,
    "CREATE INDEX deliveries_article ON deliveries (article_id) WHERE article_id IS NOT NULL",
    # Which subscriptions (and, later, watches) chose a delivery.
    """
    CREATE TABLE delivery_reasons (
        delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
        kind        TEXT NOT NULL CHECK (kind IN ('subscription', 'watch')),
        chosen_by   INTEGER NOT NULL,
        PRIMARY KEY (delivery_id, kind, chosen_by)
    ) STRICT, WITHOUT ROWID
    """,
    # One-time links that make their opener the owner; only a hash of the code is kept.
    """
    CREATE TABLE claims (
        code_hash  TEXT PRIMARY KEY,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Every change by an admin; written in the transaction that makes the change. Numbers, no names.
    """
    CREATE TABLE audit (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        at      INTEGER NOT NULL,
        by      INTEGER NOT NULL,
        action  TEXT NOT NULL,
        subject TEXT NOT NULL DEFAULT '',
        detail  TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
)
