"""A bot for approved people: one request, all admins, settled once, and everybody hears."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local.botapi import Message, User
from handlers import AccessRules
from newsroom import Role
from storage import deliveries_of, get_user, list_audit
from tests.handlers_.talk import HOUR, Talk, labels
from tests.handlers_.world import talking


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Talk]:
    """Talk with a bot for approved people."""
    async with talking(tmp_path, AccessRules(approved_only=True)) as ready:
        yield ready


async def staff(talk: Talk) -> list[User]:
    people = [
        await talk.user("Root", role=Role.OWNER),
        await talk.user("Olga", role=Role.ADMIN),
    ]
    for one in people:
        await talk.say(one, "/start")
    return people


def copy_of(talk: Talk, admin: User) -> Message:
    message = talk.private(admin).last_message
    assert message is not None
    return message


async def role_of(talk: Talk, user: User) -> Role:
    found = await get_user(talk.db, user.id)
    assert found is not None
    return found.role


async def told(talk: Talk, user: User) -> list[str | None]:
    return [one.body for one in await deliveries_of(talk.db, [talk.private(user).id])]


@pytest.mark.parametrize("words", ["/start", "/feeds", "/start f1", "hello", "/nonsense"])
async def test_a_strangers_first_message_is_one_request_to_all_admins(
    club: Talk, words: str
) -> None:
    people = await staff(club)
    eve = await club.user("Eve <3")
    answers = await club.say_all(eve, words)
    assert answers[-1].text == (
        "This bot is for approved people only. I have asked its admins to let you in; "
        "you will hear from me."
    )
    for admin in people:
        assert copy_of(club, admin).text == f"Eve <3 ({eve.id}) asks to use this bot."
        assert labels(copy_of(club, admin)) == ["Approve", "Decline"]
    for again in ("/start", "hello", "/help"):
        (answer,) = await club.say_all(eve, again)
        assert answer.text.startswith("Your request to use this bot waits for an admin.")
    assert len(await club.rows("SELECT id FROM join_requests")) == 1


@pytest.mark.parametrize(
    ("pressed", "role", "said", "heard"),
    [
        (
            "Approve",
            Role.MEMBER,
            "Approved: {eve} may use this bot. By {olga}.",
            "An admin has let you in: you can use this bot now. /start shows how.",
        ),
        (
            "Decline",
            Role.STRANGER,
            "Declined: {eve} may not use this bot. By {olga}.",
            "An admin has declined your request to use this bot.",
        ),
    ],
)
async def test_it_is_settled_once_and_every_copy_says_by_whom(
    club: Talk, pressed: str, role: Role, said: str, heard: str
) -> None:
    root, olga = await staff(club)
    eve = await club.user("Eve")
    await club.say(eve, "/start")
    copies = [copy_of(club, root), copy_of(club, olga)]
    buttons = [str(one["callback_data"]) for one in copies[0].buttons]
    await club.press(olga, copies[1], pressed)
    text = said.format(eve=f"Eve ({eve.id})", olga=f"Olga ({olga.id})")
    for copy in copies:
        assert copy.text == text
        assert labels(copy) == []
    assert await told(club, eve) == [heard]
    assert await role_of(club, eve) is role
    # A client that shows the buttons still cannot settle it again.
    for data in buttons:
        await club.press(root, copies[0], data)
        assert copies[0].text == text
    assert await role_of(club, eve) is role
    assert len(await told(club, eve)) == 1
    (row,) = await list_audit(club.db, limit=9)
    assert (row.by, row.subject) == (olga.id, f"user:{eve.id}")
    answer = await club.say(eve, "/feeds")
    assert ("an admin has declined your request" in answer.text) is (pressed == "Decline")


async def test_where_no_admin_is_reached_it_waits_and_is_told_later(club: Talk) -> None:
    root = await club.user("Root", role=Role.OWNER)
    eve = await club.user("Eve")
    assert "no admin can be reached just now" in (await club.say(eve, "hello")).text
    await club.say(root, "/start")
    assert "1 person asks to use this bot" in (await club.say(root, "/approve")).text
    assert "I have asked its admins" in (await club.say(eve, "hello again")).text
    assert labels(copy_of(club, root)) == ["Approve", "Decline"]
    assert len(await club.rows("SELECT id FROM join_requests")) == 1


async def test_those_who_wait_are_listed_with_buttons(club: Talk) -> None:
    root, olga = await staff(club)
    eve, max_ = await club.user("Eve"), await club.user("Max")
    await club.say(eve, "hello")
    olgas = copy_of(club, olga)
    club.now += HOUR
    await club.say(max_, "hello")
    answer = await club.say(root, "/approve")
    assert answer.text == (
        f"2 people ask to use this bot:\nEve ({eve.id}), 1 hour ago\nMax ({max_.id}), 1 second ago"
    )
    assert labels(answer) == ["Approve Eve", "Decline", "Approve Max", "Decline"]
    await club.press(root, answer, "Approve Eve")
    assert answer.text.startswith(f"Approved: Eve ({eve.id}) may use this bot. By Root")
    assert "1 person asks to use this bot:" in answer.text
    assert olgas.text.startswith("Approved: Eve")
    await club.press(root, answer, "Decline")
    assert answer.text.endswith("/approve 123456789")
    assert await role_of(club, eve) is Role.MEMBER
    assert await role_of(club, max_) is Role.STRANGER


async def test_an_admin_lets_somebody_in_by_name(club: Talk) -> None:
    root, olga = await staff(club)
    eve = await club.user("Eve")
    await club.say(eve, "hello")
    copies = [copy_of(club, root), copy_of(club, olga)]
    answer = await club.say(root, f"/approve {eve.id}")
    assert answer.text == f"Eve ({eve.id}) may use this bot now."
    assert all(copy.text.startswith("Approved: Eve") for copy in copies)
    assert await role_of(club, eve) is Role.MEMBER
    assert "may use this bot already" in (await club.say(root, f"/approve {eve.id}")).text
    bad = await club.user("Bad", role=Role.BANNED)
    assert f"First: /unban {bad.id}" in (await club.say(root, f"/approve {bad.id}")).text


async def test_an_admin_answers_the_request_with_a_command(club: Talk) -> None:
    root, olga = await staff(club)
    eve = await club.user("Eve")
    await club.say(eve, "hello")
    copies = [copy_of(club, root), copy_of(club, olga)]
    answer = await club.say(root, "/ban", reply_to=copies[0])
    assert answer.text.startswith(f"Eve ({eve.id}) is banned")
    assert await club.rows("SELECT state FROM join_requests") == [("declined",)]
    assert all(copy.text.startswith("Declined: Eve") for copy in copies)
    assert all(labels(copy) == [] for copy in copies)
    assert await club.say_all(eve, "hello") == []


async def test_who_is_no_admin_any_more_settles_nothing(club: Talk) -> None:
    root, olga = await staff(club)
    eve = await club.user("Eve")
    await club.say(eve, "hello")
    await club.say(root, f"/revoke {olga.id}")
    messages = [one for one in talk_messages(club, olga) if labels(one) == ["Approve", "Decline"]]
    press = await club.press(olga, messages[-1], "Approve")
    assert "admins" in press.answers[0].text
    assert await role_of(club, eve) is Role.STRANGER


def talk_messages(talk: Talk, user: User) -> list[Message]:
    return list(talk.private(user).messages.values())


async def test_in_a_group_nobody_is_asked(club: Talk) -> None:
    """The stranger is told where to ask."""
    await staff(club)
    eve = await club.user("Eve")
    group = club.api.world.add_group("Neighbours", admins=[eve])
    answer = await club.say(eve, "/sub 1", group)
    assert "Write to it in private" in answer.text
    assert await club.rows("SELECT id FROM join_requests") == []


async def test_somebody_unbanned_may_ask_once_more_than_never(club: Talk) -> None:
    """A stranger who was banned is one again, and needs an approval."""
    root, _ = await staff(club)
    eve = await club.user("Eve")
    await club.say(root, f"/ban {eve.id}")
    answer = await club.say(root, f"/unban {eve.id}")
    assert f"/approve {eve.id}" in answer.text
    assert "I have asked its admins" in (await club.say(eve, "hello")).text


async def test_a_bot_for_everybody_asks_nobody(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.OWNER)
    eve = await talk.user("Eve")
    await talk.say(eve, "/start")
    assert "everyone may use this bot" in (await talk.say(root, "/approve")).text
