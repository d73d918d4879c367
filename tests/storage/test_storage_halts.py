"""What a new process knows of the last one's pace."""

import storage
from newsroom import Place
from storage import EVERYONE, Database
from tests.storage.given import HOUR, NOW, chat, notice, sql

MINUTE = 60_000


async def test_halts_are_kept_until_they_end(db: Database) -> None:
    await storage.keep_halts(db, {1: MINUTE, EVERYONE: 5_000}, NOW)
    assert await storage.kept_halts(db, NOW + 1_000) == {1: MINUTE - 1_000, EVERYONE: 4_000}
    assert await storage.kept_halts(db, NOW + 5_000) == {1: MINUTE - 5_000}
    await storage.keep_halts(db, {1: HOUR}, NOW + 10_000)
    assert await storage.kept_halts(db, NOW + 10_000) == {1: HOUR}
    assert await storage.kept_halts(db, NOW + 10_000 + HOUR) == {}


async def test_halts_that_have_ended_are_forgotten(db: Database) -> None:
    await storage.keep_halts(db, {1: MINUTE}, NOW)
    await storage.keep_halts(db, {}, NOW + MINUTE)
    assert await storage.kept_halts(db, NOW) == {}


async def test_a_halt_lasts_its_own_length_where_the_clock_was_set_back(db: Database) -> None:
    await storage.keep_halts(db, {1: MINUTE}, NOW)
    assert await storage.kept_halts(db, NOW - 365 * 24 * HOUR) == {1: MINUTE}


async def test_what_was_sent_lately_comes_with_its_moment_the_oldest_first(db: Database) -> None:
    for number in (1, 2):
        await chat(db, number)
    sent = [(1, -MINUTE), (2, -5_000), (1, -40_000), (1, 5_000)]
    for key, (chat_id, since) in enumerate(sent):
        delivery = await notice(db, Place(chat_id), str(key))
        await storage.claim(db, delivery, NOW + since)
        await storage.settle_sent(db, delivery, message_id=key, now=NOW + since)
    dropped = await notice(db, Place(1), "dropped")
    await storage.settle_dropped(db, dropped, reason="gone", now=NOW - 1)
    assert await storage.sent_lately(db, NOW, MINUTE) == ((1, NOW - 40_000), (2, NOW - 5_000))


async def test_one_message_that_settled_several_deliveries_was_sent_once(db: Database) -> None:
    await chat(db, 1)
    for key in "abc":
        delivery = await notice(db, Place(1), key)
        await storage.settle_sent(db, delivery, message_id=7, now=NOW)
    assert await storage.sent_lately(db, NOW, MINUTE) == ((1, NOW),)


async def test_what_was_in_flight_when_the_process_ended_counts_as_sent_now(db: Database) -> None:
    await chat(db, 1)
    delivery = await notice(db, Place(1), "a")
    await storage.claim(db, delivery, NOW - HOUR)
    assert await storage.sent_lately(db, NOW, MINUTE) == ((1, NOW),)


async def test_a_channel_is_found_by_its_name_whatever_the_case(db: Database) -> None:
    await chat(db, -100)
    await chat(db, 5)
    await sql(db, "UPDATE chats SET username = 'Rivers', kind = 'channel' WHERE id = -100")
    await sql(db, "UPDATE chats SET username = 'Ada' WHERE id = 5")
    assert await storage.chat_named(db, "@rivers") == -100
    assert await storage.chat_named(db, "@riversides") is None
    assert await storage.chat_named(db, "@Ada") is None, "people are not written to by their names"
    await sql(db, "UPDATE chats SET migrated_to = -7 WHERE id = -100")
    assert await storage.chat_named(db, "@rivers") is None
