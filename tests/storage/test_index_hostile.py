"""Whatever is typed, nothing raises and nobody sees what is another chat's."""

import random
import sqlite3
import unicodedata
from collections.abc import AsyncIterator, Iterator

import pytest

from newsroom import find_matches, indexable, make_snippet, parse_query
from storage import Database, SearchIndex
from storage.index.feeding import GAP
from tests.storage.given import NOW, chat, feed, private_feed
from tests.storage.searching import found, page, store

QUERIES = 20_000

TEXT = "The quick ferry left the harbour; שלום לבית, 北京大学, กรุงเทพ, Straße, 1,000 e-mails."

SYNTAX = """
    " "" ' ` * ** - -- + ^ : ; , . ( ) { } [ ] | || & && ~ < > = == % _ \\ / // # @ ! ? $ AND OR NOT
    NEAR NEAR( NEAR/2 MATCH rowid rank terms head body tags head: {head}: {tags}:x -{tags}:x tags:f2
    feed:2 feed:"Secret" feed:"x" f2 x integrity-check delete-all rebuild optimize ferry harbour "ferry left"
    col:val x:y after: before:9999999w after:-1 after:0001-01-01 before:9999-12-31 lang:* lang:en sort:date
    -ferry -"the harbour" ferry* f* *ferry OR* “ ” « » „ 「 」 ״ שלום בית 北 北京* กรุ ß ı İ ﬁ ½ ٣ e-mail 1,000
    ' OR 1=1 -- '; DROP TABLE docs; -- " OR tags:"x UNION SELECT ?1 :name @name $name 0x0 NULL null undefined
    None true ${jndi:ldap://x} <script>alert(1)</script> %s %n {{7*7}} ../../etc/passwd \x00 \x01 \x1a \x7f
    \ufeff U.S. \u202e \u200b \u200d \ud800 \udfff \ufffd \uffff \U0001f98a \U0010ffff Z̸̢a̷l̶g̵o̴ ﷽ ̈ ི 👩‍👩‍👧 🇮🇱
""".split()  # noqa: SIM905 - a list of these would be unreadable


def hostile(count: int) -> Iterator[str]:
    """Yield queries: FTS5's syntax and naughty strings mixed, every block of Unicode, random bytes."""
    dice = random.Random(20261122)
    blocks = [chr(code) for code in range(0x20, 0x110000, 0x40)]
    for number in range(count):
        match number % 4:
            case 0:
                yield dice.choice([" ", "", "  ", "\n"]).join(
                    dice.choices(SYNTAX, k=dice.randint(1, 6))
                )
            case 1:
                start = ord(blocks[number // 4 * 7 % len(blocks)])
                yield "".join(chr(start + dice.randrange(0x40)) for _ in range(dice.randint(1, 20)))
            case 2:
                yield dice.randbytes(dice.randint(1, 40)).decode("utf-8", "surrogateescape")
            case _:
                words = dice.choices([*SYNTAX, *TEXT.split()], k=dice.randint(1, 30))
                yield " ".join(word[: dice.randint(1, 9)] for word in words)


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def test_no_query_raises_or_shows_what_is_private(db: Database, index: SearchIndex) -> None:
    """Each query is asked by a stranger; a copy of each public article is another chat's secret."""
    owner, stranger = await chat(db, 5), await chat(db, 6)
    public, secret = await feed(db), await private_feed(db, owner, "secret")
    secrets = set()
    for number, title in enumerate((TEXT, "Ferry", "x f2 l5 en", "北京", "NEAR AND OR NOT")):
        await store(db, public.id, title, TEXT * number, language="en")
        secrets.add(await store(db, secret.id, title, TEXT * number, language="en"))
    await index.catch_up()
    assert set(await found(index, "ferry", chat=owner.chat_id)) & secrets, "the owner finds them"
    answered = 0
    for typed in hostile(QUERIES):
        query = parse_query(typed, NOW)
        feeds = [secret.id, public.id] if query.feeds else None
        hits = {
            hit.article_id
            for hit in (await page(index, typed, chat=stranger.chat_id, feeds=feeds)).hits
        }
        assert not hits & secrets, repr(typed)
        answered += bool(hits)
        find_matches(TEXT, query)
        make_snippet(typed, query)
    assert answered > 500, "the queries are not all nonsense"
    assert (await index.check()).problems == ()


async def test_the_index_divides_terms_as_the_newsroom_does(
    db: Database, index: SearchIndex
) -> None:
    """Of every letter, mark and digit of Unicode, FTS5 stores just the term it was given."""
    rivers = await feed(db)
    letters = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] in "LMN"]
    texts = [
        " ".join(f"q{char}z" for char in letters[i : i + 1000])
        for i in range(0, len(letters), 1000)
    ]
    for text in texts:
        await store(db, rivers.id, "x", text)
    await index.catch_up()

    def vocabulary(raw: sqlite3.Connection) -> set[str]:
        raw.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, terms_1, row)")
        return {term for (term,) in raw.execute("SELECT term FROM temp.vocabulary")}

    given = {term for text in texts for part in indexable(text) for term in part.split()}
    assert await index._file.write(vocabulary) == given | {GAP, "x", f"f{rivers.id}"}
