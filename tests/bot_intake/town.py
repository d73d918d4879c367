"""A town with a paper, its hub, and the bot that subscribes: what the tests of hubs share."""

from dataclasses import dataclass

from bot.intake import HubSubscriber, Poller, Pushes
from newsroom import Feed, HubSubscription
from storage import Database, get_feed, hub_subscription, latest_of_feed
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss
from tests.hubserver import CHALLENGE, HubServer

MAX_SIZE = 64 * 1024
ONE, TWO, THREE = (item(name, name, f"Text {name}.") for name in ("One", "Two", "Three"))


@dataclass
class Town:
    """A feed with a hub, and the bot that subscribes it."""

    db: Database
    clock: FakeClock
    server: FeedServer
    hub: HubServer
    poller: Poller
    subscriber: HubSubscriber
    pushes: Pushes
    callback: str
    feed_id: int = 0

    @property
    def topic(self) -> str:
        return f"{self.server.url}/feed"

    def document(self, *items: str, topic: str | None = None, hub: str | None = None) -> str:
        """Return the feed's document, with the items and its two links."""
        links = (
            f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{rel}" href="{url}"/>'
            for rel, url in (("hub", hub or self.hub.url), ("self", topic or self.topic))
        )
        return rss("The Paper", list(items)).replace("<item>", f"{''.join(links)}<item>", 1)

    def publish(self, *items: str) -> str:
        body = self.document(*items)
        self.server.set("/feed", body)
        return body

    async def ask(self) -> list[dict[str, str]]:
        """Let the subscriber ask what is due; return what the hub was asked."""
        before = len(self.hub.asked)
        await self.subscriber.ask_once(self.clock.now())
        return self.hub.asked[before:]

    async def subscribed(self) -> dict[str, str]:
        """Have the feed subscribed and verified; return what the hub was asked."""
        (form,) = await self.ask()
        assert await self.hub.verify(form) == (200, CHALLENGE)
        return form

    async def poll(self) -> None:
        """Poll the feed when it is due."""
        self.clock.advance(max((await self.feed()).next_check_at - self.clock.now(), 0) / 1000)
        assert await self.poller.poll_once(self.clock.now()) == 1

    async def feed(self) -> Feed:
        feed = await get_feed(self.db, self.feed_id, visible_to=1)
        assert feed is not None
        return feed

    async def titles(self) -> list[str]:
        await self.pushes.check_once()
        page = await latest_of_feed(self.db, self.feed_id, size=50)
        return [article.title for article in page.items]

    async def agreed(self, form: dict[str, str]) -> HubSubscription:
        found = await hub_subscription(self.db, form["hub.callback"].rpartition("/")[2])
        assert found is not None
        return found
