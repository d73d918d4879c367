"""An alert with all pictures of its article: one call, which makes a message of each.

How many these are shows when the alert is rendered, and by then it has a permit for one message. So that is
widened; where the chat's minute has no room for them all, the first picture goes alone, and at once.
"""

import math
import re
from datetime import timedelta

from telegram import InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.outgoing.fates import AlbumRefused, FateKind, judge
from bot.outgoing.media import may_be_fetched
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit
from bot.telegram import seconds_of
from handlers import Album, Media, OutgoingMessage
from newsroom import Delivery

FEWEST = 2
"""Pictures of an album (Bot API, sendMediaGroup)."""

PATIENCE = 5.0
"""Seconds for which an album waits for room among all that is sent, and keeps its place among those in
flight meanwhile; then it is put off."""

# telegram-bot-api tells of one item what it failed by, in words that else would be an error of their own.
_OF_ONE_ITEM = re.compile(
    r'failed to send message #\d+ with the error message "(.*)"', re.IGNORECASE | re.DOTALL
)
_TOO_FAST = re.compile(r"too many requests: retry after (\d+)", re.IGNORECASE)
_FORBIDDEN = {
    "user_is_blocked": "bot was blocked by the user",
    "input_user_deactivated": "user is deactivated",
}
"""What the server says of an item, and what telegram-bot-api makes of it elsewhere (Client.cpp)."""


class Albums:
    """Sends alerts that are albums."""

    def __init__(
        self, bot: ExtBot[Permit], pacer: Pacer, clock: Clock, *, paid_broadcast: bool
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._clock = clock
        self._paid_broadcast = paid_broadcast

    async def send(
        self, delivery: Delivery, message: OutgoingMessage, permit: Permit
    ) -> tuple[Message, ...] | None:
        """Send an album; None where the message is none, or goes with its first picture alone.

        Raises what PTB raises, and AlbumRefused where Telegram does not take the pictures.
        """
        album = message.album
        pictures = () if album is None else _pictures_to_show(delivery, album)
        if album is None or len(pictures) < FEWEST:
            return None
        if not await self._has_room(permit, len(pictures)):
            return None
        first = InputMediaPhoto(pictures[0].url, album.caption, ParseMode.HTML)
        try:
            return await self._bot.send_media_group(
                delivery.place.chat_id,
                [first, *(InputMediaPhoto(one.url) for one in pictures[1:])],
                message_thread_id=delivery.place.thread_id or None,
                disable_notification=message.silent,
                allow_paid_broadcast=self._paid_broadcast or None,
                rate_limit_args=permit,
            )
        except BadRequest as error:
            meant = refusal_meant(error)
            if isinstance(meant, RetryAfter):  # the limiter has seen none
                now = self._clock.monotonic()
                self._pacer.halt(delivery.place.chat_id, seconds_of(meant), now)
            raise meant from None

    async def _has_room(self, permit: Permit, weight: int) -> bool:
        """Widen a permit to so many messages; False where the chat's minute has no room for them.

        Raises RetryAfter, as Telegram would put it off, where all that is sent leaves none for long.
        """
        patient_until = self._clock.monotonic() + PATIENCE
        while (wait := self._pacer.widen(permit, weight, self._clock.monotonic())) != 0.0:
            if wait is None:
                return False
            if self._clock.monotonic() + wait > patient_until:
                raise RetryAfter(timedelta(seconds=math.ceil(wait)))
            await self._clock.sleep(wait)
        return True


def refusal_meant(error: BadRequest) -> TelegramError:
    """Return the error that an answer about an album means: of one of its items, or of its pictures."""
    found = _OF_ONE_ITEM.search(error.message)
    said = error.message if found is None else found[1]
    if (too_fast := _TOO_FAST.search(said)) is not None:
        return RetryAfter(timedelta(seconds=int(too_fast[1])))
    if (forbidden := _FORBIDDEN.get(said.casefold())) is not None:
        return Forbidden(forbidden)
    refused = BadRequest(said)
    if judge(refused).kind is FateKind.MEDIA_REFUSED:
        return AlbumRefused(said)
    return error if found is None else refused


def _pictures_to_show(delivery: Delivery, album: Album) -> tuple[Media, ...]:
    if delivery.single or delivery.bare or delivery.plain:
        return ()
    return tuple(one for one in album.pictures if may_be_fetched(one))
