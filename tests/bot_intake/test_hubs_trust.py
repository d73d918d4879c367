"""WebSub, with a hub at the other end of the wire: trusted, renewed, ended."""

import pytest

from bot.http import HubCaller
from bot.intake import HubSubscriber
from newsroom import LEASE, FeedState
from storage import due_hub_asks, remove_feed, set_feed_state
from tests.bot_intake.conftest import DAY, HOUR, MINUTE, PACE
from tests.bot_intake.town import ONE, THREE, TWO, Town
from tests.hubserver import CHALLENGE, HubServer


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
