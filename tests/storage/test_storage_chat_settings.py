"""A chat's settings, and the moments that its clock times come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import storage
from newsroom import AlertStyle, ChatSettings, Hold, Manner, Place
from storage import Database
from tests.storage.given import NOW, article, chat, feed, held, rows

DAY = 24 * 3_600_000
YEAR = 365 * DAY


def moment(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def setting(**values: Any) -> Callable[[ChatSettings], ChatSettings]:
    return lambda settings: replace(settings, **values)


async def times(db: Database) -> tuple[int | None, int | None, int | None]:
    (found,) = await rows(db, "SELECT digest_due_at, quiet_begins_at, quiet_ends_at FROM chats")
    return found


async def dues(db: Database) -> list[int]:
    question = "SELECT due_at FROM deliveries WHERE hold IS NOT NULL ORDER BY id"
    return [due_at for (due_at,) in await rows(db, question)]


async def test_settings_are_kept_and_given_back(db: Database) -> None:
    await chat(db)
    assert await storage.get_settings(db, 1) == ChatSettings()
    wanted = ChatSettings(
        Manner(AlertStyle.FULL, media=False, album=True, preview=False, silent=True),
        one_story=False,
        timezone="Europe/Berlin",
        digest_minute=480,
        digest_days=31,
        quiet_from=1320,
        quiet_to=420,
    )
    before, after = await storage.change_settings(db, 1, lambda _: wanted, NOW)
    assert (before, after) == (ChatSettings(), wanted)
    assert await storage.get_settings(db, 1) == wanted
    assert await storage.get_settings(db, 2) == ChatSettings(), "of a chat not met"
    with pytest.raises(LookupError):
        await storage.change_settings(db, 2, lambda _: wanted, NOW)


async def test_clock_times_become_moments_when_the_zone_is_known(db: Database) -> None:
    await chat(db)
    now = moment("2026-11-27 23:00")  # a Friday; past midnight in Berlin
    wish = setting(digest_minute=480, digest_days=31, quiet_from=1320, quiet_to=420)
    await storage.change_settings(db, 1, wish, now)
    assert await times(db) == (None, None, None)
    await storage.change_settings(db, 1, setting(timezone="Europe/Berlin"), now)
    assert await times(db) == (
        moment("2026-11-30 07:00"),
        moment("2026-11-27 21:00"),
        moment("2026-11-28 06:00"),
    )
    await storage.change_settings(db, 1, setting(digest_minute=None, quiet_from=None), now)
    assert await times(db) == (None, None, None)


async def test_what_is_held_goes_with_the_settings(db: Database) -> None:
    """Put off, put forward, or let go when nothing holds it any more."""
    here, now = await chat(db), moment("2026-11-27 23:00")
    made = await feed(db)
    digest = setting(timezone="UTC", digest_minute=480, quiet_from=1320, quiet_to=420)
    await storage.change_settings(db, 1, digest, now)
    due, _, quiet_end = await times(db)
    assert due is not None
    assert quiet_end is not None
    await held(db, here, await article(db, made.id, "one"), due_at=due)
    await held(db, here, await article(db, made.id, "two"), why=Hold.QUIET, due_at=quiet_end)
    await storage.change_settings(db, 1, setting(digest_minute=540, quiet_to=360), now)
    assert await dues(db) == [moment("2026-11-28 09:00"), moment("2026-11-28 06:00")]
    await storage.change_settings(db, 1, setting(timezone="UTC+2"), now)
    assert await dues(db) == [moment("2026-11-28 07:00"), moment("2026-11-28 04:00")]
    await storage.change_settings(db, 1, setting(digest_minute=None, quiet_from=None), now)
    assert await dues(db) == [now, now]


async def test_quiet_hours_that_are_not_under_way_hold_nothing(db: Database) -> None:
    here, now = await chat(db), moment("2026-11-27 12:00")
    made = await feed(db)
    await held(db, here, await article(db, made.id), why=Hold.QUIET, due_at=now + DAY)
    later = setting(timezone="UTC", quiet_from=1320, quiet_to=420)
    await storage.change_settings(db, 1, later, now)
    assert await dues(db) == [now]


async def test_times_that_have_passed_are_counted_anew(db: Database) -> None:
    await chat(db)
    now = moment("2026-11-27 12:00")
    both = setting(timezone="UTC", digest_minute=480, quiet_from=1320, quiet_to=420)
    await storage.change_settings(db, 1, both, now)
    for hours in range(0, 200, 5):
        later = now + hours * 3_600_000
        await storage.refresh_times(db, later)
        due, begins, ends = await times(db)
        assert due is not None
        assert begins is not None
        assert ends is not None
        assert later < due <= later + DAY
        assert begins < ends
        assert later < ends <= later + DAY + 9 * 3_600_000


@pytest.mark.parametrize("years", [-1, 1])
async def test_a_clock_that_is_set_by_a_year_holds_nothing_for_a_year(
    db: Database, years: int
) -> None:
    here, now = await chat(db), moment("2026-11-27 23:00")
    made = await feed(db)
    both = setting(timezone="Europe/Berlin", digest_minute=480, quiet_from=1320, quiet_to=420)
    await storage.change_settings(db, 1, both, now)
    due, _, quiet_end = await times(db)
    for name, why, due_at in (
        ("one", Hold.DIGEST, due),
        ("two", Hold.QUIET, quiet_end),
        ("three", Hold.BURST, now),
    ):
        await held(db, here, await article(db, made.id, name), why=why, due_at=due_at or 0)
    there = now + years * YEAR
    await storage.refresh_times(db, there)
    digest, _, quiet = await times(db)
    assert digest is not None
    assert quiet is not None
    assert there < digest <= there + DAY
    assert there < quiet <= there + DAY
    assert max(await dues(db)) <= max(digest, quiet)
    await storage.refresh_times(db, now)  # and back
    assert await times(db) == (due, *(await times(db))[1:])
    assert max(await dues(db)) <= now + DAY


async def test_ten_thousand_chats_are_refreshed_in_parts(db: Database) -> None:
    for number in range(1, 1200):
        await chat(db, number)
    await db.write(
        lambda raw: raw.execute(
            "UPDATE chats SET timezone = 'UTC', digest_minute = 1, digest_due_at = 5"
        )
    )
    await storage.refresh_times(db, NOW)
    assert await rows(db, "SELECT count(*) FROM chats WHERE digest_due_at > ?", NOW) == [(1199,)]
    await storage.refresh_times(db, NOW)
    assert await storage.get_settings(db, Place(1).chat_id) == ChatSettings(
        timezone="UTC", digest_minute=1
    )
