"""An article, or several, in a language model's words: what is asked for, and what is kept of it."""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.context import Desk, Request
from handlers.services import Rewrite
from handlers.standing import text_of
from handlers.summing import digest_of, pure_story, sum_up
from handlers.texts import DEFAULT
from handlers.writings import Outcome, Writing
from newsroom import (
    SPENT_NOTHING,
    Article,
    Assignment,
    NotRewritten,
    Rewritten,
    Source,
    Trouble,
)
from storage import (
    StorageError,
    give_rewriting_back,
    keep_rewriting,
    kept_rewriting,
    take_rewriting,
)

log = logging.getLogger(__name__)

_VERSION = 1
"""Counts up when texts are asked for in another way, so that kept ones are made anew."""

_OVERVIEW_WORDS = 90
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")


@dataclass(frozen=True, slots=True)
class Order:
    """A text that the language model is to write."""

    rewrite: Rewrite
    digest: str
    """Of all that it is made from."""
    article_id: int | None
    """None = an overview of several."""
    language: str
    words: int
    sources: Callable[[], Awaitable[tuple[Source, ...]]]
    kept: Rewritten | None
    """It has been written already."""


async def order_retelling(request: Request, article: Article) -> Order | None:
    """Return what is to be asked for an article; None where there is no language model."""
    made_of = (article.title, text_of(article), article.language)

    async def sources() -> tuple[Source, ...]:
        return (Source(article.title, await pure_story(request, article)),)

    return await _order(request, sources, made_of, article.id, request.desk.summary_words)


async def order_overview(request: Request, articles: Sequence[Article]) -> Order | None:
    """Return what is to be asked for several articles; None where there is no language model."""
    made_of = tuple((one.title, text_of(one), one.language) for one in articles)

    async def sources() -> tuple[Source, ...]:
        return tuple([Source(one.title, " ".join(await sum_up(request, one))) for one in articles])

    return await _order(request, sources, made_of, None, _OVERVIEW_WORDS)


def begin(request: Request, order: Order) -> Writing:
    """Let the language model write, or join where it is writing just that."""
    work = partial(_write, request.desk, order)
    return request.desk.writings.join(order.digest, work)


async def _order(
    request: Request,
    sources: Callable[[], Awaitable[tuple[Source, ...]]],
    made_of: object,
    article_id: int | None,
    words: int,
) -> Order | None:
    rewrite = request.desk.services.rewrite
    if rewrite is None:
        return None
    language = _reading_language(request)
    digest = digest_of(_VERSION, rewrite.model, rewrite.instruction, language, words, made_of)
    kept = await kept_rewriting(request.db, digest, request.now)
    return Order(rewrite, digest, article_id, language, words, sources, kept)


def _reading_language(request: Request) -> str:
    """Return the tag of the language in which the answer is read: the chat's, else the asker's.

    It comes from a stranger's program and ends up in what the model is told, so it must look like a tag.
    """
    tag = (request.chat.language or request.user.language or "").lower()
    return tag if _TAG.fullmatch(tag) else request.texts.language


async def _write(desk: Desk, order: Order, tell: Callable[[str], None]) -> Outcome:
    """Have an order written, if the day allows for one more, and keep what comes of it."""
    now = desk.now()
    try:
        if not await take_rewriting(desk.db, order.rewrite.daily_limit, now):
            return NotRewritten(Trouble.LIMIT)
        name = desk.library.texts(DEFAULT).language_name(order.language)
        assignment = Assignment(await order.sources(), order.language, name, order.words)
        outcome = await order.rewrite.write(assignment, tell)
        if isinstance(outcome, Rewritten):
            await keep_rewriting(
                desk.db,
                order.digest,
                outcome,
                article_id=order.article_id,
                language=order.language,
                now=now,
            )
        elif outcome.trouble in SPENT_NOTHING:
            await give_rewriting_back(desk.db, now)
    except StorageError as error:
        log.warning("what a language model wrote could not be kept: %s", error)
        return NotRewritten(Trouble.BROKEN)
    return outcome
