"""What a search looks for: the words as they are understood, the feeds that they name, what is left out."""

from handlers.markup import Html, clip, utf16_length
from handlers.texts import Texts
from newsroom import Ignored, Query, clean_line
from storage import Database, Viewer, feeds_by_title, get_feed

QUERY_UNITS = 250
"""UTF-16 units of a query that are looked at; nobody types more by hand."""

PUBLIC: Viewer = frozenset()
"""Who sees the public catalogue alone."""

_IGNORED = {
    Ignored.NO_WORD: "search-ignored-no-word",
    Ignored.TOO_MANY: "search-ignored-too-many",
    Ignored.NO_VALUE: "search-ignored-no-value",
    Ignored.NO_MINUS: "search-ignored-no-minus",
    Ignored.BAD_DATE: "search-ignored-bad-date",
    Ignored.BAD_LANGUAGE: "search-ignored-bad-language",
    Ignored.BAD_ORDER: "search-ignored-bad-order",
    Ignored.SHORT_PREFIX: "search-ignored-short-prefix",
    Ignored.LONE_OR: "search-ignored-lone-or",
}


def tidy_query(words: str) -> tuple[str, bool]:
    """Return a query on one line, without what turns lines around; and whether its end was cut off."""
    typed = clean_line(words)
    if utf16_length(typed) <= QUERY_UNITS:
        return typed, False
    kept = clip(typed, QUERY_UNITS).removesuffix("…")
    return kept.rpartition(" ")[0] or kept, True


async def feeds_named(db: Database, query: Query, viewer: Viewer) -> frozenset[int] | None:
    """Return the numbers of the feeds that a query names, of those that may be seen; None = it names none."""
    if not query.feeds:
        return None
    found: set[int] = set()
    for name in query.feeds:
        if name.isascii() and name.isdigit() and len(name) < 10:
            feed = await get_feed(db, int(name), visible_to=viewer)
            found |= set() if feed is None else {feed.id}
        else:
            found |= {feed.id for feed in await feeds_by_title(db, name, visible_to=viewer)}
    return frozenset(found)


def left_out(texts: Texts, query: Query) -> list[Html]:
    """Say what of a query is not looked for, and why."""
    by_reason: dict[Ignored, list[str]] = {}
    for part, why in query.ignored:
        by_reason.setdefault(why, []).append(part)
    return [
        texts(_IGNORED[why], parts=clip(", ".join(parts), QUERY_UNITS))
        for why, parts in by_reason.items()
    ]
