"""WebSub, with a hub at the other end of the wire: asked for, verified, pushed, renewed, ended."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.config import ListenAddress
from bot.http import HubCaller
from bot.inbound import HUBS, HubCallbacks, Inbound
from bot.intake import HubSubscriber, Poller, Pushes, pushes
from bot.intake.hubs import new_keys
from newsroom import LEASE, Feed, FeedState, HubSubscription
from storage import (
    Database,
    add_feed,
    due_hub_asks,
    get_feed,
    hub_subscription,
    latest_of_feed,
    meet_chat,
    plan_hubs,
    remove_feed,
    set_feed_state,
)
from tests.bot_intake.conftest import MINUTE, PACE
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss
from tests.hubserver import CHALLENGE, HubServer
from tests.storage.given import a_chat

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
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


@pytest.fixture
async def hub() -> AsyncIterator[HubServer]:
    async with HubServer() as hub:
        yield hub


@pytest.fixture
async def town(
    db: Database, clock: FakeClock, server: FeedServer, hub: HubServer, poller: Poller
) -> AsyncIterator[Town]:
    """Give a town whose paper has been read once."""
    taken = Pushes(poller)
    callbacks = HubCallbacks(db, clock, lambda pushed: taken.take(pushed), MAX_SIZE)
    inbound = Inbound(
        ListenAddress("127.0.0.1", 0), "https://n.example/n", {HUBS: callbacks.answer}
    )
    callback = f"http://127.0.0.1:{await inbound.start()}/n/websub"
    async with HubCaller(version="1", timeout=10, allow_private=True) as caller:
        subscriber = HubSubscriber(db, caller, clock, callback)
        town = Town(db, clock, server, hub, poller, subscriber, taken, callback)
        town.publish(ONE)
        town.feed_id = (await add_feed(db, url=town.topic, title="t", by=1, now=clock.now())).id
        await town.poll()
        yield town
    await inbound.stop()


# Asking and verifying


async def test_a_feed_with_a_hub_is_subscribed_after_its_first_check(town: Town) -> None:
    (form,) = await town.ask()
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == town.topic
    assert form["hub.lease_seconds"] == str(LEASE // 1000)
    assert 32 <= len(bytes.fromhex(form["hub.secret"])) < 200
    assert len(form["hub.callback"].rpartition("/")[2]) == 43
    assert await town.ask() == [], "the hub has time to answer"
    assert (await town.feed()).pushed_until is None
    assert await town.hub.verify(form, lease=3600) == (200, CHALLENGE)
    assert (await town.feed()).pushed_until == town.clock.now() + HOUR


async def test_each_feed_has_an_address_and_a_secret_of_its_own(town: Town) -> None:
    town.server.set("/other", town.document(TWO, topic=f"{town.server.url}/other"))
    await add_feed(town.db, url=f"{town.server.url}/other", title="o", by=1, now=town.clock.now())
    await town.poller.poll_once(town.clock.now())
    first, second = await town.ask()
    for name in ("hub.callback", "hub.secret", "hub.topic"):
        assert first[name] != second[name]


async def test_only_what_was_asked_for_is_confirmed(town: Town) -> None:
    (form,) = await town.ask()
    verify = town.hub.verify
    assert (await verify(form, topic="https://other.example/feed"))[0] == 404
    assert (await verify(form, mode="unsubscribe"))[0] == 404
    assert (await verify(form, mode="publish"))[0] == 404
    assert (await verify(form, challenge=""))[0] == 404
    assert (await verify(form, challenge="x" * 5000))[0] == 404
    for lease in (0, "-5", "soon", "9" * 40):
        assert (await verify(form, lease=lease))[0] == 404
    elsewhere = {**form, "hub.callback": form["hub.callback"][:-1] + "~"}
    assert (await verify(elsewhere))[0] == 404
    unknown = {**form, "hub.callback": form["hub.callback"][:-43] + "A" * 43}
    assert (await verify(unknown))[0] == 404
    assert (await town.feed()).pushed_until is None
    assert (await verify(form))[0] == 200


async def test_a_hub_that_was_not_asked_yet_is_not_confirmed(town: Town) -> None:
    (token, secret), callback = new_keys(), town.callback
    now = town.clock.now()
    assert await plan_hubs(town.db, callback, lambda: (token, secret), now=now, limit=9)
    form = {
        "hub.mode": "subscribe",
        "hub.topic": town.topic,
        "hub.callback": f"{callback}/{token}",
    }
    assert (await town.hub.verify(form))[0] == 404
    assert await town.ask() == [{**form, "hub.secret": secret, "hub.lease_seconds": "864000"}]
    assert (await town.hub.verify(form))[0] == 200


async def test_what_was_never_confirmed_needs_no_goodbye(town: Town) -> None:
    (form,) = await town.ask()
    await set_feed_state(town.db, town.feed_id, FeedState.PAUSED, by=1, now=town.clock.now())
    assert await town.ask() == []
    for mode in ("subscribe", "unsubscribe"):
        assert (await town.hub.verify(form, mode=mode))[0] == 404
    await set_feed_state(town.db, town.feed_id, FeedState.ACTIVE, by=1, now=town.clock.now())
    (again,) = await town.ask()
    assert again["hub.callback"] != form["hub.callback"]


async def test_an_old_hub_says_no_lease_and_gets_what_was_asked_for(town: Town) -> None:
    (form,) = await town.ask()
    assert (await town.hub.verify(form, lease=None))[0] == 200
    assert (await town.feed()).pushed_until == town.clock.now() + LEASE


async def test_no_lease_is_believed_for_ever(town: Town) -> None:
    (form,) = await town.ask()
    assert (await town.hub.verify(form, lease=10**9))[0] == 200
    assert (await town.feed()).pushed_until == town.clock.now() + 30 * DAY


async def test_a_hub_that_does_not_confirm_is_asked_again_more_and_more_rarely(town: Town) -> None:
    town.hub.answer_with = 503
    for wait in (10, 20, 40):
        assert len(await town.ask()) == 1
        town.clock.advance(wait * 60 - 1)
        assert await town.ask() == []
        town.clock.advance(1)
    assert len(await town.ask()) == 1


async def test_a_hub_that_denies_is_not_trusted_and_the_feed_polled_at_once(town: Town) -> None:
    form = await town.subscribed()
    await town.poll()
    assert (await town.feed()).next_check_at > town.clock.now()
    assert (await town.hub.verify(form, mode="denied"))[0] == 200
    feed = await town.feed()
    assert feed.pushed_until is None
    assert feed.next_check_at == town.clock.now()
    assert await town.hub.push(form, town.publish(TWO, ONE)) == 202
    assert await town.titles() == ["One"]


async def test_a_hub_may_lead_to_another(town: Town) -> None:
    town.hub.moved_to = town.hub.url.replace("/hub", "/there")
    forms = await town.ask()
    assert len(forms) == 2
    assert forms[0] == forms[1]


async def test_no_private_address_is_dialled(
    town: Town, db: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with HubCaller(version="1", timeout=10) as guarded:
        subscriber = HubSubscriber(db, guarded, clock, "https://n.example/websub")
        assert await subscriber.ask_once(clock.now()) == 1
    assert town.hub.asked == []
    assert "forbidden-address" in caplog.text


async def test_a_private_feed_is_not_told_to_a_hub(town: Town) -> None:
    await meet_chat(town.db, a_chat(5), town.clock.now())
    await town.db.write(lambda raw: raw.execute("UPDATE feeds SET owner_chat_id = 5"))
    assert await town.ask() == []


# Pushing


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_what_is_pushed_is_an_article_at_once(town: Town, method: str) -> None:
    form = await town.subscribed()
    assert await town.hub.push(form, town.publish(TWO, ONE), method=method) == 202
    assert await town.titles() == ["Two", "One"]
    routed = await town.db.read(
        lambda raw: raw.execute("SELECT count(*) FROM articles WHERE routed_at IS NULL").fetchone()
    )
    assert tuple(routed) == (1,), "it alerts as a polled one does"
    await town.poll()
    assert await town.titles() == ["Two", "One"]


async def test_an_edit_that_is_pushed_is_an_edit(town: Town) -> None:
    form = await town.subscribed()
    await town.hub.push(form, town.publish(TWO, item("One", "One, corrected", "Text One.")))
    assert await town.titles() == ["Two", "One, corrected"]


@pytest.mark.parametrize(
    "forged",
    [
        {"signature": ""},
        {"signature": "sha256=" + "0" * 64},
        {"signature": "md5=" + "0" * 32},
        {"signature": "sha256"},
        {"signature": "\xe4=\xe4"},
        {"secret": "another's"},
    ],
)
async def test_a_push_that_is_not_the_hubs_is_ignored(town: Town, forged: dict[str, str]) -> None:
    """It is answered as a good one is, so that nobody learns by trying."""
    form = await town.subscribed()
    body = town.document(TWO, ONE)
    assert await town.hub.push(form, body, **forged) == 202
    assert await town.titles() == ["One"]
    assert await town.hub.push(form, body) == 202
    assert await town.titles() == ["Two", "One"]


async def test_a_push_for_another_feed_is_not_taken_for_this_one(town: Town) -> None:
    form = await town.subscribed()
    await town.poll()
    town.clock.advance(PACE.min_interval / 1000)
    other = town.document(TWO, ONE, topic="https://other.example/feed")
    assert await town.hub.push(form, other) == 202
    assert await town.titles() == ["One"]
    assert (await town.feed()).next_check_at == town.clock.now(), "the feed itself is asked"


async def test_what_the_hubs_own_link_says_counts_too(town: Town) -> None:
    form = await town.subscribed()
    link = '<https://other.example/feed>; rel="self"'
    assert await town.hub.push(form, town.document(TWO, ONE), link=link) == 202
    assert await town.titles() == ["One"]
    link = f'<{town.topic}>; rel="self", <{town.hub.url}>; rel="hub"'
    assert await town.hub.push(form, town.document(THREE, ONE), link=link) == 202
    assert await town.titles() == ["Three", "One"]


@pytest.mark.parametrize("body", ["", "ping", "<html></html>", "fragment"])
async def test_what_is_not_the_whole_feed_has_the_feed_asked_but_not_too_often(
    town: Town, body: str
) -> None:
    form = await town.subscribed()
    checked = town.clock.now()
    pushed = town.document(TWO) if body == "fragment" else body
    assert await town.hub.push(form, pushed) == 202
    assert await town.titles() == ["One"]
    assert (await town.feed()).next_check_at == checked + PACE.min_interval
    town.publish(TWO, ONE)
    await town.poll()
    assert await town.titles() == ["Two", "One"]
    assert (await town.feed()).pushed_until is not None, "the hub was the first to tell"
    town.publish(THREE, TWO, ONE)
    await town.poll()
    assert (await town.feed()).pushed_until is None, "this time it was not"


async def test_a_push_does_not_put_the_next_poll_off(town: Town) -> None:
    form = await town.subscribed()
    await town.poll()
    due = (await town.feed()).next_check_at
    town.clock.advance(60)
    await town.hub.push(form, town.publish(TWO, ONE))
    assert await town.titles() == ["Two", "One"]
    assert (await town.feed()).next_check_at == due


async def test_a_push_that_comes_again_changes_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await town.subscribed()
    old = town.document(TWO, ONE)
    new = town.document(item("Two", "Two, corrected", "Text Two."), ONE)
    for body in (old, new, old):
        assert await town.hub.push(form, body) == 202
        await town.titles()
    assert await town.titles() == ["Two, corrected", "One"]
    monkeypatch.setattr(town.pushes, "_taken", {})  # as after a restart
    assert await town.hub.push(form, new) == 202
    assert await town.titles() == ["Two, corrected", "One"]


async def test_what_waited_when_the_process_died_is_found_by_the_next_poll(town: Town) -> None:
    form = await town.subscribed()
    assert await town.hub.push(form, town.publish(TWO, ONE)) == 202
    town.pushes = Pushes(town.poller)  # what waited in the other is gone
    assert await town.titles() == ["One"]
    await town.poll()
    assert await town.titles() == ["Two", "One"]


async def test_a_body_is_bounded_and_so_is_what_waits(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await town.subscribed()
    assert await town.hub.push(form, "x" * (MAX_SIZE + 1)) == 413
    monkeypatch.setattr(pushes, "MOST_WAITING", 1)
    body = town.document(TWO, ONE)
    assert await town.hub.push(form, body) == 202
    assert await town.hub.push(form, body) == 202, "it is there already"
    assert await town.hub.push(form, town.document(THREE, ONE)) == 503
    assert await town.titles() == ["Two", "One"]
    assert await town.hub.push(form, town.document(THREE, ONE)) == 202
    assert "Three" in await town.titles()


async def test_a_hub_that_has_not_been_verified_pushes_nothing(town: Town) -> None:
    (form,) = await town.ask()
    assert await town.hub.push(form, town.document(TWO, ONE)) == 202
    assert await town.titles() == ["One"]


async def test_no_secret_is_shown(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    form = await town.subscribed()
    await town.hub.push(form, town.document(TWO, ONE), signature="sha256=0")
    await town.hub.push(form, town.document(TWO, ONE))
    await town.titles()
    agreed = await town.agreed(form)
    for secret in (form["hub.secret"], agreed.token):
        assert secret not in caplog.text
        assert secret not in repr(agreed)


# Trust, leases, the end


async def test_a_pushed_feed_is_polled_more_rarely_until_its_lease_ends(town: Town) -> None:
    (form,) = await town.ask()
    await town.poll()
    usual = (await town.feed()).next_check_at - town.clock.now()
    await town.hub.verify(form, lease=4 * 3600)
    await town.poll()
    rarely = (await town.feed()).next_check_at - town.clock.now()
    assert 3.5 * usual < rarely < 4.5 * usual
    town.clock.advance((4 * HOUR - usual - 5 * MINUTE) / 1000 - 60 * 15)
    await town.poller.poll_once(town.clock.now())
    left = (await town.agreed(form)).lease_until
    assert left is not None
    feed = await town.feed()
    assert feed.next_check_at <= max(left, town.clock.now() + 1.1 * usual)


async def test_a_hub_that_left_something_out_is_not_trusted_until_it_is_first_again(
    town: Town,
) -> None:
    form = await town.subscribed()
    town.publish(TWO, ONE)
    await town.poll()
    feed = await town.feed()
    assert feed.pushed_until is None
    assert feed.next_check_at <= town.clock.now() + PACE.interval
    await town.hub.push(form, town.document(TWO, ONE))
    assert await town.titles() == ["Two", "One"]
    assert (await town.feed()).pushed_until is None, "it only repeats what is known"
    await town.hub.push(form, town.document(THREE, TWO, ONE))
    assert await town.titles() == ["Three", "Two", "One"]
    assert (await town.feed()).pushed_until == (await town.agreed(form)).lease_until


async def test_a_lease_is_renewed_in_time_with_the_same_secret(town: Town) -> None:
    form = await town.subscribed()
    town.clock.advance(LEASE * 3 / 4 / 1000 - 1)
    assert await town.ask() == []
    town.clock.advance(1)
    assert await town.ask() == [form]
    assert (await town.hub.verify(form))[0] == 200
    assert (await town.feed()).pushed_until == town.clock.now() + LEASE


async def test_a_renewal_does_not_restore_trust(town: Town) -> None:
    form = await town.subscribed()
    town.publish(TWO, ONE)
    await town.poll()
    assert (await town.hub.verify(form))[0] == 200
    assert (await town.feed()).pushed_until is None


@pytest.mark.parametrize("how", ["removed", "paused", "no hub any more"])
async def test_a_feed_that_is_not_wanted_is_unsubscribed(town: Town, how: str) -> None:
    form = await town.subscribed()
    now = town.clock.now()
    if how == "removed":
        await remove_feed(town.db, town.feed_id, by=1, now=now)
    elif how == "paused":
        await set_feed_state(town.db, town.feed_id, FeedState.PAUSED, by=1, now=now)
    else:
        await town.db.write(lambda raw: raw.execute("UPDATE feeds SET asks_hub = NULL"))
    (goodbye,) = await town.ask()
    assert goodbye["hub.mode"] == "unsubscribe"
    assert goodbye["hub.callback"] == form["hub.callback"]
    assert "hub.secret" not in goodbye
    assert await town.hub.push(form, town.document(TWO, ONE)) == 410
    assert (await town.hub.verify(form))[0] == 404, "it is not wanted any more"
    assert await town.hub.verify(goodbye) == (200, CHALLENGE)
    assert (await town.hub.verify(goodbye))[0] == 404
    assert await town.titles() == ["One"]


async def test_a_hub_that_does_not_hear_the_goodbye_is_left_alone_in_the_end(town: Town) -> None:
    form = await town.subscribed()
    town.hub.answer_with = 500
    await remove_feed(town.db, town.feed_id, by=1, now=town.clock.now())
    goodbyes = 0
    for _ in range(20):
        goodbyes += len(await town.ask())
        town.clock.advance(DAY / 1000)
    assert 1 <= goodbyes <= 5
    assert await due_hub_asks(town.db, town.clock.now() + 100 * DAY, 9) == ()
    assert (await town.hub.verify(form, mode="unsubscribe"))[0] == 404


async def test_a_feed_that_changes_its_hub_is_subscribed_at_the_new_one(town: Town) -> None:
    form = await town.subscribed()
    async with HubServer() as second:
        town.server.set("/feed", town.document(ONE, hub=second.url))
        await town.poll()
        assert [one["hub.mode"] for one in await town.ask()] == ["unsubscribe"]
        (new,) = second.asked
        assert new["hub.callback"] != form["hub.callback"]
        assert new["hub.secret"] != form["hub.secret"]
        assert (await second.verify(new))[0] == 200


async def test_another_public_address_means_other_subscriptions(town: Town) -> None:
    form = await town.subscribed()
    async with HubCaller(version="1", timeout=10, allow_private=True) as caller:
        moved = HubSubscriber(town.db, caller, town.clock, "http://127.0.0.1:1/elsewhere")
        await moved.ask_once(town.clock.now())
    assert town.hub.asked[-1]["hub.callback"].startswith("http://127.0.0.1:1/elsewhere/")
    assert (await town.feed()).pushed_until is None
    assert await town.hub.push(form, town.document(TWO, ONE)) == 404


# Where the hub stands


@pytest.mark.parametrize("place", ["header", "atom", "json", "json, another kind"])
async def test_a_hub_is_found_wherever_a_feed_names_it(town: Town, place: str) -> None:
    hub, topic = "https://hub.example/", "https://paper.example/feed"
    headers = {}
    if place == "header":
        body = rss("A", [ONE])
        headers["Link"] = f'<{hub}>; rel="hub", <{topic}>; rel=self'
    elif place == "atom":
        body = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>a</id>'
            f'<link rel="hub" href="{hub}"/><link rel="self" href="{topic}"/>'
            "<entry><id>1</id><title>One</title></entry></feed>"
        )
    else:
        kind = "WebSub" if place == "json" else "rssCloud"
        body = (
            '{"version": "https://jsonfeed.org/version/1.1", "title": "A",'
            f'"feed_url": "{topic}", "hubs": [{{"type": "{kind}", "url": "{hub}"}}],'
            '"items": [{"id": "1", "content_text": "One"}]}'
        )
    town.server.set("/b", body, headers=headers)
    url = f"{town.server.url}/b"
    feed = await add_feed(town.db, url=url, title="b", by=1, now=town.clock.now())
    await town.poller.poll_once(town.clock.now())
    found = await get_feed(town.db, feed.id, visible_to=1)
    assert found is not None
    wanted = (None, None) if place == "json, another kind" else (hub, topic)
    assert (found.asks.hub, found.asks.topic) == wanted
