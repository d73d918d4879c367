"""A message that a language model's words grow into, edit by edit, while all else goes on.

What the bot says itself stands there from the first moment and stays, whatever becomes of the model.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from handlers.context import NO_PREVIEW, Request, change_message
from handlers.markup import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    Html,
    clip,
    directed,
    lines,
    plain,
    utf16_length,
)
from handlers.retelling import Order, begin
from handlers.texts import Texts
from handlers.wire import changes_nothing, is_out_of_reach
from handlers.writings import Writing
from newsroom import NotRewritten, Rewritten, Trouble

log = logging.getLogger(__name__)

MODEL_UNITS = 60
"""A longer name of a model is clipped."""

_NOTES_UNITS = 400
"""UTF-16 units for what stands around the model's words: who wrote them, what is doubtful."""
_LEAST_UNITS = 300
"""With less room than this it is not worth beginning."""

_ATTEMPTS = 4
_LONGEST_WAIT = 90.0
"""Seconds that an end is put off when Telegram asks for it."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A message around the model's words."""

    head: Html
    tail: Html | None = None
    keyboard: InlineKeyboardMarkup | None = None
    preview: LinkPreviewOptions = NO_PREVIEW
    captioned: bool = False
    """Whether it stands under a picture or the like."""

    def text(self, words: Html | None = None) -> Html:
        """Return the whole text; None = without the model."""
        parts: list[str | None] = [self.head]
        for part in (words, self.tail):
            parts += [] if part is None else ["", part]
        return lines(*parts)

    @property
    def room(self) -> int:
        """UTF-16 units that the model's words may have."""
        limit = CAPTION_LIMIT if self.captioned else TEXT_LIMIT
        return limit - utf16_length(plain(self.text())) - _NOTES_UNITS


def first_words(texts: Texts, canvas: Canvas, order: Order | None) -> Html | None:
    """Return what stands for the model when the message is first shown; None where it has no part in it."""
    if order is None or canvas.room < _LEAST_UNITS:
        return None
    if order.kept is not None:
        return _finished(texts, canvas, order, order.kept)
    return texts("rewriting-begins", model=_model(order))


def grow(request: Request, message: Message, canvas: Canvas, order: Order | None) -> None:
    """Have the model write below what a message shows, and return at once."""
    if order is None or order.kept is not None or canvas.room < _LEAST_UNITS:
        return
    writings = request.desk.writings
    growth = _Growth(request, message, canvas, order)
    writings.show(growth.follow(begin(request, order)))


class _Growth:
    """One message that follows a text as it is written."""

    def __init__(self, request: Request, message: Message, canvas: Canvas, order: Order) -> None:
        self._bot = request.bot
        self._texts = request.texts
        self._writings = request.desk.writings
        self._pace = (
            self._writings.paces.private if request.in_private else self._writings.paces.group
        )
        self._place = (message.chat.id, message.message_id)
        self._owner = self._writings.claim(*self._place)
        self._canvas = canvas
        self._order = order

    async def follow(self, writing: Writing) -> None:
        try:
            await self._follow(writing)
        except asyncio.CancelledError:
            await self._end(self._texts("rewriting-stopped"), attempts=1)
            raise
        finally:
            if self._is_ours:
                self._writings.release(*self._place)

    @property
    def _is_ours(self) -> bool:
        return self._writings.owns(self._owner, *self._place)

    async def _follow(self, writing: Writing) -> None:
        shown = ""
        while writing.outcome is None and self._is_ours:
            await writing.wait_beyond(shown)
            if writing.outcome is None:
                shown = writing.text
                await self._show_part(shown)
                with suppress(TimeoutError):
                    await asyncio.wait_for(writing.finished.wait(), self._pace)
        if writing.outcome is None:
            return
        await self._end(self._last_words(writing.outcome))

    def _last_words(self, outcome: Rewritten | NotRewritten) -> Html:
        if isinstance(outcome, Rewritten):
            return _finished(self._texts, self._canvas, self._order, outcome)
        limit = outcome.trouble is Trouble.LIMIT
        return self._texts("rewriting-limit" if limit else "rewriting-failed")

    async def _show_part(self, text: str) -> None:
        """Show what there is; what Telegram does not take now is part of what comes next."""
        words = _words(self._texts, self._canvas, self._order, f"{text} …")
        try:
            await self._edit(words)
        except TelegramError as error:
            log.info("a part of a language model's text was not shown: %s", error)

    async def _end(self, words: Html, attempts: int = _ATTEMPTS) -> None:
        """Show the last words, and see that they are there."""
        for left in reversed(range(attempts)):
            try:
                await self._edit(words)
            except BadRequest as error:
                log.info("a language model's text was not shown: %s", error)
            except (RetryAfter, NetworkError) as error:
                if not left:
                    log.warning("a language model's text was not shown: %s", error)
                    return
                await asyncio.sleep(_wait_after(error))
                continue
            except TelegramError as error:
                log.info("a language model's text was not shown: %s", error)
            return

    async def _edit(self, words: Html) -> None:
        if not self._is_ours:
            return
        chat_id, message_id = self._place
        try:
            await change_message(
                self._bot,
                chat_id,
                message_id,
                self._canvas.text(words),
                self._canvas.keyboard,
                None if self._canvas.captioned else self._canvas.preview,
            )
        except BadRequest as error:
            if changes_nothing(error):
                return
            if is_out_of_reach(error):
                self._writings.release(*self._place)  # somebody has deleted it
                return
            raise


def _finished(texts: Texts, canvas: Canvas, order: Order, written: Rewritten) -> Html:
    words = _words(texts, canvas, order, written.text)
    if not written.doubtful:
        return words
    found = ", ".join(texts.isolate(clip(one, MODEL_UNITS)) for one in written.doubtful)
    key = "rewriting-doubtful" if order.article_id is not None else "rewriting-doubtful-several"
    return lines(words, texts(key, found=found))


def _words(texts: Texts, canvas: Canvas, order: Order, text: str) -> Html:
    told = clip(text, canvas.room - text.count("\n") - 1).split("\n")
    return lines(texts("rewriting-by", model=_model(order)), *map(directed, told))


def _model(order: Order) -> str:
    return clip(order.rewrite.model, MODEL_UNITS)


def _wait_after(error: TelegramError) -> float:
    if not isinstance(error, RetryAfter):
        return 1.0
    wait = error.retry_after
    seconds = wait if isinstance(wait, int | float) else wait.total_seconds()
    return min(float(seconds), _LONGEST_WAIT)
