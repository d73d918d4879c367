"""A feed that an admin has given another address goes on where it was."""

from bot.intake import Checker, Poller
from storage import Database, FeedSetting, add_feed, edit_feed, latest_of_feed
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss
from tests.storage.given import rows

TITLES = ("The bridge is closed for eleven weeks", "Two ferries cross the river until then")


def document(server: FeedServer, guids: str, *more: str) -> str:
    items = [
        item(f"{guids}-{place}", title, f"All about it: {title}", f"{server.url}/story/{place}")
        for place, title in enumerate((*TITLES, *more))
    ]
    return rss("Paper", items)


async def test_what_the_new_address_lists_again_is_no_news_whatever_its_guids(
    server: FeedServer, db: Database, poller: Poller, checker: Checker, clock: FakeClock
) -> None:
    server.set("/old", document(server, "old"))
    server.set("/new", document(server, "new", "A third lane is to come"))
    feed = await add_feed(db, url=f"{server.url}/old", title="Paper", by=0, now=clock.now())
    await poller.check_now(feed)
    look = await checker.look(f"{server.url}/new")
    edit = await edit_feed(db, feed.id, FeedSetting.LINK, look.url, by=0, now=clock.now())
    assert edit is not None
    await poller.keep_look(edit.feed, look)
    stored = (await latest_of_feed(db, feed.id, size=9)).items
    assert sorted(one.title for one in stored) == sorted((*TITLES, "A third lane is to come"))
    assert await rows(db, "SELECT count(*) FROM articles WHERE routed_at IS NULL") == [(0,)]
