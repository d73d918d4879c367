"""Roles, requests to use the bot, and what is stored about somebody: told whole, erased whole."""

import asyncio

import pytest

import storage
from newsroom import DeliveryKind, Listed, Outline, Place, Role, User
from storage import ChangeKind, Database, RequestCopy, RequestState
from storage.personal import PERSONAL
from tests.storage.given import ADMIN, HOUR, NOW, a_chat, article, chat, feed, rows, sql

ADA = 5
HERE = Place(ADA)


async def role_of(db: Database, user_id: int) -> str:
    ((role,),) = await rows(db, "SELECT role FROM users WHERE id = ?", user_id)
    return str(role)


async def person(db: Database, role: Role, user_id: int = ADA) -> None:
    await storage.meet_user(db, User(user_id, "Ada", username="ada", language="de"), NOW)
    await sql(db, "UPDATE users SET role = ? WHERE id = ?", role, user_id)


async def audited(db: Database) -> list[tuple[str, int, str, str]]:
    found = await storage.list_audit(db, limit=9)
    return [(one.action, one.by, one.subject, one.detail) for one in found]


# Roles


@pytest.mark.parametrize("role", list(Role))
async def test_strangers_and_members_are_made_admins(db: Database, role: Role) -> None:
    await person(db, role)
    change = await storage.grant_admin(db, ADA, by=ADMIN, now=NOW)
    may = role in (Role.STRANGER, Role.MEMBER)
    assert (change.before, change.made) == (role, may)
    assert await role_of(db, ADA) == (Role.ADMIN if may else role)
    assert await audited(db) == ([("grant", ADMIN, "user:5", f"{role} admin")] if may else [])


async def test_somebody_the_bot_has_not_met_can_be_an_admin(db: Database) -> None:
    change = await storage.grant_admin(db, ADA, by=ADMIN, now=NOW)
    assert change.user == User(ADA, "", Role.ADMIN)
    met = await storage.meet_user(db, User(ADA, "Ada"), NOW + 1)
    assert met == User(ADA, "Ada", Role.ADMIN)


@pytest.mark.parametrize("role", list(Role))
async def test_revoking_makes_admins_and_other_owners_members(db: Database, role: Role) -> None:
    await person(db, role)
    await person(db, Role.OWNER, ADMIN)
    change = await storage.revoke_admin(db, ADA, by=ADMIN, now=NOW, keep=[])
    assert change is not None
    assert change.made is (role in (Role.ADMIN, Role.OWNER))
    assert await role_of(db, ADA) == (Role.MEMBER if change.made else role)
    assert len(await audited(db)) == change.made


async def test_the_last_owner_and_the_configured_ones_stay(db: Database) -> None:
    await person(db, Role.OWNER)
    change = await storage.revoke_admin(db, ADA, by=ADA, now=NOW, keep=[])
    assert change is not None
    assert not change.made
    await person(db, Role.OWNER, ADMIN)
    change = await storage.revoke_admin(db, ADA, by=ADMIN, now=NOW, keep=[ADA])
    assert change is not None
    assert not change.made
    assert await audited(db) == []
    assert await storage.revoke_admin(db, 99, by=ADMIN, now=NOW, keep=[]) is None


@pytest.mark.parametrize("admins_too", [False, True])
@pytest.mark.parametrize("role", list(Role))
async def test_who_can_be_banned(db: Database, role: Role, admins_too: bool) -> None:
    await person(db, role)
    change = await storage.ban(db, ADA, by=ADMIN, now=NOW, admins_too=admins_too)
    may = role in (Role.STRANGER, Role.MEMBER) or (role is Role.ADMIN and admins_too)
    assert change.made is may
    assert await role_of(db, ADA) == (Role.BANNED if may else role)
    assert await audited(db) == ([("ban", ADMIN, "user:5", f"{role} banned")] if may else [])


async def test_who_is_banned_gets_nothing_and_waits_for_nothing(db: Database) -> None:
    await person(db, Role.MEMBER)
    await storage.meet_chat(db, a_chat(ADA), NOW)
    await storage.enqueue(db, HERE, DeliveryKind.NOTICE, "k", body="b", now=NOW)
    asked = await storage.ask_for_feed(db, user_id=ADA, place=HERE, url="u", limit=9, now=NOW)
    assert asked is not None
    await storage.ban(db, ADA, by=ADMIN, now=NOW)
    assert await rows(db, "SELECT state, reason FROM deliveries") == [("dropped", "banned")]
    assert await storage.waiting_requests(db, "u") == ()
    # What Telegram says of the chat meanwhile does not open it.
    await storage.pause_chat(db, ADA, "blocked", NOW)
    assert await storage.resume_chat(db, ADA, NOW) is False
    await storage.resume_place(db, HERE, NOW)
    assert await rows(db, "SELECT paused FROM chats") == [("banned",)]
    await storage.unban(db, ADA, by=ADMIN, now=NOW)
    assert await rows(db, "SELECT paused FROM chats") == [(None,)]


@pytest.mark.parametrize(
    ("before", "after"),
    [(Role.STRANGER, Role.STRANGER), (Role.MEMBER, Role.MEMBER), (Role.ADMIN, Role.MEMBER)],
)
async def test_a_ban_taken_back(db: Database, before: Role, after: Role) -> None:
    await person(db, before)
    await storage.ban(db, ADA, by=ADMIN, now=NOW, admins_too=True)
    change = await storage.unban(db, ADA, by=ADMIN, now=NOW)
    assert change is not None
    assert change.user.role is after
    again = await storage.unban(db, ADA, by=ADMIN, now=NOW)
    assert again is not None
    assert not again.made
    assert await storage.unban(db, 99, by=ADMIN, now=NOW) is None
    assert [action for action, *_ in await audited(db)] == ["unban", "ban"]


async def test_people_are_found_by_name_and_listed_by_role(db: Database) -> None:
    for number, role in enumerate(Role, start=1):
        await person(db, role, number)
    assert [user.id for user in await storage.users_named(db, "@ADA")] == [1, 2, 3, 4, 5]
    assert await storage.users_named(db, "ad") == ()
    page = await storage.people_page(db, [Role.ADMIN, Role.OWNER, Role.BANNED], size=2)
    assert [one.role for one in page.items] == [Role.OWNER, Role.ADMIN]
    assert (page.total, page.pages) == (3, 2)


async def test_the_language_follows_telegram_where_it_tells(db: Database) -> None:
    await person(db, Role.MEMBER)
    await storage.meet_user(db, User(ADA, "Ada", username="ada"), NOW)
    met = await storage.meet_user(db, User(ADA, "Ada", username="ada", language="he"), NOW)
    assert met.language == "he"
    assert await storage.get_user(db, ADA) == met


async def test_the_configuration_lets_in_whom_it_makes_an_owner(db: Database) -> None:
    await person(db, Role.MEMBER)
    await storage.meet_chat(db, a_chat(ADA), NOW)
    await storage.ban(db, ADA, by=ADMIN, now=NOW)
    await storage.appoint_owners(db, [ADA], NOW)
    assert await rows(db, "SELECT role, former_role FROM users") == [("owner", None)]
    assert await rows(db, "SELECT paused FROM chats") == [(None,)]


# Requests to use the bot


async def test_one_request_until_it_is_settled(db: Database) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    await storage.note_copies(db, asked.id, [RequestCopy(7, 70), RequestCopy(8, 80)])
    again = await storage.ask_to_join(db, ADA, NOW + 1)
    assert (again.id, again.made_at, len(again.copies)) == (asked.id, NOW, 2)
    assert await storage.join_request_shown(db, RequestCopy(8, 80)) == again
    assert await storage.join_request_shown(db, RequestCopy(8, 81)) is None
    waiting = await storage.open_join_requests(db, size=5)
    assert waiting.items == (again,)


@pytest.mark.parametrize("approved", [True, False])
async def test_a_request_is_settled_once(db: Database, approved: bool) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    await storage.note_copies(db, asked.id, [RequestCopy(7, 70)])
    settled = await storage.settle_join_request(db, asked.id, approved=approved, by=ADMIN, now=NOW)
    assert settled is not None
    assert (settled.settled_by, settled.copies) == (ADMIN, (RequestCopy(7, 70),))
    assert settled.user.role is (Role.MEMBER if approved else Role.STRANGER)
    for other in (True, False):
        assert not await storage.settle_join_request(
            db, asked.id, approved=other, by=ADMIN, now=NOW
        )
    assert await role_of(db, ADA) == settled.user.role
    assert len(await audited(db)) == 1
    # A copy that was sent meanwhile is not kept; a declined request is not made again.
    await storage.note_copies(db, asked.id, [RequestCopy(8, 80)])
    kept = await storage.get_join_request(db, asked.id)
    assert kept is not None
    assert kept.copies == ()
    if not approved:
        assert (await storage.ask_to_join(db, ADA, NOW)).state is RequestState.DECLINED


async def test_of_two_decisions_at_once_one_counts(db: Database) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    decisions = await asyncio.gather(
        *(
            storage.settle_join_request(db, asked.id, approved=yes, by=ADMIN, now=NOW)
            for yes in (False, True, False)
        )
    )
    (settled,) = (one for one in decisions if one is not None)
    assert await role_of(db, ADA) == settled.user.role
    assert len(await audited(db)) == 1


async def test_letting_somebody_in_settles_his_request(db: Database) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    done = await storage.admit(db, ADA, by=ADMIN, now=NOW)
    assert done.change.made
    assert [one.id for one in done.settled] == [asked.id]
    again = await storage.admit(db, ADA, by=ADMIN, now=NOW)
    assert (again.change.made, again.settled) == (False, ())
    unmet = await storage.admit(db, 99, by=ADMIN, now=NOW)
    assert unmet.change.user.role is Role.MEMBER


async def test_who_is_more_by_now_is_not_made_less_by_an_approval(db: Database) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    await storage.grant_admin(db, ADA, by=ADMIN, now=NOW)
    await storage.settle_join_request(db, asked.id, approved=True, by=ADMIN, now=NOW)
    assert await role_of(db, ADA) == Role.ADMIN


# What is stored about a person


MOST_TABLES_NAME = "SELECT name FROM sqlite_schema WHERE type = 'table'"
OF_PEOPLE = {"user_id", "created_by", "sent_by", "by", "chat_id", "owner_chat_id"}
NOT_TOLD = {
    "halts": "how long Telegram told us to wait",
    "join_request_copies": "the admins' copies of requests",
}


async def test_every_table_that_may_be_about_somebody_is_told(db: Database) -> None:
    """A new table with a column about people needs a row in PERSONAL, and a line in forgetting.py."""
    told = " ".join(PERSONAL.values())
    for (table,) in await rows(db, MOST_TABLES_NAME):
        columns = {name for _, name, *_ in await rows(db, f"PRAGMA table_info({table})")}
        if columns & OF_PEOPLE and table not in NOT_TOLD:
            assert f"FROM {table}" in told, table


async def a_life(db: Database) -> int:
    """Let Ada do whatever leaves a trace, in private and in a group; return her article's number."""
    await person(db, Role.MEMBER)
    await storage.meet_chat(db, a_chat(ADA), NOW)
    group = await chat(db, -100)
    made = await feed(db)
    number = await article(db, made.id)
    for place in (HERE, group):
        await storage.subscribe(db, place, made.id, by=ADA, now=NOW)
        await storage.add_watch(db, place, "rivers", by=ADA, now=NOW, limit=9)
    await storage.route_articles(db, NOW)
    await storage.mute(db, HERE, made.id, until=NOW + HOUR, by=ADA, now=NOW)
    await storage.mute(db, group, made.id, until=NOW + HOUR, by=ADA, now=NOW)
    await storage.save_article(db, ADA, number, NOW)
    await storage.ask_for_feed(db, user_id=ADA, place=group, url="u", limit=9, now=NOW)
    await storage.ask_to_join(db, ADA, NOW)
    await storage.draft_broadcast(db, key=1, by=ADA, html="Hello", preview_url=None, now=NOW)
    await sql(db, "UPDATE chats SET added_by = ? WHERE id = -100", ADA)
    await storage.offer_import(
        db,
        user_id=ADA,
        place=group,
        name="list.opml",
        listed=[Listed(Outline("https://listed.example/feed"))],
        visible_to=-100,
        asks=False,
        now=NOW,
    )
    await storage.enqueue(
        db,
        group,
        DeliveryKind.FORWARD,
        "1",
        article_id=number,
        body="Look!",
        sent_by=ADA,
        now=NOW,
    )
    await sql(db, "UPDATE deliveries SET state = 'sent' WHERE kind = 'forward'")
    await storage.remember_shown(db, ADA, 9, [number], NOW)
    await sql(db, "INSERT INTO missed_more VALUES (?, 0, 9, ?)", ADA, NOW)
    await sql(
        db,
        "INSERT INTO album_messages SELECT chat_id, 10, id FROM deliveries WHERE chat_id = ? LIMIT 1",
        ADA,
    )
    own = await feed(db, "own")
    await sql(db, "UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ADA, own.id)
    await article(db, own.id)
    await storage.subscribe(db, HERE, own.id, by=ADA, now=NOW)
    return number


async def test_all_of_it_is_told(db: Database) -> None:
    await a_life(db)
    data = await storage.personal_data(db, ADA)
    empty = {name for name, found in data.items() if not found}
    assert empty == {"tags", "audit", "added_feeds"}
    assert {name: len(found) for name, found in data.items()} == await storage.count_personal(
        db, ADA
    )
    assert data["person"][0]["name"] == "Ada"
    assert data["forwarded"][0]["note"] == "Look!"
    assert {one["kind"] for one in data["made_in_other_chats"]} == {"subscription", "watch"}


async def test_all_of_it_is_erased_and_what_others_have_stays(db: Database) -> None:
    number = await a_life(db)
    assert await storage.erase_person(db, ADA, NOW) is None
    counts = await storage.count_personal(db, ADA)
    assert {name for name, count in counts.items() if count} == {"audit"}
    assert await storage.get_user(db, ADA) is None
    assert await storage.get_article(db, number) is not None
    assert await rows(db, "SELECT chat_id, created_by FROM subscriptions") == [(-100, 0)]
    assert await rows(db, "SELECT chat_id, created_by FROM watches") == [(-100, 0)]
    sent = await rows(db, "SELECT sent_by, body FROM deliveries WHERE kind = 'forward'")
    assert sent == [(None, None)]
    assert await rows(db, "SELECT title FROM feeds") == [("rivers",)]
    assert (await audited(db))[0] == ("erase", ADA, "user:5", "")


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.BANNED])
async def test_a_role_that_others_rely_on_stays_by_number(db: Database, role: Role) -> None:
    await a_life(db)
    await sql(db, "UPDATE users SET role = ? WHERE id = ?", role, ADA)
    assert await storage.erase_person(db, ADA, NOW) is role
    assert await storage.get_user(db, ADA) == User(ADA, "", role)


async def test_who_was_declined_stays_so_by_number(db: Database) -> None:
    await person(db, Role.STRANGER)
    asked = await storage.ask_to_join(db, ADA, NOW)
    await storage.settle_join_request(db, asked.id, approved=False, by=ADMIN, now=NOW)
    await storage.erase_person(db, ADA, NOW)
    assert (await storage.ask_to_join(db, ADA, NOW)).state is RequestState.DECLINED


async def test_nobody_is_erased_who_is_not_there(db: Database) -> None:
    assert await storage.erase_person(db, 99, NOW) is None


# The language of a chat


async def test_a_chat_speaks_what_it_was_given_or_its_persons_language(db: Database) -> None:
    await person(db, Role.MEMBER)
    await storage.meet_chat(db, a_chat(ADA), NOW)
    found = await storage.get_chat(db, ADA)
    assert found is not None
    assert found.language == "de"
    assert await storage.given_language(db, ADA) is None
    await storage.set_language(db, HERE, "en", by=ADA, now=NOW)
    await storage.set_language(db, HERE, "en", by=ADA, now=NOW)
    assert await storage.given_language(db, ADA) == "en"
    noted = await rows(db, "SELECT kind FROM changes")
    assert noted == [(ChangeKind.LANGUAGE,)]
