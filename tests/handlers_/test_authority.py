"""Who may do what, where: every command and every button, judged on the wire.

What is expected follows from the right that a row of `rows` has (`expected`). Where somebody may not,
nothing that is stored changes. A test has a cell for everybody who tries; first those try who may not, then
those who may.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from handlers import AccessRules
from handlers.callbacks import pack
from handlers.markup import plain
from handlers.rights import Right
from handlers.table import BUTTONS, COMMANDS, Button, Command
from newsroom import Role
from tests.handlers_ import rows
from tests.handlers_.cell import Cell, Pressing, Where, cells_at, press_all, say_all
from tests.handlers_.talk import NOW, Talk
from tests.handlers_.world import LIBRARY, talking

TEXTS = LIBRARY.texts("en")
ALLOWED = "allowed"
NEVER_ANONYMOUS = (Right.OWN, Right.ADMIN, Right.OWNER)


def expected(right: Right, role: Role, where: Where) -> str:
    """Return ALLOWED, or the key of the sentence that refuses. This is the promise, in one place."""
    if where is Where.ANONYMOUS:  # whoever stands behind: an admin of the group, and nothing more
        return "not-anonymously" if right in NEVER_ANONYMOUS else ALLOWED
    if role is Role.BANNED:
        return "banned"
    if right is Right.OWNER and role is not Role.OWNER:
        return "only-owner"
    if right is Right.ADMIN and role not in (Role.OWNER, Role.ADMIN):
        return "only-admins"
    if right is Right.CHANGE and where is Where.MEMBER:
        return "only-group-admins"
    return ALLOWED


def sentence(key: str) -> str:
    return plain(TEXTS(key))


DONE_AGAIN = {
    "check": ("feeds",),  # looks again
    "editset": ("audit", "changes"),  # sets it again, to what it is
    "importstop": ("imports",),  # remembers the message in which it says again how it ended
}
"""What a second press of a button may change."""

EVERYBODY = tuple((role, where) for where in Where for role in Role)
HIMSELF = tuple(spot for spot in EVERYBODY if spot[1] is not Where.ANONYMOUS)
"""Who presses is never anonymous."""
READERS_AND_ADMINS = tuple(
    (role, where) for role in Role for where in (Where.MEMBER, Where.CHAT_ADMIN)
)
OWNER = ((Role.OWNER, Where.CHAT_ADMIN),)

by_name = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
by_verb = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.verb)


def test_every_command_and_button_has_its_row() -> None:
    """With the right that it needs."""
    commands = {command.name: command.right for command in COMMANDS}
    buttons = {button.verb: button.right for button in BUTTONS}
    assert {name: row.right for name, row in rows.COMMANDS.items()} == commands
    assert {verb: row.right for verb, row in rows.BUTTONS.items()} == buttons
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert len({button.verb for button in BUTTONS}) == len(BUTTONS)


@by_name
async def test_a_command_by_role_and_place(tmp_path: Path, command: Command) -> None:
    row = rows.COMMANDS[command.name]
    async with cells_at(tmp_path, EVERYBODY) as cells:
        talk = cells[0].talk
        outcomes = [expected(row.right, cell.role, cell.where) for cell in cells]
        refused = [cell for cell in cells if outcomes[cells.index(cell)] != ALLOWED]
        before = await talk.memory()
        for cell, answers in zip(refused, await say_all(refused, row.text), strict=True):
            outcome = outcomes[cells.index(cell)]
            # The banned get no answer at all.
            wanted = [] if outcome == "banned" else [sentence(outcome)]
            assert answers == wanted, (cell.role, cell.where)
        assert await talk.memory() == before, [(cell.role, cell.where) for cell in refused]
        allowed = [cell for cell in cells if cell not in refused]
        for cell, answers in zip(allowed, await say_all(allowed, row.text), strict=True):
            assert len(answers) == 1, (cell.role, cell.where, answers)
            assert row.says in answers[0], (cell.role, cell.where)


@by_verb
async def test_a_button_by_role_and_place(tmp_path: Path, button: Button) -> None:
    """By the person himself; once more, too: as a client may replay it."""
    row = rows.BUTTONS[button.verb]
    async with cells_at(tmp_path, HIMSELF) as cells:
        talk = cells[0].talk
        refused, allowed = divided(row, await offered(cells, row, button))
        await refuse(row, refused * 2)
        await allow(row, allowed)
        after = await talk.memory()
        again = await press_all(allowed)
        ended = await talk.memory()
        for table in DONE_AGAIN.get(button.verb, ()):
            ended[table] = after[table]
        assert ended == after, again


async def offered(cells: Sequence[Cell], row: rows.ButtonRow, button: Button) -> list[Pressing]:
    """Show each the button; what it needs is there."""
    await prepared(cells, row)
    pressings = []
    for cell in cells:
        data = row.data(button.verb, cell.feed.id, NOW, cell.user.id)
        pressings.append(Pressing(cell, cell.offer(data), data))
    return pressings


async def prepared(cells: Sequence[Cell], row: rows.ButtonRow) -> None:
    """Subscribe each to his feed where the button is for subscribers; in one transaction."""
    if row.subscribed:
        await asyncio.gather(*(one.talk.subscribe(one.chat, one.feed.id) for one in cells))


def divided(
    row: rows.ButtonRow, pressings: Sequence[Pressing]
) -> tuple[list[Pressing], list[Pressing]]:
    """Return the presses of those who may not, and of those who may."""
    refused: list[Pressing] = []
    allowed: list[Pressing] = []
    for one in pressings:
        outcome = expected(row.right, one.cell.role, one.cell.where)
        (allowed if outcome == ALLOWED else refused).append(one)
    return refused, allowed


async def refuse(row: rows.ButtonRow, pressings: Sequence[Pressing]) -> None:
    """Let them press; each is told why he may not, and nothing that is stored changes."""
    if not pressings:
        return
    talk = pressings[0].cell.talk
    before = await talk.memory()
    for (cell, _, data), shown in zip(pressings, await press_all(pressings), strict=True):
        outcome = expected(row.right, cell.role, cell.where)
        assert shown == sentence(outcome), (cell.role, cell.where, data)
    assert await talk.memory() == before, [(one.cell.role, one.cell.where) for one in pressings]


async def allow(row: rows.ButtonRow, pressings: Sequence[Pressing]) -> None:
    """Let them press; each is shown what the button does."""
    for (cell, _, data), shown in zip(pressings, await press_all(pressings), strict=True):
        assert row.shows(cell.where) in shown, (cell.role, cell.where, data)


async def test_what_is_no_command_is_ignored_whoever_sends_it(talk: Talk) -> None:
    """Forwarded, via another bot, for another bot, as a channel: nothing is called or stored."""
    await talk.feed("Feed", url="https://example.org/1")
    other_bot = talk.api.world.add_user("Other", username="other_bot", is_bot=True)
    people = [await talk.user(role, role=role) for role in Role]
    channel = talk.api.world.add_channel("Channel", admins=people)
    group = talk.api.world.add_group("Group", admins=people)
    group.linked_chat = channel
    strange = talk.api.world.add_channel("Another channel", admins=people)
    before = await talk.memory()
    for command in COMMANDS:
        text = rows.COMMANDS[command.name].text.format(feed=1)
        word, _, rest = text.partition(" ")
        waiting = talk.api.pending_updates
        for user in people:
            for chat in (talk.private(user), group):
                talk.api.say(user, chat, text, forwarded=True)
                talk.api.say(user, chat, text, forwarded=other_bot)
                talk.api.say(user, chat, text, via_bot=other_bot)
                talk.api.say(user, chat, f"{word}@other_bot {rest}")
            talk.api.say(user, channel, text)
            talk.api.say(user, group, text, sender_chat=channel)
            talk.api.say(user, group, text, sender_chat=strange)
        assert talk.api.pending_updates - waiting == 55
        assert await talk.done() == [], command.name
        assert await talk.memory() == before, command.name


async def test_an_edited_message_is_no_command(talk: Talk) -> None:
    """Whoever edits it, wherever: in private, in a group under his name or its, in a channel."""
    await talk.feed("Feed", url="https://example.org/1")
    for role in Role:
        user = await talk.user(role, role=role)
        group = talk.api.world.add_group("Group", admins=[user])
        channel = talk.api.world.add_channel("Channel", admins=[user])
        talk.api.promote(talk.api.bot, channel, by=user)
        places = (talk.private(user), False), (group, False), (group, True), (channel, False)
        await talk.done()
        before = await talk.memory()
        for command in COMMANDS:
            text = rows.COMMANDS[command.name].text.format(feed=1)
            for chat, as_group in places:
                talk.api.say(user, chat, "/list@other_bot", anonymous_admin=as_group)
                said = chat.last_message
                assert said is not None
                assert talk.api.edit(said, text) is not None
            assert await talk.done_each() == [[]] * 8, (role, command.name)
            assert await talk.memory() == before, (role, command.name)


@by_name
async def test_a_command_may_name_this_bot(tmp_path: Path, command: Command) -> None:
    row = rows.COMMANDS[command.name]
    word, _, rest = row.text.partition(" ")
    async with cells_at(tmp_path, OWNER) as (cell,):
        (answer,) = await cell.says(f"{word}@Newshound_Bot {rest}")
        assert row.says in answer


async def test_a_button_for_somebody_else_does_nothing(tmp_path: Path) -> None:
    """Not even for an admin of the group, or the bot's owner."""
    async with cells_at(tmp_path, OWNER) as (cell,):
        ada = await cell.talk.user("Ada")
        before = await cell.talk.memory()
        for verb, row in rows.BUTTONS.items():
            data = row.data(verb, cell.feed.id, NOW, ada.id)
            offer = cell.offer(data)
            assert await cell.press(offer, data) == sentence("button-not-yours"), verb
            assert await cell.talk.memory() == before, verb


REFUSALS = [
    sentence(key)
    for key in ("banned", "only-owner", "only-admins", "only-group-admins", "not-anonymously")
]

FALLS = [
    *((Role.OWNER, role) for role in Role if role is not Role.OWNER),
    *((Role.ADMIN, role) for role in (Role.MEMBER, Role.STRANGER, Role.BANNED)),
    (Role.MEMBER, Role.BANNED),
]
"""What somebody was when he was shown a button, and what he is when he presses it."""


@by_verb
@pytest.mark.parametrize("where", [Where.PRIVATE, Where.CHAT_ADMIN])
async def test_a_press_is_judged_by_what_one_is_at_that_moment(
    tmp_path: Path, button: Button, where: Where
) -> None:
    """Shown to somebody who might, pressed after he lost his role, and his place in the group."""
    row = rows.BUTTONS[button.verb]
    async with cells_at(tmp_path, tuple((was, where) for was, _ in FALLS)) as cells:
        pressings = await offered(cells, row, button)
        for cell, (_, became) in zip(cells, FALLS, strict=True):
            if where is Where.CHAT_ADMIN:
                cell.talk.api.demote(cell.user, cell.chat)
                cell.where = Where.MEMBER
            cell.role = became
        await asyncio.gather(*(cell.talk.set_role(cell.user, cell.role) for cell in cells))
        refused, allowed = divided(row, pressings)
        await refuse(row, refused)
        await allow(row, allowed)


@by_verb
async def test_data_that_the_bot_never_showed_gives_no_more(tmp_path: Path, button: Button) -> None:
    """Sent by a forged client under another message, as if it were for everybody."""
    row = rows.BUTTONS[button.verb]
    async with cells_at(tmp_path, HIMSELF) as cells:
        await prepared(cells, row)
        offers = [cell.offer("v1:help:") for cell in cells]
        for somebody in (True, False):
            forged = [
                Pressing(cell, offer, row.data(button.verb, cell.feed.id, NOW, asker))
                for cell, offer in zip(cells, offers, strict=True)
                for asker in (cell.user.id if somebody else None,)
            ]
            refused, allowed = divided(row, forged)
            await refuse(row, refused)
            for (cell, _, data), shown in zip(allowed, await press_all(allowed), strict=True):
                assert shown not in REFUSALS, (cell.role, cell.where, data)


@by_verb
async def test_a_button_in_a_channel_is_judged_as_in_a_group(
    tmp_path: Path, button: Button
) -> None:
    """Its readers may read, its admins may change what arrives there."""
    row = rows.BUTTONS[button.verb]
    async with cells_at(tmp_path, READERS_AND_ADMINS, channel=True) as cells:
        refused, allowed = divided(row, await offered(cells, row, button))
        await refuse(row, refused)
        await allow(row, allowed)


async def test_forged_data_changes_nothing(tmp_path: Path) -> None:
    """Too few arguments, no numbers, numbers that no database holds, another version, another verb."""
    async with cells_at(tmp_path, OWNER) as (cell,):
        offer = cell.offer("v1:help:")
        before = await cell.talk.memory()
        for verb, row in rows.BUTTONS.items():
            forged = _forged(cell, verb, row)
            await press_all([Pressing(cell, offer, data) for data in forged])
            assert await cell.talk.memory() == before, forged


def _forged(cell: Cell, verb: str, row: rows.ButtonRow) -> list[str]:
    arguments: list[tuple[str | int, ...]] = [
        (),
        ("x",),
        ("x", "x", "x"),
        ("9" * 30, "", ""),
        ("-1", "x", "x"),
        ("99", "", "-99"),
    ]
    if len(row.arguments) > 1:
        arguments.append((cell.feed.id, "x", "x"))
    real = row.data(verb, cell.feed.id, NOW, cell.user.id)
    return [
        *(pack(verb, *some, asker=cell.user.id) for some in arguments),
        *(real.replace("v1:", "v2:"), real.replace(verb, "dance"), "v1:", "v1", ":::"),
    ]


async def test_a_bot_for_approved_people_refuses_strangers_everything(tmp_path: Path) -> None:
    """A stranger may bring the owner's link, and see what is stored about him; members are served."""
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        for where in (Where.PRIVATE, Where.CHAT_ADMIN):
            cell = await Cell.prepare(talk, Role.STRANGER, where)
            for command in COMMANDS:
                await _try_unapproved_command(cell, command)
            for button in BUTTONS:
                await _try_unapproved_press(cell, button)
        member = await Cell.prepare(talk, Role.MEMBER, Where.PRIVATE)
        (answer,) = await member.says("/feeds")
        assert "press +" in answer


async def _try_unapproved_command(cell: Cell, command: Command) -> None:
    row = rows.COMMANDS[command.name]
    before = await cell.talk.memory()
    (answer,) = await cell.says(row.text)
    after = await cell.talk.memory()
    if command.name == "privacy":
        assert row.says in answer
    elif cell.where is Where.PRIVATE:  # where the admins are asked to let him in; there are none
        assert answer == sentence("join-unheard"), command.name
        asked = [one for one in after.pop("join_requests") if one not in before["join_requests"]]
        assert len(asked) == (command.name == "start"), "asked once, by the first"
        del before["join_requests"]
    else:
        assert answer == sentence("not-approved"), command.name
    assert after == before


async def _try_unapproved_press(cell: Cell, button: Button) -> None:
    row = rows.BUTTONS[button.verb]
    data = row.data(button.verb, cell.feed.id, NOW, cell.user.id)
    offer = cell.offer(data)
    before = await cell.talk.memory()
    shown = await cell.press(offer, data)
    if row.right is Right.START:
        assert row.shows(cell.where) in shown
    else:
        assert shown == sentence("not-approved"), button.verb
    assert await cell.talk.memory() == before


async def test_a_deleted_messages_button_is_answered(talk: Talk) -> None:
    """Telegram then tells neither its text nor who it was for."""
    cell = await Cell.prepare(talk, Role.OWNER, Where.PRIVATE)
    offer = cell.offer("v1:help:")
    offer.deleted = True
    press = await talk.press(cell.user, offer, "v1:help:")
    assert [answer.text for answer in press.answers] == [sentence("button-old")]
