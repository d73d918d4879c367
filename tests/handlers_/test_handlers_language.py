"""/language: chosen in a chat by those who may change it; «as in Telegram» otherwise."""

from gettext import NullTranslations

import pytest

from handlers import Library
from handlers.texts import Texts
from storage import given_language
from tests.handlers_ import world
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import LIBRARY


class Echo(NullTranslations):
    """A language for tests: English after a mark."""

    def gettext(self, message: str) -> str:
        return f"ħ {LIBRARY.texts('en')._translations.gettext(message)}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"ħ {LIBRARY.texts('en')._translations.ngettext(msgid1, msgid2, n)}"


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot speak Maltese as well, until there is a second language."""
    both = {"en": LIBRARY.texts("en"), "mt": Texts("mt", Echo())}
    monkeypatch.setattr(world, "LIBRARY", Library(both))


async def test_a_language_is_chosen_and_spoken_at_once(talk: Talk) -> None:
    ada = await talk.user(language_code="en")
    answer = await talk.say(ada, "/language")
    assert answer.text == (
        "I speak the language that you have in Telegram, where I know it: English now."
    )
    assert labels(answer) == ["English", "Malti", "✓ As in Telegram"]
    await talk.press(ada, answer, "Malti")
    assert answer.text == "ħ I speak Malti here."
    assert labels(answer) == ["English", "ħ ✓ Malti", "ħ As in Telegram"]
    assert (await talk.say(ada, "/list")).text.startswith("ħ ")
    assert "in Telegram" in (await talk.say(ada, "/language auto")).text
    assert not (await talk.say(ada, "/list")).text.startswith("ħ ")


@pytest.mark.parametrize("words", ["mt", "malti", "Maltese", "MALTESE"])
async def test_a_language_is_typed(talk: Talk, words: str) -> None:
    ada = await talk.user()
    assert "ħ I speak Malti here." in (await talk.say(ada, f"/language {words}")).text


async def test_what_is_not_spoken_is_said_with_what_is(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/language klingon")
    assert answer.text.startswith("I do not speak “klingon”. Choose one of these:")
    assert "Malti" in labels(answer)


async def test_it_follows_telegram_until_one_is_chosen(talk: Talk) -> None:
    ada = await talk.user(language_code="mt")
    assert (await talk.say(ada, "/list")).text.startswith("ħ ")
    ada.language_code = "en"
    assert not (await talk.say(ada, "/list")).text.startswith("ħ ")


async def test_the_menu_follows(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/language mt")
    (menu,) = [
        found
        for (scope, _), found in talk.api.profile.commands.items()
        if scope == f"chat:{ada.id}"
    ]
    assert all(str(one["description"]).startswith("ħ ") for one in menu)
    assert "grant" not in {one["command"] for one in menu}
    answer = await talk.say(ada, "/undo")
    assert answer.text.startswith("Taken back: I speak the language of before.")
    menu = talk.api.profile.commands[f"chat:{ada.id}", ""]
    assert not any(str(one["description"]).startswith("ħ ") for one in menu)


async def test_in_a_group_its_admins_choose_for_all(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob", language_code="mt")
    group = talk.api.world.add_group("Neighbours", admins=[ada], members=[bob])
    assert (await talk.say(bob, "/list", group)).text.startswith("ħ ")
    assert "admins" in (await talk.say(bob, "/language en", group)).text
    answer = await talk.say(ada, "/language", group)
    assert answer.text == (
        "I answer each person here in the language that they have in Telegram, where I know it."
    )
    await talk.press(ada, answer, "English")
    assert not (await talk.say(bob, "/list", group)).text.startswith("ħ ")
    answer = await talk.say(ada, "/undo", group)
    assert answer.text.startswith("Taken back: I speak the language of before.")
    assert await given_language(talk.db, group.id) is None


async def test_a_channels_language_is_set_from_the_private_chat(talk: Talk) -> None:
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    answer = await talk.say(ada, "/language @thenews mt")
    assert answer.text == "In News:\nI speak Malti here."
    assert await given_language(talk.db, channel.id) == "mt"
    await talk.press(ada, answer, "As in Telegram")
    assert await given_language(talk.db, channel.id) is None


async def test_the_settings_lead_there(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/settings")
    await talk.press(ada, answer, "🌐 Language: As in Telegram")
    assert "Malti" in labels(answer)
    await talk.press(ada, answer, "English")
    assert "🌐 Language: English" in labels(await talk.say(ada, "/settings"))
