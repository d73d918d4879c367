"""A document, read in a worker: what it says, or the problem with it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.intake.wire import from_wire
from bot.worker import WorkerFailure, WorkerPool, WorkerProblem
from newsroom import ParsedFeed, Problem, ProblemKind

READ_DEADLINE = 20.0
"""Seconds a worker has for a document. The largest real feeds take half a second."""


async def read_document(
    workers: WorkerPool,
    job: str,
    body: bytes,
    *,
    url: str,
    charset: str | None,
    now: int,
    known: Mapping[str, str] = MappingProxyType({}),
) -> ParsedFeed | Problem:
    """Return what `job` (PARSE_FEED or READ_PAGE) makes of a document.

    `url`: where it came from, for relative links; "" where that is not known. `charset`: from the
    server's header. `now`: UTC milliseconds, against dates in the future. `known`: `Entry.element` of what
    PARSE_FEED may cut away unread, with the key of each. Raises WorkerProblem where no worker can be
    started, which says nothing about the document.
    """
    if not body:
        return Problem(ProblemKind.EMPTY)
    params: dict[str, object] = {"url": url, "charset": charset, "now": now}
    if known:
        params["known"] = dict(known)
    try:
        return from_wire(await workers.run(job, body, params, deadline=READ_DEADLINE))
    except WorkerProblem as problem:
        if problem.failure is WorkerFailure.UNAVAILABLE:
            raise
        if problem.failure is WorkerFailure.FAILED:
            return Problem(ProblemKind.UNPARSABLE, problem.detail)
        return Problem(ProblemKind.TOO_HARD, str(problem.failure))
