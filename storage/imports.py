"""Lists of feeds that people bring, as they stand: see `storage.importing` for what changes them."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from newsroom import Page, Place, Refusal
from storage.database import Database
from storage.paging import page_bounds

_COLUMNS = """
    id, user_id, chat_id, thread_id, name, shown_in, message_id, state, adds, tags, subscribes, request,
    settled_by, begun_at, next
"""

ASKED_HERE = """
    import_id = ? AND found = 'new' AND import_feeds.feed_id IS NULL AND NOT approved AND NOT EXISTS (
        SELECT 1 FROM import_feeds AS theirs JOIN imports ON imports.id = theirs.import_id
        WHERE theirs.key = import_feeds.key AND theirs.found = 'new' AND theirs.feed_id IS NULL
          AND imports.request = 'open' AND imports.id < import_feeds.import_id
    )
"""
"""The feeds of a list that the admins are shown on its account: not those that an older one asks for."""


class ImportState(StrEnum):
    """How far a list is."""

    OFFERED = "offered"
    """It has been read, and nobody has said yet what to do with it."""
    RUNNING = "running"
    WAITING = "waiting"
    """All that could be done is done; the rest waits for the bot's admins."""
    DONE = "done"
    CANCELLED = "cancelled"


class ListRequest(StrEnum):
    """What became of a list's request to the admins."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


class Found(StrEnum):
    """What a feed of a list was when the list came, in the order in which they are shown."""

    REFUSED = "refused"
    NEW = "new"
    KNOWN = "known"
    ASKED = "asked"
    """Its sender waits for the admins' word on it already."""
    DECLINED = "declined"
    """They have decided against it."""
    TWICE = "twice"
    """The list names it above."""


@dataclass(frozen=True, slots=True)
class Import:
    """A list that somebody brought for a place."""

    id: int
    user_id: int
    place: Place
    """What is to be subscribed."""
    name: str
    """Of the file."""
    shown_in: int | None
    """The chat in which a message shows it, and the message; None = none does."""
    message_id: int | None
    state: ImportState
    adds: bool
    """Whether what the catalogue lacks is added to it."""
    tags: bool
    """Whether what is added gets the list's groups as tags."""
    subscribes: bool
    request: ListRequest | None
    settled_by: int | None
    begun_at: int | None
    next: int
    """How many of its feeds it has gone through."""


@dataclass(frozen=True, slots=True)
class ImportTally:
    """How many of a list's feeds are what."""

    total: int
    refused: int
    new: int
    """What the catalogue lacked, whether it has been added or not."""
    known: int
    asked: int
    declined: int
    twice: int
    added: int
    made: int
    """Subscriptions of the place that the list made."""
    had: int
    full: int
    """Left out because the place may have no more."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A feed of a list."""

    line: int
    """Where it stands in the document, from 1."""
    title: str
    """The catalogue's where it knows the feed; may be empty."""
    url: str
    """Empty where it is refused."""
    found: Found
    refused: Refusal | None
    feed_id: int | None


async def get_import(db: Database, import_id: int) -> Import | None:
    """Return a list by its number; None where there is none."""
    return await db.read(lambda raw: find_import(raw, import_id))


async def tally_import(db: Database, import_id: int) -> ImportTally:
    """Count a list's feeds."""

    def question(raw: sqlite3.Connection) -> ImportTally:
        row = raw.execute(
            """
            SELECT count(*), total(found = 'refused'), total(found = 'new'), total(found = 'known'),
                total(found = 'asked'), total(found = 'declined'), total(found = 'twice'),
                total(found = 'new' AND feed_id IS NOT NULL), total(joined = 'made'),
                total(joined = 'had'), total(joined = 'full')
            FROM import_feeds WHERE import_id = ?
            """,
            (import_id,),
        ).fetchone()
        return ImportTally(*map(int, row))

    return await db.read(question)


async def list_import(db: Database, import_id: int, *, page: int = 0, size: int) -> Page[ImportRow]:
    """Return a page of a list: what is refused first, then what is new, then the rest."""
    order = " ".join(f"WHEN '{one}' THEN {place}" for place, one in enumerate(Found))
    return await _page(
        db, "import_id = ?", import_id, f"CASE found {order} END, position", page, size
    )


async def list_asked(db: Database, import_id: int, *, page: int = 0, size: int) -> Page[ImportRow]:
    """Return a page of what the admins are asked for on account of a list and of none before it."""
    return await _page(db, ASKED_HERE, import_id, "position", page, size)


async def count_open_requests(db: Database, user_id: int) -> int:
    """Return how many lists of a person wait for the admins' word."""

    def question(raw: sqlite3.Connection) -> int:
        (count,) = raw.execute(
            "SELECT count(*) FROM imports WHERE user_id = ? AND request = 'open'", (user_id,)
        ).fetchone()
        return int(count)

    return await db.read(question)


async def busy_imports(db: Database) -> tuple[Import, ...]:
    """Return the lists that are under way, and those of which no message tells yet how they ended."""

    def question(raw: sqlite3.Connection) -> tuple[Import, ...]:
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM imports WHERE (state = 'running' OR told = 0) ORDER BY id"
        )
        return tuple(map(import_of, rows))

    return await db.read(question)


def find_import(raw: sqlite3.Connection, import_id: int) -> Import | None:
    """Do what `get_import` says; for intents of this package."""
    row = raw.execute(f"SELECT {_COLUMNS} FROM imports WHERE id = ?", (import_id,)).fetchone()
    return None if row is None else import_of(row)


def import_of(row: sqlite3.Row) -> Import:
    """Make an Import of a row of its columns."""
    request = row["request"]
    return Import(
        id=row["id"],
        user_id=row["user_id"],
        place=Place(row["chat_id"], row["thread_id"]),
        name=row["name"],
        shown_in=row["shown_in"],
        message_id=row["message_id"],
        state=ImportState(row["state"]),
        adds=bool(row["adds"]),
        tags=bool(row["tags"]),
        subscribes=bool(row["subscribes"]),
        request=None if request is None else ListRequest(request),
        settled_by=row["settled_by"],
        begun_at=row["begun_at"],
        next=row["next"],
    )


async def _page(
    db: Database, where: str, import_id: int, order: str, page: int, size: int
) -> Page[ImportRow]:
    def question(raw: sqlite3.Connection) -> Page[ImportRow]:
        (total,) = raw.execute(
            f"SELECT count(*) FROM import_feeds WHERE {where}", (import_id,)
        ).fetchone()
        number, pages = page_bounds(total, number=page, size=size)
        rows = raw.execute(
            f"""
            SELECT line, coalesce(feeds.own_title, feeds.title, import_feeds.title),
                import_feeds.url, found, refused, feed_id
            FROM import_feeds LEFT JOIN feeds ON feeds.id = feed_id
            WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?
            """,
            (import_id, size, number * size),
        )
        return Page(tuple(map(_row, rows)), number, pages, total)

    return await db.read(question)


def _row(row: sqlite3.Row) -> ImportRow:
    line, title, url, found, refused, feed_id = row
    reason = None if refused is None else Refusal(refused)
    return ImportRow(line, title, url, Found(found), reason, feed_id)
