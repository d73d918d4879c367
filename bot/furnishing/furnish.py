"""The whole house, put together of its parts."""

from telegram.ext import ApplicationBuilder

from bot.backups import BackupKeeper
from bot.furnishing.conversation import build_desk, build_services
from bot.furnishing.intake import build_intake
from bot.furnishing.opened import Opened
from bot.furnishing.post import Post, build_post
from bot.furnishing.reception import build_reception
from bot.house import House
from bot.housekeeping import Housekeeper
from bot.telegram import ChatOrderedProcessor
from bot.vitals import Monitor
from bot.weekly import Weekly
from handlers import AnyApplication, register, tell_of_missed_backup


def furnish(opened: Opened) -> House:
    """Put the loops and the conversation into the house, each with what it needs of the others."""
    processor = ChatOrderedProcessor()
    post = build_post(opened, is_asked=lambda: processor.is_busy)
    intake = build_intake(opened, post)
    backups = _backups(opened, post)
    services = build_services(opened, intake, post, backups)
    desk = build_desk(opened, post, services)
    application: AnyApplication = (
        ApplicationBuilder().bot(post.bot).updater(None).concurrent_updates(processor).build()
    )
    register(application, desk)
    db, clock = opened.db, opened.clock
    receiver, door = build_reception(opened, intake, post, application, processor)
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


def _backups(opened: Opened, post: Post) -> BackupKeeper:
    """Build what makes backups, and tells the owners once a day of those that fail."""

    async def tell(reason: str, now: int) -> None:
        await tell_of_missed_backup(opened.db, post.library, reason, now)
        post.wake()

    config = opened.config
    return BackupKeeper(config.storage.path, config.backup, opened.clock, tell)
