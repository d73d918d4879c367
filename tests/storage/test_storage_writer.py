"""The writer: many intents in one transaction, each for itself, answered once it is on the disk."""

import asyncio
import random
import resource
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage import Database, DiskFull, StorageError
from storage.waiting import GROUP_LIMIT
from tests.storage.given import Gate, beside, insert, rows, sql, traced


@pytest.fixture(autouse=True)
async def scratch(db: Database) -> None:
    await sql(db, "CREATE TABLE scratch (value)")


async def values(db: Database) -> list[object]:
    return [value for (value,) in await rows(db, "SELECT value FROM scratch ORDER BY rowid")]


async def is_clean(db: Database) -> bool:
    """Whether the writer stands between two transactions."""
    return not await db._writer.run(lambda raw: raw.in_transaction)


def held(gate: Gate) -> Callable[[sqlite3.Connection], None]:
    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("INSERT INTO scratch VALUES ('gate')")
        gate.hold()

    return intent


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


async def test_a_caller_cancelled_while_he_waits_changes_nothing(db: Database) -> None:
    gate = Gate()
    holding = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    waiting = asyncio.create_task(db.write(insert("scratch", "waited")))
    other = asyncio.create_task(db.write(insert("scratch", "other")))
    await asyncio.sleep(0)
    waiting.cancel()
    gate.open()
    await asyncio.gather(holding, other)
    assert waiting.cancelled()
    assert await values(db) == ["gate", "waited", "other"]


async def test_a_caller_cancelled_while_his_intent_runs_changes_nothing(db: Database) -> None:
    gate = Gate()
    running = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    gate.open()
    await db.write(insert("scratch", "next"))
    assert await values(db) == ["gate", "next"]
    assert await is_clean(db)


def _pair(number: int) -> Callable[[sqlite3.Connection], int]:
    def intent(raw: sqlite3.Connection) -> int:
        raw.execute("INSERT INTO scratch VALUES (?)", (number,))
        raw.execute("INSERT INTO scratch VALUES (?)", (number,))
        return number

    return intent


async def test_four_hundred_callers_cancelled_at_random(db: Database) -> None:
    """Every intent is carried out whole, whenever its caller went away."""
    dice = random.Random(20261122)
    begun = set()

    async def caller(number: int) -> int:
        begun.add(number)
        return await db.write(_pair(number))

    async def impatient(number: int) -> None:
        task = asyncio.create_task(caller(number))
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 40))):
            await asyncio.sleep(0)
        task.cancel()
        try:
            assert await task == number
        except asyncio.CancelledError:
            assert task.cancelled()

    for start in range(0, 400, 20):
        await asyncio.gather(*(impatient(start + n) for n in range(20)))
    await db.write(insert("scratch", "end"))
    assert await is_clean(db)
    stored = await values(db)
    assert stored.pop() == "end"
    assert {stored.count(number) for number in begun} == {2}
    assert set(stored) == begun
    assert 100 < len(begun) < 400, "some were cancelled before they began, some not"


async def _limit_pages(db: Database, more: int) -> None:
    """Let the file grow by only so many pages: SQLite then says what it says on a full disk."""

    def limit(raw: sqlite3.Connection) -> None:
        (count,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count = {count + more}")

    await db._writer.run(limit)


async def test_a_full_disk_that_rolls_back_everything_fails_the_whole_group(db: Database) -> None:
    """SQLite itself ends the transaction then, savepoints and all: nobody's write is there."""
    await _limit_pages(db, 4)
    outcomes = await asyncio.gather(
        db.write(insert("scratch", 1)),
        db.write(insert("scratch", "x" * 100_000)),
        db.write(insert("scratch", 2)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [DiskFull] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3, "one error each, not one for all"
    assert await values(db) == []
    assert await is_clean(db)
    await db.write(insert("scratch", "small"))
    assert await values(db) == ["small"]


async def test_a_full_disk_that_ends_one_statement_fails_its_intent_alone(db: Database) -> None:
    await db.write(insert("scratch", 1))
    await _limit_pages(db, 4)
    grow = "UPDATE scratch SET value = zeroblob(100000)"
    outcomes = await asyncio.gather(
        db.write(insert("scratch", 2)),
        db.write(lambda raw: raw.execute(grow).rowcount),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), DiskFull]
    assert await values(db) == [1, 2]
    assert await is_clean(db)


@contextmanager
def _file_size_limit(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_commit_that_fails_tells_everybody_and_leaves_nothing(db: Database) -> None:
    """The pages are written at the commit, and here the system refuses them."""
    statements: list[str] = []
    await traced(db, statements)
    wal = db.path.with_name(db.path.name + "-wal")
    with _file_size_limit(wal.stat().st_size):
        outcomes = await asyncio.gather(
            *(db.write(insert("scratch", n)) for n in range(10)), return_exceptions=True
        )
    assert "COMMIT" in statements
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 10
    assert beside(db, "SELECT * FROM scratch") == []
    assert await is_clean(db)
    await db.write(insert("scratch", "after"))
    assert await values(db) == ["after"]


async def test_closing_carries_out_what_waits(path: Path, tmp_path: Path) -> None:
    async with Database.open(tmp_path / "other.db") as db:
        await sql(db, "CREATE TABLE scratch (value)")
        total = 2 * GROUP_LIMIT
        waiting = [asyncio.create_task(db.write(insert("scratch", n))) for n in range(total)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [None] * total
    assert beside(db, "SELECT count(*) FROM scratch") == [(total,)]


async def test_closing_in_a_hurry_still_carries_out_what_waits(tmp_path: Path) -> None:
    """The task that has the database open is cancelled, as at a shutdown."""
    opened: asyncio.Future[Database] = asyncio.get_running_loop().create_future()

    async def program() -> None:
        async with Database.open(tmp_path / "other.db") as db:
            await sql(db, "CREATE TABLE scratch (value)")
            opened.set_result(db)
            await asyncio.Event().wait()

    running = asyncio.create_task(program())
    db = await opened
    waiting = asyncio.create_task(db.write(insert("scratch", 1)))
    await asyncio.sleep(0)
    running.cancel()
    await waiting
    with pytest.raises(asyncio.CancelledError):
        await running
    assert beside(db, "SELECT * FROM scratch") == [(1,)]


async def test_a_write_after_closing_is_refused(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "other.db") as db:
        pass
    with pytest.raises(StorageError):
        await db.write(lambda _: None)


async def _end_the_writer(db: Database) -> list[object]:
    """Cancel the writer's task amid a group; return what its group and those behind it are told."""
    await sql(db, "CREATE TABLE scratch (value)")
    gate = Gate()
    waiting = [asyncio.create_task(db.write(held(gate)))]
    await gate.reached()
    waiting += [asyncio.create_task(db.write(insert("scratch", n))) for n in range(GROUP_LIMIT + 9)]
    await asyncio.sleep(0)
    (writer,) = (task for task in asyncio.all_tasks() if task.get_name() == "writer of other.db")
    writer.cancel()
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    gate.open()
    outcomes += await asyncio.gather(db.write(insert("scratch", "late")), return_exceptions=True)
    return list(outcomes)


async def test_when_the_writer_ends_early_nobody_waits_for_ever(tmp_path: Path) -> None:
    """Only a bug, or a loop that cancels all its tasks, can end it: then it fails loudly."""
    outcomes: list[object] = []
    with pytest.raises(asyncio.CancelledError):
        async with Database.open(tmp_path / "other.db") as db:
            outcomes += await _end_the_writer(db)
    assert len(outcomes) == GROUP_LIMIT + 11
    assert {type(outcome) for outcome in outcomes} == {StorageError}


def _keep(raw: sqlite3.Connection, rows: Sequence[int]) -> int:
    raw.executemany("INSERT INTO scratch VALUES (?)", [(row,) for row in rows])
    if 13 in rows:
        raise ValueError("13")
    return len(rows)


async def test_who_has_patience_shares_the_transaction_of_whoever_comes(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    patient = [asyncio.create_task(db.write(insert("scratch", n), patience=3600)) for n in range(3)]
    await asyncio.sleep(0)
    await db.write(insert("scratch", 3))
    await asyncio.gather(*patient)
    assert statements.count("COMMIT") == 1
    assert await values(db) == [0, 1, 2, 3], "in the order they came"


async def test_patience_ends_for_all_who_have_it_when_it_ends_for_the_first(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    first = asyncio.create_task(db.write(insert("scratch", 0), patience=0.01))
    second = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
    await asyncio.gather(first, second)
    assert statements.count("COMMIT") == 1
    await db.write(insert("scratch", 2), patience=0.001)
    assert await values(db) == [0, 1, 2]


async def test_closing_carries_out_what_has_patience(tmp_path: Path) -> None:
    path = tmp_path / "closing.db"
    async with Database.open(path) as db:
        await sql(db, "CREATE TABLE scratch (value)")
        patient = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
        await asyncio.sleep(0)
    await patient
    async with Database.open(path) as db:
        assert await values(db) == [1]


async def test_a_patient_caller_who_is_cancelled_changes_nothing(db: Database) -> None:
    patient = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
    await asyncio.sleep(0)
    patient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await patient
    await db.write(insert("scratch", 2))
    assert await values(db) == [1, 2]


async def test_rows_that_wait_for_one_intent_are_written_at_once(db: Database) -> None:
    gate = Gate()
    first = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    waiting = [asyncio.create_task(db.write_row(_keep, n)) for n in range(5)]
    await asyncio.sleep(0)
    waiting[2].cancel()
    gate.open()
    counts = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert counts[1:3] + counts[4:] == [5, 5, 5, 5]
    assert await db.write_row(_keep, 5) == 1, "what has been written takes no more rows"
    assert await values(db) == ["gate", 0, 1, 2, 3, 4, 5], "of a caller that was cancelled too"


async def test_rows_that_fail_while_the_database_is_closed_keep_nobody_waiting(
    tmp_path: Path,
) -> None:
    async with Database.open(tmp_path / "closing.db") as db:
        await sql(db, "CREATE TABLE scratch (value)")
        waiting = [asyncio.create_task(db.write_row(_keep, n)) for n in (12, 13)]
        await asyncio.sleep(0)
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} <= {StorageError, ValueError}


async def test_where_rows_fail_together_each_is_tried_alone(db: Database) -> None:
    outcomes = await asyncio.gather(
        db.write_row(_keep, 12),
        db.write_row(_keep, 13),
        db.write(insert("scratch", 14)),
        return_exceptions=True,
    )
    assert outcomes[0] == 1
    assert type(outcomes[1]) is ValueError
    assert await values(db) == [14, 12]
