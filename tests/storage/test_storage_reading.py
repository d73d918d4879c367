"""What people do with articles: messages that show them, summaries, reading lists."""

import storage
from newsroom import Article, User
from storage import Database
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    article,
    chat,
    entry,
    feed,
    notice,
    private_feed,
    rows,
    sql,
    verdict,
)

ADA, BEN = 41, 42


async def three(db: Database) -> list[int]:
    """Store three articles of one feed."""
    made = await feed(db)
    return [await article(db, made.id, key) for key in "abc"]


async def people(db: Database) -> None:
    for number, name in ((ADA, "Ada"), (BEN, "Ben")):
        await storage.meet_user(db, User(number, name), NOW)


def numbers(articles: tuple[Article, ...]) -> list[int]:
    return [one.id for one in articles]


# Articles by their numbers and links


async def test_several_articles_come_in_the_order_asked_for(db: Database) -> None:
    one, two, three_ = await three(db)
    found = await storage.visible_articles(db, [three_, 99, one, two], visible_to=1)
    assert numbers(found) == [three_, one, two]
    assert found[1] == await storage.get_article(db, one)


async def test_a_link_finds_the_articles_of_every_feed_that_has_it_the_newest_first(
    db: Database,
) -> None:
    for name, published in (("rivers", NOW - 2), ("lakes", NOW - 1)):
        made = await feed(db, name)
        item = entry(name, url="https://example.org/a", published_at=published)
        await storage.record_check(db, verdict(made.id, item))
    found = await storage.articles_by_url(db, ["u", "https://example.org/a"], visible_to=1, limit=5)
    assert numbers(found) == [2, 1]
    found = await storage.articles_by_url(db, ["https://example.org/a"], visible_to=1, limit=1)
    assert numbers(found) == [2]
    assert not await storage.articles_by_url(db, ["https://example.org"], visible_to=1, limit=5)


async def test_what_is_private_to_a_chat_no_other_finds(db: Database) -> None:
    made = await private_feed(db, await chat(db, 1))
    number = await article(db, made.id)
    await sql(db, "UPDATE articles SET url = 'u'")
    await people(db)
    await storage.save_article(db, ADA, number, NOW)
    for visible_to, expected in ((1, [number]), (2, [])):
        one = await storage.visible_articles(db, [number], visible_to=visible_to)
        two = await storage.articles_by_url(db, ["u"], visible_to=visible_to, limit=5)
        page = await storage.saved_articles(db, ADA, visible_to=visible_to, size=5)
        assert [numbers(one), numbers(two), numbers(page.items)] == [expected] * 3


# Messages that show articles


async def test_a_message_shows_what_it_was_last_said_to_show(db: Database) -> None:
    one, two, three_ = await three(db)
    await storage.remember_shown(db, 1, 77, [three_, one, three_], NOW)
    assert await storage.articles_shown(db, 1, 77) == (three_, one)
    await storage.remember_shown(db, 1, 77, [two], NOW)
    assert await storage.articles_shown(db, 1, 77) == (two,)
    assert await storage.articles_shown(db, 2, 77) == (), "numbers count in each chat anew"


async def test_an_alert_shows_the_article_that_it_brought(db: Database) -> None:
    place, made = await chat(db, 1), await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    number = await article(db, made.id)
    await storage.route_articles(db, NOW)
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    await storage.settle_sent(db, await notice(db, place), message_id=78, now=NOW)
    assert await storage.articles_shown(db, 1, 77) == (number,)
    await storage.remember_shown(db, 1, 77, [number], NOW)
    assert await storage.articles_shown(db, 1, 77) == (number,)
    assert await storage.articles_shown(db, 1, 78) == (), "a notice brings no article"
    assert await storage.articles_shown(db, 1, 79) == ()
    assert await storage.articles_shown(db, 2, 77) == ()


async def test_a_pruned_article_is_shown_and_summed_up_no_more(db: Database) -> None:
    one, two, _ = await three(db)
    await storage.remember_shown(db, 1, 77, [one, two, 99], NOW)
    await storage.keep_summary(db, one, "hash", ["It rains."], NOW)
    await sql(db, "DELETE FROM articles WHERE id = ?", one)
    assert await storage.articles_shown(db, 1, 77) == (two,)
    assert await storage.kept_summary(db, one, "hash") is None
    await storage.keep_summary(db, one, "hash", ["It rains."], NOW)
    await people(db)
    assert not await storage.save_article(db, ADA, one, NOW)
    assert await rows(db, "SELECT * FROM summaries") == []


# Summaries


async def test_a_summary_is_kept_with_its_text_alone(db: Database) -> None:
    """Of another text it is none; what is made of that takes its place. () is an answer too."""
    number, other, _ = await three(db)
    assert await storage.kept_summary(db, number, "hash") is None
    await storage.keep_summary(db, number, "hash", ["It rains.", "יורד גשם."], NOW)
    assert await storage.kept_summary(db, number, "hash") == ("It rains.", "יורד גשם.")
    assert await storage.kept_summary(db, number, "another") is None
    assert await storage.kept_summary(db, other, "hash") is None
    await storage.keep_summary(db, number, "another", [], NOW + HOUR)
    assert await storage.kept_summary(db, number, "another") == ()
    assert await storage.kept_summary(db, number, "hash") is None
    assert await rows(db, "SELECT made_at FROM summaries") == [(NOW + HOUR,)]


# Reading lists


async def test_a_list_is_ones_own_and_begins_with_what_was_saved_last(db: Database) -> None:
    one, two, three_ = await three(db)
    await people(db)
    assert await storage.save_article(db, ADA, one, NOW)
    assert await storage.save_article(db, ADA, three_, NOW + 1)
    assert await storage.save_article(db, BEN, two, NOW)
    assert not await storage.save_article(db, ADA, one, NOW + 2), "it is there already"
    page = await storage.saved_articles(db, ADA, visible_to=ADA, size=5)
    assert (numbers(page.items), page.total, page.pages) == ([three_, one], 2, 1)
    page = await storage.saved_articles(db, ADA, visible_to=ADA, page=1, size=1)
    assert (numbers(page.items), page.number, page.pages) == ([one], 1, 2)
    assert (await storage.saved_articles(db, 99, visible_to=99, size=5)).total == 0


async def test_taking_a_removal_back_restores_the_place(db: Database) -> None:
    one, two, _ = await three(db)
    await people(db)
    await storage.save_article(db, ADA, one, NOW)
    await storage.save_article(db, ADA, two, NOW + 1)
    assert await storage.unsave_article(db, BEN, one) is None
    saved_at = await storage.unsave_article(db, ADA, one)
    assert saved_at == NOW
    assert await storage.unsave_article(db, ADA, one) is None
    assert await storage.save_article(db, ADA, one, saved_at)
    page = await storage.saved_articles(db, ADA, visible_to=ADA, size=5)
    assert numbers(page.items) == [two, one]
