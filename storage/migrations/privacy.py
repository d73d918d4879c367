"""Private feeds, found without a look at all others."""

PRIVACY: tuple[str, ...] = (
    "CREATE INDEX feeds_private ON feeds (owner_chat_id) WHERE owner_chat_id IS NOT NULL",
)
