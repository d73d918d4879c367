"""What the poller counts."""

from dataclasses import dataclass

from newsroom import Verdict


@dataclass(slots=True)
class PollStats:
    """What the poller has done since its start."""

    last_poll_at: int | None = None
    """When it last looked for what is due, in UTC milliseconds; None = not yet."""
    checks: int = 0
    parsed: int = 0
    failed: int = 0
    new_articles: int = 0

    def count(self, verdict: Verdict, stored: int) -> None:
        """Count a check that was recorded and stored so many new articles."""
        self.checks += 1
        self.parsed += verdict.parsed
        self.failed += verdict.problem is not None
        self.new_articles += stored
