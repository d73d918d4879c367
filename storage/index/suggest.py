"""What to say where a search found nothing: the index as `newsroom.suggest` asks it.

Everything is asked with the eyes of one chat, so that no offer tells what another one's private feed says.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import partial

from newsroom import (
    ENGLISH,
    Clause,
    Operators,
    OutOfTime,
    Query,
    Suggestions,
    find_matches,
    query_phrases,
    suggest,
)
from storage.errors import SlowQuery
from storage.index.lookup import newest_hit
from storage.index.search_index import SearchIndex
from storage.index.vocabulary import near_words
from storage.index.walk import Cpu
from storage.visibility import Viewer

SUGGEST_CPU = 0.05
"""Seconds of work after which no further question is asked."""

SUGGEST_LIMIT = 1.0
"""Seconds after which a single question is interrupted, and nothing is suggested."""

_READ = 4_000
"""Characters of a text in which a word is looked for as it is written."""


async def suggest_instead(
    index: SearchIndex,
    typed: str,
    *,
    visible_to: Viewer,
    now: int,
    feeds: Collection[int] | None = None,
    operators: Operators = ENGLISH,
) -> Suggestions:
    """Return why a query finds nothing for the chat `visible_to`, and what would.

    `feeds` as in `search`; the index's clock (`SearchIndex.open`) bounds what it may cost.
    """

    def question(raw: sqlite3.Connection) -> Suggestions:
        asked = _Asked(raw, visible_to, feeds, index.cpu)
        return suggest(typed, now, asked, operators)

    with suppress(SlowQuery):
        return await index.read(question, limit=SUGGEST_LIMIT)
    return Suggestions()


class _Asked:
    """The index, as far as a chat may see it, for a limited time; a `newsroom.Archive`."""

    def __init__(
        self,
        raw: sqlite3.Connection,
        visible_to: Viewer,
        feeds: Collection[int] | None,
        cpu: Cpu,
    ) -> None:
        self._newest = partial(newest_hit, raw, visible_to=visible_to, cpu=cpu)
        self._raw = raw
        self._feeds = feeds
        self._cpu = cpu
        self._until = cpu() + SUGGEST_CPU

    def finds(self, query: Query) -> bool:
        """Tell whether the query finds anything. Raises OutOfTime."""
        self._look_at_the_time()
        return self._newest(query, self._feeds if query.feeds else None) is not None

    def spellings(self, word: str) -> Iterator[str]:
        """Yield words that are spelt nearly like one which is not found. Raises OutOfTime."""
        self._look_at_the_time()
        phrases = query_phrases(word)
        if not phrases or len(phrases[0]) > 1:
            return
        for near in near_words(self._raw, phrases[0][0]):
            self._look_at_the_time()
            query = Query(wanted=((Clause(((near,),)),),))
            article_id = self._newest(query, None)
            if article_id is not None:
                yield _in_case_of(word, self._as_written(article_id, near, query))

    def _as_written(self, article_id: int, near: str, query: Query) -> str:
        """Return a word as an article has it: «Köln», where the index says «koln»."""
        row = self._raw.execute(
            """
            SELECT title, coalesce(pages.text, articles.text) AS text
            FROM app.articles AS articles LEFT JOIN app.pages AS pages ON pages.article_id = articles.id
            WHERE articles.id = ?
            """,
            (article_id,),
        ).fetchone()
        for text in () if row is None else (row["title"], row["text"]):
            for start, end in find_matches(text[:_READ], query)[:1]:
                if query_phrases(text[start:end])[:1] == ((near,),):
                    return str(text[start:end])
        return near

    def _look_at_the_time(self) -> None:
        if self._cpu() > self._until:
            raise OutOfTime


def _in_case_of(typed: str, word: str) -> str:
    """Return a word in small letters where the typed one has no capitals; of İ no second dot is left."""
    return word.lower().replace("i\u0307", "i") if typed == typed.lower() else word
