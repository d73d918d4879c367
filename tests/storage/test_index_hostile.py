"""Whatever is typed, nothing raises and nobody sees what is another chat's."""

import sqlite3
import unicodedata
from collections.abc import AsyncIterator

import pytest

from newsroom import GAP, indexable, parse_query
from storage import Database, SearchIndex
from storage.index.schema import TAG, TAG_ANY, tag_feed, tag_language
from tests.fuzz.queries import WORDS, hostile
from tests.storage.given import NOW, feed
from tests.storage.searching import store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


def _is_alike(code: int) -> bool:
    return unicodedata.name(chr(code), "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE", "TANGUT"))


async def test_the_index_divides_terms_as_the_newsroom_does(
    db: Database, index: SearchIndex
) -> None:
    """Of every letter, mark and digit of Unicode, FTS5 stores just the term it was given.

    Of the hundred thousand ideographs and syllables that are alike to both, one in ten.
    """
    rivers = await feed(db)
    letters = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code))[0] in "LMN" and (code % 10 == 0 or not _is_alike(code))
    ]
    texts = [
        " ".join(f"q{char}z" for char in letters[i : i + 1000])
        for i in range(0, len(letters), 1000)
    ]
    given: set[str] = set()
    for text in texts:
        await store(db, rivers.id, "x", text)
        await index.catch_up()
        # Now, as it is still known how this text is divided: to divide it anew takes seconds in all.
        given |= {term for part in indexable(text) for term in part.split()}

    def vocabulary(raw: sqlite3.Connection) -> set[str]:
        raw.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, terms_1, row)")
        return {term for (term,) in raw.execute("SELECT term FROM temp.vocabulary")}

    assert await index._file.write(vocabulary) == given | {
        *("x", GAP, TAG_ANY, tag_feed(rivers.id)),
    }


def test_no_word_nor_form_nor_stem_passes_for_a_tag() -> None:
    """Tags are told from what texts and queries say by their first character alone."""
    asked = [hostile(4, number) for number in range(2_000)]
    said = [*asked, *WORDS, TAG_ANY, tag_feed(1), tag_language("en"), f"{TAG}ferries"]
    for text in said:
        query = parse_query(text, NOW)
        clauses = [*query.clauses, *query.unwanted]
        terms = [term for clause in clauses for phrase in clause.phrases for term in phrase]
        for language in (None, "en", "de", "ru"):
            terms += " ".join(indexable(text, language)).split()
        assert not [term for term in terms if term.startswith(TAG)], ascii(text)
