"""What the product's search is compared with: plain FTS5 with bm25, and PyPI's `reader`."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

READER_MOST = 100_000
"""Articles that `reader` is given: at a million one search of it takes a minute."""

_SHOWN = 5
_FEED = "https://0.example/feed"
_ARTICLES = "SELECT id, title, text FROM articles WHERE id <= ? ORDER BY id"


class Peer(Protocol):
    """Something that answers a query in FTS5's own syntax."""

    name: str

    def ask(self, typed: str) -> None:
        """Find the first page of what matches."""


class PlainFts:
    """FTS5 as its manual shows it: two columns, its own tokenizer, the best by bm25."""

    name = "plain FTS5"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, typed: str) -> None:
        """Find the first page of what matches."""
        self._connection.execute(
            "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY bm25(plain) LIMIT ?",
            (typed, _SHOWN),
        ).fetchall()


class PypiReader:
    """`reader` with its own search."""

    def __init__(self, reader: Any, version: str) -> None:
        self._reader = reader
        self.name = f"reader {version}"

    def ask(self, typed: str) -> None:
        """Find the first page of what matches."""
        list(islice(self._reader.search_entries(typed), _SHOWN))


@contextmanager
def plain_fts(folder: Path) -> Iterator[PlainFts]:
    """Open plain FTS5 over the archive of a folder; it is made where it is not there."""
    with _made(folder / "plain.db") as (path, is_new), closing(sqlite3.connect(path)) as connection:
        if is_new:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE VIRTUAL TABLE plain USING fts5 (title, body, content = '')")
            connection.executemany(
                "INSERT INTO plain (rowid, title, body) VALUES (?, ?, ?)",
                _articles(folder, 1 << 62),
            )
            connection.commit()
        yield PlainFts(connection)


@contextmanager
def pypi_reader(folder: Path) -> Iterator[PypiReader]:
    """Open `reader` over the first articles of a folder's archive; they are stored where they are not."""
    library = import_module("reader")  # has no place in the project's own environment
    with (
        _made(folder / "reader.db") as (path, is_new),
        closing(library.make_reader(str(path))) as one,
    ):
        if is_new:
            one.add_feed(_FEED)
            for number, title, text in _articles(folder, READER_MOST):
                content = [{"value": text, "type": "text/plain"}]
                one.add_entry(
                    {"feed_url": _FEED, "id": str(number), "title": title, "content": content}
                )
            one.enable_search()
            one.update_search()
        yield PypiReader(one, library.__version__)


def _articles(folder: Path, last: int) -> Iterator[tuple[int, str, str]]:
    with closing(sqlite3.connect(folder / "newshound.db")) as archive:
        yield from archive.execute(_ARTICLES, (last,))


@contextmanager
def _made(path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield a file's path and whether it is to be made; what was not made to its end is removed."""
    done = path.with_name(f"{path.name}.made")
    if not done.exists():
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
    yield path, not done.exists()
    done.touch()
