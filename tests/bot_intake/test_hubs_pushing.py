"""WebSub, with a hub at the other end of the wire: what it pushes is an article, and only what is its own."""

import logging

import pytest

from bot.intake import Pushes, pushes
from tests.bot_intake.conftest import PACE
from tests.bot_intake.town import MAX_SIZE, ONE, THREE, TWO, Town
from tests.feedserver import item


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
