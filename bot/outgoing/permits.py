"""The pacer's answers: the right to make one call, which is used or given back, or how long to wait.

Pure, like the pacer.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.outgoing.budgets import Bucket, Window
from bot.outgoing.chat_budget import Request
from bot.outgoing.way import Way


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not now. `everyone`: no other chat's turn has come either."""

    wait: float
    """Seconds until it is worth asking again."""
    everyone: bool = False


class Permit:
    """The right to make one call. It ends by `land` or by `give_back`; a second end is ignored.

    `departs_at`: when the call may be made; later than the permit where that was asked for ahead.
    """

    def __init__(
        self, request: Request, budgets: tuple[Window | Bucket, ...], way: Way, departs_at: float
    ) -> None:
        self.request = request
        self.departs_at = departs_at
        self._budgets = budgets
        self._way = way
        self._departed_at = departs_at
        for budget in budgets:
            budget.take(request.weight)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return bool(self._budgets)

    def widen(self, weight: int) -> None:
        """Let it stand for so many messages, which is more than now."""
        for budget in self._budgets:
            budget.take(weight - self.request.weight)
        self.request = replace(self.request, weight=weight)

    def depart(self, now: float) -> None:
        """Say that the call begins; `departs_at` has come."""
        self._departed_at = now

    def land(self, now: float) -> None:
        """Say that the call has ended, whatever came of it."""
        budgets = self._end()
        if not budgets:
            return
        self._way.note(now - self._departed_at, now)
        for budget in budgets:
            budget.land(self.request.weight, now - self._way.shortest(now))

    def give_back(self) -> None:
        """Say that Telegram was not called."""
        for budget in self._end():
            budget.give_back(self.request.weight)

    def _end(self) -> tuple[Window | Bucket, ...]:
        budgets, self._budgets = self._budgets, ()
        return budgets


def depart_together(permits: Collection[Permit]) -> None:
    """Have calls that are permitted depart when the last of them may."""
    departs_at = max((permit.departs_at for permit in permits), default=0.0)
    for permit in permits:
        permit.departs_at = departs_at
