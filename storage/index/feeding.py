"""Database to index: what the queue names first, then the backlog, the newest articles first.

Plain functions of the index file's writing connection, which has the database attached as `app`. Each
works in one transaction of the index file. What a crash makes them do twice changes nothing.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from newsroom import GAP, Indexable, evident_language, indexable, primary_subtag, says_again
from storage.index.schema import (
    TAG_ANY,
    Docids,
    State,
    state_of,
    tag_feed,
    tag_language,
)
from storage.index.shards import Shard, count_documents, shares_of
from storage.index.sieve import HEAD, TITLE, Filling
from storage.index.vocabulary import count_words

_BATCH_CHARS = 3_000_000
"""Characters after which a batch takes no further article, whatever was asked for: it is held in memory."""

_HEAD_CHARS = 300
"""The paragraphs that begin within so many characters say what a piece of news is about."""

_COLUMNS = """
    articles.id, articles.feed_id, articles.dated_at, articles.title,
    coalesce(pages.text, articles.text) AS text,
    CASE WHEN pages.text IS NULL THEN articles.summary
        ELSE coalesce(articles.summary, articles.text) END AS summary,
    articles.author, coalesce(articles.language, feeds.language) AS language
"""


@dataclass(frozen=True, slots=True)
class _Document:
    """What is indexed of an article."""

    article_id: int
    feed_id: int
    dated_at: int
    head: Indexable
    body: Indexable
    tags: str
    title: str

    def headline(self) -> str:
        """Return the exact terms of the title; of the head where there is no title."""
        return self.title.partition(f" {GAP} ")[0].strip() or self.head.exact

    def digest(self) -> int:
        """Tell one version of an article from another, in 64 bits."""
        content = "\n".join((self.title, *self.head, *self.body, self.tags)).encode()
        return int.from_bytes(hashlib.sha256(content).digest()[:8], signed=True)


def feed_index(raw: sqlite3.Connection, limit: int) -> int:
    """Bring up to `limit` articles up to date; return how many rows were looked at, 0 = all is done.

    Fewer than `limit` does not mean that all is done: articles may be long.
    """
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
    queued = _batch(
        raw.execute(
            f"""
            SELECT queue.id AS queue_id, queue.article_id, {_COLUMNS}
            FROM app.index_queue AS queue
            LEFT JOIN app.articles AS articles ON articles.id = queue.article_id
            LEFT JOIN app.feeds AS feeds ON feeds.id = articles.feed_id
            LEFT JOIN app.pages AS pages ON pages.article_id = articles.id
            WHERE queue.id > ? ORDER BY queue.id LIMIT ?
            """,
            (state.queue_id, limit),
        )
    )
    if not queued:
        return 0
    _supersede(raw, {row["article_id"] for row in queued if row["id"] is None})
    _put_all(raw, [row for row in queued if row["id"] is not None])
    raw.execute("UPDATE state SET queue_id = ?", (queued[-1]["queue_id"],))
    return len(queued)


def _feed_backlog(raw: sqlite3.Connection, state: State, limit: int) -> int:
    if not state.backlog:
        return 0
    articles = _batch(
        raw.execute(
            f"""
            SELECT {_COLUMNS}
            FROM app.articles AS articles JOIN app.feeds AS feeds ON feeds.id = articles.feed_id
            LEFT JOIN app.pages AS pages ON pages.article_id = articles.id
            WHERE articles.id < ? ORDER BY articles.id DESC LIMIT ?
            """,
            (state.backlog, limit),
        )
    )
    _put_all(raw, articles)
    rest = articles[-1]["id"] if articles else 0
    raw.execute("UPDATE state SET backlog = ?", (rest,))
    return len(articles)


def _batch(rows: sqlite3.Cursor) -> list[sqlite3.Row]:
    """Take rows as long as their texts fit into one batch."""
    taken: list[sqlite3.Row] = []
    size = 0
    for row in rows:
        taken.append(row)
        size += len(row["text"] or "")
        if size >= _BATCH_CHARS:
            break
    rows.close()
    return taken


def _put_all(raw: sqlite3.Connection, articles: Collection[sqlite3.Row]) -> None:
    """Index articles, where they say something else than what is indexed of them."""
    known = _digests(raw, {row["id"] for row in articles})
    documents = []
    for document in {row["id"]: _document(row) for row in articles}.values():
        digest = document.digest()
        if known.get(document.article_id) != digest:
            documents.append((document, digest))
    documents.sort(key=lambda each: (each[0].dated_at, each[0].article_id))
    _supersede(raw, known.keys() & {document.article_id for document, _ in documents})
    free = Docids(raw)
    placed = {free.take(document.dated_at): (document, digest) for document, digest in documents}
    for shard, docids in shares_of(raw, sorted(placed)):
        _put(raw, shard, {docid: placed[docid] for docid in docids})
    count_words(raw, (one.headline() for one, _ in documents))


def _put(
    raw: sqlite3.Connection, shard: Shard, placed: Mapping[int, tuple[_Document, int]]
) -> None:
    """Put documents, each with its digest, into a shard. `placed`: by their docids, which ascend.

    FTS5 writes its buffer out whenever a docid is smaller than the last one.
    """
    raw.executemany(
        "INSERT INTO docs VALUES (?, ?, ?, ?, ?)",
        [
            (docid, one.article_id, one.feed_id, one.title, digest)
            for docid, (one, digest) in placed.items()
        ],
    )
    raw.executemany(
        f"""
        INSERT INTO {shard.table} (rowid, head, head_forms, body, body_forms, tags)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [(docid, *one.head, *one.body, one.tags) for docid, (one, _) in placed.items()],
    )
    count_documents(raw, shard, len(placed))
    if shard.is_sieved:  # a full one: what is late is little
        _sieve(one for one, _ in placed.values()).write(raw, shard)


def _sieve(documents: Iterable[_Document]) -> Filling:
    filling = Filling()
    for one in documents:
        head = {*one.head.exact.split(), *one.head.forms.split()}
        elsewhere = {*one.body.exact.split(), *one.body.forms.split(), *one.tags.split()}
        for term in head | elsewhere:
            filling.add(term)
        for term in head:
            filling.add(term, HEAD)
        for term in one.title.split():
            filling.add(term, TITLE)
    return filling


def _digests(raw: sqlite3.Connection, article_ids: Collection[int]) -> dict[int, int]:
    """Return the digests of those articles that are indexed."""
    found = raw.execute(
        "SELECT article_id, digest FROM docs WHERE article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(article_ids)),),
    )
    return {row["article_id"]: row["digest"] for row in found}


def _supersede(raw: sqlite3.Connection, article_ids: Collection[int]) -> None:
    """Let the documents of articles, where there are any, be found no more."""
    if not article_ids:
        return
    done = raw.executemany(
        "UPDATE docs SET article_id = NULL, title = '' WHERE article_id = ?",
        [(article_id,) for article_id in sorted(article_ids)],
    )
    raw.execute("UPDATE state SET superseded = superseded + ?", (done.rowcount,))


def _document(row: sqlite3.Row) -> _Document:
    paragraphs = row["text"].split("\n")
    size = _head_size(paragraphs)
    head = "\n".join([row["title"], *paragraphs[:size]])
    summary = row["summary"] or ""
    if says_again(summary, row["text"]):  # as every other one does that comes with a text
        summary = ""
    body = "\n".join([*paragraphs[size:], summary, row["author"] or ""])
    tags = [TAG_ANY, tag_feed(row["feed_id"])]
    if (declared := primary_subtag(row["language"])) is not None:
        tags.append(tag_language(declared))
    language = evident_language(f"{head}\n{body}") if declared is None else declared
    title = indexable(row["title"], language)
    return _Document(
        article_id=row["id"],
        feed_id=row["feed_id"],
        dated_at=row["dated_at"],
        head=indexable(head, language),
        body=indexable(body, language),
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
