"""/privacy: what is stored about somebody, as words, as a file, and gone."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.local.botapi import User
from handlers import AccessRules
from newsroom import Role
from storage import get_user, list_audit
from tests.handlers_.talk import Talk, entry, labels
from tests.handlers_.world import talking


async def a_reader(talk: Talk, role: Role = Role.STRANGER) -> User:
    """Return somebody who has a subscription, a watch and a saved article."""
    ada = await talk.user("Ada", role=role, username="ada_user", language_code="en")
    await talk.feed("Morning Post", entry("Rain"))
    for words in ("/sub 1", "/watch ferry", "/save 1", "/search secret words"):
        await talk.say(ada, words)
    return ada


async def test_it_says_what_is_stored(talk: Talk) -> None:
    ada = await a_reader(talk)
    answer = await talk.say(ada, "/privacy")
    assert answer.text == (
        "What is stored about you:\n"
        "\n"
        f"• Ada (@ada_user, {ada.id}): your name, @name and id, and your language in Telegram\n"
        "• the settings of this chat\n"
        "• 1 subscription of this chat, ended ones too\n"
        "• 1 search that you watch for, ended ones too\n"
        "• 1 article on your reading list\n"
        "\n"
        "What you search for and what you write to me is not stored."
    )
    assert labels(answer) == ["Export all of it", "Erase…"]


async def test_the_file_has_all_of_it_with_times_that_people_read(talk: Talk) -> None:
    ada = await a_reader(talk)
    answer = await talk.say(ada, "/privacy")
    await talk.press(ada, answer, "Export all of it")
    sent = talk.api.messages[-1]
    assert sent.media is not None
    assert sent.media.file.name == "newshound-my-data.json"
    assert sent.text == "All that is stored about you."
    data: dict[str, Any] = json.loads(sent.media.file.content)
    assert data["person"] == [
        {
            "id": ada.id,
            "name": "Ada",
            "username": "ada_user",
            "language": "en",
            "role": "stranger",
            "met_at": "2026-09-21T14:13:20.000+00:00",
        }
    ]
    assert [one["feed"] for one in data["subscriptions"]] == ["Morning Post"]
    assert [one["query"] for one in data["watches"]] == ["ferry"]
    assert [one["title"] for one in data["saved"]] == ["Rain"]
    assert "secret" not in sent.media.file.content.decode()


async def test_erasing_asks_first_and_then_nothing_is_left(talk: Talk) -> None:
    ada = await a_reader(talk)
    answer = await talk.say(ada, "/privacy")
    await talk.press(ada, answer, "Erase…")
    assert answer.text == (
        "Erase all that is stored about you? Your subscriptions, watches and settings in this chat end, your "
        "reading list and your history go. This cannot be undone. What you set up in groups and channels "
        "stays there, without your id.\n"
        "The list of changes that admins made keeps ids, without names."
    )
    assert labels(answer) == ["Erase all of it", "Keep"]
    await talk.press(ada, answer, "Keep")
    assert "1 subscription" in answer.text
    await talk.press(ada, answer, "Erase…")
    await talk.press(ada, answer, "Erase all of it")
    assert answer.text == "Erased. If you write to me again, I will know your name and id again."
    assert labels(answer) == []
    assert await get_user(talk.db, ada.id) is None
    assert await talk.rows("SELECT id FROM subscriptions") == []
    assert await talk.rows("SELECT id FROM chats WHERE id = ?", ada.id) == []
    assert "No subscriptions here yet" in (await talk.say(ada, "/list")).text


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
async def test_a_role_is_told_about_and_stays(talk: Talk, role: Role) -> None:
    ada = await a_reader(talk, role)
    answer = await talk.say(ada, "/privacy")
    assert f"• that you are an {role} of this bot" in answer.text
    await talk.press(ada, answer, "Erase…")
    assert f"One thing stays: you are {role} of this bot" in answer.text
    await talk.press(ada, answer, "Erase all of it")
    assert answer.text.endswith(f"You are still {role} of this bot, by your id alone.")
    kept = await get_user(talk.db, ada.id)
    assert kept is not None
    assert (kept.role, kept.name, kept.username) == (role, "", None)
    assert (await list_audit(talk.db, limit=1))[0].action == "erase"


async def test_a_members_approval_goes_and_he_is_told(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        ada = await talk.user("Ada", role=Role.MEMBER)
        answer = await talk.say(ada, "/privacy")
        await talk.press(ada, answer, "Erase…")
        assert "Your approval goes too" in answer.text
        await talk.press(ada, answer, "Erase all of it")
        assert "approved people only" in (await talk.say(ada, "/list")).text


async def test_a_stranger_to_a_bot_for_the_approved_may_see_and_erase(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        eve = await talk.user("Eve")
        answer = await talk.say(eve, "/privacy")
        assert "What is stored about you" in answer.text
        assert await talk.rows("SELECT id FROM join_requests") == []
        answer = await talk.say(eve, "/start privacy")
        await talk.press(eve, answer, "Erase…")
        await talk.press(eve, answer, "Erase all of it")
        assert await get_user(talk.db, eve.id) is None


async def test_in_a_group_it_leads_to_the_private_chat(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", members=[ada])
    answer = await talk.say(ada, "/privacy", group)
    assert answer.text == "What is stored about you I say in private."
    assert answer.buttons[0]["url"] == "https://t.me/newshound_bot?start=privacy"
    press = await talk.press(ada, answer, "v1:privacy:sure:")
    assert press.answers[0].url == "https://t.me/newshound_bot?start=privacy"
    assert await get_user(talk.db, ada.id) is not None
