"""The menus that Telegram shows: by place, and for the owner of the bot."""

from handlers import set_menus, set_staff_menus
from handlers.menus import set_menu_for
from handlers.table import COMMANDS
from newsroom import Role, User
from tests.handlers_.talk import Talk
from tests.handlers_.world import LIBRARY

READING = {
    "start",
    "help",
    "feeds",
    "list",
    "latest",
    "search",
    "summary",
    "save",
    "saved",
    "forward",
    "why",
    "export",
    "status",
    "privacy",
}
CHANGING = READING | {
    *("sub", "unsub", "unsub_all", "watch", "unwatch", "filter", "settings", "mute", "unmute"),
    *("digest", "quiet", "timezone", "missed", "undo", "import", "language"),
}


def menus(talk: Talk) -> dict[str, set[str]]:
    """Return the names in each menu, by the kind of its scope."""
    return {
        scope: {str(command["command"]) for command in menu}
        for (scope, _), menu in talk.api.profile.commands.items()
    }


async def test_each_place_shows_what_is_of_use_there(talk: Talk) -> None:
    await set_menus(talk.application.bot, LIBRARY)
    by_scope = menus(talk)
    assert {key.split(":")[0] for key in by_scope} >= {"all_private_chats", "all_group_chats"}
    for scope, names in by_scope.items():
        assert names == (READING if "all_group_chats" in scope else CHANGING), scope


async def test_an_owner_sees_all_commands_in_his_private_chat(talk: Talk) -> None:
    ada = await talk.user()
    talk.private(ada)
    await set_menu_for(talk.application.bot, ada.id, Role.OWNER, LIBRARY.texts("en"))
    (names,) = menus(talk).values()
    assert names == {command.name for command in COMMANDS}


async def test_staff_see_their_menus_and_who_never_wrote_holds_up_nobody(talk: Talk) -> None:
    stranger_to_the_bot = User(4_000_000_000, "Eve", Role.OWNER)
    ada = await talk.user(role=Role.ADMIN)
    talk.private(ada)
    await set_staff_menus(
        talk.application.bot,
        LIBRARY,
        [stranger_to_the_bot, User(ada.id, "Ada", Role.ADMIN)],
    )
    assert "addfeed" in menus(talk)[f"chat:{ada.id}"]
