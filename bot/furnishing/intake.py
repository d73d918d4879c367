"""The way from feeds and pages to stored articles, which then wake the post and the index."""

from dataclasses import dataclass

from bot.furnishing.opened import Opened
from bot.furnishing.post import Post
from bot.intake import Bulletin, Checker, PageReader, Poller
from newsroom import Pace


@dataclass(frozen=True, slots=True)
class Intake:
    """What takes feeds and pages in."""

    checker: Checker
    poller: Poller
    pages: PageReader
    bulletin: Bulletin


def build_intake(opened: Opened, post: Post) -> Intake:
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
    return Intake(checker, poller, pages, bulletin)
