"""Intake that survives the web: known elements, recognised entries, former titles, articles' pages."""

INTAKE: tuple[str, ...] = (
    # The hash of an entry's element as its bytes stood in the document, so that it need not be parsed again.
    "ALTER TABLE entries ADD COLUMN element TEXT",
    # What an entry is recognised by when its key has changed: the normalised link, hashes, the date.
    "ALTER TABLE entries ADD COLUMN link TEXT",
    "ALTER TABLE entries ADD COLUMN title_hash TEXT",
    "ALTER TABLE entries ADD COLUMN text_hash TEXT",
    "ALTER TABLE entries ADD COLUMN published_at INTEGER",
    # When the feed was first seen without the entry; NULL while it lists it, however seldom it is read.
    "ALTER TABLE entries ADD COLUMN unlisted_at INTEGER",
    "CREATE INDEX entries_unlisted ON entries (unlisted_at) WHERE unlisted_at IS NOT NULL",
    # What an article was called before, and until when.
    """
    CREATE TABLE article_titles (
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        until      INTEGER NOT NULL,
        title      TEXT NOT NULL,
        PRIMARY KEY (article_id, until)
    ) STRICT, WITHOUT ROWID
    """,
    # What the document asks of its readers: milliseconds between checks, hours and days to stay away in as
    # bits, where it says that it has moved.
    "ALTER TABLE feeds ADD COLUMN asks_every INTEGER",
    "ALTER TABLE feeds ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feeds ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feeds ADD COLUMN asks_new_url TEXT",
    # How often it has something new: the smoothed gap, and when it had the last.
    "ALTER TABLE feeds ADD COLUMN rhythm_gap INTEGER",
    "ALTER TABLE feeds ADD COLUMN rhythm_since INTEGER",
    "ALTER TABLE feeds ADD COLUMN failing_since INTEGER",
    # Where it seems to have moved, before that is taken over.
    "ALTER TABLE feeds ADD COLUMN move_url TEXT",
    "ALTER TABLE feeds ADD COLUMN move_checks INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feeds ADD COLUMN move_since INTEGER",
    "ALTER TABLE feeds ADD COLUMN moved_at INTEGER",
    # A stopped feed is paused, and says here since when; an admin's pause leaves it NULL.
    "ALTER TABLE feeds ADD COLUMN stopped_at INTEGER",
    # How it fares, and what of that the staff has been told.
    "ALTER TABLE feeds ADD COLUMN standing TEXT NOT NULL DEFAULT 'well'",
    "ALTER TABLE feeds ADD COLUMN told TEXT NOT NULL DEFAULT 'well'",
    "CREATE INDEX feeds_news ON feeds (id) WHERE standing <> told",
    # Former addresses, by which a feed is still found.
    """
    CREATE TABLE feed_addresses (
        id      INTEGER PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feeds (id),
        url     TEXT NOT NULL,
        until   INTEGER NOT NULL,
        told    INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX feed_addresses_url ON feed_addresses (url)",
    "CREATE INDEX feed_addresses_feed ON feed_addresses (feed_id)",
    "CREATE INDEX feed_addresses_news ON feed_addresses (id) WHERE told = 0",
    # What a notice to the staff tells of feeds, as JSON; NULL for every other delivery.
    "ALTER TABLE deliveries ADD COLUMN news TEXT",
    "CREATE INDEX deliveries_news ON deliveries (created_at) WHERE news IS NOT NULL",
    # When the pages of a feed's articles are read: NULL = when somebody wants one, 1 = at once, 0 = never.
    "ALTER TABLE feeds ADD COLUMN page_text INTEGER CHECK (page_text IN (0, 1))",
    "CREATE INDEX feeds_page_text ON feeds (id) WHERE page_text = 1",
    # What came of reading an article's web page. A failed attempt leaves the text of the one before.
    # `stale`: the feed has edited the article since.
    """
    CREATE TABLE pages (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        text       TEXT,
        problem    TEXT,
        failures   INTEGER NOT NULL DEFAULT 0,
        stale      INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
        read_at    INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER pages_stale
    AFTER UPDATE OF url, title, text, summary ON articles
    WHEN (old.url, old.title, old.text, old.summary)
        IS NOT (new.url, new.title, new.text, new.summary)
    BEGIN
        UPDATE pages SET stale = 1 WHERE article_id = new.id;
    END
    """,
    """
    CREATE TRIGGER pages_added AFTER INSERT ON pages WHEN new.text IS NOT NULL BEGIN
        INSERT INTO index_queue (article_id) VALUES (new.article_id);
    END
    """,
    """
    CREATE TRIGGER pages_edited AFTER UPDATE OF text ON pages WHEN old.text IS NOT new.text BEGIN
        INSERT INTO index_queue (article_id) VALUES (new.article_id);
    END
    """,
    """
    CREATE TRIGGER pages_removed AFTER DELETE ON pages WHEN old.text IS NOT NULL BEGIN
        INSERT INTO index_queue (article_id) VALUES (old.article_id);
    END
    """,
)
