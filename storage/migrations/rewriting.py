"""What a language model wrote, and how often it was asked."""

REWRITING: tuple[str, ...] = (
    # A text of the model's. `digest` covers all that it was made from: the sources' texts, the language, the
    # model, its instruction. An overview of several articles is no article's, and is kept for a while only.
    """
    CREATE TABLE rewritings (
        digest     TEXT PRIMARY KEY,
        article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE,
        language   TEXT NOT NULL,
        text       TEXT NOT NULL,
        doubtful   TEXT NOT NULL,
        made_at    INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX rewritings_article ON rewritings (article_id, language)",
    "CREATE INDEX rewritings_overview ON rewritings (made_at) WHERE article_id IS NULL",
    # How often the model was asked, by days since 1970 in UTC.
    """
    CREATE TABLE rewriting_days (
        day   INTEGER PRIMARY KEY,
        asked INTEGER NOT NULL
    ) STRICT
    """,
)
