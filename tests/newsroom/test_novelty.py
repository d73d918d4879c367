"""Which new entries alert: an archive does not, and true news always does."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom import Entry
from newsroom.novelty import FLOOD, OLD, OLD_IN_A_FLOOD, UNDATED_FLOOD, silent_keys
from tests.newsroom.documents import DAY, HOUR, NOW, entry, paper

KNOWN = tuple(entry(f"k{n}", None, f"Known {n}", "", NOW - n * HOUR) for n in range(20))
NEWEST = KNOWN[2].published_at or 0
"""The third newest date: what the others are old by."""


def fresh(*dates: int | None) -> list[Entry]:
    return [entry(f"n{n}", None, f"New {n}", "", at) for n, at in enumerate(dates)]


def alerted(known: Sequence[Entry], *new: Entry, later: int = HOUR) -> int:
    feed = paper(*known)
    feed.check(*new, *known, later=later)
    return len(feed.alerts)


def test_an_archive_alerts_nobody_and_is_stored() -> None:
    feed = paper(*KNOWN)
    archive = fresh(*(NOW - 10 * DAY - n * DAY for n in range(200)))
    news = entry("news", None, "News", "", NOW + HOUR)
    feed.check(news, *KNOWN, *archive)
    assert feed.alerts == [news]
    assert len(feed.articles) == 221


def test_an_archive_of_the_last_week_is_older_than_all_that_is_known() -> None:
    """The feed was added an hour ago; it knows the last day alone."""
    archive = fresh(*(NOW - DAY - n * HOUR for n in range(100)))
    assert alerted(KNOWN, *archive) == 0


@pytest.mark.parametrize("away", [HOUR, DAY, 40 * DAY])
def test_a_feed_that_was_away_alerts_all_that_came_meanwhile(away: int) -> None:
    news = fresh(*(NOW + away * n // 15 for n in range(15)))
    assert alerted(KNOWN, *news, later=away) == 15


def test_a_single_old_entry_is_silent_from_a_bound_on() -> None:
    assert alerted(KNOWN, *fresh(NEWEST - OLD - 1)) == 0
    assert alerted(KNOWN, *fresh(NEWEST - OLD)) == 1


@pytest.mark.parametrize(("count", "alerts"), [(FLOOD - 1, FLOOD - 1), (FLOOD, 0)])
def test_a_few_late_ones_alert_and_a_flood_does_not(count: int, alerts: int) -> None:
    """Known for long, so that the week decides."""
    known = (*KNOWN[:5], entry("old", None, "Old", "", NOW - 80 * DAY))
    late = fresh(*[NEWEST - OLD_IN_A_FLOOD - 1] * count)
    assert alerted(known, *late) == alerts
    within = fresh(*[NEWEST - OLD_IN_A_FLOOD] * count)
    assert alerted(known, *within) == count


def test_a_batch_that_is_the_smaller_part_of_the_list_is_no_flood() -> None:
    """A gazette that prints in the evening what was decided in the last weeks."""
    known = [entry(f"k{n}", None, f"K {n}", "", NOW - n * HOUR) for n in range(50)]
    assert alerted(known, *fresh(*[NOW - 10 * DAY] * 20)) == 20


def test_one_or_two_wrong_dates_make_nothing_old() -> None:
    """The clock of the site is years behind, two entries aside."""
    then = NOW - 2000 * DAY
    known = [entry(f"k{n}", None, f"K {n}", "", then - n) for n in range(20)]
    wrong = [entry(f"w{n}", None, f"W {n}", "", NOW + 2 * DAY) for n in range(2)]
    assert alerted([*known, *wrong], *fresh(then + DAY, then + 2 * DAY)) == 2


def test_a_date_in_the_future_counts_as_now() -> None:
    known = [entry(f"k{n}", None, f"K {n}", "", NOW + 2 * DAY) for n in range(5)]
    at = NOW - OLD + DAY
    assert alerted(known, *fresh(at)) == 1


def test_without_dates_a_flood_is_more_than_twice_what_is_known() -> None:
    known = [entry(f"k{n}", None, f"K {n}") for n in range(30)]
    assert alerted(known, *fresh(*[None] * 60)) == 60
    assert alerted(known, *fresh(*[None] * 61)) == 0
    assert alerted(known[:3], *fresh(*[None] * UNDATED_FLOOD)) == UNDATED_FLOOD


def test_an_undated_flood_says_nothing_of_the_dated() -> None:
    dated = entry("d", None, "Dated", "", NOW + HOUR)
    assert alerted(KNOWN, dated, *fresh(*[None] * 70)) == 1


def test_where_nothing_known_has_a_date_no_date_is_old() -> None:
    known = [entry(f"k{n}", None, f"K {n}") for n in range(5)]
    assert alerted(known, *fresh(*[NOW - 900 * DAY] * 40)) == 40


dates = st.integers(NOW - 2000 * DAY, NOW)


@given(known=st.lists(dates, min_size=3), new=st.lists(dates), listed=st.integers(0, 500))
def test_what_is_newer_than_all_that_is_known_is_never_silent(
    known: list[int], new: list[int], listed: int
) -> None:
    entries = fresh(*(max(date, max(known)) for date in new))
    assert silent_keys(entries, known, known=len(known), listed=listed, now=NOW) == frozenset()


@given(known=st.lists(dates, min_size=3), new=st.lists(dates, min_size=FLOOD))
def test_what_is_older_than_all_that_is_known_is_silent_where_it_is_a_flood(
    known: list[int], new: list[int]
) -> None:
    oldest = min(known)
    assume(oldest < sorted(known)[-3])
    entries = fresh(*(min(date, oldest - 1) for date in new))
    listed = len(known) + len(new) if len(known) <= len(new) else 2 * len(new)
    found = silent_keys(entries, known, known=len(known), listed=listed, now=NOW)
    assert found == {one.key for one in entries}


@given(known=st.lists(st.none() | dates), new=st.lists(st.none() | dates), listed=st.integers(0, 9))
def test_only_new_entries_are_silent_and_fewer_than_ten_fresh_ones_never(
    known: list[int | None], new: list[int | None], listed: int
) -> None:
    entries = fresh(*new)
    found = silent_keys(entries, known, known=len(known), listed=listed, now=NOW)
    assert found <= {one.key for one in entries}
    believable = {one.key for one in entries if one.published_at and one.published_at >= NOW - DAY}
    if len(entries) < FLOOD:
        assert not found & believable
