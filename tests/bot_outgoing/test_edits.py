"""Alerts that stand in their chats are written anew when their stories change, after all that is due."""

from dataclasses import dataclass

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import FaultKind
from bot.outgoing.edits import LEASE, MOST_ATTEMPTS
from handlers import OutgoingMessage
from handlers.markup import bold
from newsroom import Article, Chat, Delivery, Entry, Place, Verdict
from tests.bot_outgoing.post import Post
from tests.storage.given import sql


def with_copies(delivery: Delivery, article: Article | None, _chat: Chat) -> OutgoingMessage | None:
    """Render the title and who else has the story."""
    if article is None:
        text = delivery.body or ""
    else:
        text = " + ".join([article.title, *(copy.feed_title for copy in delivery.copies)])
    return OutgoingMessage(html=bold(text), plain=text)


@dataclass
class Press:
    """Feeds that tell the same, and a chat that has their alert."""

    post: Post
    chat: ApiChat
    _copies: int = 0

    async def corrected(self, title: str) -> None:
        now = self.post.clock.now()
        changed = ((1, Entry("a", title, title, "Text")),)
        verdict = Verdict(1, now, next_check_at=now + 1, changed=changed)
        await storage.record_check(self.post.db, verdict)

    def text(self) -> str:
        return self.post.texts(self.chat)[0]

    def edits(self) -> int:
        return len(self.post.api.calls_of("editMessageText"))

    async def wanted(self) -> bool:
        return await storage.next_edit_at(self.post.db) is not None


@pytest.fixture
async def press(post: Post) -> Press:
    """Have an alert sent."""
    post.render = with_copies
    now = post.clock.now()
    chat = await post.person()
    feed = await storage.add_feed(post.db, url="https://a.example/", title="A", by=1, now=now)
    await storage.subscribe(post.db, Place(chat.id), feed.id, by=1, now=now)
    verdict = Verdict(feed.id, now, next_check_at=now + 1, new=(Entry("a", "1", "Old", "Text"),))
    await storage.record_check(post.db, verdict)
    await storage.route_articles(post.db, now)
    assert await post.deliver() == 1
    post.clock.advance(2)
    return Press(post, chat)


async def test_a_corrected_title_is_corrected_where_it_stands(post: Post, press: Press) -> None:
    await press.corrected("New")
    assert await post.deliver() == 0, "an edit is no message"
    assert post.texts(press.chat) == ["New"]
    assert not await press.wanted()
    assert post.api.violations == []


async def test_other_feeds_that_have_the_story_are_named(post: Post, press: Press) -> None:
    now = post.clock.now()
    other = await storage.add_feed(post.db, url="https://b.example/", title="B", by=1, now=now)
    verdict = Verdict(other.id, now, next_check_at=now + 1, new=(Entry("b", "1", "Old", "Text"),))
    await storage.record_check(post.db, verdict)
    await sql(post.db, "INSERT INTO delivery_copies VALUES (1, 2)")
    await sql(post.db, "UPDATE deliveries SET edit_due_at = ?", now)
    await post.deliver()
    assert press.text() == "Old + B"


async def test_what_is_due_comes_first(post: Post, press: Press) -> None:
    order: list[str] = []
    post.api.on_call(lambda call: order.append(call.method))
    await press.corrected("New")
    await post.owe(press.chat, "due")
    await post.deliver_for(3)
    assert [one for one in order if one != "getMe"] == ["sendMessage", "editMessageText"]


@pytest.mark.parametrize(
    "words",
    ["message to edit not found", "message can't be edited", "message is not modified: the same"],
)
async def test_what_cannot_be_edited_is_let_be(post: Post, press: Press, words: str) -> None:
    post.api.fault(FaultKind.REFUSE, method="editMessageText", description=f"Bad Request: {words}")
    await press.corrected("New")
    await post.deliver()
    assert press.edits() == 1
    assert not await press.wanted()


async def test_what_fails_is_tried_again_at_growing_distances_and_then_given_up(
    post: Post, press: Press
) -> None:
    fault = post.api.fault(
        FaultKind.REFUSE, method="editMessageText", description="Bad Request: no"
    )
    await press.corrected("New")
    await post.deliver()
    assert press.edits() == 1
    await post.deliver_for(3)
    assert press.edits() == 1
    await post.deliver_for(3000, step=60)
    assert fault.hits == MOST_ATTEMPTS
    assert not await press.wanted()
    assert post.texts(press.chat) == ["Old"]


async def test_an_outage_costs_an_edit_no_attempt(post: Post, press: Press) -> None:
    await press.corrected("New")
    await post.unplug()
    await post.deliver_for(300, step=30)
    await post.api.start()
    await post.deliver_for(600, step=30)
    assert press.text() == "New"


async def test_a_flood_wait_costs_none_either(post: Post, press: Press) -> None:
    post.api.fault(
        FaultKind.TOO_MANY_REQUESTS,
        method="editMessageText",
        count=MOST_ATTEMPTS + 1,
        retry_after=9,
    )
    await press.corrected("New")
    await post.deliver_for(600, step=10)
    assert press.text() == "New"


async def test_an_edit_that_nobody_ended_is_made_again(
    post: Post, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process died between the two: what stands there already is «not modified»."""
    from bot.outgoing import edits

    async def locked(*_args: object, **_more: object) -> None:
        raise storage.DatabaseLocked("database is locked")

    await press.corrected("New")
    with monkeypatch.context() as broken:
        broken.setattr(edits, "end_edit", locked)
        await post.deliver()
    assert press.text() == "New"
    assert await press.wanted()
    post.clock.advance(LEASE / 1000)
    await post.deliver()
    assert press.edits() == 2
    assert not await press.wanted()


async def test_a_bug_in_rendering_ends_with_the_attempts(post: Post, press: Press) -> None:
    def broken(_delivery: Delivery, _article: Article | None, _chat: Chat) -> OutgoingMessage:
        raise ZeroDivisionError

    await press.corrected("New")
    post.render = broken
    await post.deliver_for(3000, step=60)
    assert press.edits() == 0
    assert not await press.wanted()


async def test_a_text_that_telegram_did_not_take_formatted_stays_plain(
    post: Post, press: Press
) -> None:
    await sql(post.db, "UPDATE deliveries SET plain = 1")
    await press.corrected("New")
    await post.deliver()
    (call,) = post.api.calls_of("editMessageText")
    assert call.params.text("parse_mode") in (None, "")


async def test_much_that_is_late_is_held_when_the_line_works_again(
    post: Post, press: Press
) -> None:
    now = post.clock.now()
    await post.unplug()
    new = tuple(Entry(str(n), "1", f"Title {n}", "Text") for n in range(11))
    for n, one in enumerate(new):
        verdict = Verdict(1, now + n, next_check_at=now + 1, new=(one,))
        await storage.record_check(post.db, verdict)
    await storage.route_articles(post.db, now)
    await post.deliver_for(1200, step=30)
    await post.api.start()
    await post.deliver_for(120, step=30)
    held = [one for one in await post.ledger(press.chat) if one.hold == "backlog"]
    assert len(held) >= len(new) - 1, "one was under way when the line broke"
    assert len(post.texts(press.chat)) <= 2


async def digest_of_two(post: Post, press: Press) -> None:
    """Let a digest of two articles arrive, shown by their titles."""

    async def titles(
        delivery: Delivery, _article: Article | None, _chat: Chat
    ) -> OutgoingMessage | None:
        digest = await storage.get_digest(post.db, delivery.id)
        assert digest is not None
        told = [await storage.get_article(post.db, number) for number in digest.articles]
        text = ", ".join(one.title for one in told if one is not None)
        return OutgoingMessage(html=bold(text), plain=text)

    now = post.clock.now()
    post.render = titles
    new = (Entry("b", "1", "Two", "Text"), Entry("c", "1", "Three", "Text"))
    await storage.record_check(post.db, Verdict(1, now, next_check_at=now + 1, new=new))
    await storage.route_articles(post.db, now)
    await sql(post.db, "UPDATE deliveries SET hold = 'digest' WHERE state = 'due'")
    assert await storage.gather_held(post.db, now) == 1
    await post.deliver()
    assert post.texts(press.chat)[1:] == ["Two, Three"]
    post.clock.advance(2)


async def corrected_in_digest(post: Post) -> None:
    now = post.clock.now()
    changed = ((2, Entry("b", "2", "Deux", "Text")),)
    await storage.record_check(post.db, Verdict(1, now, next_check_at=now + 1, changed=changed))


async def test_a_title_is_corrected_in_the_digest_that_tells_it(post: Post, press: Press) -> None:
    await digest_of_two(post, press)
    await corrected_in_digest(post)
    await post.deliver()
    assert post.texts(press.chat)[1:] == ["Deux, Three"]
    assert not await press.wanted()


async def test_a_digest_whose_pages_somebody_has_turned_is_let_be(post: Post, press: Press) -> None:
    await digest_of_two(post, press)
    shown = post.api.sent(press.chat)[1]
    await storage.note_expanded(post.db, press.chat.id, shown.id)
    await corrected_in_digest(post)
    await post.deliver()
    assert post.texts(press.chat)[1:] == ["Two, Three"]
    assert not await press.wanted()
