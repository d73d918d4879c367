"""What is known of the feeds of a list; for intents of this package."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from newsroom import Listed, Place, Refusal, normalise_url, read_tags
from storage.catalogue import addresses_known, groups_of
from storage.imports import Found
from storage.visibility import Viewer, chats_of


def sort_list(
    raw: sqlite3.Connection,
    place: Place,
    asker: int | None,
    listed: Sequence[Listed],
    viewer: Viewer,
) -> Iterator[tuple[str | int | None, ...]]:
    """Yield for each feed of a list the columns of its row, from `line` to `feed_id`.

    `asker`: the person who must ask for what the catalogue lacks; None = nobody.
    """
    known, private = addresses_known(raw, place.chat_id), private_addresses(raw, viewer)
    asked = {} if asker is None else _asked_before(raw, asker)
    groups = groups_of(each.outline for each in listed if each.refused is None)
    seen: set[str] = set()
    for each in listed:
        outline, key, feed_id, refused = each.outline, "", None, each.refused
        found = Found.REFUSED
        if refused is None:
            key = normalise_url(outline.url)
            if key not in known and key in private:
                key, refused = "", Refusal.PRIVATE
            elif key in seen:
                found = Found.TWICE
            elif key in known:
                found, feed_id = Found.KNOWN, known[key].feed_id
            else:
                found = asked.get(key, Found.NEW)
            seen.add(key)
        yield (
            outline.line,
            key,
            outline.url if key else "",
            outline.title,
            outline.site_url if key else None,
            outline.language,
            json.dumps(read_tags(groups.get(key, ())), ensure_ascii=False),
            found,
            refused,
            feed_id,
        )


def private_addresses(raw: sqlite3.Connection, viewer: Viewer) -> frozenset[str]:
    """Return the addresses of the feeds that belong to single chats which a viewer may see."""
    rows = raw.execute(
        """
        SELECT url FROM feeds
        WHERE removed_at IS NULL AND owner_chat_id IN (SELECT value FROM json_each(?))
        """,
        (chats_of(viewer),),
    )
    return frozenset(normalise_url(url) for (url,) in rows)


def _asked_before(raw: sqlite3.Connection, user_id: int) -> Mapping[str, Found]:
    """Return what a person has asked for, one by one or by lists, that is open or was declined."""
    single = raw.execute(
        "SELECT url, state FROM requests WHERE user_id = ? AND state <> 'approved'", (user_id,)
    )
    asked = {
        normalise_url(url if "://" in url else f"https://{url}"): (
            Found.DECLINED if state == "declined" else Found.ASKED
        )
        for url, state in single
    }
    listed = raw.execute(
        """
        SELECT key, found FROM imports JOIN import_feeds ON import_id = imports.id
        WHERE user_id = ? AND (found = 'declined' OR request = 'open' AND found = 'new')
          AND feed_id IS NULL
        """,
        (user_id,),
    )
    for key, found in listed:
        asked[key] = Found.DECLINED if found == Found.DECLINED else Found.ASKED
    return asked


def resolve(raw: sqlite3.Connection, import_id: int, place: Place) -> None:
    """Look once more which feeds of a list are known: there may be others by now, or fewer."""
    known = addresses_known(raw, place.chat_id)
    rows = raw.execute(
        """
        SELECT position, key, feed_id FROM import_feeds
        WHERE import_id = ? AND joined IS NULL
          AND (found = 'known' OR found = 'new' AND feed_id IS NULL)
        """,
        (import_id,),
    ).fetchall()
    changed = []
    for position, key, before in rows:
        feed_id = known[key].feed_id if key in known else None
        if feed_id != before:
            found = Found.NEW if feed_id is None else Found.KNOWN
            changed.append((found, feed_id, import_id, position))
    raw.executemany(
        "UPDATE import_feeds SET found = ?, feed_id = ? WHERE import_id = ? AND position = ?",
        changed,
    )


def has_open(raw: sqlite3.Connection, import_id: int) -> bool:
    """Whether a list has feeds that the catalogue lacks, and that nobody has decided against."""
    found = raw.execute(
        """
        SELECT 1 FROM import_feeds
        WHERE import_id = ? AND found = 'new' AND feed_id IS NULL LIMIT 1
        """,
        (import_id,),
    )
    return found.fetchone() is not None
