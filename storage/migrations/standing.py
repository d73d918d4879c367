"""What stands in several articles of a feed, whatever it says: the page's texts, not the stories'."""

STANDING: tuple[str, ...] = (
    # A text by its hash (newsroom.standing_hashes), the article that it was first seen in, and in how many
    # articles it stood: two make it the page's.
    """
    CREATE TABLE standing_texts (
        feed_id    INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        hash       TEXT NOT NULL,
        article_id INTEGER NOT NULL,
        articles   INTEGER NOT NULL DEFAULT 1,
        seen_at    INTEGER NOT NULL,
        PRIMARY KEY (feed_id, hash)
    ) STRICT, WITHOUT ROWID
    """,
    # Up to which of a feed's articles has been learnt.
    """
    CREATE TABLE standing_learnt (
        feed_id    INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
        article_id INTEGER NOT NULL
    ) STRICT
    """,
)
