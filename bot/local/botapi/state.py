"""Everything the endpoint holds while it runs: what methods work on and people act upon."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.local.botapi.chats import Message
from bot.local.botapi.errors import too_many_requests
from bot.local.botapi.faults import Faults
from bot.local.botapi.files import FileStore
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.limits import RateJudge
from bot.local.botapi.people import User
from bot.local.botapi.records import Call, InlineQuery, Press
from bot.local.botapi.updates import UpdateQueue
from bot.local.botapi.world import World

T = TypeVar("T")
QUERY_LIFETIME = 15.0  # seconds in which a press or an inline query can be answered


@dataclass(frozen=True, slots=True)
class Webhook:
    """What setWebhook was told."""

    url: str
    max_connections: int
    secret_token: str


@dataclass(slots=True)
class Profile:
    """What the bot tells of itself: commands by (scope, language), texts by language, buttons by chat."""

    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, JsonObject] = field(default_factory=dict)


class State:
    """The bot's account on this endpoint, the world around it, and the record of both."""

    def __init__(
        self,
        bot: User,
        *,
        clock: Callable[[], float],
        now: Callable[[], float],
        enforce_rates: bool,
        privacy_mode: bool,
    ) -> None:
        self.bot = bot
        self.clock = clock
        self.now = now
        self.privacy_mode = privacy_mode
        self.world = World(bot, now)
        self.files = FileStore()
        self.judge = RateJudge(clock, enforced=enforce_rates)
        self.faults = Faults()
        self.updates = UpdateQueue(self.changed)
        self.profile = Profile()
        self.webhook: Webhook | None = None
        self.webhook_error: tuple[int, str] | None = None
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.presses: dict[str, Press] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self._listeners: list[Callable[[Call], None]] = []
        self._waiters: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[Call], None]) -> None:
        """Have `listener` called after every call, once its answer is decided."""
        self._listeners.append(listener)

    def handled(self, call: Call) -> None:
        """Tell everybody who listens or waits that a call is done."""
        for listener in self._listeners:
            listener(call)
        self.changed()

    def changed(self) -> None:
        """Let those who wait look again."""
        for look in list(self._waiters):
            look()

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float) -> T:  # noqa: ASYNC109 - a promised name
        """Return the predicate's first true value. Raises TimeoutError, naming the latest calls."""
        found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def look() -> None:
            if found.done():
                return
            try:
                value = predicate()
            except Exception as error:  # noqa: BLE001 - belongs to whoever waits, and is raised there
                found.set_exception(error)
            else:
                if value:
                    found.set_result(value)

        self._waiters.append(look)
        try:
            look()
            async with asyncio.timeout(timeout):
                return await found
        except TimeoutError:
            latest = [f"{call.method} {call.status} {call.description}" for call in self.calls[-8:]]
            raise TimeoutError(f"waited {timeout} s in vain; latest calls: {latest}") from None
        finally:
            self._waiters.remove(look)

    def admit(self, call: Call, *, private: bool, messages: int = 1) -> None:
        """Count messages about to be sent. Raises ApiError (429) when they come too fast."""
        retry_after = self.judge.admit(
            call.method,
            call.chat_id,
            private=private,
            messages=messages,
            paid=call.params.flag("allow_paid_broadcast"),
        )
        if retry_after is not None:
            raise too_many_requests(retry_after)


Handler = Callable[[State, Call], JsonValue]
