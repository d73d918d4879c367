"""The table of what people expect to find, held against the real index."""

from collections.abc import AsyncIterator

import pytest

from storage import Database, SearchIndex
from tests.storage.given import feed
from tests.storage.search_expectations import (
    EXPECTATIONS,
    KNOWN_FAILURES,
    Expectation,
    read_table,
)
from tests.storage.search_library import LIBRARY
from tests.storage.searching import found, store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def shelved(db: Database, index: SearchIndex) -> dict[int, str]:
    """Store the library; return the names of its articles by their numbers."""
    paper = await feed(db)
    names = {}
    for name, (language, title, text) in LIBRARY.items():
        names[await store(db, paper.id, title, text, language=language)] = name
    await index.catch_up()
    return names


def fault(row: Expectation, hits: list[str]) -> str:
    """Return what is wrong with the answer to a query; nothing where it is as expected."""
    if missed := set(row.found) - set(hits):
        return f"{row.query} does not find {', '.join(sorted(missed))}"
    if strangers := set(row.not_found) & set(hits):
        return f"{row.query} finds {', '.join(sorted(strangers))}"
    if row.found and hits[0] != row.found[0]:
        return f"{row.query} finds {hits[0]} first"
    return ""


async def answer(index: SearchIndex, row: Expectation, names: dict[int, str]) -> list[str]:
    """Ask a row's query; return the names of what is found, in order."""
    reader = [row.reader] if row.reader else []
    return [names[hit] for hit in await found(index, row.query, reader=reader)]


async def test_people_find_what_they_expect(db: Database, index: SearchIndex) -> None:
    names = await shelved(db, index)
    faults = [fault(row, await answer(index, row, names)) for row in read_table(EXPECTATIONS)]
    assert list(filter(None, faults)) == []


async def test_what_is_known_to_fail_still_does(db: Database, index: SearchIndex) -> None:
    names = await shelved(db, index)
    for row in read_table(KNOWN_FAILURES):
        assert row.why
        assert fault(row, await answer(index, row, names)), (
            f"{row.query} works now: it belongs among EXPECTATIONS"
        )


def test_the_table_is_as_large_as_was_promised() -> None:
    rows = [row for row in read_table(EXPECTATIONS) if row.found]
    languages = {LIBRARY[name].language for row in rows for name in row.found} - {None}
    assert len(rows) >= 120
    assert len(languages) >= 12
