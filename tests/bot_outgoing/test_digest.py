"""Held alerts go out as one message when their time has come, whatever the clocks do."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.outgoing import Digester, Rendered, Router
from bot.outgoing.digest import AFTER_STORAGE_ERROR, LONGEST_IDLE
from handlers import DigestDesk, Library, render_delivery, render_digest
from newsroom import Article, Chat, Delivery, DeliveryKind, DeliveryState, Entry, Place, Verdict
from tests.bot_outgoing.post import Post

HOUR = 3_600_000
DAY = 24 * HOUR
YEAR = 365 * DAY
BERLIN = "Europe/Berlin"


def moment(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


class Paper:
    """A chat that is subscribed to one feed, in a time of the test's own."""

    def __init__(self, post: Post, chat: ApiChat, feed_id: int) -> None:
        self.post = post
        self.chat = chat
        self.feed_id = feed_id
        self.told: list[str] = []
        self.messages = 0
        self.router = Router(post.db, post.clock, lambda: None, burst=10)
        self._count = 0

    @classmethod
    async def open(cls, post: Post, **settings: Any) -> "Paper":
        chat = await post.person()
        made = await storage.add_feed(post.db, url="https://a.example/", title="A", by=1, now=0)
        await storage.subscribe(post.db, Place(chat.id), made.id, by=1, now=0)
        await storage.change_settings(
            post.db, chat.id, lambda one: replace(one, **settings), post.clock.now()
        )
        return cls(post, chat, made.id)

    async def publish(self, now: int) -> str:
        """Let an article come at this moment, and be routed."""
        self._count += 1
        title = f"Article {self._count}"
        entry = Entry(title, "1", title, f"All about {title}, and more of it.")
        verdict = Verdict(self.feed_id, now, next_check_at=now + 1, new=(entry,))
        await storage.record_check(self.post.db, verdict)
        await self.router.route_once(now)
        return title

    async def look(self, now: int) -> None:
        """Do what the loops do at this moment; what is sent counts as told."""
        await Digester(self.post.db, self.post.clock, lambda: None).digest_once(now)
        while found := await storage.due_deliveries(self.post.db, now, limit=9):
            for due in found:
                digest = await storage.get_digest(self.post.db, due.id)
                articles = [due.article_id] if digest is None else digest.articles
                for number in articles:
                    assert number is not None
                    article = await storage.get_article(self.post.db, number)
                    assert article is not None
                    self.told.append(article.title)
                self.messages += 1
                await storage.claim(self.post.db, due.id, now)
                await storage.settle_sent(self.post.db, due.id, message_id=1, now=now)


@pytest.mark.parametrize("begins", ["2026-03-26 00:00", "2026-10-22 00:00"])
async def test_over_days_when_clocks_change_nothing_is_told_twice_or_skipped(
    post: Post, begins: str
) -> None:
    """A digest at a time that does not exist, or comes twice: one a day all the same."""
    paper = await Paper.open(post, timezone=BERLIN, digest_minute=150)
    now, published = moment(begins), list[str]()
    for step in range(6 * 48):
        at = now + step * HOUR // 2
        if step % 5 == 0:
            published.append(await paper.publish(at))
        await paper.look(at)
    await paper.look(now + 8 * DAY)
    assert sorted(paper.told) == sorted(published)
    assert paper.messages == 7


@pytest.mark.parametrize("years", [-1, 1])
async def test_when_the_clock_is_set_by_a_year_and_back_nothing_is_told_twice_or_skipped(
    post: Post, years: int
) -> None:
    paper = await Paper.open(post, timezone=BERLIN, digest_minute=480)
    true, published = moment("2026-11-27 12:00"), list[str]()
    for offset in (0, years * YEAR, 0):
        for step in range(48):
            at = true + offset + step * HOUR
            published.append(await paper.publish(at))
            await paper.look(at)
        true += 2 * DAY
    await paper.look(true + DAY)
    assert sorted(paper.told) == sorted(published)
    assert paper.messages <= 12, "no storm"


async def test_what_comes_just_when_a_digest_is_due_waits_for_the_next(post: Post) -> None:
    """Routing does not go by a time that has passed, whichever loop is the first to look."""
    paper = await Paper.open(post, timezone="UTC", digest_minute=480)
    now = post.clock.now()
    await paper.publish(now)
    later = now + 3 * DAY
    await paper.publish(later)
    first, second = await post.ledger(paper.chat)
    assert now < first.due_at <= now + DAY
    assert later < second.due_at <= later + DAY


async def test_quiet_hours_hold_and_then_tell_all_at_once(post: Post) -> None:
    paper = await Paper.open(post, timezone="UTC", quiet_from=22 * 60, quiet_to=7 * 60)
    now = moment("2026-11-27 21:30")
    for step in range(20):
        at = now + step * HOUR // 2
        await paper.publish(at)
        await paper.look(at)
    # 21:30 at once, 22:00 to 06:30 together at 07:00, and that of 07:00 at once.
    assert paper.messages == 3
    assert len(paper.told) == len(set(paper.told)) == 20


async def test_a_digest_is_sent_and_its_members_are_settled_with_it(post: Post) -> None:
    texts = Library.load().texts("en")

    def render(
        delivery: Delivery, article: Article | None, chat: Chat
    ) -> Rendered | Awaitable[Rendered]:
        """As `bot.furnishing` does it."""
        if delivery.kind is DeliveryKind.DIGEST:
            desk = DigestDesk(post.db, chat, texts, "bot", summary_words=60, now=post.clock.now())
            return render_digest(desk, delivery)
        return render_delivery(delivery, article, chat, texts, "bot")

    post.render = render
    paper = await Paper.open(post, timezone="UTC", digest_minute=480)
    now = post.clock.now()
    for _ in range(3):
        await paper.publish(now)
    assert await post.deliver() == 0
    woken = list[None]()
    digester = Digester(post.db, post.clock, lambda: woken.append(None))
    assert await digester.digest_once(now) == 0
    post.clock.advance(DAY / 1000)
    assert await digester.digest_once(post.clock.now()) == 1
    assert woken == [None]
    assert await post.deliver() == 1
    (text,) = post.texts(paper.chat)
    assert text.startswith("Your digest: 3 articles of 1 feed")
    ledger = await post.ledger(paper.chat)
    assert {one.state for one in ledger} == {DeliveryState.SENT}
    assert len({one.message_id for one in ledger}) == 1


async def test_the_loop_waits_for_what_is_held_and_wakes_when_told(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # It is eight o'clock by the test's clock.
    paper, some = await Paper.open(post, timezone="UTC", digest_minute=482), asyncio.Event()
    digester = Digester(post.db, post.clock, some.set)
    with monkeypatch.context() as broken:

        async def locked(_intent: object) -> None:
            raise storage.DatabaseLocked("database is locked")

        broken.setattr(post.db, "read", locked)
        loop = asyncio.create_task(digester.run())
        await post.clock.until_sleeping()
    assert "database is locked" in caplog.text
    for _ in range(2):
        await paper.publish(post.clock.now())
    post.clock.advance(AFTER_STORAGE_ERROR)
    await post.clock.until_sleeping()
    assert not some.is_set()
    held = await storage.next_held_at(post.db)
    assert held is not None
    while post.clock.now() < held:
        post.clock.advance(LONGEST_IDLE)
        await post.clock.until_sleeping()
    await some.wait()
    some.clear()
    await post.clock.until_sleeping()
    for _ in range(2):
        await paper.publish(post.clock.now())
    await storage.change_settings(
        post.db, paper.chat.id, lambda one: replace(one, digest_minute=None), post.clock.now()
    )
    digester.wake()
    await some.wait()
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
