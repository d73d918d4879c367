"""The way from stored articles to Telegram: what makes messages, and sends them."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram.ext import ExtBot

from bot.clock import Clock
from bot.config import Config
from bot.furnishing.opened import Opened
from bot.outgoing import (
    Announcer,
    Deliverer,
    Digester,
    Importer,
    PacedRateLimiter,
    Permit,
    Remembered,
    Render,
    Rendered,
    Router,
)
from bot.telegram import AiohttpRequest, Rival
from handlers import DigestDesk, Library, render_delivery, render_digest, told_of
from newsroom import Article, Chat, Delivery, DeliveryKind
from storage import Database

ANSWER_PATIENCE = 20.0
"""Seconds for an answer of Telegram's; what takes longer has an unknown outcome."""


@dataclass(frozen=True, slots=True)
class Post:
    """What makes messages of articles and sends them."""

    bot: ExtBot[Permit]
    library: Library
    deliverer: Deliverer
    digester: Digester
    importer: Importer
    announcer: Announcer
    router: Router
    wake: Callable[[], None]
    """Say that the ledger has got something new, due or held."""
    rival: Rival


def build_post(opened: Opened, is_asked: Callable[[], bool]) -> Post:
    """Build the way from stored articles to Telegram. `is_asked`: whether somebody is being answered."""
    config, clock, db = opened.config, opened.clock, opened.db
    bot = _bot(config, PacedRateLimiter(opened.pacer, clock, db))
    library = Library.load()
    rival = Rival(clock)
    deliverer = Deliverer(
        db,
        bot,
        opened.pacer,
        clock,
        Remembered(_renderer(config, clock, db, library, bot), clock),
        burst=config.alerts.burst,
        paid_broadcast=config.alerts.paid_broadcast,
        is_asked=is_asked,
        may_send=lambda: not rival.is_there,
    )
    digester = Digester(db, clock, deliverer.wake)
    announcer = Announcer(db, bot, clock, library)

    def wake() -> None:
        deliverer.wake()
        digester.wake()
        announcer.wake()

    router = Router(db, clock, wake, burst=config.alerts.burst)
    limit = config.access.max_subscriptions
    importer = Importer(db, bot, clock, library, wake, most_subscriptions=limit)
    return Post(bot, library, deliverer, digester, importer, announcer, router, wake, rival)


def _renderer(
    config: Config, clock: Clock, db: Database, library: Library, bot: ExtBot[Permit]
) -> Render:
    """Return what makes a delivery's message, in its chat's language."""

    async def render(delivery: Delivery, article: Article | None, chat: Chat) -> Rendered:
        texts, words = library.texts(chat.language), config.summary.words
        if delivery.kind is DeliveryKind.DIGEST:
            desk = DigestDesk(db, chat, texts, bot.username, summary_words=words, now=clock.now())
            return await render_digest(desk, delivery)
        told: tuple[str, ...] = ()
        if article is not None and delivery.kind is DeliveryKind.ALERT:
            told = await told_of(
                db, article, delivery.look.manner.style, words=words, now=clock.now()
            )
        return render_delivery(delivery, article, chat, texts, bot.username, told)

    return render


def _bot(config: Config, limiter: PacedRateLimiter) -> ExtBot[Permit]:
    """Make the bot, with one line to Telegram for calls and one for the question that waits."""
    settings = config.telegram
    proxy = settings.proxy or None
    return ExtBot(
        settings.token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(proxy=proxy, read_timeout=ANSWER_PATIENCE),
        get_updates_request=AiohttpRequest(connection_pool_size=1, proxy=proxy),
        rate_limiter=limiter,
    )
