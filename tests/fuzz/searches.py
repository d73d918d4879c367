"""Hostile queries, each told by a seed and a number, asked of a real index.

python -m tests.fuzz.searches --seed 7 --count 100000      what `make nightly` runs
python -m tests.fuzz.searches --seed 7 --only 4711         one of them again

Each must be answered, and show what it says only: no query reaches FTS5's columns and operators, or what is
another chat's. The exit status is 0 when every promise was kept.
"""

import argparse
import asyncio
import dataclasses
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import storage
from newsroom import Query, find_matches, make_snippet, parse_query
from storage import Database, SearchIndex, SearchPage
from tests.fuzz.queries import WORDS, hostile
from tests.storage.given import NOW, chat, feed, private_feed
from tests.storage.searching import DAY, store

OWNER, STRANGER = 5, 6

SLOWEST = 0.1
"""Seconds of CPU time within which 99 of 100 queries are answered."""

_TITLES = (
    "Ferry",
    "The quick ferry left the harbour",
    "北京大学",
    "NEAR AND OR NOT",
    "שלום לבית",
    "x y z",
)

_SHARD = 8
"""Documents of a part of the index, so that there are full ones, which have filters."""

_TIMES, _SHOWN = 3, 5
"""How often each title comes, long ago and lately; hits of a page."""


class Harbour:
    """An archive of which each article stands in a public feed and, word for word, in a private one."""

    def __init__(self, index: SearchIndex, texts: dict[int, str], secrets: frozenset[int]) -> None:
        self.index = index
        self._texts = texts
        self._secrets = secrets
        self._feeds = [1, 2]
        self.answered = 0
        self.taken: list[float] = []

    async def ask(self, typed: str) -> None:
        """Ask as a stranger; raises AssertionError where a promise is broken, and what the search raises."""
        began = time.process_time()
        query = parse_query(typed, NOW)
        page = await self._page(query, None)
        self.taken.append(time.process_time() - began)
        self.answered += bool(page.hits)
        shown = [hit.article_id for hit in page.hits]
        while page.next_key is not None:
            page = await self._page(query, page.next_key)
            assert page.hits, "the page before this one has promised it"
            shown += [hit.article_id for hit in page.hits]
        assert len(shown) == len(set(shown)), "a hit is shown twice"
        for number in shown:
            assert number not in self._secrets, f"{number} is another chat's"
            text = self._texts[number]
            assert _says(text, query), f"{number} does not say so"
            make_snippet(text, query)
        make_snippet(typed, query)

    async def _page(self, query: Query, key: str | None) -> SearchPage:
        return await storage.search(
            self.index,
            query,
            visible_to=STRANGER,
            now=NOW,
            feeds=self._feeds if query.feeds else None,
            limit=_SHOWN,
            key=key,
        )

    def slow(self) -> bool:
        """Tell whether more than one of a hundred queries took too long."""
        late = sum(taken > SLOWEST for taken in self.taken)
        return late > len(self.taken) / 100


@asynccontextmanager
async def harbour(folder: Path) -> AsyncIterator[Harbour]:
    """Open such an archive, in parts that are tidied up but for the newest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.index.shards.SHARD", _SHARD)
        patch.setattr("storage.index.schema.SHARD", _SHARD)
        async with _opened(folder) as there:
            yield there


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Harbour]:
    async with (
        Database.open(folder / "newshound.db") as db,
        SearchIndex.open(db, time.thread_time) as index,
    ):
        owner = await chat(db, OWNER)
        await chat(db, STRANGER)
        public, secret = await feed(db), await private_feed(db, owner, "Secret")
        texts, secrets = {}, set()
        for number, title in enumerate(_TITLES * _TIMES):
            text = f"{' '.join(WORDS)}; " * (number % len(_TITLES))
            at = NOW - 50 * DAY * number
            for one in (public, secret):
                article = await store(db, one.id, title, text, language="en", published_at=at)
                texts[article] = f"{title}\n{text}"
                secrets |= {article} if one is secret else set()
        await index.rebuild()
        while await index.tidy_once():
            pass
        yield Harbour(index, texts, frozenset(secrets))


async def failures(seed: int, numbers: Iterable[int], there: Harbour) -> list[str]:
    """Return what went wrong, each with the command that shows it again."""
    wrong = []
    for number in numbers:
        try:
            await there.ask(hostile(seed, number))
        except Exception as error:  # noqa: BLE001  # anything is what we are looking for
            again = f"python -m tests.fuzz.searches --seed {seed} --only {number}"
            wrong.append(f"{type(error).__name__}: {error}  # {again}")
    return wrong


def _says(text: str, query: Query) -> bool:
    """Tell whether a text has all that is wanted and nothing that is not, without an index."""
    wanted = (dataclasses.replace(query, wanted=(group,)) for group in query.wanted)
    unwanted = (dataclasses.replace(query, wanted=((one,),)) for one in query.unwanted)
    return all(find_matches(text, one) for one in wanted) and not any(
        find_matches(text, one) for one in unwanted
    )


async def _main(seed: int, numbers: Iterable[int]) -> int:
    with TemporaryDirectory() as folder:
        async with harbour(Path(folder)) as there:
            wrong = await failures(seed, numbers, there)
            problems = (await there.index.check()).problems
    for line in (*wrong, *problems):
        print(line, flush=True)
    taken = sorted(there.taken)
    print(
        f"{len(taken):,} queries, {there.answered:,} found something; CPU ms: "
        f"{1e3 * taken[len(taken) // 2]:.1f} (median), {1e3 * taken[len(taken) * 99 // 100]:.1f} (p99)"
    )
    is_well = not (wrong or problems or there.slow())
    print("every promise was kept" if is_well else f"{len(wrong)} failed")
    return 0 if is_well else 1


def main(words: list[str]) -> int:
    """Ask, print what went wrong, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.searches")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", type=int, help="this one alone")
    chosen = parser.parse_args(words)
    print(f"seed {chosen.seed}", flush=True)
    if chosen.only is not None:
        print(ascii(hostile(chosen.seed, chosen.only)))
        return asyncio.run(_main(chosen.seed, [chosen.only]))
    return asyncio.run(_main(chosen.seed, range(chosen.count)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
