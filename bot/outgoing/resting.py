"""Chats that are left alone for a while: for their own pace, or for what an attempt has come to."""

from collections.abc import Mapping

from bot.clock import Clock


class Resting:
    """Remembers them until their time has come."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._not_before: dict[int, float] = {}

    def leave_alone(self, chat_id: int, seconds: float) -> None:
        """Leave a chat alone for so many seconds; for 0, do nothing."""
        if seconds > 0:
            self._not_before[chat_id] = self._clock.monotonic() + seconds

    def chats(self) -> Mapping[int, float]:
        """Return the chats that have to wait, and until when, in monotonic seconds."""
        now = self._clock.monotonic()
        self._not_before = {chat: at for chat, at in self._not_before.items() if at > now}
        return self._not_before
