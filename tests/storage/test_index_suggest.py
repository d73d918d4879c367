"""A search that finds nothing: why, and what is offered. All that is offered is found."""

import itertools
import sqlite3
from collections.abc import AsyncIterator
from functools import partial

import pytest

import storage
from newsroom import ENGLISH, Operators, Suggestions, WhyNothing, named
from storage import Database, SearchIndex
from storage.index.vocabulary import near_words
from tests.storage.given import NOW, chat, feed, private_feed
from tests.storage.searching import DAY, EVERYBODY, edit, found, store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def suggested(
    index: SearchIndex,
    typed: str,
    *,
    chat: int = EVERYBODY,
    feeds: frozenset[int] | None = None,
    operators: Operators = ENGLISH,
) -> Suggestions:
    """Return what is suggested, each offer of which finds something."""
    said = await storage.suggest_instead(
        index,
        typed,
        visible_to=chat,
        now=NOW,
        feeds=feeds,
        operators=operators,
    )
    for offer in said.offers:
        if operators is ENGLISH:
            wanted = feeds if "feed:" in offer else None
            assert await found(index, offer, chat=chat, feeds=wanted), offer
    return said


# A near spelling

LIBRARY = {
    "en": "Harbour ferries strike in Whitby: the government says nothing",
    "de": "Straße in Köln gesperrt, Oberbürgermeisterin spricht von Überschwemmung",
    "fr": "L’été à l’École: le gouvernement réfléchit",
    "tr": "İstanbul'da yağmur başladı, belediye uyarıyor",
    "ru": "Правительство Москвы украсило набережную",
    "uk": "Київська міськрада відкрила набережну",
    "el": "Η κυβέρνηση ανακοίνωσε νέα μέτρα",
    "he": "הממשלה בירושלים אישרה תקציב לאוניברסיטה",
    "ar": "الحكومة تعلن ميزانية الجامعات في القاهرة",
    "hi": "दिल्ली में बारिश का पूर्वानुमान",
}

MISSPELT = [
    ("habour", "harbour"),
    ("harbuor", "harbour"),
    ("HARBUOR", "Harbour"),
    ("goverment", "government"),
    ("govermnet", "government"),
    ("wihtby", "whitby"),
    ("Witby", "Whitby"),
    ("xarbour", "harbour"),  # the first letter too
    ("strasee", "straße"),
    ("Kölln", "Köln"),
    ("überschwemung", "überschwemmung"),
    ("oberbürgermesiterin", "oberbürgermeisterin"),
    ("gouvernment", "gouvernement"),
    ("istambul", "istanbul"),
    ("belediyye", "belediye"),
    ("провительство", "правительство"),
    ("набрежную", "набережную"),
    ("набережноую", "набережную"),
    ("міськрвда", "міськрада"),
    ("κυβερνσηη", "κυβέρνηση"),
    ("בירושליים", "בירושלים"),
    ("תקצייב", "תקציב"),
    ("אוניברסטיה", None),  # stands behind a prefix: the words of heads are those that are written
    ("الحكومت", "الحكومة"),
    ("القاهيرة", "القاهرة"),
    ("ميزانيتة", "ميزانية"),
    ("दिल्बी", "दिल्ली"),
    ("पूर्वानूमान", "पूर्वानुमान"),
    ("ferri", "ferries"),  # the beginning, without a star
    ("overschwemming", None),
    ("zebra", None),
    ("strikk", "strike"),
    ("oo", None),
]


async def test_a_near_spelling_is_offered_in_every_script(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    for text in LIBRARY.values():
        await store(db, rivers.id, text)
    await index.catch_up()
    wrong = {}
    for typed, right in MISSPELT:
        assert await found(index, typed) == [], typed
        said = await suggested(index, typed)
        assert said.why is WhyNothing.MISSING
        assert said.parts == (typed,)
        if [right] != [*said.offers[:1]] and (right or said.offers):
            wrong[typed] = said.offers
    assert wrong == {}


async def test_the_nearest_comes_first_and_of_these_the_most_frequent(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    for title in ("Bridle", "Bridge", "Bridge again", "Bridges"):
        await store(db, rivers.id, title)
    await index.catch_up()
    assert (await suggested(index, "bridxe")).offers == ("bridge", "bridle")

    def near(raw: sqlite3.Connection) -> list[str]:
        return near_words(raw, "bridxe")

    assert await index.read(near, limit=60) == ["bridge", "bridle", "bridges"]


async def test_several_words_are_put_right_together(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Harbour ferries strike", "The crews' union waits.")
    await store(db, rivers.id, "Harbour lights")
    await index.catch_up()
    said = await suggested(index, "habour ferrise -lights strikke after:7d")
    assert said.parts == ("habour", "ferrise", "strikke")
    assert said.offers[0] == "harbour ferries -lights strike after:7d"
    assert (await suggested(index, "“habour ferries” crews")).offers[0] == "“harbour ferries” crews"
    assert (await suggested(index, "strike habour OR zebra")).offers[0] == "strike harbour OR zebra"


async def test_a_spelling_that_finds_nothing_with_the_rest_is_offered_without_it(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Harbour lights", published_at=NOW - 300 * DAY)
    await store(db, rivers.id, "Ferries")
    await index.catch_up()
    assert (await suggested(index, "habour after:7d")).offers == ("harbour",)
    assert (await suggested(index, "habour ferries")).offers == ("harbour", "ferries")


# Fewer words, other words


async def test_a_word_that_is_nowhere_is_named_and_left_out(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Ferry in the harbour")
    await index.catch_up()
    said = await suggested(index, "ferry zzyzx harbour sort:date")
    assert said == Suggestions(WhyNothing.MISSING, ("zzyzx",), ("ferry harbour sort:date",))
    assert (await suggested(index, "qqqq zzyzx")).offers == ()
    assert (await suggested(index, "qqqq zzyzx")).parts == ("qqqq", "zzyzx")
    assert (await suggested(index, "ferry zzy*")).parts == ("zzy*",)


async def test_words_that_never_stand_together_are_offered_apart(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    for title in ("Ferry and harbour", "Harbour and lights", "Wolves"):
        await store(db, rivers.id, title)
    await index.catch_up()
    said = await suggested(index, "ferry harbour lights")
    assert said.why is WhyNothing.NOT_TOGETHER
    assert said.parts == ("ferry", "harbour", "lights")
    assert said.offers == ("ferry harbour", "harbour lights")
    assert (await suggested(index, "ferry lights wolves")).offers == ("ferry", "lights")
    assert (await suggested(index, "ferry wolves")).offers == ("ferry", "wolves")


async def test_a_phrase_is_offered_as_words(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "The bridge of the mill", "上海经济发展迅速，京沪高铁。")
    await index.catch_up()
    said = await suggested(index, "“mill bridge” sort:date")
    assert said == Suggestions(WhyNothing.APART, ("mill bridge",), ("mill bridge sort:date",))
    assert (await suggested(index, "上海高铁")).offers == ("上海 高铁",)
    assert (await suggested(index, '"mill bridge')).offers == ("mill bridge",)


# Without the filter


async def test_the_filter_that_leaves_nothing_is_left_out(db: Database, index: SearchIndex) -> None:
    one, two = await feed(db, "one"), await feed(db, "two")
    await store(db, one.id, "Ferry", published_at=NOW - 30 * DAY, language="en")
    await store(db, two.id, "Wolves", language="en")
    await index.catch_up()
    said = await suggested(index, "ferry after:7d lang:en")
    assert said.why is WhyNothing.NARROWED
    assert said.parts == ("after:7d", "lang:en")
    assert said.offers == ("ferry lang:en",)
    assert (await suggested(index, "ferry feed:2", feeds=frozenset({two.id}))).offers == ("ferry",)
    assert (await suggested(index, "ferry -ferries before:2100")).offers == ("ferry before:2100",)
    assert (await suggested(index, "ferry lang:he lang:de after:7d")).offers == ("ferry",)


async def test_a_feed_that_is_unknown_is_left_out(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Ferry")
    await index.catch_up()
    said = await suggested(index, "ferry feed:nosuch feed:77", feeds=frozenset())
    assert said.offers == ("ferry",)
    assert (await suggested(index, "feed:nosuch", feeds=frozenset())).offers == ()


async def test_offers_are_in_the_words_of_the_reader(db: Database, index: SearchIndex) -> None:
    """What a reader calls an operator stays; it is no word that nothing has."""
    rivers = await feed(db)
    await store(db, rivers.id, "Hafen")
    await index.catch_up()
    german = named({"after": "nach", "before": "vor", "d": "t", "or": "oder"})
    said = await suggested(index, "Hafenn vor:9999 ODER Fähre", operators=german)
    assert said.offers == ("Hafen ODER Fähre vor:9999",)
    said = await suggested(index, "hafen nach:7t vor:30t", operators=german)
    assert said.offers == ("hafen nach:7t",)


# Only what the asker may see


async def test_no_offer_tells_what_a_private_feed_says(db: Database, index: SearchIndex) -> None:
    """Not its words, not that a filter hides something, not that a phrase stands there."""
    owner, other = await chat(db, 5), await chat(db, 6)
    public, secret = await feed(db), await private_feed(db, owner)
    await store(db, public.id, "Harvest")
    for _ in range(5):
        await store(db, secret.id, "Harbour merger of the mill bridge")
    await index.catch_up()
    assert (await suggested(index, "habour", chat=owner.chat_id)).offers == ("harbour",)
    for typed in (
        "habour",
        "merg",
        "harvest habour",
        "harvest OR habour mergre",
        "“bridge mill”",
        "mill bridge lang:he",
        "harbour harvest",
    ):
        for asker in (other.chat_id, EVERYBODY):
            said = await suggested(index, typed, chat=asker)
            shown = " ".join((*said.offers, *said.parts)).split()
            assert {word.strip("“”") for word in shown} <= {
                *typed.replace("“", "").replace("”", "").split()
            }, said
            assert said.why is WhyNothing.MISSING, typed


async def test_a_word_is_offered_only_while_an_article_has_it(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Harbour")
    await index.catch_up()
    assert (await suggested(index, "habour")).offers == ("harbour",)
    await edit(db, rivers.id, article, "Port")
    await index.catch_up()
    assert (await suggested(index, "habour")).offers == ()


# Bounded


async def test_whoever_runs_out_of_time_offers_what_was_found_until_then(
    db: Database, index: SearchIndex
) -> None:
    """The clock counts questions, at ten milliseconds each."""
    rivers = await feed(db)
    for title in ("Ferry and harbour", "Harbour and lights"):
        await store(db, rivers.id, title)
    await index.catch_up()
    sizes = []
    for step in (0.5, 0.02, 0.01, 0.006, 0.001):
        index.cpu = partial(next, itertools.count(0, step))
        sizes.append(len((await suggested(index, "ferry harbour lights")).offers))
    assert sizes[0] == 0
    assert sizes[-1] == 2
    assert sizes == sorted(sizes)


async def test_words_of_texts_without_a_title_are_known_too(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "", "The harbour is wide.")
    await index.catch_up()
    assert (await suggested(index, "habour")).offers == ("harbour",)


async def test_words_are_known_again_after_a_rebuild(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Harbour")
    await index.catch_up()
    await index.rebuild()
    assert (await suggested(index, "habour")).offers == ("harbour",)
