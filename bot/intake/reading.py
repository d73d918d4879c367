"""A document, read in a worker: what it says, or the problem with it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.intake.wire import from_wire
from bot.worker import READ_PAGE, READ_PAGE_PLAINLY, WorkerFailure, WorkerPool, WorkerProblem
from newsroom import ParsedFeed, Problem, ProblemKind

READ_DEADLINE = 10.0
"""Seconds a worker has for a document. The largest real feeds take half a second."""

PAGE_DEADLINE = 5.0
"""Seconds a worker has for a page with trafilatura. Real ones take 30 ms on average, the hardest 2.3 s."""

LARGE_PAGE = 2 << 20
"""Bytes: a larger page is read plainly at once. Real articles' pages seldom have half a megabyte."""


async def read_document(
    workers: WorkerPool,
    job: str,
    body: bytes,
    *,
    url: str,
    charset: str | None,
    now: int,
    known: Mapping[str, str] = MappingProxyType({}),
    deadline: float | None = None,
) -> ParsedFeed | Problem:
    """Return what `job` (PARSE_FEED, or one that reads a page) makes of a document.

    `url`: where it came from, for relative links; "" where that is not known. `charset`: from the
    server's header. `now`: UTC milliseconds, against dates in the future. `known`: `Entry.element` of what
    PARSE_FEED may cut away unread, with the key of each. `deadline`: seconds for the job; None =
    READ_DEADLINE. Raises WorkerProblem where no worker can be started, which says nothing about the
    document.
    """
    if not body:
        return Problem(ProblemKind.EMPTY)
    params: dict[str, object] = {"url": url, "charset": charset, "now": now}
    if known:
        params["known"] = dict(known)
    try:
        seconds = READ_DEADLINE if deadline is None else deadline
        return from_wire(await workers.run(job, body, params, deadline=seconds))
    except WorkerProblem as problem:
        if problem.failure is WorkerFailure.UNAVAILABLE:
            raise
        if problem.failure is WorkerFailure.FAILED:
            return Problem(ProblemKind.UNPARSABLE, problem.detail)
        return Problem(ProblemKind.TOO_HARD, str(problem.failure))


async def read_web_page(
    workers: WorkerPool, body: bytes, *, url: str, charset: str | None, now: int
) -> ParsedFeed | Problem:
    """Return what a page says as a feed of one entry; arguments and errors are those of `read_document`.

    A page that is too large or too hard for trafilatura is read plainly.
    """
    if len(body) <= LARGE_PAGE:
        read = await read_document(
            workers, READ_PAGE, body, url=url, charset=charset, now=now, deadline=PAGE_DEADLINE
        )
        if not isinstance(read, Problem) or read.kind is ProblemKind.EMPTY:
            return read
    return await read_document(workers, READ_PAGE_PLAINLY, body, url=url, charset=charset, now=now)
