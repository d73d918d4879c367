"""Intake that survives the web: cutting known elements away, recognising entries, former titles."""

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
)
