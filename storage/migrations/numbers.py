"""Numbers: what was counted on each day, how long feeds take to answer, which weekly reports were made."""

NUMBERS: tuple[str, ...] = (
    # By days since 1970 in UTC. `news`: articles that were new to the feed, not those that it had when it was
    # added. `alerts`: messages that were sent; feed 0 = digests, and alerts of articles that are gone.
    """
    CREATE TABLE feed_days (
        day     INTEGER NOT NULL,
        feed_id INTEGER NOT NULL,
        news    INTEGER NOT NULL DEFAULT 0,
        alerts  INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (day, feed_id)
    ) STRICT, WITHOUT ROWID
    """,
    # How often people searched; never for what.
    """
    CREATE TABLE search_days (
        day      INTEGER PRIMARY KEY,
        searches INTEGER NOT NULL
    ) STRICT
    """,
    # What a database has that was there before, for the last thirty days that it knows of.
    """
    INSERT INTO feed_days (day, feed_id, news)
    SELECT dated_at / 86400000, feed_id, count(*) FROM articles
    WHERE dated_at > (SELECT max(dated_at) FROM articles) - 30 * 86400000
    GROUP BY 1, 2
    """,
    """
    INSERT INTO feed_days (day, feed_id, alerts)
    SELECT settled_at / 86400000, ifnull(articles.feed_id, 0), count(*)
    FROM deliveries LEFT JOIN articles ON articles.id = article_id
    WHERE state = 'sent' AND kind IN ('alert', 'digest') AND digest_id IS NULL
      AND settled_at > (SELECT max(settled_at) FROM deliveries WHERE state = 'sent') - 30 * 86400000
    GROUP BY 1, 2
    ON CONFLICT DO UPDATE SET alerts = excluded.alerts
    """,
    # Milliseconds that a slow feed usually takes to answer; NULL = it is quick.
    "ALTER TABLE feeds ADD COLUMN answer INTEGER",
    # The weeks, counted from Monday, 29 December 1969, whose report to the staff was made or not needed.
    """
    CREATE TABLE weekly_reports (
        week    INTEGER PRIMARY KEY,
        made_at INTEGER NOT NULL
    ) STRICT
    """,
    # Who changed what, and what became of one thing.
    "CREATE INDEX audit_by ON audit (by, id)",
    "CREATE INDEX audit_subject ON audit (subject, id)",
)
