"""People, their roles, and the link that makes the first owner."""

import pytest

import storage
from newsroom import Role, User
from storage import Database
from tests.storage.given import HOUR, NOW, rows, sql, traced


async def test_a_person_is_met_as_a_stranger_whatever_role_is_claimed(db: Database) -> None:
    met = await storage.meet_user(db, User(1, "Ada", Role.OWNER, "ada", "de"), NOW)
    assert met == User(1, "Ada", Role.STRANGER, "ada", "de")
    assert await storage.get_user(db, 1) == met
    assert await storage.get_user(db, 2) is None


async def test_a_new_name_is_remembered_and_the_role_kept(db: Database) -> None:
    await storage.appoint_owners(db, [1], NOW)
    await storage.meet_user(db, User(1, "Ada"), NOW)
    met = await storage.meet_user(db, User(1, "Ada L.", username="al"), NOW + 1)
    assert met == User(1, "Ada L.", Role.OWNER, "al")
    assert await rows(db, "SELECT met_at FROM users") == [(NOW,)]


async def test_meeting_somebody_again_writes_nothing(db: Database) -> None:
    met = await storage.meet_user(db, User(1, "Ada", username="ada"), NOW)
    statements: list[str] = []
    await traced(db, statements)
    assert await storage.meet_user(db, User(1, "Ada", Role.BANNED, "ada"), NOW + 1) == met
    assert statements == []


async def test_configured_owners_are_owners_whatever_they_were(db: Database) -> None:
    await storage.meet_user(db, User(1, "Ada"), NOW)
    await sql(db, "UPDATE users SET role = 'banned'")
    await storage.appoint_owners(db, [1, 2], NOW)
    assert await storage.list_users(db, [Role.OWNER]) == (
        User(1, "Ada", Role.OWNER),
        User(2, "", Role.OWNER),
    )


async def test_people_are_listed_by_role_in_the_order_of_their_numbers(db: Database) -> None:
    for number, role in ((3, "admin"), (1, "stranger"), (2, "owner"), (4, "member"), (5, "banned")):
        await storage.meet_user(db, User(number, "x"), NOW)
        await sql(db, "UPDATE users SET role = ? WHERE id = ?", role, number)
    found = await storage.list_users(db, (role for role in (Role.OWNER, Role.ADMIN)))
    assert [(user.id, user.role) for user in found] == [(2, Role.OWNER), (3, Role.ADMIN)]
    assert await storage.list_users(db, []) == ()


async def test_a_code_makes_its_bringer_the_owner(db: Database) -> None:
    await storage.meet_user(db, User(5, "Ada"), NOW)
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert await storage.use_claim(db, code, 5, NOW) is True
    assert await storage.get_user(db, 5) == User(5, "Ada", Role.OWNER)
    (row,) = await storage.list_audit(db, limit=9)
    assert (row.action, row.by, row.subject) == ("claim", 5, "user:5")


async def test_a_code_works_also_for_somebody_the_bot_has_not_met(db: Database) -> None:
    """True must never be said while nobody is the owner."""
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert await storage.use_claim(db, code, 5, NOW) is True
    assert [user.id for user in await storage.list_users(db, [Role.OWNER])] == [5]


async def test_a_code_works_once(db: Database) -> None:
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert await storage.use_claim(db, code, 5, NOW) is True
    await sql(db, "UPDATE users SET role = 'stranger'")
    assert await storage.use_claim(db, code, 6, NOW) is False
    assert await storage.list_users(db, [Role.OWNER]) == ()


@pytest.mark.parametrize(("later", "good"), [(HOUR - 1, True), (HOUR, False), (HOUR + 1, False)])
async def test_a_code_is_good_until_it_expires(db: Database, later: int, good: bool) -> None:
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert await storage.use_claim(db, code, 5, NOW + later) is good


@pytest.mark.parametrize("wrong", ["", "x", "é"])
async def test_a_wrong_code_changes_nothing(db: Database, wrong: str) -> None:
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert await storage.use_claim(db, wrong, 5, NOW) is False
    assert await storage.use_claim(db, code, 5, NOW) is True, "the right one is good still"


async def test_a_new_code_makes_the_old_one_void(db: Database) -> None:
    first = await storage.offer_claim(db, expires_at=NOW + HOUR)
    second = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert first != second
    assert await storage.use_claim(db, first, 5, NOW) is False
    assert await storage.use_claim(db, second, 5, NOW) is True


async def test_where_there_is_an_owner_no_code_makes_another(db: Database) -> None:
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    await storage.appoint_owners(db, [1], NOW)
    assert await storage.use_claim(db, code, 5, NOW) is False
    assert [user.id for user in await storage.list_users(db, [Role.OWNER])] == [1]
    assert await storage.list_audit(db, limit=9) == ()


async def test_the_database_does_not_hold_the_code(db: Database) -> None:
    """Whoever reads a backup cannot claim the bot."""
    code = await storage.offer_claim(db, expires_at=NOW + HOUR)
    assert len(code) >= 30
    assert code not in str(await rows(db, "SELECT * FROM claims"))


async def test_who_is_no_longer_configured_is_no_owner_any_more(db: Database) -> None:
    await storage.appoint_owners(db, [1, 2], NOW)
    await storage.appoint_owners(db, [2], NOW)
    owners = await storage.list_users(db, [Role.OWNER])
    assert [user.id for user in owners] == [2]


async def test_the_owner_by_the_link_stays_owner_whatever_the_configuration_says(
    db: Database,
) -> None:
    code = await storage.offer_claim(db, expires_at=NOW + 1)
    assert await storage.use_claim(db, code, 7, NOW)
    for configured in ([7], []):
        await storage.appoint_owners(db, configured, NOW)
        owners = await storage.list_users(db, [Role.OWNER])
        assert [user.id for user in owners] == [7]
