"""What a check changes."""

from dataclasses import replace

import pytest

from newsroom import (
    Entry,
    Failed,
    Feed,
    FeedState,
    KnownEntry,
    Outcome,
    Pace,
    ParsedFeed,
    Problem,
    ProblemKind,
    Read,
    Seen,
    Unchanged,
    Validators,
    decide,
    marks_of,
    next_check,
)

NOW = 1_800_000_000_000
PACE = Pace(interval=900_000, min_interval=300_000, max_interval=21_600_000)
OLD = Validators('"old"', None, "aa")
NEW = Validators('"new"', None, "bb")
FEED = Feed(
    id=3,
    url="https://a.example/feed",
    title="A",
    state=FeedState.ACTIVE,
    added_at=0,
    next_check_at=0,
    validators=OLD,
    succeeded_at=NOW - 1_000,
)


def entry(key: str, raw_hash: str = "1", published_at: int | None = None) -> Entry:
    return Entry(key=key, raw_hash=raw_hash, title=key, text="", published_at=published_at)


def read(*entries: Entry, validators: Validators = NEW) -> Read:
    return Read(ParsedFeed("Title", entries, "https://a.example/", "en"), validators)


def seen(one: Entry) -> Seen:
    return Seen(one.key, one.raw_hash, one.element, marks_of(one))


def test_an_unknown_entry_is_new() -> None:
    verdict = decide(FEED, read(entry("b"), entry("a")), {"a": KnownEntry("1", 5)}, NOW, PACE)
    assert [new.key for new in verdict.new] == ["b"]
    assert verdict.changed == ()
    assert verdict.alerting
    assert verdict.parsed
    assert verdict.seen == (seen(entry("a")), seen(entry("b")))


def test_a_known_entry_that_says_something_else_changes_its_article() -> None:
    edited = entry("a", "2")
    verdict = decide(FEED, read(edited), {"a": KnownEntry("1", 5)}, NOW, PACE)
    assert verdict.new == ()
    assert verdict.changed == ((5, edited),)
    assert verdict.seen == (seen(edited),)


def test_an_entry_whose_article_was_pruned_is_neither_new_nor_changed() -> None:
    verdict = decide(FEED, read(entry("a", "2")), {"a": KnownEntry("1", None)}, NOW, PACE)
    assert (verdict.new, verdict.changed) == ((), ())


def test_a_first_check_alerts_nobody() -> None:
    verdict = decide(replace(FEED, succeeded_at=None), read(entry("a")), {}, NOW, PACE)
    assert len(verdict.new) == 1
    assert not verdict.alerting


def test_a_first_check_stays_the_first_until_one_succeeds() -> None:
    """A feed that was down when it was added must not alert its whole archive when it comes up."""
    tried = replace(FEED, succeeded_at=None, checked_at=NOW - 5, failures=2)
    assert not decide(tried, read(entry("a")), {}, NOW, PACE).alerting


def test_what_the_feed_says_of_itself_is_taken_over() -> None:
    verdict = decide(FEED, read(), {}, NOW, PACE)
    assert (verdict.title, verdict.site_url, verdict.language) == (
        "Title",
        "https://a.example/",
        "en",
    )
    assert verdict.validators == NEW


def test_a_feed_without_a_title_keeps_the_one_it_has() -> None:
    nameless = Read(ParsedFeed("", ()), NEW)
    assert decide(FEED, nameless, {}, NOW, PACE).title is None


def test_new_entries_come_in_the_order_of_their_dates() -> None:
    listed = read(
        entry("b", published_at=20), entry("c", published_at=30), entry("a", published_at=10)
    )
    assert [new.key for new in decide(FEED, listed, {}, NOW, PACE).new] == ["a", "b", "c"]


def test_new_entries_without_dates_come_from_the_end_of_the_list() -> None:
    listed = read(entry("c"), entry("b", published_at=30), entry("a"))
    assert [new.key for new in decide(FEED, listed, {}, NOW, PACE).new] == ["a", "b", "c"]


def test_an_unchanged_feed_keeps_its_validators() -> None:
    verdict = decide(FEED, Unchanged(OLD), {}, NOW, PACE)
    assert verdict.problem is None
    assert not verdict.parsed
    assert verdict.validators is None
    assert verdict.seen == ()


def test_an_unchanged_feed_may_have_newer_validators() -> None:
    assert decide(FEED, Unchanged(NEW), {}, NOW, PACE).validators == NEW


def test_a_failure_is_told_and_forgets_nothing() -> None:
    problem = Problem(ProblemKind.BUSY, "HTTP 429")
    verdict = decide(FEED, Failed(problem, 7_200_000), {}, NOW, PACE)
    assert verdict.problem == problem
    assert verdict.validators is None
    assert verdict.title is None
    assert verdict.next_check_at == NOW + 7_200_000


@pytest.mark.parametrize("outcome", [Unchanged(OLD), read()])
def test_a_check_that_worked_is_followed_by_the_next_at_the_usual_pace(outcome: Outcome) -> None:
    verdict = decide(replace(FEED, failures=5), outcome, {}, NOW, PACE)
    assert (verdict.feed_id, verdict.at) == (FEED.id, NOW)
    assert verdict.next_check_at == next_check(FEED, NOW, PACE)
