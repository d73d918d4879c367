"""One attempt to write an alert anew where it stands: its title was corrected, or another feed has its story.

Nobody waits for it, so it comes after all that is due, and what fails for good is let be: the alert itself
has arrived.
"""

import logging

from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.logs import log_context
from bot.outgoing.compose import Render, compose
from bot.outgoing.fates import Fate, FateKind, bug, judge
from bot.outgoing.media import link_preview
from bot.outgoing.permits import Permit
from bot.outgoing.sender import Attempt
from handlers import OutgoingMessage
from newsroom import Delivery
from storage import Database, StorageError, begin_edit, end_edit, parts_of, put_off_edit

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
"""Attempts that may have reached Telegram, over some twenty minutes, after which an edit is given up."""

FIRST_WAIT = 4_000
"""Milliseconds until the second attempt: four times as long each time."""

LEASE = 10 * 60_000
"""Milliseconds after which an edit is due again that nobody has ended: the process died, or the database."""

_AFTER_STORAGE_ERROR = 1.0
"""Seconds for which a chat is left alone when the ledger could not be read."""

# The alert says what it should already, or cannot be changed any more: somebody has deleted it, or it is old.
_ENDED = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)

_HARMLESS = {FateKind.PUT_OFF, FateKind.NOT_SENT, FateKind.TOKEN_REFUSED}
"""Fates of attempts that surely have not reached the message."""

_HOPELESS = {FateKind.CHAT_GONE, FateKind.TOPIC_GONE, FateKind.MIGRATED}
"""Of a message that will not be reached again; what follows for the chat is found out by the next alert."""


class Editor:
    """Writes alerts anew that have been sent."""

    def __init__(self, db: Database, bot: ExtBot[Permit], clock: Clock, render: Render) -> None:
        self._db = db
        self._bot = bot
        self._clock = clock
        self._render = render

    async def attempt(self, delivery: Delivery, permit: Permit) -> Attempt:
        """Try to write an alert anew; the permit is used for one call at the most."""
        with log_context(delivery=delivery.id):
            try:
                return await self._attempt(delivery, permit)
            except StorageError as error:
                log.warning("an alert is not written anew now: %s", error)
                return Attempt(chat_waits=_AFTER_STORAGE_ERROR)

    async def _attempt(self, delivery: Delivery, permit: Permit) -> Attempt:
        until = self._clock.now() + LEASE
        attempt = await begin_edit(self._db, delivery.id, until=until)
        if attempt is None:
            return Attempt()
        fate = await self._try(delivery, permit)
        if fate is None or fate.kind in _HOPELESS:
            await end_edit(self._db, delivery.id, taken_until=until)
        elif fate.kind not in _HARMLESS and attempt >= MOST_ATTEMPTS:
            log.warning("an alert stays as it is: %s", fate.reason)
            await end_edit(self._db, delivery.id, taken_until=until)
        else:
            log.info("an alert is written anew later: %s", fate.reason)
            wait = FIRST_WAIT * 4 ** min(attempt - 1, MOST_ATTEMPTS)
            await put_off_edit(
                self._db,
                delivery.id,
                taken_until=until,
                due_at=self._clock.now() + wait,
                counted=fate.kind not in _HARMLESS,
            )
        return Attempt(fate=fate)

    async def _try(self, delivery: Delivery, permit: Permit) -> Fate | None:
        """Edit; return what went wrong, None where there is nothing left to do."""
        try:
            parts = await parts_of(self._db, delivery)
            message = await compose(self._render, delivery, parts)
            if message is not None:
                await self._edit(delivery, message, permit)
        except BadRequest as error:
            if any(words in error.message.lower() for words in _ENDED):
                log.debug("nothing to write anew: %s", error)
                return None
            return judge(error)
        except TelegramError as error:
            return judge(error)
        except StorageError:
            raise
        except Exception as error:
            log.exception("a bug keeps this alert from being written anew")
            return bug(error)
        return None

    async def _edit(self, delivery: Delivery, message: OutgoingMessage, permit: Permit) -> None:
        text = message.plain if delivery.plain else message.html
        parse_mode = None if delivery.plain else ParseMode.HTML
        if delivery.captioned:
            # An album carries its text under the first picture, and no buttons.
            album = message.album if delivery.messages > 1 else None
            await self._bot.edit_message_caption(
                chat_id=delivery.place.chat_id,
                message_id=delivery.message_id,
                caption=(message.caption or text) if album is None else album.caption,
                parse_mode=parse_mode,
                reply_markup=message.keyboard if album is None else None,
                rate_limit_args=permit,
            )
            return
        await self._bot.edit_message_text(
            text,
            chat_id=delivery.place.chat_id,
            message_id=delivery.message_id,
            parse_mode=parse_mode,
            reply_markup=message.keyboard,
            link_preview_options=link_preview(message.preview_url),
            rate_limit_args=permit,
        )
