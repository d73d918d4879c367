"""What the owners are told by the bot itself."""

from handlers import tell_of_rival
from newsroom import Role
from tests.handlers_.talk import Talk
from tests.handlers_.world import LIBRARY


async def test_owners_are_told_of_another_program_and_what_to_do(talk: Talk) -> None:
    ada, eve = await talk.user(role=Role.OWNER), await talk.user("Eve", role=Role.ADMIN)
    chats = [talk.private(person) for person in (ada, eve)]
    assert await tell_of_rival(talk.application.bot, talk.db, LIBRARY)
    (message,) = talk.api.sent(chats[0])
    assert message.text == (
        "Another program receives messages with my token, so I have stopped sending alerts; none is lost. "
        "Stop the other one. If you do not know it, send @BotFather /revoke and put the new token into "
        "config.toml."
    )
    assert talk.api.sent(chats[1]) == []


async def test_where_no_owner_can_be_reached_that_is_said(talk: Talk) -> None:
    assert not await tell_of_rival(talk.application.bot, talk.db, LIBRARY)
    await talk.user(role=Role.OWNER)  # who has no chat with the bot
    assert not await tell_of_rival(talk.application.bot, talk.db, LIBRARY)
