"""Child processes for work that may hang, crash or eat memory: parsing what strangers wrote.

async with WorkerPool() as workers:
    answer = await workers.run(PARSE_FEED, body, {"url": …}, deadline=20)

A name is imported when it is first asked for: the child needs no asyncio.
"""

from typing import TYPE_CHECKING

from newsroom import late_door

if TYPE_CHECKING:
    from bot.worker.jobs import FIND_FEEDS, PARSE_FEED, READ_LIST, READ_PAGE, READ_PAGE_PLAINLY
    from bot.worker.pool import WorkerFailure, WorkerPool, WorkerProblem

__all__ = [
    "FIND_FEEDS",
    "PARSE_FEED",
    "READ_LIST",
    "READ_PAGE",
    "READ_PAGE_PLAINLY",
    "WorkerFailure",
    "WorkerPool",
    "WorkerProblem",
]

_HOMES = {
    "FIND_FEEDS": "jobs",
    "PARSE_FEED": "jobs",
    "READ_LIST": "jobs",
    "READ_PAGE": "jobs",
    "READ_PAGE_PLAINLY": "jobs",
    "WorkerFailure": "pool",
    "WorkerPool": "pool",
    "WorkerProblem": "pool",
}

__getattr__ = late_door(__name__, _HOMES, globals())
