"""Database to index: what the queue names first, then the backlog, the newest articles first.

Plain functions of the index file's writing connection, which has the database attached as `app`. Each
works in one transaction of the index file. What a crash makes them do twice changes nothing.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from newsroom import Indexable, indexable
from storage.index.schema import (
    TAG_ANY,
    State,
    free_docid,
    state_of,
    tag_feed,
    tag_language,
)

_HEAD_CHARS = 300
"""The paragraphs that begin within so many characters say what a piece of news is about."""

GAP = "·"
"""Stands between parts of a text, so that no phrase reaches from one into the next; no term is this."""

_SUBTAG = re.compile("[a-z]{2,3}(?![a-z])")
"""The language itself in a language tag: what a feed calls its language may be anything."""

_SELECT = """
    SELECT articles.id, articles.feed_id, articles.dated_at, articles.title, articles.text,
        articles.summary, articles.author, coalesce(articles.language, feeds.language) AS language
    FROM app.articles AS articles JOIN app.feeds AS feeds ON feeds.id = articles.feed_id
"""


@dataclass(frozen=True, slots=True)
class _Document:
    """What is indexed of an article."""

    head: Indexable
    body: Indexable
    tags: str
    title: str

    @property
    def digest(self) -> int:
        """Tell one version of an article from another, in 64 bits."""
        content = "\n".join((self.title, *self.head, *self.body, self.tags)).encode()
        return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), signed=True)


def feed_index(raw: sqlite3.Connection, limit: int) -> int:
    """Bring up to `limit` articles up to date; return how many rows were looked at, 0 = all is done."""
    raw.execute("BEGIN")
    try:
        state = state_of(raw)
        done = _feed_queue(raw, state, limit) or _feed_backlog(raw, state, limit)
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:  # a full disk has rolled back already
            raw.execute("ROLLBACK")
        raise
    return done


def _feed_queue(raw: sqlite3.Connection, state: State, limit: int) -> int:
    queued = raw.execute(
        "SELECT id, article_id FROM app.index_queue WHERE id > ? ORDER BY id LIMIT ?",
        (state.queue_id, limit),
    ).fetchall()
    if not queued:
        return 0
    numbers = {article_id for _, article_id in queued}
    articles = raw.execute(
        f"{_SELECT} WHERE articles.id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(numbers)),),
    ).fetchall()
    for gone in numbers - {row["id"] for row in articles}:
        _supersede(raw, gone)
    _put_all(raw, articles)
    raw.execute("UPDATE state SET queue_id = ?", (queued[-1]["id"],))
    return len(queued)


def _feed_backlog(raw: sqlite3.Connection, state: State, limit: int) -> int:
    if not state.backlog:
        return 0
    articles = raw.execute(
        f"{_SELECT} WHERE articles.id < ? ORDER BY articles.id DESC LIMIT ?", (state.backlog, limit)
    ).fetchall()
    _put_all(raw, articles)
    rest = articles[-1]["id"] if len(articles) == limit else 0
    raw.execute("UPDATE state SET backlog = ?", (rest,))
    return len(articles)


def _put_all(raw: sqlite3.Connection, articles: Iterable[sqlite3.Row]) -> None:
    """Index articles. FTS5 writes its buffer out whenever a docid is smaller than the last one."""
    for row in sorted(articles, key=lambda row: (row["dated_at"], row["id"])):
        _put(raw, row)


def _put(raw: sqlite3.Connection, row: sqlite3.Row) -> None:
    document = _document(row)
    digest = document.digest
    known = raw.execute("SELECT digest FROM docs WHERE article_id = ?", (row["id"],)).fetchone()
    if known is not None and known["digest"] == digest:
        return
    _supersede(raw, row["id"])
    docid = free_docid(raw, row["dated_at"])
    raw.execute(
        "INSERT INTO docs VALUES (?, ?, ?, ?, ?)",
        (docid, row["id"], row["feed_id"], document.title, digest),
    )
    raw.execute(
        "INSERT INTO terms (rowid, head, head_forms, body, body_forms, tags) VALUES (?, ?, ?, ?, ?, ?)",
        (docid, *document.head, *document.body, document.tags),
    )


def _supersede(raw: sqlite3.Connection, article_id: int) -> None:
    """Let an article's document, if there is one, be found no more."""
    done = raw.execute(
        "UPDATE docs SET article_id = NULL, title = '' WHERE article_id = ?", (article_id,)
    )
    raw.execute("UPDATE state SET superseded = superseded + ?", (done.rowcount,))


def _document(row: sqlite3.Row) -> _Document:
    title = indexable(row["title"])
    paragraphs = row["text"].split("\n")
    size = _head_size(paragraphs)
    head = _joined([title, *map(indexable, paragraphs[:size])])
    rest = [*paragraphs[size:], row["summary"] or "", row["author"] or ""]
    tags = [TAG_ANY, tag_feed(row["feed_id"])]
    if (language := _SUBTAG.match(row["language"] or "")) is not None:
        tags.append(tag_language(language[0]))
    return _Document(
        head=head,
        body=_joined(map(indexable, rest)),
        tags=" ".join(tags),
        title=f" {title.exact} {GAP} {title.forms} ",
    )


def _head_size(paragraphs: list[str]) -> int:
    """Return how many paragraphs belong to the head."""
    size = length = 0
    while size < len(paragraphs) and length < _HEAD_CHARS:
        length += len(paragraphs[size])
        size += 1
    return size


def _joined(parts: Iterable[Indexable]) -> Indexable:
    said = [part for part in parts if part.exact]
    return Indexable(
        f" {GAP} ".join(part.exact for part in said),
        " ".join(part.forms for part in said if part.forms),
    )
