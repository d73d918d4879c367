"""Alerts as each chat wants them: settings, watches, tags, mutes, digests, one alert a story, undo."""

ALERTS: tuple[str, ...] = (
    # How the alerts of a subscription look and arrive; NULL = as its chat has it.
    "ALTER TABLE subscriptions ADD COLUMN own_title TEXT",
    "ALTER TABLE subscriptions ADD COLUMN hashtags TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE subscriptions ADD COLUMN silent INTEGER CHECK (silent IN (0, 1))",
    "ALTER TABLE subscriptions ADD COLUMN preview INTEGER CHECK (preview IN (0, 1))",
    "ALTER TABLE subscriptions ADD COLUMN style TEXT CHECK (style IN ('title', 'brief', 'full'))",
    "ALTER TABLE subscriptions ADD COLUMN media INTEGER CHECK (media IN (0, 1))",
    # 1 = in the chat's digest alone, 0 = at once although the chat has a digest.
    "ALTER TABLE subscriptions ADD COLUMN digest INTEGER CHECK (digest IN (0, 1))",
    # Words to include and -words to exclude, as typed; '' = everything.
    "ALTER TABLE subscriptions ADD COLUMN filter TEXT NOT NULL DEFAULT ''",
    # The same for a chat, which new subscriptions and watches follow.
    "ALTER TABLE chats ADD COLUMN silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1))",
    "ALTER TABLE chats ADD COLUMN preview INTEGER NOT NULL DEFAULT 1 CHECK (preview IN (0, 1))",
    """
    ALTER TABLE chats ADD COLUMN style TEXT NOT NULL DEFAULT 'title'
        CHECK (style IN ('title', 'brief', 'full'))
    """,
    "ALTER TABLE chats ADD COLUMN media INTEGER NOT NULL DEFAULT 1 CHECK (media IN (0, 1))",
    # 1 = a story that several feeds tell is one alert.
    "ALTER TABLE chats ADD COLUMN one_story INTEGER NOT NULL DEFAULT 1 CHECK (one_story IN (0, 1))",
    # An IANA name; NULL = nobody has said. Clock times are minutes after midnight there, days are bits
    # from Monday (1) to Sunday (64). What they come to in UTC is kept beside them: the next digest, and
    # the quiet hours that are under way or come next.
    "ALTER TABLE chats ADD COLUMN timezone TEXT",
    "ALTER TABLE chats ADD COLUMN digest_minute INTEGER CHECK (digest_minute BETWEEN 0 AND 1439)",
    "ALTER TABLE chats ADD COLUMN digest_days INTEGER NOT NULL DEFAULT 127",
    "ALTER TABLE chats ADD COLUMN digest_due_at INTEGER",
    "ALTER TABLE chats ADD COLUMN quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439)",
    "ALTER TABLE chats ADD COLUMN quiet_to INTEGER CHECK (quiet_to BETWEEN 0 AND 1439)",
    "ALTER TABLE chats ADD COLUMN quiet_begins_at INTEGER",
    "ALTER TABLE chats ADD COLUMN quiet_ends_at INTEGER",
    "CREATE INDEX chats_digest ON chats (digest_due_at) WHERE digest_due_at IS NOT NULL",
    "CREATE INDEX chats_quiet ON chats (quiet_ends_at) WHERE quiet_ends_at IS NOT NULL",
    # Feed 0 = all that arrives at the place.
    """
    CREATE TABLE mutes (
        chat_id   INTEGER NOT NULL REFERENCES chats (id),
        thread_id INTEGER NOT NULL DEFAULT 0,
        feed_id   INTEGER NOT NULL DEFAULT 0,
        until     INTEGER NOT NULL,
        PRIMARY KEY (chat_id, thread_id, feed_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE watches (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id    INTEGER NOT NULL REFERENCES chats (id),
        thread_id  INTEGER NOT NULL DEFAULT 0,
        query      TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by INTEGER NOT NULL,
        removed_at INTEGER,
        paused     TEXT,
        paused_at  INTEGER
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX watches_place ON watches (chat_id, thread_id, query) WHERE removed_at IS NULL
    """,
    # What new articles are held against: each query once, in order; the filters of one feed.
    "CREATE INDEX watches_query ON watches (query) WHERE removed_at IS NULL",
    """
    CREATE INDEX subscriptions_filter ON subscriptions (feed_id, filter)
        WHERE removed_at IS NULL AND filter <> ''
    """,
    """
    CREATE TABLE feed_tags (
        tag     TEXT NOT NULL,
        feed_id INTEGER NOT NULL REFERENCES feeds (id),
        PRIMARY KEY (tag, feed_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX feed_tags_feed ON feed_tags (feed_id)",
    # A subscription to a tag makes one to each feed that has it, now and later.
    """
    CREATE TABLE tag_subscriptions (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id    INTEGER NOT NULL REFERENCES chats (id),
        thread_id  INTEGER NOT NULL DEFAULT 0,
        tag        TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX tag_subscriptions_place ON tag_subscriptions (tag, chat_id, thread_id)
        WHERE removed_at IS NULL
    """,
    "CREATE INDEX tag_subscriptions_chat ON tag_subscriptions (chat_id, thread_id)",
    # The tag that made a subscription; NULL = somebody chose the feed itself.
    "ALTER TABLE subscriptions ADD COLUMN tag_id INTEGER REFERENCES tag_subscriptions (id)",
    "CREATE INDEX subscriptions_tag ON subscriptions (tag_id) WHERE tag_id IS NOT NULL",
    # What is held is due when the message falls due in which it is told with others; `digest_id` is that
    # message, once it is made. `bare`: without its picture or sound, which Telegram did not take.
    # `captioned`: its text stands under a picture or the like. `edit_due_at`: what stands in the chat is
    # to be written anew.
    """
    ALTER TABLE deliveries ADD COLUMN hold TEXT
        CHECK (hold IN ('burst', 'backlog', 'quiet', 'digest'))
    """,
    "ALTER TABLE deliveries ADD COLUMN digest_id INTEGER REFERENCES deliveries (id)",
    "ALTER TABLE deliveries ADD COLUMN bare INTEGER NOT NULL DEFAULT 0 CHECK (bare IN (0, 1))",
    """
    ALTER TABLE deliveries ADD COLUMN captioned INTEGER NOT NULL DEFAULT 0
        CHECK (captioned IN (0, 1))
    """,
    "ALTER TABLE deliveries ADD COLUMN edit_due_at INTEGER",
    "ALTER TABLE deliveries ADD COLUMN edit_attempts INTEGER NOT NULL DEFAULT 0",
    # A person has pressed a button that changed the message: it is not written anew.
    "ALTER TABLE deliveries ADD COLUMN expanded INTEGER NOT NULL DEFAULT 0 CHECK (expanded IN (0, 1))",
    "DROP INDEX deliveries_due",
    "CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'due' AND hold IS NULL",
    "CREATE INDEX deliveries_held ON deliveries (due_at, id) WHERE state = 'due' AND hold IS NOT NULL",
    "CREATE INDEX deliveries_digest ON deliveries (digest_id) WHERE digest_id IS NOT NULL",
    "CREATE INDEX deliveries_edit ON deliveries (edit_due_at) WHERE edit_due_at IS NOT NULL",
    # What a place missed, the latest of it first.
    """
    CREATE INDEX deliveries_missed ON deliveries (chat_id, thread_id, settled_at, id)
        WHERE (state = 'dropped' OR maybe_twice = 1)
    """,
    # Copies of an alert's story, from other feeds that the place follows.
    """
    CREATE TABLE delivery_copies (
        delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
        article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (delivery_id, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX delivery_copies_article ON delivery_copies (article_id)",
    # What articles of the last days are compared by (`newsroom.similar`).
    """
    CREATE TABLE story_signatures (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        packed     BLOB NOT NULL,
        signed_at  INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX story_signatures_signed ON story_signatures (signed_at)",
    """
    CREATE TABLE story_bands (
        band       INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES story_signatures (article_id) ON DELETE CASCADE,
        PRIMARY KEY (band, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX story_bands_article ON story_bands (article_id)",
    # Since when and until when Telegram has told us to leave a chat alone; chat 0 = all.
    """
    CREATE TABLE halts (
        chat_id INTEGER PRIMARY KEY,
        since   INTEGER NOT NULL,
        until   INTEGER NOT NULL
    ) STRICT
    """,
    # What was sent last, for the pace of a process that begins.
    "CREATE INDEX deliveries_sent ON deliveries (settled_at) WHERE state = 'sent'",
    # A notice that a chat or topic could not be reached any more, as JSON (`newsroom.ShutOut`).
    "ALTER TABLE deliveries ADD COLUMN shut_out TEXT",
    # What a person changed in a chat, so that /undo takes it back; `before` is JSON.
    """
    CREATE TABLE changes (
        id        INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id   INTEGER NOT NULL,
        thread_id INTEGER NOT NULL DEFAULT 0,
        by        INTEGER NOT NULL,
        at        INTEGER NOT NULL,
        kind      TEXT NOT NULL,
        before    TEXT NOT NULL,
        undone_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX changes_by ON changes (chat_id, thread_id, by, id) WHERE undone_at IS NULL",
    "CREATE INDEX changes_at ON changes (at)",
)
