"""A matcher finds just what each of its queries would have found as a search."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom import Matcher, Wording, parse_query, read_wish
from storage import Database, SearchIndex, search
from storage.wordings import read_wordings
from tests.storage.given import NOW, feed, rows, sql
from tests.storage.searching import EVERYBODY, store

WORDS = (
    *("ferry", "ferries", "Ferry's", "harbour", "harbours", "strike", "left", "at", "dawn", "the"),
    *("Müller", "Mueller", "Muller", "e-mail", "email", "don’t", "dont", "O'Brien", "U.S.", "AT&T"),
    *(
        "1,000",
        "1.000",
        "1000",
        "3.5",
        "3,5",
        "10:30",
        "#BlackForest",
        "black",
        "forest",
        "l’homme",
    ),
    *("הבית", "בבית", "בית", "גשר", "צה״ל", "المدينة", "مدينة", "كتاب", "мосты", "ёлка", "елка"),
    *("北京", "北京市", "東京大学", "大学", "カメラ", "กรุงเทพ", "한국어", "straße", "STRASSE"),
    *("https://www.example.org/left/harbour?x=1", "example.org", "…", "-", "ﬁnal", "final"),
)
LANGUAGES = (None, "en", "en-GB", "he", "de-DE", "pt-BR", "English", "")
DAY = 86_400_000
ARTICLES = 70


class Archive:
    """Articles that say these words in many ways, in the index and as a matcher gets them."""

    def __init__(self, index: SearchIndex, said: dict[int, Wording]) -> None:
        self.index = index
        self.said = said

    async def searched(self, one: str) -> set[int]:
        query = parse_query(one, NOW)
        feeds = frozenset(map(int, query.feeds)) if query.feeds else None
        page = await search(
            self.index, query, visible_to=EVERYBODY, now=NOW, feeds=feeds, limit=ARTICLES
        )
        return {hit.article_id for hit in page.hits}


@pytest.fixture(scope="module")
async def archive(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Archive]:
    path: Path = tmp_path_factory.mktemp("archive") / "newshound.db"
    draw = random.Random("newshound")

    def said(least: int, most: int) -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(least, most)))

    async with Database.open(path) as db, SearchIndex.open(db) as index:
        feeds = [(await feed(db, name)).id for name in ("one", "two", "three")]
        await sql(db, "UPDATE feeds SET language = 'he-IL' WHERE id = ?", feeds[1])
        for _ in range(ARTICLES):
            await store(
                db,
                draw.choice(feeds),
                said(1, 4),
                "\n".join(said(0, 6) for _ in range(draw.randint(0, 4))),
                summary=draw.choice((None, said(1, 5), f"{said(1, 3)}\n{said(1, 3)}")),
                author=draw.choice((None, said(1, 2))),
                language=draw.choice(LANGUAGES),
                published_at=NOW - draw.randint(0, 20 * DAY),
            )
        await index.catch_up()
        numbers = [number for (number,) in await rows(db, "SELECT id FROM articles")]
        yield Archive(index, await db.read(lambda raw: read_wordings(raw, numbers)))


def _phrase(words: list[str]) -> str:
    return f"“{' '.join(words)}”"


word = st.sampled_from(WORDS)
phrase = st.lists(word, min_size=1, max_size=3).map(_phrase)
beginning = st.builds(lambda one, size: f"{one[:size]}*", word, st.integers(2, 5))
beginning_of_phrase = st.builds(lambda one, last: f"“{one} {last[:3]}”*", word, word)
looked_for = st.one_of(word, word, phrase, beginning, beginning_of_phrase)
negative = looked_for.map(lambda one: f"-{one}")
either = st.builds(lambda one, other: f"{one} OR {other}", looked_for, looked_for)
operator = st.sampled_from(
    [
        *("feed:1", "feed:2", "feed:9", "lang:he", "lang:en", "lang:pt", "sort:date", "after:5d"),
        *("before:36h", "after:2026", "before:2026-09-15", "lang:x", "-feed:1", "OR"),
    ]
)
typed = st.lists(
    st.one_of(looked_for, looked_for, either, negative, operator), min_size=1, max_size=4
).map(" ".join)


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(queries=st.lists(typed, min_size=1, max_size=8, unique=True))
@example(queries=["“left 3.5”", "-ferry", "feed:1 feed:2 -“at dawn”", "sort:date"])
@example(queries=["ferry -ferries", "大*", "“harbour strike” OR lef*"])
async def test_each_watch_finds_what_a_search_would_find(
    archive: Archive, queries: list[str]
) -> None:
    matcher = Matcher({one: read_wish(one) for one in queries})
    matched = {number: matcher.matches(said) for number, said in archive.said.items()}
    for one in queries:
        found = {number for number, keys in matched.items() if one in keys}
        assert found == await archive.searched(one), one
        assert found == {n for n, said in archive.said.items() if read_wish(one).finds(said)}


async def test_the_archive_is_worth_searching(archive: Archive) -> None:
    """Words are found, by their forms too, and none is found everywhere."""
    assert len(archive.said) == ARTICLES
    for one in ("ferry", "mueller", "1000", "בית", "大学", "lang:he", "“ferry left” OR “left at”"):
        assert 0 < len(await archive.searched(one)) < ARTICLES, one
