"""How alerts look: what a subscription says, and what its chat says where that is silent."""

from dataclasses import replace
from functools import partial

from newsroom import (
    AlertLook,
    AlertStyle,
    ChatSettings,
    Delivery,
    DeliveryKind,
    Manner,
    Place,
)
from storage import (
    Database,
    change_settings,
    change_subscription,
    get_article,
    get_settings,
    get_subscription,
    subscribe,
    unsubscribe,
)
from storage.manners import look_of
from tests.storage.given import ADMIN, NOW, article, chat, feed

HERE, TOPIC = Place(1), Place(1, 7)


async def look(db: Database, number: int, place: Place = HERE, *copies: int) -> AlertLook:
    delivery = Delivery(1, place, DeliveryKind.ALERT, NOW, article_id=number)
    found = [await get_article(db, one) for one in copies]
    told = tuple(one for one in found if one is not None)
    shown = await get_article(db, number)
    return await db.read(lambda raw: look_of(raw, delivery, shown, told))


async def test_what_a_subscription_says_comes_before_what_its_chat_says(db: Database) -> None:
    await chat(db, 1)
    rivers = (await feed(db)).id
    number = await article(db, rivers)
    assert await look(db, number) == AlertLook()
    brief = Manner(AlertStyle.BRIEF, media=False, preview=False, silent=True)
    before, after = await change_settings(db, 1, lambda one: replace(one, manner=brief), NOW)
    assert (before.manner, after.manner) == (Manner(), brief)
    assert (await look(db, number)).manner == brief, "as for a watch"
    for place in (HERE, TOPIC):
        await subscribe(db, place, rivers, by=ADMIN, now=NOW)
    changed = await change_subscription(
        db,
        TOPIC,
        rivers,
        lambda one: replace(one, style=AlertStyle.FULL, silent=False, own_title="R", hashtags="#r"),
        now=NOW,
    )
    assert changed is not None
    assert changed == await get_subscription(db, TOPIC, rivers)
    assert (await look(db, number)).manner == brief, "the other topic is left as it was"
    assert await look(db, number, TOPIC) == AlertLook(
        replace(brief, style=AlertStyle.FULL, silent=False), "#r", ((rivers, "R"),)
    )


async def test_pictures_of_one_feed_may_stand_together_and_those_of_another_not(
    db: Database,
) -> None:
    await chat(db, 1)
    rivers = (await feed(db)).id
    number = await article(db, rivers)
    albums = Manner(AlertStyle.BRIEF, album=True)
    await change_settings(db, 1, lambda one: replace(one, manner=albums), NOW)
    await subscribe(db, HERE, rivers, by=ADMIN, now=NOW)
    assert (await look(db, number)).manner == albums
    for media, album in ((True, False), (False, False), (True, True), (None, None)):
        own = partial(replace, media=media, album=album)
        await change_subscription(db, HERE, rivers, own, now=NOW)
        expected = albums if media is None else replace(albums, media=media, album=bool(album))
        assert (await look(db, number)).manner == expected


async def test_the_feeds_of_copies_have_their_own_titles_and_no_more(db: Database) -> None:
    await chat(db, 1)
    first, second = (await feed(db)).id, (await feed(db, "hills")).id
    number, copy = await article(db, first), await article(db, second)
    await subscribe(db, HERE, second, by=ADMIN, now=NOW)
    await change_subscription(
        db,
        HERE,
        second,
        lambda one: replace(one, own_title="H", hashtags="#h", silent=True),
        now=NOW,
    )
    assert await look(db, number, HERE, copy) == AlertLook(own_titles=((second, "H"),))


async def test_without_a_subscription_nothing_changes(db: Database) -> None:
    await chat(db, 1)
    rivers = (await feed(db)).id
    await subscribe(db, HERE, rivers, by=ADMIN, now=NOW)
    await unsubscribe(db, HERE, rivers, now=NOW)
    assert await get_subscription(db, HERE, rivers) is None
    assert await change_subscription(db, HERE, rivers, lambda one: one, now=NOW) is None


async def test_only_alerts_have_a_look(db: Database) -> None:
    await chat(db, 1)
    number = await article(db, (await feed(db)).id)
    await change_settings(db, 1, lambda one: replace(one, manner=Manner(AlertStyle.FULL)), NOW)
    forward = Delivery(1, HERE, DeliveryKind.FORWARD, NOW, article_id=number)
    found = await get_article(db, number)
    assert await db.read(lambda raw: look_of(raw, forward, found)) == AlertLook()


async def test_a_chat_that_was_never_met_has_the_usual_settings(db: Database) -> None:
    assert await get_settings(db, 5) == ChatSettings()
