"""One look at one feed: what is fetched, when it is parsed, what is decided."""

from dataclasses import replace

import pytest

from bot.http import Fetcher
from bot.intake import Checker
from bot.worker import WorkerFailure, WorkerPool, WorkerProblem
from newsroom import Feed, FeedState, Problem, ProblemKind, Verdict
from storage import Database
from tests.bot_intake.conftest import PACE
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

ONE = rss("A feed", [item("1", "One", "<p>Text.</p>", "/1")], link="http://site.example/")


def feed_at(url: str) -> Feed:
    return Feed(id=1, url=url, title="", state=FeedState.ACTIVE, added_at=0, next_check_at=0)


def after(feed: Feed, verdict: Verdict) -> Feed:
    """Return the feed as it is once a verdict has been recorded."""
    if verdict.problem is not None:
        return replace(feed, problem=verdict.problem, failures=feed.failures + 1)
    validators = verdict.validators or feed.validators
    return replace(feed, validators=validators, succeeded_at=verdict.at)


@pytest.fixture
def feed(server: FeedServer) -> Feed:
    server.set("/feed", ONE)
    return feed_at(f"{server.url}/feed")


async def test_a_first_check_finds_everything_and_alerts_nobody(
    checker: Checker, feed: Feed, clock: FakeClock
) -> None:
    verdict = await checker.check(feed, clock.now())
    assert verdict.problem is None
    assert (verdict.title, verdict.site_url) == ("A feed", "http://site.example/")
    (entry,) = verdict.new
    assert (entry.title, entry.text, entry.url) == ("One", "Text.", "http://site.example/1")
    assert not verdict.alerting
    assert verdict.validators is not None
    assert verdict.validators.etag


async def test_what_the_server_calls_unmodified_is_not_parsed(
    checker: Checker, feed: Feed, clock: FakeClock
) -> None:
    feed = after(feed, await checker.check(feed, clock.now()))
    verdict = await checker.check(feed, clock.now())
    assert (verdict.problem, verdict.parsed, verdict.validators) == (None, False, None)


async def test_the_same_bytes_are_not_parsed_again(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    """Though the server knows no conditional requests and changes its ETag each time."""
    server.set("/feed", ONE, headers={"ETag": '"1"'})
    feed = after(feed, await checker.check(feed, clock.now()))
    server.set("/feed", ONE, headers={"ETag": '"2"'})
    verdict = await checker.check(feed, clock.now())
    assert not verdict.parsed
    assert verdict.validators == replace(feed.validators, etag='"2"')


@pytest.mark.parametrize("place", [0, 5_000, 19_999])
async def test_one_other_letter_anywhere_is_another_body(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock, place: int
) -> None:
    notes = "a" * 20_000
    changed = f"{notes[:place]}b{notes[place + 1 :]}"
    for body, parsed in ((notes, True), (notes, False), (changed, True)):
        server.set("/feed", ONE.replace("<item>", f"<!--{body}--><item>"), etag=False)
        verdict = await checker.check(feed, clock.now())
        assert verdict.parsed is parsed
        feed = after(feed, verdict)


async def test_an_unmodified_answer_may_bring_a_newer_validator(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    modified = "Sat, 21 Nov 2026 10:00:00 GMT"
    server.set("/feed", ONE, headers={"Last-Modified": modified}, etag=False)
    feed = after(feed, await checker.check(feed, clock.now()))
    server.set("/feed", ONE, headers={"Last-Modified": modified, "ETag": '"new"'})
    verdict = await checker.check(feed, clock.now())
    assert not verdict.parsed
    assert verdict.validators == replace(feed.validators, etag='"new"')


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", Problem(ProblemKind.EMPTY)),
        ("<html><body>Hello</body></html>", Problem(ProblemKind.NOT_A_FEED)),
    ],
)
async def test_a_document_that_is_no_feed_is_a_problem_and_not_remembered(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock, body: str, problem: Problem
) -> None:
    """Its ETag would let the server say «unmodified» next time, and the problem would be forgotten."""
    server.set("/feed", body)
    for _ in range(2):
        verdict = await checker.check(feed, clock.now())
        assert verdict.problem == problem
        assert verdict.validators is None
        feed = after(feed, verdict)


async def test_a_fetch_that_fails_is_a_problem_and_its_server_is_heeded(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    server.set("/feed", "", status=503, headers={"Retry-After": "7200"})
    verdict = await checker.check(feed, clock.now())
    assert verdict.problem == Problem(ProblemKind.SERVER_ERROR, "HTTP 503")
    assert verdict.next_check_at == clock.now() + 7_200_000


def checker_with(workers: WorkerPool, db: Database, fetcher: Fetcher, clock: FakeClock) -> Checker:
    return Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)


@pytest.mark.parametrize(
    ("job", "problem"),
    [
        ("leave", Problem(ProblemKind.TOO_HARD, "died")),
        ("eat", Problem(ProblemKind.TOO_HARD, "memory")),
        ("spin", Problem(ProblemKind.TOO_HARD, "timeout")),
        ("fail", Problem(ProblemKind.UNPARSABLE, "KeyError")),
    ],
)
async def test_what_a_document_does_to_a_worker_is_its_problem(
    db: Database,
    fetcher: Fetcher,
    clock: FakeClock,
    feed: Feed,
    monkeypatch: pytest.MonkeyPatch,
    job: str,
    problem: Problem,
) -> None:
    if job == "spin":
        monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", 0.2)
    jobs = {"parse-feed": f"tests.bot_worker.hostile:{job}"}
    async with WorkerPool(1, jobs=jobs, memory=400 << 20) as workers:
        verdict = await checker_with(workers, db, fetcher, clock).check(feed, clock.now())
    assert verdict.problem == problem


async def test_that_no_worker_starts_is_no_problem_of_the_feeds(
    db: Database, fetcher: Fetcher, clock: FakeClock, feed: Feed
) -> None:
    async with WorkerPool(1, jobs={"parse-feed": "no.such:job"}) as workers:
        with pytest.raises(WorkerProblem) as caught:
            await checker_with(workers, db, fetcher, clock).check(feed, clock.now())
    assert caught.value.failure is WorkerFailure.UNAVAILABLE


async def test_a_look_sees_the_feed_and_where_it_lives(
    checker: Checker, feed: Feed, server: FeedServer
) -> None:
    server.fault("/old", "moved:/feed")
    look = await checker.look(f"{server.url}/old#part")
    assert look.problem is None
    assert look.url == feed.url
    assert look.parsed is not None
    assert [entry.title for entry in look.parsed.entries] == ["One"]
    assert look.validators.body_hash


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/missing", ProblemKind.NOT_FOUND), ("/page", ProblemKind.NOT_A_FEED)],
)
async def test_a_look_at_no_feed_says_why(
    checker: Checker, server: FeedServer, path: str, kind: ProblemKind
) -> None:
    server.set("/page", "<html></html>")
    look = await checker.look(server.url + path)
    assert look.parsed is None
    assert look.problem is not None
    assert look.problem.kind is kind


async def test_what_a_look_saw_is_a_first_check(
    checker: Checker, feed: Feed, clock: FakeClock
) -> None:
    look = await checker.look(feed.url)
    assert await checker.judge(feed, look, clock.now()) == await checker.check(feed, clock.now())
