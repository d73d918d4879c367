"""Other people's feeds, good and broken: none stops the poller, each is articles or a named problem.

They lie beside the repository (`../shared/data/feeds`) and are no part of it.
"""

import asyncio
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.intake import Poller
from bot.intake.parse import parse
from newsroom import (
    Failed,
    Feed,
    FeedState,
    ParsedFeed,
    Problem,
    ProblemKind,
    Read,
    Validators,
    clean_line,
    decide,
)
from storage import Database, add_feed, get_feed, latest_of_feed
from tests.bot_intake.conftest import PACE
from tests.bot_intake.documents import NOW, URL
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real feeds are not on this machine ({FOLDER})"
)

LEAST_ENTRIES = {
    "feedjira": 322,
    "feedparser": 690,
    "miniflux": 262,
    "reader": 11,
    "rss-parser": 1141,
}
"""By archive, as many as were found in November 2026; fewer: something is no longer understood."""

NO_FEED = {ProblemKind.EMPTY, ProblemKind.NOT_A_FEED, ProblemKind.UNPARSABLE}

FEED = Feed(
    id=1,
    url="https://feeds.example/feed",
    title="",
    state=FeedState.ACTIVE,
    added_at=0,
    next_check_at=0,
)


def documents(archive: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each document of an archive."""
    with tarfile.open(FOLDER / f"{archive}.tar.gz") as packed:
        for member in packed:
            content = packed.extractfile(member)
            if content is not None and not member.name.endswith("LICENSE"):
                yield member.name, content.read()


@cache
def read(archive: str) -> tuple[tuple[str, bytes, ParsedFeed | Problem], ...]:
    """Return name and content of each document, and what is read of it; once for all tests of them."""
    return tuple(
        (name, body, parse(body, url=URL, charset=None, now=NOW))
        for name, body in documents(archive)
    )


def assert_clean(feed: ParsedFeed) -> None:
    lines = [feed.title]
    for entry in feed.entries:
        assert entry.title or entry.text or entry.url
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        lines += [entry.title, entry.author or "", *entry.text.split("\n")]
    assert all(line == clean_line(line) for line in lines)


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_each_document_is_articles_or_a_named_problem(archive: str) -> None:
    found = 0
    for name, _, parsed in read(archive):
        if isinstance(parsed, Problem):
            assert parsed.kind in NO_FEED, name
            verdict = decide(FEED, Failed(parsed), {}, NOW, PACE)
            assert verdict.problem == parsed
            continue
        assert_clean(parsed)
        verdict = decide(FEED, Read(parsed, Validators()), {}, NOW, PACE)
        assert (
            len(verdict.new) == len({seen.key for seen in verdict.seen}) == len(parsed.entries)
        ), name
        found += len(verdict.new)
    assert found >= LEAST_ENTRIES[archive]


@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
async def test_none_stops_the_poller(
    archive: str, server: FeedServer, db: Database, poller: Poller, clock: FakeClock
) -> None:
    urls = []
    for number, (_, body) in enumerate(documents(archive)):
        server.set(f"/{number}", body)
        urls.append(f"{server.url}/{number}")
    # At once: what is written side by side costs one transaction.
    feeds = await asyncio.gather(
        *(add_feed(db, url=url, title=url, by=1, now=clock.now()) for url in urls)
    )
    while await poller.poll_once(clock.now()):
        pass
    assert poller.stats.checks == len(feeds)
    stored = 0
    for feed in feeds:
        after = await get_feed(db, feed.id, visible_to=1)
        assert after is not None
        assert after.checked_at == clock.now()
        assert (after.problem is None) == (after.succeeded_at is not None)
        stored += (await latest_of_feed(db, feed.id, size=1)).total
    assert stored == poller.stats.new_articles > 0
