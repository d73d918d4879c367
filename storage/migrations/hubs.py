"""Feeds that a hub pushes (W3C WebSub)."""

HUBS: tuple[str, ...] = (
    # What the feed's document names as its hub, and as its own address; NULL = nothing.
    "ALTER TABLE feeds ADD COLUMN asks_hub TEXT",
    "ALTER TABLE feeds ADD COLUMN asks_topic TEXT",
    # Until when the hub is trusted to push whatever is new, so that the feed is polled more rarely.
    "ALTER TABLE feeds ADD COLUMN pushed_until INTEGER",
    "CREATE INDEX feeds_with_hubs ON feeds (id) WHERE asks_hub IS NOT NULL",
    # callback: the public address that the hub was given, without the token that follows it.
    # lease_until: NULL = the hub has not confirmed yet. wanted: 0 = it is to end.
    """
    CREATE TABLE hub_subscriptions (
        id INTEGER PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        hub TEXT NOT NULL,
        topic TEXT NOT NULL,
        callback TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        secret TEXT NOT NULL,
        wanted INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)),
        lease_until INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        next_ask_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX hub_subscriptions_wanted ON hub_subscriptions (feed_id) WHERE wanted",
    "CREATE INDEX hub_subscriptions_feed ON hub_subscriptions (feed_id)",
    "CREATE INDEX hub_subscriptions_due ON hub_subscriptions (next_ask_at)",
)
