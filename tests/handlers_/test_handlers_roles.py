"""Roles by message: who is made what, by whom, named how; and that it holds at once."""

from pathlib import Path

import pytest

from bot.local.botapi import User
from handlers import AccessRules
from newsroom import Role
from storage import deliveries_of, get_user, list_audit
from tests.handlers_.talk import Talk, labels, place
from tests.handlers_.world import talking


async def staff(talk: Talk) -> tuple[User, User]:
    """Return an owner and an admin, who have started the bot."""
    root = await talk.user("Root", role=Role.OWNER, username="root_user")
    olga = await talk.user("Olga", role=Role.ADMIN, username="olga_user")
    for one in (root, olga):
        await talk.say(one, "/start")
    return root, olga


async def role_of(talk: Talk, user: User | int) -> Role:
    found = await get_user(talk.db, user if isinstance(user, int) else user.id)
    assert found is not None
    return found.role


def menu_of(talk: Talk, user: User) -> set[str]:
    return {
        str(command["command"])
        for (scope, _), menu in talk.api.profile.commands.items()
        if scope == f"chat:{user.id}"
        for command in menu
    }


async def told(talk: Talk, user: User) -> list[str | None]:
    found = await deliveries_of(talk.db, [talk.private(user).id])
    return [one.body for one in found]


async def test_an_owner_makes_an_admin_and_ends_that(talk: Talk) -> None:
    """The person hears of it in private, and has the admins' menu at once."""
    root, _ = await staff(talk)
    ada = await talk.user("Ada <3", username="ada_user")
    await talk.say(ada, "/start")
    answer = await talk.say(root, f"/grant {ada.id}")
    assert answer.text == f"Ada <3 (@ada_user, {ada.id}) is an admin of this bot now."
    assert labels(answer) == ["End that"]
    assert await told(talk, ada) == [
        "You are an admin of this bot now. /help lists what you can do."
    ]
    assert {"addfeed", "ban"} <= menu_of(talk, ada)
    assert "grant" not in menu_of(talk, ada)
    assert "Owners make admins" in (await talk.say(ada, "/admins")).text
    await talk.press(root, answer, "End that")
    assert answer.text == f"Ada <3 (@ada_user, {ada.id}) is no longer an admin, but a member."
    assert labels(answer) == ["Make admin again"]
    assert await role_of(talk, ada) is Role.MEMBER
    assert "addfeed" not in menu_of(talk, ada)
    assert "admins" in (await talk.say(ada, "/admins")).text
    await talk.press(root, answer, "Make admin again")
    assert await role_of(talk, ada) is Role.ADMIN
    changes = [(one.action, one.by, one.subject) for one in await list_audit(talk.db, limit=9)]
    assert changes == [
        ("grant", root.id, f"user:{ada.id}"),
        ("revoke", root.id, f"user:{ada.id}"),
        ("grant", root.id, f"user:{ada.id}"),
    ]


@pytest.mark.parametrize("how", ["name", "reply", "forwarded", "mention"])
async def test_somebody_is_named_in_other_ways(talk: Talk, how: str) -> None:
    root, _ = await staff(talk)
    ada = await talk.user("Ada", username="ada_user")
    group = talk.api.world.add_group("Neighbours", members=[root, ada])
    await talk.say_all(ada, "/start")  # the bot hears her @name
    if how == "name":
        await talk.say(root, "/grant @Ada_User")
    elif how == "reply":
        talk.api.say(ada, group, "Hello")
        await talk.done()
        await talk.say(root, "/grant", group, reply_to=group.last_message)
    elif how == "forwarded":
        talk.api.say(root, talk.private(root), "Hello", forwarded=ada)
        await talk.done()
        await talk.say(root, "/grant", reply_to=talk.private(root).last_message)
    else:
        person = {"id": ada.id, "is_bot": False, "first_name": "Ada"}
        entities = [
            {"type": "bot_command", "offset": 0, "length": 6},
            {"type": "text_mention", "offset": 7, "length": 3, "user": person},
        ]
        await talk.say(root, "/grant Ada", entities=entities)
    assert await role_of(talk, ada) is Role.ADMIN


@pytest.mark.parametrize(
    ("command", "role"), [("/grant", Role.ADMIN), ("/ban", Role.BANNED), ("/approve", Role.MEMBER)]
)
async def test_somebody_is_picked_with_the_keyboard(
    tmp_path: Path, command: str, role: Role
) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        root, _ = await staff(talk)
        ada = talk.api.world.add_user("Ada", username="ada_user")
        if command == "/approve":
            await talk.user("Eve")
            assert "Nobody waits" in (await talk.say(root, command)).text
            return
        answer = await talk.say(root, command)
        assert answer.text == (
            f"Pick somebody with the button below. Or send {command} 123456789 with their id, or their "
            f"@name, or reply with {command} to a message of theirs."
        )
        talk.api.share_user(root, "Pick somebody", ada)
        (answer,) = await talk.done()
        assert f"Ada (@ada_user, {ada.id})" in answer.text
        assert await role_of(talk, ada) is role


async def test_in_a_group_and_with_other_words_it_is_said_how(talk: Talk) -> None:
    root, _ = await staff(talk)
    group = talk.api.world.add_group("Neighbours", members=[root])
    for answer in (
        await talk.say(root, "/ban", group),
        await talk.say(root, "/ban Ada", group),
        await talk.say(root, "/ban Ada"),
        await talk.say(root, "/ban -100123"),
    ):
        assert answer.text.startswith("Who is meant? Send /ban 123456789")
    assert await list_audit(talk.db, limit=9) == ()


async def test_who_is_no_person_or_unknown(talk: Talk) -> None:
    root, _ = await staff(talk)
    group = talk.api.world.add_group("Neighbours", admins=[root])
    other = talk.api.world.add_user("Other", username="other_bot", is_bot=True)
    nobody = "That is not a person"
    for number in (talk.api.bot.id, 1087968824, 136817688, 777000, 0):
        assert (await talk.say(root, f"/ban {number}")).text.startswith(nobody)
    assert (await talk.say(root, "/ban @newshound_bot")).text.startswith(nobody)
    talk.api.say(root, group, "Hello", anonymous_admin=True)
    await talk.done()
    answer = await talk.say(root, "/ban", group, reply_to=group.last_message)
    assert answer.text.startswith(nobody)
    talk.api.say(root, talk.private(root), "Hello", forwarded=other)
    await talk.done()
    answer = await talk.say(root, "/ban", reply_to=talk.private(root).last_message)
    assert answer.text.startswith(nobody)
    talk.api.say(root, talk.private(root), "Hello", forwarded=True)
    await talk.done()
    answer = await talk.say(root, "/ban", reply_to=talk.private(root).last_message)
    assert "hides their account" in answer.text
    assert "I have not seen @nobody_here." in (await talk.say(root, "/ban @nobody_here")).text
    assert await list_audit(talk.db, limit=9) == ()


async def test_a_name_that_somebody_gave_up_is_not_his(talk: Talk) -> None:
    """Telegram is asked whose it is: else an old @name would make a stranger an admin."""
    root, _ = await staff(talk)
    ada = await talk.user("Ada", username="ada_user")
    await talk.say(ada, "/start")
    ada.username = None
    assert "I have not seen @ada_user." in (await talk.say(root, "/grant @ada_user")).text
    assert await role_of(talk, ada) is Role.STRANGER


async def test_of_namesakes_it_is_asked_which(talk: Talk) -> None:
    root, _ = await staff(talk)
    numbers = []
    for name in ("Ada", "Eva"):
        met = await talk.user(name)
        await talk.sql("UPDATE users SET username = 'same_name' WHERE id = ?", met.id)
        met.username = "same_name"
        numbers.append(met.id)
    answer = await talk.say(root, "/grant @same_name")
    assert answer.text == "I have seen several people called @same_name. Who is meant?"
    assert labels(answer) == [f"Ada ({numbers[0]})", f"Eva ({numbers[1]})"]
    await talk.press(root, answer, f"Eva ({numbers[1]})")
    assert await role_of(talk, numbers[1]) is Role.ADMIN


async def test_grants_that_change_nothing(talk: Talk) -> None:
    root, olga = await staff(talk)
    eve = await talk.user("Eve", role=Role.BANNED)
    shown = f"Olga (@olga_user, {olga.id})"
    assert (await talk.say(root, f"/grant {olga.id}")).text == f"{shown} is an admin already."
    assert "is an owner, and may do all" in (await talk.say(root, f"/grant {root.id}")).text
    answer = await talk.say(root, f"/grant {eve.id}")
    assert answer.text == f"Eve ({eve.id}) is banned. First: /unban {eve.id}"
    assert await list_audit(talk.db, limit=9) == ()


async def test_owners_of_the_configuration_stay(tmp_path: Path) -> None:
    rules = AccessRules(configured_owners=frozenset({5_000_000_001}))
    async with talking(tmp_path, rules) as talk:
        root, _ = await staff(talk)
        assert root.id in rules.configured_owners
        other = await talk.user("Other", role=Role.OWNER)
        answer = await talk.say(other, f"/revoke {root.id}")
        assert "an owner because the configuration says so" in answer.text
        assert "access.owners" in answer.text
        answer = await talk.say(other, "/admins")
        assert f"Root (@root_user, {root.id}) – owner, by the configuration" in answer.text
        assert "Revoke Root" not in labels(answer)
        assert "Nobody can ban an owner" in (await talk.say(other, f"/ban {root.id}")).text
        assert await role_of(talk, root) is Role.OWNER


async def test_another_owner_goes_after_a_question_and_the_last_one_never(talk: Talk) -> None:
    root, _ = await staff(talk)
    other = await talk.user("Other", role=Role.OWNER)
    answer = await talk.say(root, f"/revoke {other.id}")
    assert answer.text == f"Other ({other.id}) is an owner. Make them a member?"
    assert labels(answer) == ["End that", "Keep"]
    await talk.press(root, answer, "Keep")
    assert answer.text == f"Nothing was changed about Other ({other.id})."
    answer = await talk.say(root, f"/revoke {other.id}")
    await talk.press(root, answer, "End that")
    assert await role_of(talk, other) is Role.MEMBER
    answer = await talk.say(root, f"/revoke {root.id}")
    await talk.press(root, answer, "End that")
    assert "is the only owner, and stays that" in answer.text
    assert await role_of(talk, root) is Role.OWNER


async def test_a_ban_holds_at_once_and_is_taken_back(talk: Talk) -> None:
    _, olga = await staff(talk)
    ada = await talk.user("Ada", role=Role.MEMBER)
    before = await talk.say(ada, "/help")
    answer = await talk.say(olga, f"/ban {ada.id}")
    assert answer.text == (
        f"Ada ({ada.id}) is banned: I answer nothing they send, and send them nothing. "
        f"To end that: /unban {ada.id}"
    )
    assert await talk.say_all(ada, "/start") == []
    press = await talk.press(ada, before, "v1:help:")
    assert press.answers[0].text == "This bot does not answer you."
    await talk.press(olga, answer, "Undo")
    assert answer.text == f"Ada ({ada.id}) is no longer banned."
    assert await role_of(talk, ada) is Role.MEMBER
    assert await talk.say_all(ada, "/start")


async def test_only_an_owner_bans_an_admin_and_after_a_question(talk: Talk) -> None:
    root, olga = await staff(talk)
    otto = await talk.user("Otto", role=Role.ADMIN)
    answer = await talk.say(olga, f"/ban {otto.id}")
    assert answer.text == (
        f"Otto ({otto.id}) is an admin. Only an owner of this bot can ban an admin."
    )
    # Nor by a forged confirmation.
    await talk.press(olga, answer, f"v1:ban:{otto.id}:yes:")
    assert await role_of(talk, otto) is Role.ADMIN
    question = await talk.say(root, f"/ban {otto.id}")
    assert question.text == f"Otto ({otto.id}) is an admin. Ban them?"
    await talk.press(root, question, "Keep")
    assert await role_of(talk, otto) is Role.ADMIN
    question = await talk.say(root, f"/ban {otto.id}")
    await talk.press(root, question, "Ban")
    assert await role_of(talk, otto) is Role.BANNED
    assert "You cannot ban yourself" in (await talk.say(root, f"/ban {root.id}")).text
    assert "Nobody can ban an owner" in (await talk.say(olga, f"/ban {root.id}")).text
    assert "banned already" in (await talk.say(olga, f"/ban {otto.id}")).text


async def test_the_lists_of_people_lead_to_each_other(talk: Talk) -> None:
    root, olga = await staff(talk)
    eve = await talk.user("Eve", role=Role.BANNED)
    await talk.user("Max", role=Role.MEMBER)
    answer = await talk.say(root, "/admins")
    assert answer.text == (
        "2 owners and admins\n"
        f"Root (@root_user, {root.id}) – owner\n"
        f"Olga (@olga_user, {olga.id}) – admin\n"
        "Owners make admins: /grant"
    )
    assert labels(answer) == ["Revoke Root", "Revoke Olga", "Members", "Banned"]
    await talk.press(root, answer, "Members")
    assert "Max" in answer.text
    await talk.press(root, answer, "Banned")
    assert answer.text.startswith(f"1 banned\nEve ({eve.id}) – banned")
    await talk.press(root, answer, "Unban Eve")
    assert await role_of(talk, eve) is Role.STRANGER
    assert "Nobody." in (await talk.say(olga, "/unban")).text
    assert labels(await talk.say(olga, "/admins")) == ["Members", "Banned"]
    assert labels(await talk.say(root, "/revoke"))[:2] == ["Revoke Root", "Revoke Olga"]


async def test_long_lists_have_pages(talk: Talk) -> None:
    root, _ = await staff(talk)
    for number in range(11):
        await talk.user(f"Admin {number}", role=Role.ADMIN)
    answer = await talk.say(root, "/admins")
    assert "13 owners and admins" in answer.text
    assert "Page 1 of 2" in answer.text
    await talk.press(root, answer, "More ›")
    assert "Admin 10" in answer.text


async def test_a_banned_persons_private_chat_stays_shut_when_he_comes_back(talk: Talk) -> None:
    """Blocking and unblocking the bot opens it for everybody else."""
    _, olga = await staff(talk)
    ada = await talk.user("Ada")
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await talk.say(olga, f"/ban {ada.id}")
    talk.api.block(ada)
    talk.api.unblock(ada)
    await talk.done()
    assert await talk.rows("SELECT paused FROM chats WHERE id = ?", chat.id) == [("banned",)]
    await talk.say(olga, f"/unban {ada.id}")
    assert await talk.rows("SELECT paused FROM chats WHERE id = ?", place(chat).chat_id) == [
        (None,)
    ]


async def test_who_is_no_owner_any_more_picks_nobody(talk: Talk) -> None:
    """The keyboard was shown while he was one; what he picks is judged when it comes."""
    root, _ = await staff(talk)
    other = await talk.user("Other", role=Role.OWNER)
    ada = talk.api.world.add_user("Ada")
    await talk.say(other, "/grant")
    answer = await talk.say(root, f"/revoke {other.id}")
    await talk.press(root, answer, "End that")
    talk.api.share_user(other, "Pick somebody", ada)
    (answer,) = await talk.done()
    assert "owner" in answer.text
    assert await get_user(talk.db, ada.id) is None
    assert answer.reply_markup is not None
    assert "remove_keyboard" in answer.reply_markup
