"""A process that indexes and is killed: `python killed_indexer.py DATABASE STATEMENT COUNT`.

The COUNT-th time that the index's writing connection begins a statement that starts with STATEMENT, the
process gets SIGKILL. Ends by itself, with status 0, where it never comes to that.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from storage import Database, SearchIndex


async def main(path: Path, statement: str, count: int) -> None:
    left = count

    def watch(sql: str) -> None:
        nonlocal left
        left -= " ".join(sql.split()).startswith(statement)
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    async with Database.open(path) as db, SearchIndex.open(db) as index:
        await index._file.write(lambda raw: raw.set_trace_callback(watch))
        while await index.index_once(limit=3):
            pass


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
