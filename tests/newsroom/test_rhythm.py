"""How often a feed posts, and how that stretches or shortens the aim."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.models import Rhythm
from newsroom.rhythm import HOUR, USUAL_GAP, after_check, expected_gap, slowness

NOW = 1_800_000_000_000
DAY = 24 * HOUR

GAPS = st.none() | st.integers(0, 400 * DAY)
QUIET = st.integers(0, 400 * DAY)


def posting_every(gap: int, times: int) -> Rhythm:
    """Return the rhythm of a feed that had one new entry every `gap`, the last one now."""
    rhythm = Rhythm(None, NOW - times * gap)
    for number in range(times, 0, -1):
        rhythm = after_check(rhythm, 1, NOW - (number - 1) * gap)
    return rhythm


def test_a_young_feed_is_checked_at_the_aim() -> None:
    assert slowness(after_check(Rhythm(), 20, NOW), NOW) == 1
    assert slowness(Rhythm(None, NOW - 3 * HOUR), NOW) == 1


def test_fifty_a_day_are_checked_more_often_and_one_a_month_rarely() -> None:
    assert slowness(posting_every(DAY // 50, 50), NOW) < 0.4
    monthly = posting_every(30 * DAY, 24)
    assert slowness(monthly, NOW + 20 * DAY) > 8


def test_the_gap_is_learnt_within_a_dozen_entries() -> None:
    learnt = posting_every(DAY, 15).gap
    assert learnt is not None
    assert 0.9 * DAY < learnt < 1.1 * DAY


def test_several_entries_in_one_check_are_so_many_gaps() -> None:
    rhythm = after_check(Rhythm(HOUR, NOW - 10 * HOUR), 10, NOW)
    assert rhythm == Rhythm(HOUR, NOW)


def test_an_archive_put_online_again_is_no_rhythm() -> None:
    flood = after_check(Rhythm(DAY, NOW - DAY), 500, NOW)
    assert flood.gap is not None
    assert flood.gap > DAY // 10


def test_a_feed_that_wakes_up_is_watched_at_once() -> None:
    """A yearly one too: what it has to say now may go on."""
    asleep = Rhythm(100 * DAY, NOW - 300 * DAY)
    awake = after_check(asleep, 1, NOW)
    assert slowness(asleep, NOW) > 20
    assert slowness(awake, NOW) == 1


def test_a_busy_feed_that_falls_silent_is_checked_less_and_less() -> None:
    busy = posting_every(HOUR, 50)
    slow = [slowness(busy, NOW + days * DAY) for days in (0, 1, 3, 30)]
    assert slow == sorted(slow)
    assert slow[0] < 0.6
    assert slow[-1] > 4


@given(GAPS, QUIET)
def test_the_expected_gap_is_never_longer_than_the_usual_one_and_the_silence(
    gap: int | None, quiet: int
) -> None:
    assert 0 <= expected_gap(Rhythm(gap, NOW - quiet), NOW) <= USUAL_GAP + quiet


@given(st.integers(0, 400 * DAY), st.integers(0, 400 * DAY), QUIET)
def test_who_posts_more_rarely_is_never_checked_more_often(
    one: int, other: int, quiet: int
) -> None:
    often, rarely = sorted((one, other))
    since = NOW - quiet
    assert slowness(Rhythm(often, since), NOW) <= slowness(Rhythm(rarely, since), NOW)


@given(GAPS, QUIET, QUIET)
def test_silence_never_makes_checks_more_frequent(gap: int | None, one: int, other: int) -> None:
    short, long = sorted((one, other))
    rhythm = Rhythm(gap, NOW)
    assert slowness(rhythm, NOW + short) <= slowness(rhythm, NOW + long)


@given(GAPS, QUIET, st.integers(0, 1000))
def test_nothing_new_changes_nothing_and_something_new_ends_the_silence(
    gap: int | None, quiet: int, found: int
) -> None:
    before = Rhythm(gap, NOW - quiet)
    after = after_check(before, found, NOW)
    assert after == before if found == 0 else after.since == NOW


def test_a_clock_set_back_does_no_harm() -> None:
    ahead = Rhythm(HOUR, NOW + DAY)
    assert expected_gap(ahead, NOW) == HOUR
    assert after_check(ahead, 1, NOW).since == NOW
