"""The writer: many intents in one transaction, each for itself, answered once it is on the disk."""

import asyncio
import sqlite3
from collections.abc import Callable

import pytest

from storage import Database
from storage.waiting import GROUP_LIMIT
from tests.storage.given import Gate, beside, insert, traced
from tests.storage.scratch import held, is_clean, values

pytestmark = pytest.mark.usefixtures("scratch")


async def test_what_waits_together_is_one_transaction(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    await asyncio.gather(*(db.write(insert("scratch", n)) for n in range(200)))
    assert statements.count("COMMIT") == 1
    assert await values(db) == list(range(200)), "carried out in the order they came"


async def test_a_group_has_a_limit(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    total = 2 * GROUP_LIMIT + 1
    await asyncio.gather(*(db.write(insert("scratch", n)) for n in range(total)))
    assert statements.count("COMMIT") == 3
    assert await values(db) == list(range(total))


async def test_what_comes_while_a_group_is_written_makes_the_next_group(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    gate = Gate()
    first = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    others = [asyncio.create_task(db.write(insert("scratch", n))) for n in range(50)]
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(first, *others)
    assert statements.count("COMMIT") == 2


async def test_a_write_returns_what_its_intent_returns(db: Database) -> None:
    assert await db.write(lambda raw: raw.execute("SELECT 6 * 7").fetchone()[0]) == 42


async def test_an_exception_that_is_returned_is_a_value(db: Database) -> None:
    value = ValueError("a value")
    assert await db.write(lambda _: value) is value


def _type_error(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    raise TypeError("a bug")


def _integrity_error(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    raw.execute(
        "INSERT INTO subscriptions (chat_id, feed_id, created_at, created_by) VALUES (1,1,1,1)"
    )


def _wrong_sql(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    raw.execute("SELECT nonsense")


def _lone_surrogate(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    raw.execute("INSERT INTO scratch VALUES (?)", ("\ud800",))


def _with_an_open_cursor(raw: sqlite3.Connection) -> None:
    added = raw.execute("INSERT INTO scratch VALUES ('bad'), ('bad') RETURNING value")
    for _ in added:
        raise TypeError("a bug amid a statement")


def _in_a_handler(raw: sqlite3.Connection) -> None:
    try:
        _with_an_open_cursor(raw)
    except TypeError:
        raise KeyError("a bug in the handler of a bug") from None


def _stop_iteration(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    next(iter(()))


class Stop(BaseException):
    """Neither an Exception nor anything asyncio knows."""


def _no_exception(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO scratch VALUES ('bad')")
    raise Stop


BUGS = [
    (_type_error, TypeError),
    (_integrity_error, sqlite3.IntegrityError),
    (_wrong_sql, sqlite3.OperationalError),
    (_lone_surrogate, UnicodeEncodeError),
    (_with_an_open_cursor, TypeError),
    (_in_a_handler, KeyError),
    (_stop_iteration, RuntimeError),
    (_no_exception, Stop),
]


@pytest.mark.parametrize(("bug", "error"), BUGS)
async def test_a_bad_intent_among_good_ones_fails_alone(
    db: Database, bug: Callable[[sqlite3.Connection], None], error: type[BaseException]
) -> None:
    """Its error comes out as it is, not as a StorageError: a bug shall look like one."""
    statements: list[str] = []
    await traced(db, statements)
    outcomes = await asyncio.gather(
        db.write(insert("scratch", 1)),
        db.write(bug),
        db.write(insert("scratch", 2)),
        return_exceptions=True,
    )
    assert outcomes[0] is outcomes[2] is None
    assert type(outcomes[1]) is error
    assert await values(db) == [1, 2]
    assert statements.count("COMMIT") == 1
    assert await is_clean(db)


async def test_an_answer_comes_only_after_the_commit(db: Database) -> None:
    """Whoever has his answer finds his row from any other connection."""
    for number in range(20):
        await db.write(insert("scratch", number))
        assert beside(db, "SELECT max(value) FROM scratch") == [(number,)]


async def test_nothing_is_answered_before_the_whole_group_is_committed(db: Database) -> None:
    gate = Gate()
    early = asyncio.create_task(db.write(insert("scratch", "early")))
    late = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    assert not early.done()
    assert beside(db, "SELECT * FROM scratch") == []
    gate.open()
    await asyncio.gather(early, late)
    assert len(beside(db, "SELECT * FROM scratch")) == 2
