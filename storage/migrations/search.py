"""What the search index is fed from."""

SEARCH: tuple[str, ...] = (
    # Tells an index file of this database from that of another.
    "CREATE TABLE index_source (token TEXT NOT NULL) STRICT",
    "INSERT INTO index_source VALUES (lower(hex(randomblob(16))))",
    # The articles that the search index has to look at again, in the order they changed. Triggers fill
    # it, so that nothing that ever writes an article can forget the index.
    """
    CREATE TABLE index_queue (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
        INSERT INTO index_queue (article_id) VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER articles_edited
    AFTER UPDATE OF title, text, summary, author, language ON articles
    WHEN (old.title, old.text, old.summary, old.author, old.language)
        IS NOT (new.title, new.text, new.summary, new.author, new.language)
    BEGIN
        INSERT INTO index_queue (article_id) VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
        INSERT INTO index_queue (article_id) VALUES (old.id);
    END
    """,
)
