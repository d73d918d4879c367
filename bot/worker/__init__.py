"""Child processes for work that may hang, crash or eat memory: parsing what strangers wrote.

async with WorkerPool() as workers:
    answer = await workers.run(PARSE_FEED, body, {"url": …}, deadline=20)
"""

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
