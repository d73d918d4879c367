"""What is found, in which order, and by whom."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

import storage
from newsroom.inflections import is_stem
from storage import Database, SearchIndex
from storage.index.schema import TAG_ANY, tag_feed, tag_language
from tests.storage.given import ADMIN, NOW, chat, feed, private_feed
from tests.storage.searching import DAY, edit, found, page, store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


LIBRARY = {
    "en": ("Harbour ferries strike", "The crews' union said e-mails cost $1,000.\nTalks go on."),
    "de": ("Straße in Köln gesperrt", "Frau Müller sprach von größeren Schäden."),
    "fr": ("L’été à l’École", "Le cœur des élèves bat pour l'Europe."),
    "tr": ("İstanbul'da yağmur", "ISPARTA ve Iğdır soğuk."),
    "ru": ("Ёлка в Москве", "Мой город украшен."),
    "he": ("בית הספר בירושלים", "הממשלה אמרה שבבתים החדשים כוחות צה״ל."),
    "ar": ("الحكومة والكتاب", "قال الوزير أحمد للصحفيين."),
    "zh": ("北京大学发布会", "上海经济发展迅速，京沪高铁。"),
    "ja": ("東京でｶﾞﾝﾀﾞﾑ展", "熱いラーメンを食べた。"),
    "ko": ("서울시장이 말했다", "날씨가 좋다."),
    "th": ("กรุงเทพมหานคร", "ฝนตกหนัก"),
    "el": ("Η Αθήνα σήμερα", "ΟΔΟΣ ΚΛΕΙΣΤΗ"),
    "hi": ("हिन्दी समाचार", "दिल्ली में बारिश"),
}

EXPECTATIONS = [
    *[
        ("en", typed)
        for typed in ("ferry", "FERRIES", "harb*", '"harbour ferries"', "email", "1000")
    ],
    *[
        ("en", typed)
        for typed in ("crew", "“said e-mails cost”", "strike -rain", "strike OR zebra")
    ],
    *[
        ("de", typed)
        for typed in ("strasse", "STRASSE", "koln", "koeln", "Mueller", "schaden", "groß*")
    ],
    *[("fr", typed) for typed in ("ete", "école", "coeur", "eleves", "europe", "l'Europe")],
    *[("tr", typed) for typed in ("istanbul", "İSTANBUL", "ısparta", "yagmur", "ığdır")],
    *[("ru", typed) for typed in ("елка", "москве", "МОЙ", "моск*")],
    *[("he", typed) for typed in ("בית", "ספר", "ירושלים", "ממשלה", "בתים", 'צה"ל', "שָׁבַבָּתִּים")],
    *[("ar", typed) for typed in ("حكومة", "كتاب", "الكتاب", "احمد", "صحفيين", "حُكُومَة")],
    *[("zh", typed) for typed in ("北京", "大学", "北京大学", "沪", "经济 高铁", '"上海经济"')],
    *[("ja", typed) for typed in ("東京", "ガンダム", "ラーメン", "熱")],
    *[("ko", typed) for typed in ("서울", "시장", "날씨")],
    *[("th", typed) for typed in ("กรุงเทพ", "ฝนตก", "ฝน")],
    *[("el", typed) for typed in ("αθηνα", "οδός")],
    *[("hi", typed) for typed in ("हिन्दी", "दिल्ली")],
]


async def test_each_language_finds_its_own(db: Database, index: SearchIndex) -> None:
    """Each query finds its one article of thirteen, and no other."""
    rivers = await feed(db)
    articles = {
        language: await store(db, rivers.id, title, text, language=language)
        for language, (title, text) in LIBRARY.items()
    }
    await index.catch_up()
    missed = {
        typed: (language, hits)
        for language, typed in EXPECTATIONS
        if (hits := await found(index, typed)) != [articles[language]]
    }
    assert missed == {}
    for language, article in articles.items():
        assert await found(index, f"lang:{language}") == [article]


async def test_all_words_are_wanted_wherever_they_stand(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    both = await store(db, rivers.id, "Ferry", "Of the harbour.")
    await store(db, rivers.id, "Ferry", "Of the river.")
    await index.catch_up()
    assert await found(index, "harbour ferry") == [both]


async def test_a_phrase_does_not_reach_over_the_end_of_a_paragraph(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "The ferry", "left today\nwithout us")
    await index.catch_up()
    assert len(await found(index, '"left today"')) == 1
    for typed in ('"ferry left"', '"today without"'):
        assert await found(index, typed) == []


async def test_what_is_excluded_is_not_found_in_any_form(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Two ferries")
    rest = await store(db, rivers.id, "A boat")
    await index.catch_up()
    assert await found(index, "-ferry") == [rest]
    assert await found(index, "boat -ferry") == [rest]
    assert await found(index, "ferries -two") == []


async def test_title_and_teaser_and_author_are_searched_too(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Ferry", "x", summary="A teaser", author="Jane Doe")
    await index.catch_up()
    for typed in ("ferry", "teaser", '"jane doe"'):
        assert len(await found(index, typed)) == 1


async def test_a_teaser_that_begins_the_text_is_not_indexed_twice(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    article = await store(
        db, rivers.id, "Ferry", "It left late. All were well.", summary="It left late. All […]"
    )
    await index.catch_up()
    assert await found(index, '"late all"') == [article]
    with closing(sqlite3.connect(index.path)) as raw:
        raw.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, terms_1, row)")
        times = dict(raw.execute("SELECT term, cnt FROM vocabulary"))
    assert (times["late"], times["all"]) == (1, 1)


async def test_a_feed_narrows(db: Database, index: SearchIndex) -> None:
    one, two = await feed(db, "one"), await feed(db, "two")
    first, second = await store(db, one.id, "Ferry"), await store(db, two.id, "Ferry")
    await index.catch_up()
    assert await found(index, "ferry feed:one", feeds=[one.id]) == [first]
    assert await found(index, "ferry", feeds=[one.id, two.id]) == [second, first]
    assert await found(index, "ferry feed:nosuch", feeds=[]) == []


async def test_dates_narrow_by_what_an_article_is_dated(db: Database, index: SearchIndex) -> None:
    """An import of old articles puts them where they belong, not where they were found."""
    rivers = await feed(db)
    new = await store(db, rivers.id, "Ferry")
    old = await store(db, rivers.id, "Ferry", published_at=NOW - 400 * DAY)
    ancient = await store(db, rivers.id, "Ferry", published_at=-50_000 * DAY)
    await index.catch_up()
    assert await found(index, "ferry sort:date") == [new, old, ancient]
    assert await found(index, "ferry after:7d") == [new]
    assert await found(index, "ferry before:7d") == [old, ancient]
    assert await found(index, "ferry after:500d before:300d") == [old]
    assert await found(index, "before:1900") == [ancient]


async def test_what_a_feed_calls_its_language_cannot_pass_for_another_feed(
    db: Database, index: SearchIndex
) -> None:
    one, two = await feed(db, "one"), await feed(db, "two")
    article = await store(db, one.id, "Ferry", language=f"en f{two.id} x")
    await index.catch_up()
    assert await found(index, "feed:two", feeds=[two.id]) == []
    assert await found(index, "lang:en") == [article]


async def test_no_inflection_can_pass_for_a_tag(db: Database, index: SearchIndex) -> None:
    """Tags and stems each begin with a sign that no word has, and not with the same one."""
    one, two = await feed(db, "one"), await feed(db, "two")
    await store(db, one.id, f"f{two.id}ing lens xing lded", language="en")
    article = await store(db, two.id, "Ferry", language="de")
    await index.catch_up()
    assert await found(index, "feed:two", feeds=[two.id]) == [article]
    assert await found(index, "lang:de") == [article]
    assert not any(map(is_stem, (TAG_ANY, tag_feed(1), tag_language("en"))))


# The order


async def test_title_comes_before_beginning_before_the_rest(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    start, filler = "The ferry left.", "Nothing else happened today. " * 20
    late = await store(db, rivers.id, "News", f"{filler}\n{start}")
    early = await store(db, rivers.id, "News", f"{start}\n{filler}")
    title = await store(db, rivers.id, "Ferries left", filler)
    for number in range(3):  # newer, and no better
        await store(db, rivers.id, "News", f"{filler}\n{start}", at=NOW + number * 60_000)
    await index.catch_up()
    assert (await found(index, "ferry"))[:2] == [title, early]
    assert (await found(index, "ferry"))[-1] == late


async def test_of_equals_the_newer_comes_first(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    articles = [
        await store(db, rivers.id, "Ferry", published_at=NOW - days * DAY) for days in (3, 1, 2, 0)
    ]
    await index.catch_up()
    assert await found(index, "ferry") == [articles[i] for i in (3, 1, 2, 0)]


async def test_relevance_and_freshness_weigh_against_each_other(
    db: Database, index: SearchIndex
) -> None:
    """A title of last month is better than a mention of today; a title of three years ago is not."""
    rivers = await feed(db)
    filler = "Nothing else happened today. " * 20
    mention = await store(db, rivers.id, "News", f"{filler}\nA ferry left.")
    month = await store(db, rivers.id, "Ferry", filler, published_at=NOW - 30 * DAY)
    years = await store(db, rivers.id, "Ferry", filler, published_at=NOW - 1100 * DAY)
    await index.catch_up()
    assert await found(index, "ferry") == [month, mention, years]


async def test_sorting_by_date_ignores_everything_else(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    title = await store(db, rivers.id, "Ferry", published_at=NOW - DAY)
    mention = await store(db, rivers.id, "News", "A ferry.")
    await index.catch_up()
    assert await found(index, "ferry") == [title, mention]
    assert await found(index, "ferry sort:date") == [mention, title]


# Who may see what


async def test_a_private_feed_is_found_by_its_chat_alone(db: Database, index: SearchIndex) -> None:
    owner, other = await chat(db, 5), await chat(db, 6)
    public, secret = await feed(db), await private_feed(db, owner)
    everybodys = await store(db, public.id, "Ferry")
    own = await store(db, secret.id, "Ferry")
    await index.catch_up()
    for typed in ("ferry", "-zebra", "sort:date"):
        assert await found(index, typed, chat=owner.chat_id) == [own, everybodys]
        assert await found(index, typed, chat=other.chat_id) == [everybodys]
        assert await found(index, typed) == [everybodys]
    assert await found(index, "feed:2", feeds=[secret.id], chat=other.chat_id) == []


async def test_a_feed_that_becomes_private_is_so_at_once(db: Database, index: SearchIndex) -> None:
    owner, rivers = await chat(db, 5), await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await index.catch_up()
    assert await found(index, "ferry") == [article]
    await db.write(lambda raw: raw.execute("UPDATE feeds SET owner_chat_id = 5").rowcount)
    assert await found(index, "ferry") == []
    assert await found(index, "ferry", chat=owner.chat_id) == [article]


async def test_private_articles_do_not_crowd_out_public_ones(
    db: Database, index: SearchIndex
) -> None:
    owner = await chat(db, 5)
    public, secret = await feed(db), await private_feed(db, owner)
    article = await store(db, public.id, "Ferry", published_at=NOW - DAY)
    for _ in range(20):
        await store(db, secret.id, "Ferry")
    await index.catch_up()
    assert await found(index, "ferry", limit=5) == [article]


async def test_a_removed_feed_is_not_searched_until_it_comes_back(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await index.catch_up()
    await storage.remove_feed(db, rivers.id, by=ADMIN, now=NOW)
    assert await found(index, "ferry") == []
    await storage.restore_feed(db, rivers.id, removed_since=NOW, by=ADMIN, now=NOW)
    assert await found(index, "ferry") == [article]


# Edits


async def test_an_edited_article_is_found_by_what_it_says_now(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry", "left")
    await index.catch_up()
    await edit(db, rivers.id, article, "Tram", "arrived")
    await index.catch_up()
    assert await found(index, "tram") == await found(index, "arrived") == [article]
    assert await found(index, "ferry") == await found(index, "left") == []
    assert await found(index, "-zebra") == [article]


async def test_an_article_that_is_gone_is_found_no_more(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await index.catch_up()
    await db.write(lambda raw: raw.execute("DELETE FROM articles").rowcount)
    await index.catch_up()
    assert await found(index, "ferry") == []
    assert (await index.check()).indexed == 0
    assert article == 1


async def test_an_empty_query_finds_nothing(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Ferry")
    await index.catch_up()
    for typed in ("", "!!!", "feed:"):
        assert (await page(index, typed)).hits == ()
