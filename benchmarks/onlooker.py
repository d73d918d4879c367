"""What still waits to be done in the product's database and index, seen from beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from storage import index_path

_IS_DUE = """
    SELECT EXISTS (
        SELECT 1 FROM feeds WHERE state = 'active' AND removed_at IS NULL AND next_check_at = 0
    )
"""
_WAITS = """
    SELECT EXISTS (SELECT 1 FROM articles WHERE routed_at IS NULL)
        OR EXISTS (SELECT 1 FROM index_queue, search.state WHERE index_queue.id > state.queue_id)
        OR EXISTS (SELECT 1 FROM articles, search.state WHERE articles.id < state.backlog)
"""


class Onlooker:
    """Asks again and again over one connection, so that asking costs those at work little."""

    def __init__(self, raw: sqlite3.Connection, index: Path) -> None:
        self._raw = raw
        self._index: Path | None = index  # None: attached

    def is_due(self) -> bool:
        """Tell whether a feed is still to be checked."""
        return bool(self.ask(_IS_DUE))

    def waits(self) -> bool:
        """Tell whether an article is still to be routed or indexed."""
        if self._index is not None:
            self._raw.execute("ATTACH ? AS search", (f"{self._index.as_uri()}?mode=ro",))
            self._index = None
        return bool(self.ask(_WAITS))

    def ask(self, question: str) -> Any:
        """Return the one value that answers a question in SQL."""
        return self._raw.execute(question).fetchone()[0]


@contextmanager
def looking_on(database: Path) -> Iterator[Onlooker]:
    """Look on at a database; its index file is made by the product, so it may come later."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as raw:
        yield Onlooker(raw, index_path(database))
