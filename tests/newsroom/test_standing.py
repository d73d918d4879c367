"""How a feed fares over many checks, and when a move or a 410 is believed."""

from dataclasses import replace

import pytest

from newsroom import (
    Asks,
    Entry,
    Failed,
    Feed,
    FeedState,
    KnownEntry,
    Move,
    Pace,
    ParsedFeed,
    Problem,
    ProblemKind,
    Read,
    Rhythm,
    Standing,
    Unchanged,
    Validators,
    Verdict,
    decide,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOW = 1_800_000_000_000
PACE = Pace(15 * MINUTE, 5 * MINUTE, 6 * HOUR)
SAME = Validators('"same"', None, "aa")
FEED = Feed(
    id=3,
    url="https://a.example/feed",
    title="A",
    state=FeedState.ACTIVE,
    added_at=0,
    next_check_at=NOW,
    validators=SAME,
    checked_at=NOW - 15 * MINUTE,
    succeeded_at=NOW - 15 * MINUTE,
    rhythm=Rhythm(DAY, NOW - DAY),
)
NEW = "https://b.example/feed"
TIMEOUT = Problem(ProblemKind.TIMEOUT)
GONE = Problem(ProblemKind.GONE, "HTTP 410")
ENTRY = Entry(key="a", raw_hash="1", title="A", text="")


def failed(met: Problem = TIMEOUT, **before: object) -> Verdict:
    return decide(replace(FEED, **before), Failed(met), {}, NOW, PACE)  # type: ignore[arg-type]


def unchanged(feed: Feed = FEED, lasting_url: str | None = None, now: int = NOW) -> Verdict:
    return decide(feed, Unchanged(SAME, lasting_url), {}, now, PACE)


@pytest.mark.parametrize(
    ("failures", "hours", "standing"),
    [
        (0, 0, Standing.WELL),
        (2, 100, Standing.WELL),
        (50, 5, Standing.WELL),
        (3, 6, Standing.ILL),
        (9, 7 * 24, Standing.ILL),
        (9, 7 * 24 + 1, Standing.DEAD),
    ],
)
def test_many_failures_over_hours_are_an_illness(
    failures: int, hours: int, standing: Standing
) -> None:
    verdict = failed(failures=failures, failing_since=NOW - hours * HOUR, problem=TIMEOUT)
    assert verdict.standing is standing
    assert not verdict.stop


def test_one_answer_makes_it_well() -> None:
    ill = replace(FEED, failures=9, failing_since=NOW - 9 * DAY, standing=Standing.DEAD)
    assert unchanged(ill).standing is Standing.WELL


@pytest.mark.parametrize(
    ("gap", "quiet", "standing"),
    [
        (DAY, 30 * DAY, Standing.WELL),
        (DAY, 31 * DAY, Standing.SILENT),
        (30 * DAY, 179 * DAY, Standing.WELL),
        (30 * DAY, 181 * DAY, Standing.SILENT),
        (None, 89 * DAY, Standing.WELL),
        (None, 91 * DAY, Standing.SILENT),
    ],
)
def test_a_feed_is_silent_by_its_own_rhythm(
    gap: int | None, quiet: int, standing: Standing
) -> None:
    assert unchanged(replace(FEED, rhythm=Rhythm(gap, NOW - quiet))).standing is standing


def test_something_new_ends_the_silence() -> None:
    silent = replace(FEED, rhythm=Rhythm(DAY, NOW - 99 * DAY), standing=Standing.SILENT)
    verdict = decide(silent, Read(ParsedFeed("A", (ENTRY,)), SAME), {}, NOW, PACE)
    assert verdict.standing is Standing.WELL
    assert verdict.rhythm is not None
    assert verdict.rhythm.since == NOW


def test_a_410_stops_a_feed_when_it_stays() -> None:
    assert not failed(GONE).stop
    assert not failed(GONE, failures=1, problem=GONE).stop
    verdict = failed(GONE, failures=2, problem=GONE)
    assert verdict.stop
    assert verdict.standing is Standing.GONE


def test_one_410_among_other_failures_stops_nothing() -> None:
    assert not failed(GONE, failures=9, problem=TIMEOUT).stop
    assert not failed(TIMEOUT, failures=9, problem=GONE).stop


def test_a_stopped_feed_stays_stopped_whatever_a_look_at_it_shows() -> None:
    stopped = replace(FEED, state=FeedState.STOPPED, standing=Standing.GONE)
    assert unchanged(stopped).standing is Standing.GONE


def moves(feed: Feed, *hours: int, target: str = NEW) -> list[str | None]:
    """Return what checks at these hours take over that are redirected for good to `target`."""
    taken = []
    for hour in hours:
        verdict = unchanged(feed, target, NOW + hour * HOUR)
        feed = replace(feed, move=verdict.move)
        taken.append(verdict.moved_to)
    return taken


def test_a_move_is_believed_after_several_checks_over_hours() -> None:
    assert moves(FEED, 0, 1, 2, 5, 6) == [None, None, None, None, NEW]
    assert moves(FEED, 0, 7, 8) == [None, None, NEW]


def test_the_hours_are_the_feeds_own_up_to_a_day() -> None:
    often = replace(FEED, interval=MINUTE)
    assert moves(often, 0, 1, 2) == [None, None, NEW]
    rarely = replace(FEED, interval=7 * DAY)
    assert moves(rarely, 0, 23, 23, 24) == [None, None, None, NEW]


def test_another_target_or_none_starts_anew() -> None:
    seen = replace(FEED, move=Move(NEW, 2, NOW - DAY))
    assert unchanged(seen, "https://c.example/").move == Move("https://c.example/", 1, NOW)
    assert unchanged(seen, FEED.url).move is None
    assert unchanged(seen).move is None


def test_a_move_first_seen_by_a_clock_that_was_ahead_begins_now() -> None:
    seen = replace(FEED, move=Move(NEW, 2, NOW + 365 * DAY))
    assert unchanged(seen, NEW).move == Move(NEW, 3, NOW)


def test_a_failure_neither_counts_nor_forgets_a_move() -> None:
    """Behind a redirect to a page that is no feed there is nothing to move to."""
    seen = Move(NEW, 9, NOW - 9 * DAY)
    verdict = failed(Problem(ProblemKind.NOT_A_FEED), move=seen)
    assert (verdict.move, verdict.moved_to) == (seen, None)


def test_an_empty_feed_is_not_moved_to() -> None:
    seen = replace(FEED, move=Move(NEW, 9, NOW - 9 * DAY))
    known = {"a": KnownEntry("1", 1, "e")}

    def moved_to(parsed: ParsedFeed) -> str | None:
        return decide(seen, Read(parsed, SAME, NEW), known, NOW, PACE).moved_to

    assert moved_to(ParsedFeed("A", ())) is None
    assert moved_to(ParsedFeed("A", (ENTRY,))) == NEW
    assert moved_to(ParsedFeed("A", (), unread=frozenset({"e"}))) == NEW


def test_what_the_document_announces_is_a_move_too_also_while_it_stays_unchanged() -> None:
    parsed = ParsedFeed("A", (ENTRY,), asks=Asks(new_url=NEW))
    verdict = decide(FEED, Read(parsed, SAME, FEED.url), {}, NOW, PACE)
    assert verdict.asks == Asks(new_url=NEW)
    later = replace(FEED, asks=parsed.asks, move=verdict.move)
    assert unchanged(later, FEED.url).move == Move(NEW, 2, NOW)


def test_where_the_server_redirects_goes_before_what_the_document_says() -> None:
    says = replace(FEED, asks=Asks(new_url="https://old-plan.example/"))
    move = unchanged(says, NEW).move
    assert move is not None
    assert move.url == NEW
