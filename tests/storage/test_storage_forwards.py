"""What a person sends elsewhere: which chats he has used, and which chat a title means."""

import pytest

import storage
from newsroom import ChatKind, DeliveryKind, Place
from storage import Database
from tests.storage.given import NOW, a_chat, article, chat, feed, notice

ADA, BOB = 5, 6


async def group(db: Database, chat_id: int, title: str) -> None:
    await storage.meet_chat(db, a_chat(chat_id, kind=ChatKind.SUPERGROUP, title=title), NOW)


async def forward(db: Database, chat_id: int, key: str, *, by: int = ADA) -> bool:
    return await storage.enqueue(
        db, Place(chat_id), DeliveryKind.FORWARD, key, article_id=1, sent_by=by, now=NOW
    )


async def used(db: Database, user_id: int, *, limit: int = 5) -> list[int]:
    return [one.id for one in await storage.chats_forwarded_to(db, user_id, limit=limit)]


async def titled(db: Database, words: str) -> list[int]:
    return [one.id for one in await storage.chats_titled(db, words)]


async def test_the_chats_used_before_are_a_persons_own_the_last_used_first(db: Database) -> None:
    await article(db, (await feed(db)).id)
    for number in (-1, -2, -3):
        await group(db, number, "Neighbours")
        assert await forward(db, number, "1")
    assert await forward(db, -1, "2")
    assert await forward(db, -2, "3", by=BOB)
    await notice(db, await chat(db, ADA))
    assert await used(db, ADA) == [-1, -3, -2]
    assert await used(db, ADA, limit=1) == [-1]
    assert await used(db, BOB) == [-2]
    assert await used(db, 99) == []


async def test_the_same_update_forwards_once(db: Database) -> None:
    await article(db, (await feed(db)).id)
    await group(db, -1, "Neighbours")
    assert await forward(db, -1, "1")
    assert not await forward(db, -1, "1")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("neighbours", [-1]),
        ("NEIGHBOURS and a note", [-2, -1]),
        ("Neighbours\nand a note", [-1]),
        ("neighbours' feast", []),
        ("neighbour", []),
        ("CAFÉ", [-4, -3]),
        ("a chat", []),
        ("", []),
    ],
)
async def test_a_title_means_the_groups_and_channels_that_have_it(
    db: Database, words: str, found: list[int]
) -> None:
    """Whole, case aside, at the beginning of the words; the longest title first."""
    for number, title in [(-1, "Neighbours"), (-2, "neighbours and"), (-4, "Café"), (-3, "CAFÉ")]:
        await group(db, number, title)
    await chat(db)
    assert await titled(db, words) == found


async def test_a_group_that_became_a_supergroup_is_found_once(db: Database) -> None:
    await storage.meet_chat(db, a_chat(-1, kind=ChatKind.GROUP, title="Neighbours"), NOW)
    await storage.migrate_chat(db, -1, -100, NOW)
    assert await titled(db, "neighbours") == [-100]
