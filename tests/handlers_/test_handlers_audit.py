"""/audit: who changed what, in plain words, and what can be taken back from there."""

import pytest

from bot.local.botapi import User
from handlers.rights import Right
from handlers.table import BUTTONS, COMMANDS
from newsroom import FeedState, Role
from storage import list_audit
from tests.handlers_ import rows
from tests.handlers_.cell import Cell, Where
from tests.handlers_.talk import DAY, HOUR, NOW, Talk, labels

LOOKING = {"checkfeed", "health", "stats", "audit", "check", "edit", "feeds"}
"""What admins do that changes nothing but what the poller would change by itself."""

KEPT = ("feeds", "requests", "roles", "subscriptions")
"""Tables that an admin's change can be seen in."""


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot."""
    return await talk.user("Root", role=Role.ADMIN)


async def test_changes_are_told_newest_first_with_who_and_when(talk: Talk, root: User) -> None:
    await talk.feed()  # by the operator at the machine
    talk.now += DAY
    await talk.say(root, "/editfeed 1 title Evening Post")
    await talk.say(root, "/editfeed 1 interval 2h")
    await talk.say(root, "/pausefeed 1")
    answer = await talk.say(root, "/audit")
    assert answer.text.splitlines() == [
        "4 changes",
        "",
        "#4 · 1 second ago · Root",
        "paused feed 1, Evening Post",
        "",
        "#3 · 1 second ago · Root",
        "changed the interval of feed 1, Evening Post: auto → 2 hours",
        "",
        "#2 · 1 second ago · Root",
        "changed the title of feed 1, Evening Post: “auto” → “Evening Post”",
        "",
        "#1 · 1 day ago · at the machine",
        "added feed 1, Evening Post",
    ]
    assert labels(answer) == [
        *("Undo #4", "Undo #3", "Undo #2", "Undo #1"),
        *("Feeds", "Requests", "People", "Others"),
        *("Root", "at the machine"),
    ]


async def test_names_are_those_of_now(talk: Talk, root: User) -> None:
    """The audit itself keeps numbers; whoever is forgotten is one."""
    await talk.feed()
    await talk.say(root, "/pausefeed 1")
    other = await talk.user("Olga", role=Role.OWNER)
    await talk.sql("UPDATE users SET name = 'Ruth' WHERE id = ?", root.id)
    assert "· Ruth\npaused" in (await talk.say(other, "/audit")).text
    await talk.sql("DELETE FROM users WHERE id = ?", root.id)
    assert f"· {root.id}\npaused" in (await talk.say(other, "/audit")).text


async def test_a_filter_shows_one_kind_or_one_person(talk: Talk, root: User) -> None:
    other = await talk.user("Olga", role=Role.ADMIN)
    await talk.feed()
    await talk.say(root, "/pausefeed 1")
    await talk.say(other, "/resumefeed 1")
    await talk.sql(
        "INSERT INTO audit (at, by, action, subject) VALUES (?, ?, 'backup', 'file')", NOW, root.id
    )
    answer = await talk.say(root, "/audit")
    await talk.press(root, answer, "Olga")
    assert answer.text.splitlines()[0] == "1 change"
    assert "resumed feed 1" in answer.text
    await talk.press(root, answer, "Requests")
    assert answer.text == "No such changes."
    await talk.press(root, answer, "By everybody")
    await talk.press(root, answer, "Others")
    assert answer.text.splitlines()[2:] == ["#4 · 1 second ago · Root", "backup file"]
    await talk.press(root, answer, "All kinds")
    assert answer.text.splitlines()[0] == "4 changes"


async def test_pages_are_turned_in_place_within_the_filter(talk: Talk, root: User) -> None:
    await talk.feed()
    for _ in range(4):
        await talk.say(root, "/pausefeed 1")
        await talk.say(root, "/resumefeed 1")
    answer = await talk.say(root, "/audit")
    await talk.press(root, answer, "Root")
    assert answer.text.splitlines()[-1] == "Page 1 of 2"
    await talk.press(root, answer, "More ›")
    assert answer.text.splitlines()[-1] == "Page 2 of 2"
    assert "at the machine" not in answer.text


async def test_an_imported_list_is_one_change(talk: Talk, root: User) -> None:
    """Else 2,000 feeds would be 334 pages, in which nobody finds anything else."""
    await talk.say(root, "/start")
    await talk.feed("First")
    talk.now += HOUR
    for number in range(12):
        await talk.feed(f"F{number}")
        talk.now += 1000
    await talk.say(root, "/pausefeed 1")
    talk.now += HOUR
    for number in range(9):  # by hand
        await talk.feed(f"G{number}")
    answer = await talk.say(root, "/audit")
    assert answer.text.splitlines()[0] == "12 changes"
    assert answer.text.splitlines()[-1] == "Page 1 of 2"
    await talk.press(root, answer, "More ›")
    told = [line for line in answer.text.splitlines() if "feed" in line]
    assert told == [
        *(f"added feed {number}, G{number - 14}" for number in (16, 15, 14)),
        "paused feed 1, First",
        "added 12 feeds at once",
        "added feed 1, First",
    ]
    await talk.press(root, answer, "at the machine")
    assert answer.text.splitlines()[0] == "11 changes"


@pytest.mark.parametrize(
    ("typed", "undone"),
    [
        ("/pausefeed 1", "Taken back: paused feed 1"),
        ("/removefeed 1", "Taken back: removed feed 1"),
        ("/editfeed 1 title Evening Post", "Taken back: changed the title of feed 1"),
        ("/editfeed 1 tags sport", "Taken back: changed the tags of feed 1"),
    ],
)
async def test_a_change_is_taken_back_once_and_that_is_a_change_too(
    talk: Talk, root: User, typed: str, undone: str
) -> None:
    feed = await talk.feed()
    before = await talk.stored(feed)
    asked = await talk.say(root, typed)
    if "Remove" in labels(asked):
        await talk.press(root, asked, "Remove")
    answer = await talk.say(root, "/audit")
    await talk.press(root, answer, "Undo #2")
    assert undone in answer.text.splitlines()[0]
    after = await talk.stored(feed)
    assert (after.title, after.state, after.removed_at) == (
        before.title,
        before.state,
        before.removed_at,
    )
    assert "Undo #2" not in labels(answer)
    assert len(await list_audit(talk.db, limit=9)) == 3
    await talk.press(root, answer, "v1:auditundo:2:0:::")
    assert "cannot be taken back" in answer.text.splitlines()[0]
    await talk.press(root, answer, "Undo #3")
    assert "Taken back" in answer.text.splitlines()[0], "an undo can be undone"


async def test_after_a_day_a_pause_alone_can_be_taken_back(talk: Talk, root: User) -> None:
    await talk.feed()
    await talk.feed("Evening Post")
    await talk.say(root, "/editfeed 1 interval 2h")
    asked = await talk.say(root, "/removefeed 2")
    await talk.press(root, asked, "Remove")
    await talk.say(root, "/pausefeed 1")
    talk.now += DAY + 1
    answer = await talk.say(root, "/audit")
    assert [one for one in labels(answer) if "Undo" in one] == ["Undo #5"]
    await talk.press(root, answer, "Undo #5")
    ((state,),) = await talk.rows("SELECT state FROM feeds WHERE id = 1")
    assert state == FeedState.ACTIVE


async def test_a_removed_feed_whose_address_was_added_anew_stays_removed(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    await talk.press(root, await talk.say(root, "/removefeed 1"), "Remove")
    await talk.feed("Anew", url=feed.url)
    answer = await talk.say(root, "/audit")
    await talk.press(root, answer, "Undo #2")
    assert "2" in answer.text.splitlines()[0]
    assert await talk.rows("SELECT id FROM feeds WHERE removed_at IS NULL") == [(2,)]


async def granted(talk: Talk, action: str, before: Role, after: Role) -> User:
    """Give somebody a role as an owner would; return him."""
    owner = await talk.user("Olga", role=Role.OWNER)
    person = await talk.user("Peter", role=after)
    await talk.sql(
        "INSERT INTO audit (at, by, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
        *(talk.now, owner.id, action, f"user:{person.id}", f"{before} {after}"),
    )
    return person


async def test_roles_are_taken_back_by_an_owner_alone(talk: Talk, root: User) -> None:
    person = await granted(talk, "grant", Role.MEMBER, Role.ADMIN)
    talk.private(person)
    answer = await talk.say(root, "/audit")
    assert "made Peter an admin" in answer.text
    assert not [one for one in labels(answer) if "Undo" in one]
    await talk.press(root, answer, "v1:auditundo:1:0:::")
    assert await talk.rows("SELECT role FROM users WHERE id = ?", person.id) == [("admin",)]
    await talk.set_role(root, Role.OWNER)
    answer = await talk.say(root, "/audit")
    await talk.press(root, answer, "Undo #1")
    assert await talk.rows("SELECT role FROM users WHERE id = ?", person.id) == [("member",)]
    newest, *_ = await list_audit(talk.db, limit=1)
    assert (newest.action, newest.by, newest.detail) == ("revoke", root.id, "admin member")
    menu = talk.api.profile.commands[f"chat:{person.id}", ""]
    assert "addfeed" not in {command["command"] for command in menu}


async def test_an_owner_whom_the_configuration_names_stays_one(talk: Talk) -> None:
    person = await granted(talk, "revoke", Role.ADMIN, Role.MEMBER)
    await talk.sql("UPDATE users SET configured = 1 WHERE id = ?", person.id)
    owner = await talk.user("Oscar", role=Role.OWNER)
    answer = await talk.say(owner, "/audit")
    assert not [one for one in labels(answer) if "Undo" in one]


async def test_a_feed_of_another_chat_is_neither_named_nor_taken_back(
    talk: Talk, root: User
) -> None:
    group = talk.api.world.add_group("Group", members=[root, await talk.user("Ada")])
    await talk.say(root, "/start", group)
    await talk.feed("Secret", url="https://secret.example/feed")
    await talk.say(root, "/editfeed 1 title More secret")
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", group.id)
    answer = await talk.say(root, "/audit")
    assert "ecret" not in answer.text
    assert not [one for one in labels(answer) if "Undo" in one]
    await talk.press(root, answer, "v1:auditundo:2:0:::")
    assert "cannot be taken back" in answer.text


async def test_requests_are_told_by_what_was_asked_for(talk: Talk, root: User) -> None:
    cell = await Cell.prepare(talk, Role.MEMBER, Where.PRIVATE)
    offer = cell.offer("v1:request:1:no:")
    await talk.press(root, offer, "v1:request:1:no:")
    answer = await talk.say(root, "/audit")
    assert f"declined the request for https://asked.example/{cell.feed.id}" in answer.text


ADMINS_OWN = (Right.ADMIN, Right.OWNER)


@pytest.mark.parametrize(
    "name", [one.name for one in COMMANDS if one.right in ADMINS_OWN and one.name not in LOOKING]
)
async def test_no_command_of_admins_changes_anything_unseen(talk: Talk, name: str) -> None:
    """Whatever it changes of feeds, requests, roles and others' subscriptions is in the audit."""
    cell = await Cell.prepare(talk, Role.OWNER, Where.PRIVATE)
    await _pause_what_is_resumed(talk, name)
    before = await talk.memory()
    await cell.says(rows.COMMANDS[name].text)
    await _changes_are_audited(talk, before)


@pytest.mark.parametrize(
    "verb", [one.verb for one in BUTTONS if one.right in ADMINS_OWN and one.verb not in LOOKING]
)
async def test_no_button_of_admins_changes_anything_unseen(talk: Talk, verb: str) -> None:
    cell = await Cell.prepare(talk, Role.OWNER, Where.PRIVATE)
    data = rows.BUTTONS[verb].data(verb, cell.feed.id, NOW, cell.user.id)
    offer = cell.offer(data)
    await _pause_what_is_resumed(talk, verb)
    before = await talk.memory()
    await cell.press(offer, data)
    await _changes_are_audited(talk, before)


async def _pause_what_is_resumed(talk: Talk, name: str) -> None:
    """Give /resumefeed something to do: a feed that runs already is only looked at sooner."""
    if name.startswith("resume"):
        await talk.sql("UPDATE feeds SET state = 'paused'")


async def _changes_are_audited(talk: Talk, before: dict[str, list[tuple[object, ...]]]) -> None:
    after = await talk.memory()
    if any(after[table] != before[table] for table in KEPT):
        assert len(after["audit"]) > len(before["audit"])
