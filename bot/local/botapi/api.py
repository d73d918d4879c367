"""LocalBotApi: the endpoint as `newshound try`, tests and benchmarks use it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

from bot.local.botapi.chats import Chat, Message, Topic
from bot.local.botapi.faults import Fault, FaultKind, Faults
from bot.local.botapi.json_types import JsonObject
from bot.local.botapi.limits import Violation
from bot.local.botapi.membership import Membership
from bot.local.botapi.params import Params
from bot.local.botapi.people import User
from bot.local.botapi.records import Call, InlineQuery, Press
from bot.local.botapi.server import HOST, Server
from bot.local.botapi.state import Profile, State, Webhook
from bot.local.botapi.world import World

T = TypeVar("T")


class LocalBotApi(Membership):
    """A Bot API endpoint on loopback with a small world of its own.

    `async with` starts and closes it; a port in use raises OSError. `token` is the bot's, `port` 0 takes
    a free one. `enforce_rates` off lets messages come as fast as they like. `privacy_mode` is BotFather's
    setting for groups, on by default there too. `clock` gives monotonic seconds to the judge of rates and
    to the age of queries, `now` UTC seconds to dates; `sleep` is what a DELAY waits with.
    """

    def __init__(
        self,
        *,
        token: str = "123456:TEST",  # noqa: S107 - no secret: it opens nothing but this endpoint
        username: str = "newshound_bot",
        enforce_rates: bool = True,
        port: int = 0,
        privacy_mode: bool = True,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        bot = User(int(token.split(":")[0]), "Newshound", username=username, is_bot=True)
        super().__init__(
            State(
                bot,
                clock=clock,
                now=now,
                enforce_rates=enforce_rates,
                privacy_mode=privacy_mode,
            )
        )
        self._sleep = sleep
        self._server = Server(self.state, token)
        self.token = token
        self.port = port

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Started again after `stop` it takes the same port, with the world as it was."""
        self.port = await self._server.start(self.port)

    async def stop(self) -> None:
        """Close: the poll that waits ends with no updates, held calls are let go, faults are off."""
        await self._server.stop()

    @property
    def url(self) -> str:
        """What the bot is given as `telegram.api_url`."""
        return f"http://{HOST}:{self.port}"

    @property
    def bot(self) -> User:
        """Our bot."""
        return self.state.bot

    @property
    def world(self) -> World:
        """Users and chats, and the way to add some."""
        return self.state.world

    @property
    def calls(self) -> list[Call]:
        """Every call of a method, oldest first."""
        return self.state.calls

    @property
    def messages(self) -> list[Message]:
        """Every message the bot ever sent, oldest first, deleted ones included."""
        return self.state.messages

    @property
    def presses(self) -> list[Press]:
        """Every pressed button with its answers, oldest first."""
        return list(self.state.presses.values())

    @property
    def inline_queries(self) -> list[InlineQuery]:
        """Every inline query with its answers, oldest first."""
        return list(self.state.inline_queries.values())

    @property
    def violations(self) -> list[Violation]:
        """Every call that was refused for coming too fast."""
        return self.state.judge.violations

    @property
    def faults(self) -> Faults:
        """The faults that are switched on; `fault` adds one, `faults.clear()` ends all."""
        return self.state.faults

    @property
    def profile(self) -> Profile:
        """Commands, descriptions and menu buttons that the bot has set."""
        return self.state.profile

    @property
    def pending_updates(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.state.updates)

    @property
    def webhook(self) -> Webhook | None:
        """What setWebhook was told; None where none is set.

        Nobody here calls it: `waiting_updates` are for whoever plays Telegram's part, and tells the webhook's
        answers to `webhook_answered`.
        """
        return self.state.webhook

    @property
    def waiting_updates(self) -> tuple[JsonObject, ...]:
        """The updates that the bot has not confirmed yet, as they are sent, oldest first."""
        return self.state.updates.waiting

    def webhook_answered(self, update_id: int, status: int, words: str = "") -> None:
        """Take note of a webhook's answer: a 2xx confirms the update; anything else is shown as an error."""
        if 200 <= status < 300:
            self.state.updates.delivered(update_id)
        elif self.state.webhook is not None:
            self.state.webhook_error = (round(self.state.now()), words)
            self.state.changed()

    @property
    def confirmed_update(self) -> int:
        """The highest update id that the bot has confirmed."""
        return self.state.updates.confirmed

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates call waits right now."""
        return self.state.updates.is_polled

    def sent(self, chat: Chat, *, topic: Topic | None = None) -> list[Message]:
        """Return the bot's messages in a chat (of one topic only, if given) that are not deleted."""
        return [
            message
            for message in chat.messages.values()
            if message.outgoing
            and not message.deleted
            and (topic is None or message.thread_id == topic.id)
        ]

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method, oldest first."""
        return [call for call in self.state.calls if call.method == method]

    def on_call(self, listener: Callable[[Call], None]) -> None:
        """Have `listener` called after every call, in order, before its answer goes out."""
        self.state.listen(listener)

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:  # noqa: ASYNC109 - a promised name
        """Wait until the predicate is true and return what it gave.

        It is asked again after every call, when a call is held by a fault, and when updates are asked for
        or confirmed. Raises TimeoutError after `timeout` seconds, and whatever the predicate raises.
        """
        return await self.state.wait_for(predicate, timeout)

    def fault(
        self,
        kind: FaultKind,
        *,
        method: str | None = None,
        chat: Chat | None = None,
        count: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        when: Callable[[str, Params], bool] | None = None,
        retry_after: int = 5,
        seconds: float = 0.0,
        error_code: int = 400,
        description: str = "Bad Request",
    ) -> Fault:
        """Switch a fault on, for all calls or those of one method or to one chat.

        It strikes `count` times (None: until cancelled), each time with this probability, and only where
        `when(method, params)` says so. What the other arguments mean stands at `FaultKind`.
        """
        return self.faults.add(
            Fault(
                kind,
                method=method,
                chat_id=chat.id if chat else None,
                count=count,
                probability=probability,
                seed=seed,
                when=when,
                retry_after=retry_after,
                seconds=seconds,
                error_code=error_code,
                description=description,
                sleep=self._sleep,
            )
        )
