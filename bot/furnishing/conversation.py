"""What the conversation is given: what it may ask of the world, and what it has to know."""

from bot.backups import BackupKeeper
from bot.config import Access
from bot.furnishing.intake import Intake
from bot.furnishing.opened import Opened
from bot.furnishing.post import Post
from bot.lists import list_reader
from handlers import AccessRules, Desk, Services


def build_services(opened: Opened, intake: Intake, post: Post, backups: BackupKeeper) -> Services:
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


def build_desk(opened: Opened, post: Post, services: Services) -> Desk:
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


def _rules(access: Access) -> AccessRules:
    """Return what the conversation has to know of the configuration."""
    return AccessRules(
        approved_only=access.use == "approved",
        anyone_adds_feeds=access.add_feeds == "anyone",
        max_subscriptions=access.max_subscriptions,
        configured_owners=frozenset(access.owners),
    )
