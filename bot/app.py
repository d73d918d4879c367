"""The only place that builds things: out of a Config, the whole house, and the loops that live in it."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from telegram.ext import ApplicationBuilder, ExtBot

from bot.backups import BackupKeeper
from bot.clock import Clock, SystemClock
from bot.config import Access, Config
from bot.garbage import spare_what_stays
from bot.health import serving_health
from bot.house import Door, House, at_work
from bot.housekeeping import Housekeeper
from bot.http import Fetcher, HubCaller, configured_fetcher, configured_hub_caller
from bot.inbound import HUBS, UPDATES, HubCallbacks, Inbound, address_below
from bot.intake import Bulletin, Checker, HubSubscriber, PageReader, Poller, Pushes
from bot.lists import list_reader
from bot.outgoing import (
    Announcer,
    Deliverer,
    Digester,
    Importer,
    PacedRateLimiter,
    Pacer,
    Permit,
    Remembered,
    Render,
    Rendered,
    Router,
    begin_pace,
)
from bot.rewrite import language_model
from bot.systemd import service_manager, serving
from bot.telegram import AiohttpRequest, ChatOrderedProcessor, Receiver, Rival, WebhookReceiver
from bot.vitals import Monitor
from bot.weekly import Weekly
from bot.worker import WorkerPool
from handlers import (
    ALLOWED_UPDATES,
    AccessRules,
    AnyApplication,
    Desk,
    DigestDesk,
    Library,
    Rewrite,
    Services,
    register,
    render_delivery,
    render_digest,
    tell_of_missed_backup,
    tell_of_rival,
    told_of,
)
from newsroom import Article, Chat, Delivery, DeliveryKind, Pace
from storage import Database, SearchIndex, appoint_owners

log = logging.getLogger(__name__)

ANSWER_PATIENCE = 20.0
"""Seconds for an answer of Telegram's; what takes longer has an unknown outcome."""

SWITCH_INTERVAL = 0.0005
"""Seconds for which a thread may keep the others from running: the loop waits that long for the threads
that index and store, again and again. Python's own 5 ms leave the workers without work meanwhile."""

NAME_LOOKUPS = 32
"""Names of hosts that are looked up at the same time."""


async def run(config: Config) -> int:
    """Run the bot until SIGTERM or SIGINT; return the exit status 0.

    Raises ConfigError for a refused token, StorageError for a database that cannot be used, OSError for an
    address that cannot be listened on, and what killed a loop.
    """
    told_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with (
        open_house(config, SystemClock()) as house,
        serving_health(config.health.listen, house.monitor, house.poller.stats),
        at_work(house) as working,
        serving(service_manager(), house.clock, lambda: not house.monitor.problems),
    ):
        spare_what_stays()
        sys.setswitchinterval(SWITCH_INTERVAL)
        waiting = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if told_to_stop.is_set():
            log.info("stopping")
    return 0


@asynccontextmanager
async def open_house(config: Config, clock: Clock) -> AsyncIterator[House]:
    """Build everything, in the order of the imports: memory, machine, conversation."""
    # PTB then gives time spans as timedelta, and does not warn that it will one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    # Names are looked up in threads, of which the default is a handful: slow ones would fill it.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(NAME_LOOKUPS))
    polling = config.polling
    async with (
        Database.open(config.storage.path) as db,
        SearchIndex.open(db, time.thread_time) as index,
        WorkerPool() as workers,
        configured_fetcher(polling) as fetcher,
        language_model(config.llm) as rewrite,
        # Without a public address hubs could not call back.
        configured_hub_caller(polling) if config.telegram.webhook_url else nullcontext() as hubs,
    ):
        await appoint_owners(db, config.access.owners, clock.now())
        pacer = await begin_pace(db, clock, config.alerts.messages_per_second)
        yield _furnish(_Opened(config, clock, db, pacer, index, workers, fetcher, rewrite, hubs))


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is open as long as the house stands."""

    config: Config
    clock: Clock
    db: Database
    pacer: Pacer
    index: SearchIndex
    workers: WorkerPool
    fetcher: Fetcher
    rewrite: Rewrite | None
    hubs: HubCaller | None


def _furnish(opened: _Opened) -> House:
    """Put the loops and the conversation into the house, each with what it needs of the others."""
    processor = ChatOrderedProcessor()
    post = _post(opened, is_asked=lambda: processor.is_busy)
    intake = _intake(opened, post)
    backups = _backups(opened, post)
    services = _services(opened, intake, post, backups)
    desk = _desk(opened, post, services)
    application: AnyApplication = (
        ApplicationBuilder().bot(post.bot).updater(None).concurrent_updates(processor).build()
    )
    register(application, desk)
    db, clock = opened.db, opened.clock
    receiver, door = _reception(opened, intake, post, application, processor)
    return House(
        config=opened.config,
        clock=clock,
        db=db,
        application=application,
        processor=processor,
        poller=intake.poller,
        bulletin=intake.bulletin,
        weekly=Weekly(
            db,
            clock,
            post.library,
            is_down=lambda: intake.poller.is_down,
            on_deliveries=post.deliverer.wake,
        ),
        pages=intake.pages,
        router=post.router,
        deliverer=post.deliverer,
        digester=post.digester,
        importer=post.importer,
        announcer=post.announcer,
        receiver=receiver,
        door=door,
        library=post.library,
        services=services,
        writings=desk.writings,
        index=opened.index,
        housekeeper=Housekeeper(
            db,
            clock,
            keep_articles=opened.config.storage.keep_articles,
            on_pruned=opened.index.wake,
        ),
        backups=backups,
        monitor=Monitor(db, clock, lambda: intake.poller.stats.last_poll_at),
    )


@dataclass(frozen=True, slots=True)
class _Post:
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


def _post(opened: _Opened, is_asked: Callable[[], bool]) -> _Post:
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
    return _Post(bot, library, deliverer, digester, importer, announcer, router, wake, rival)


@dataclass(frozen=True, slots=True)
class _Intake:
    """What takes feeds and pages in."""

    checker: Checker
    poller: Poller
    pages: PageReader
    bulletin: Bulletin


def _intake(opened: _Opened, post: _Post) -> _Intake:
    """Build the way from feeds to stored articles, which then wake the post and the index."""
    db, clock, index = opened.db, opened.clock, opened.index
    polling = opened.config.polling
    pace = Pace(polling.interval, polling.min_interval, polling.max_interval)
    checker = Checker(db=db, fetcher=opened.fetcher, workers=opened.workers, clock=clock, pace=pace)

    def articles_came() -> None:
        post.router.wake()
        index.wake()

    poller = Poller(
        db=db,
        checker=checker,
        clock=clock,
        pace=pace,
        concurrency=polling.concurrency,
        per_host=polling.per_host,
        on_articles=articles_came,
    )
    pages = PageReader(
        db=db,
        fetcher=opened.fetcher,
        workers=opened.workers,
        clock=clock,
        lanes=poller.lanes,
        on_text=index.wake,
    )
    bulletin = Bulletin(
        db, clock, is_down=lambda: poller.is_down, on_deliveries=post.deliverer.wake
    )
    return _Intake(checker, poller, pages, bulletin)


def _backups(opened: _Opened, post: _Post) -> BackupKeeper:
    """Build what makes backups, and tells the owners once a day of those that fail."""

    async def tell(reason: str, now: int) -> None:
        await tell_of_missed_backup(opened.db, post.library, reason, now)
        post.wake()

    config = opened.config
    return BackupKeeper(config.storage.path, config.backup, opened.clock, tell)


def _reception(
    opened: _Opened,
    intake: _Intake,
    post: _Post,
    application: AnyApplication,
    processor: ChatOrderedProcessor,
) -> tuple[Receiver | WebhookReceiver, Door | None]:
    """Return what takes updates in; and, where we have a public address, what is served there."""
    settings, db, clock = opened.config.telegram, opened.db, opened.clock
    queue = application.update_queue
    if opened.hubs is None or settings.webhook_listen is None:
        polling = Receiver(
            post.bot,
            queue,
            processor,
            clock,
            ALLOWED_UPDATES,
            post.rival,
            tell_of_rival=lambda: tell_of_rival(post.bot, db, post.library),
            on_rival_gone=post.wake,
        )
        return polling, None
    url = settings.webhook_url
    receiver = WebhookReceiver(
        post.bot,
        queue,
        processor,
        clock,
        ALLOWED_UPDATES,
        url=address_below(url, UPDATES),
        secret=settings.webhook_secret,
    )
    pushes = Pushes(intake.poller)
    callbacks = HubCallbacks(db, clock, pushes.take, opened.config.polling.max_size)
    answers = {UPDATES: receiver.answer, HUBS: callbacks.answer}
    hubs = HubSubscriber(db, opened.hubs, clock, address_below(url, HUBS))
    return receiver, Door(Inbound(settings.webhook_listen, url, answers), hubs, pushes)


def _services(opened: _Opened, intake: _Intake, post: _Post, backups: BackupKeeper) -> Services:
    """Say what the conversation may ask of the world."""
    return Services(
        look_at=intake.checker.look,
        keep_look=intake.poller.keep_look,
        check_now=intake.poller.check_now,
        read_article=intake.pages.read_article,
        read_page=intake.pages.read_page,
        deliver=post.wake,
        read_list=list_reader(
            opened.workers, allow_private=opened.config.polling.allow_private_addresses
        ),
        go_on_importing=post.importer.wake,
        backup=backups.lend,
        is_offline=lambda: intake.poller.is_down,
        rewrite=opened.rewrite,
    )


def _desk(opened: _Opened, post: _Post, services: Services) -> Desk:
    """Put together what every handler is given."""
    return Desk(
        bot=post.bot,
        db=opened.db,
        services=services,
        rules=_rules(opened.config.access),
        library=post.library,
        index=opened.index,
        summary_words=opened.config.summary.words,
        now=opened.clock.now,
    )


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


def _rules(access: Access) -> AccessRules:
    """Return what the conversation has to know of the configuration."""
    return AccessRules(
        approved_only=access.use == "approved",
        anyone_adds_feeds=access.add_feeds == "anyone",
        max_subscriptions=access.max_subscriptions,
        configured_owners=frozenset(access.owners),
    )


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
