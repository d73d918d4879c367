"""What single feeds' servers are told beside the question: logins and other headers."""

SECRETS: tuple[str, ...] = (
    # headers: a JSON object, names to values. They are for `origin` alone: scheme, host and port of the
    # feed's address when they were given, wherever the feed goes later.
    """
    CREATE TABLE feed_secrets (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
        origin  TEXT NOT NULL,
        headers TEXT NOT NULL
    ) STRICT
    """,
)
