"""Faults that a test switches on: what a network and a busy server do to a client."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.local.botapi.params import Params


class FaultKind(StrEnum):
    """What goes wrong. "Before" and "after" mean: before or after the call had its effect."""

    SERVER_ERROR = "server_error"  # before: 500 with the usual JSON
    BAD_GATEWAY = "bad_gateway"  # before: 502 with a page of HTML
    HTML_ANSWER = "html_answer"  # before: 200 with a page of HTML
    TOO_MANY_REQUESTS = "too_many_requests"  # before: 429 with the fault's retry_after
    REFUSE = "refuse"  # before: the fault's error_code and description
    DROP_BEFORE = "drop_before"  # the connection ends, the call was never seen
    DROP_AFTER = "drop_after"  # the message exists, the answer is lost
    DELAY = "delay"  # before: wait the fault's `seconds`, then go on
    HOLD = "hold"  # before: wait until `release`, then go on
    HOLD_ANSWER = "hold_answer"  # after: the message exists, the answer waits until `release`


@dataclass(eq=False)
class Fault:
    """One switched-on fault. `hits` counts how often it struck; `cancel` ends it."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    count: int | None = None
    probability: float = 1.0
    when: Callable[[str, Params], bool] | None = None
    retry_after: int = 5
    seconds: float = 0.0
    error_code: int = 400
    description: str = "Bad Request"
    seed: int = 0
    hits: int = 0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Throw dice that fall the same way for the same seed."""
        self._dice = random.Random(self.seed)  # noqa: S311 - a repeatable test, not a secret

    def cancel(self) -> None:
        """Strike no more; let go whatever is held."""
        self.count = self.hits
        self._released.set()

    def release(self) -> None:
        """Let go the calls that are held, and those that come later."""
        self._released.set()

    async def wait(self) -> None:
        """Wait as a DELAY, a HOLD or a HOLD_ANSWER makes a call wait."""
        if self.kind is FaultKind.DELAY:
            await self.sleep(self.seconds)
        else:
            await self._released.wait()

    def strikes(self, method: str, chat_id: int | None, params: Params) -> bool:
        """Return whether it strikes this call, and count it if so."""
        if self.count is not None and self.hits >= self.count:
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.when is not None and not self.when(method, params):
            return False
        if self.probability < 1.0 and self._dice.random() >= self.probability:
            return False
        self.hits += 1
        return True


class Faults:
    """All faults that are switched on; the one switched on first strikes first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off and let go whatever they hold."""
        for fault in self._faults:
            fault.cancel()
        self._faults.clear()

    def pick(self, method: str, chat_id: int | None, params: Params) -> Fault | None:
        """Return the fault that strikes this call, None where all is well."""
        for fault in self._faults:
            if fault.strikes(method, chat_id, params):
                return fault
        return None
