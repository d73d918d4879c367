"""The archive that is searched: the invented articles, stored and indexed by the product's own code."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.search_corpus import FEEDS, Batch, batches
from newsroom import TERMS_VERSION, Entry, Seen, Verdict
from storage import Database, SearchIndex, add_feed, record_check
from storage.index import LAYOUT

_ADMIN = 1
_TOGETHER = 50
"""Batches that are stored at once, and then indexed, as when many feeds have news at a time."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building an archive took; kept beside it."""

    articles: int
    terms_version: int
    layout: int
    storing: float
    """CPU seconds."""
    indexing: float
    """CPU seconds."""
    size: int
    """Bytes of the index file."""

    @property
    def is_current(self) -> bool:
        """Whether this code would make the same index."""
        return (self.terms_version, self.layout) == (TERMS_VERSION, LAYOUT)


@asynccontextmanager
async def opened_archive(
    folder: Path, count: int, say: Callable[[str], None]
) -> AsyncIterator[tuple[SearchIndex, Built]]:
    """Open the archive of `count` articles in `folder`, which is built where it is not there.

    Where the index is of other code, it is made anew.
    """
    note = folder / "built.json"
    built = _kept(folder, note)
    async with (
        Database.open(folder / "newshound.db") as db,
        SearchIndex.open(db, time.thread_time) as index,
    ):
        if built is None:
            built = await _build(db, index, count, say)
        elif not built.is_current:
            built = await _index_anew(index, built, say)
        note.write_text(json.dumps(asdict(built)))
        yield index, built


def _kept(folder: Path, note: Path) -> Built | None:
    """Return what an earlier run has left; what it did not bring to an end, or of other code, is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    built = Built(**json.loads(note.read_text())) if note.exists() else None
    if built is None or not built.is_current:
        for left in folder.glob("newshound.*" if built is None else "newshound.search.db*"):
            left.unlink()
    return built


def _size(index: Path) -> int:
    return sum(file.stat().st_size for file in index.parent.glob(f"{index.name}*"))


async def _build(db: Database, index: SearchIndex, count: int, say: Callable[[str], None]) -> Built:
    feeds = [
        await add_feed(
            db, url=f"https://{number}.example/feed", title=f"Paper {number}", by=_ADMIN, now=0
        )
        for number in range(FEEDS)
    ]
    storing = indexing = 0.0
    done = 0
    waiting: list[Verdict] = []
    for batch in batches(count):
        waiting.append(_verdict(batch, feeds[batch.feed].id))
        done += len(batch.articles)
        if len(waiting) < _TOGETHER and done < count:
            continue
        began = time.process_time()
        await asyncio.gather(*(record_check(db, verdict) for verdict in waiting))
        stored = time.process_time()
        await index.catch_up()
        storing, indexing = storing + stored - began, indexing + time.process_time() - stored
        waiting.clear()
        say(f"{done:,} of {count:,} articles are stored and indexed")
    return Built(count, TERMS_VERSION, LAYOUT, storing, indexing, _size(index.path))


async def _index_anew(index: SearchIndex, built: Built, say: Callable[[str], None]) -> Built:
    began = time.process_time()
    done = 0
    while indexed := await index.index_once():
        done += indexed
        say(f"{done:,} of {built.articles:,} articles are indexed anew")
    await index.catch_up()
    spent = time.process_time() - began
    return Built(built.articles, TERMS_VERSION, LAYOUT, built.storing, spent, _size(index.path))


def _verdict(batch: Batch, feed_id: int) -> Verdict:
    """Return what a check says that found these articles."""
    entries = tuple(
        Entry(
            key=f"key-{article.number}",
            raw_hash=f"{article.number:064x}",
            title=article.title,
            text=article.text,
            guid=f"guid-{article.number}",
            url=f"https://{batch.feed}.example/{article.number}",
            language=batch.language.tag,
            published_at=article.published_at,
        )
        for article in batch.articles
    )
    return Verdict(
        feed_id=feed_id,
        at=batch.found_at,
        new=entries,
        seen=tuple(Seen(entry.key, entry.raw_hash, entry.element) for entry in entries),
        alerting=False,
        problem=None,
        validators=None,
        next_check_at=batch.found_at,
    )
