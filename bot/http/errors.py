"""The one error of reading a source."""

from newsroom import Problem, ProblemKind


class FeedError(Exception):
    """A source could not be read: `problem` says why.

    `retry_after`: milliseconds for which its server asks to be left alone; None = it did not ask.
    """

    def __init__(
        self, kind: ProblemKind, detail: str = "", *, retry_after: int | None = None
    ) -> None:
        self.problem = Problem(kind, detail)
        self.retry_after = retry_after
        super().__init__(f"{kind}: {detail}" if detail else str(kind))
