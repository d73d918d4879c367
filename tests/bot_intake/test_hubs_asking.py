"""WebSub, with a hub at the other end of the wire: found, asked for, verified."""

import logging

import pytest

from bot.http import HubCaller
from bot.intake import HubSubscriber
from bot.intake.hubs import new_keys
from newsroom import LEASE, FeedState
from storage import Database, add_feed, get_feed, meet_chat, plan_hubs, set_feed_state
from tests.bot_intake.conftest import DAY, HOUR
from tests.bot_intake.town import ONE, TWO, Town
from tests.fakeclock import FakeClock
from tests.feedserver import rss
from tests.hubserver import CHALLENGE
from tests.storage.given import a_chat


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
