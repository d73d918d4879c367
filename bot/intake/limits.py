"""How much of an entry is kept: characters, unless it says otherwise."""

MAX_TITLE = 500
MAX_TEXT = 100_000
MAX_SUMMARY = 5_000
MAX_AUTHOR = 200
MAX_GUID = 2_000
MAX_MIME_TYPE = 100
MAX_FEED_TITLE = 200

MAX_ENCLOSURES = 10
"""Files of one entry."""

MAX_ENTRIES = 500
"""Entries of one document; of a longer one only the newest are read."""

MAX_CONSIDERED = 10_000
"""Entries among which the newest are looked for: the first ones listed."""
