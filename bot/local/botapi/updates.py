"""What the bot is told: the queue behind getUpdates, long polling, and which kinds are wanted."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.local.botapi.errors import ApiError
from bot.local.botapi.json_types import JsonObject, JsonValue

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
)
_ONLY_WHEN_NAMED = {"chat_member", "message_reaction", "message_reaction_count"}
DEFAULT_KINDS = frozenset(UPDATE_KINDS) - _ONLY_WHEN_NAMED
LONGEST_POLL = 50.0  # seconds, as in telegram-bot-api's Client.h

_FIRST_ID = 100_001
_OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class _Queued:
    id: int
    update: JsonObject


class UpdateQueue:
    """Updates that the bot has not confirmed yet.

    `changed` is called as some are confirmed, and as a poll begins and ends.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._queue: deque[_Queued] = deque()
        self._next_id = _FIRST_ID
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.kinds = DEFAULT_KINDS

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def confirmed(self) -> int:
        """The highest update id that the bot has confirmed (that it will never get again)."""
        return (self._queue[0].id if self._queue else self._next_id) - 1

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates call waits right now."""
        return self._poll is not None

    def push(self, kind: str, payload: JsonObject) -> int | None:
        """Queue an update and return its id; None where the bot wants none of this kind."""
        if kind not in self.kinds:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._queue.append(_Queued(update_id, {"update_id": update_id, kind: payload}))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def want(self, allowed_updates: str) -> None:
        """Take over the `allowed_updates` of a call: JSON text, "" keeps what was wanted before.

        An empty list, or one of unknown names, means the default. What isn't a list of texts is
        passed over, as by the real server.
        """
        try:
            names = json.loads(allowed_updates) if allowed_updates else None
        except ValueError:
            return
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            known = {name.lower() for name in names} & set(UPDATE_KINDS)
            self.kinds = frozenset(known) or DEFAULT_KINDS

    async def get(self, offset: int, limit: int, timeout: float) -> JsonValue:  # noqa: ASYNC109 - the API's own word
        """Return updates from `offset` on, waiting up to `timeout` seconds for the first.

        A positive offset confirms all before it; a negative one keeps only so many at the end. A
        call that has to wait ends the one that waits already: that gets the 409. Raises ApiError.
        """
        self._confirm(offset)
        if not self._queue and timeout > 0:
            await self._wait(min(timeout, LONGEST_POLL))
        return [queued.update for queued, _ in zip(self._queue, range(limit), strict=False)]

    @property
    def waiting(self) -> tuple[JsonObject, ...]:
        """The updates that are not confirmed yet, oldest first."""
        return tuple(queued.update for queued in self._queue)

    def delivered(self, update_id: int) -> None:
        """Take one update off the queue that a webhook has answered for, wherever it stands."""
        self._queue = deque(queued for queued in self._queue if queued.id != update_id)
        self._changed()

    def interrupt(self, description: str) -> None:
        """End the call that waits, if any, with a 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, description))

    def clear(self) -> None:
        """Forget all that is queued (`drop_pending_updates`)."""
        self._queue.clear()
        self._changed()

    def close(self) -> None:
        """End the call that waits with an empty answer, and let no call wait from now on."""
        self._closed = True
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def reopen(self) -> None:
        """Let calls wait again after `close`."""
        self._closed = False

    def _confirm(self, offset: int) -> None:
        before = len(self._queue)
        while self._queue and (
            self._queue[0].id < offset or (offset < 0 and len(self._queue) > -offset)
        ):
            self._queue.popleft()
        if len(self._queue) != before:
            self._changed()

    async def _wait(self, seconds: float) -> None:
        self.interrupt(_OTHER_POLLER)
        if self._closed:
            return
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._changed()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self._changed()
