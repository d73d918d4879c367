"""/backup: a copy of everything, for an owner, in private alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.local.botapi import FaultKind
from handlers import BackupCopy
from handlers.commands import backup
from newsroom import Role
from tests.handlers_.talk import Talk

OPEN = (
    "It is not encrypted: keep it where nobody else reads. "
    "A backup.passphrase in config.toml encrypts the next one."
)
CONTENT = b"SQLite format 3\0 and so on"


def lending(
    file: Path, *, kept: bool = True, encrypted: bool = False, size: int = 1_234_567
) -> Callable[[], AbstractAsyncContextManager[BackupCopy]]:
    """Return what makes a backup as large as is said."""

    @asynccontextmanager
    async def lend() -> AsyncIterator[BackupCopy]:
        await asyncio.to_thread(file.write_bytes, CONTENT)
        yield BackupCopy(file, size, encrypted, kept)

    return lend


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "newshound-20260921T141320Z.db"


async def test_it_is_sent_with_what_to_do_with_it(talk: Talk, file: Path) -> None:
    ada = await talk.user(role=Role.OWNER)
    talk.backups = lending(file)
    message = await talk.say(ada, "/backup")
    assert message.media is not None
    assert message.media.kind == "document"
    assert (message.media.file.name, message.media.file.content) == (file.name, CONTENT)
    assert message.text.splitlines() == [
        "Backup, 1.2 MB. To put it back, at the machine: newshound restore FILE",
        f"It lies at {file}",
        OPEN,
    ]


async def test_one_that_is_not_kept_lies_nowhere(talk: Talk, file: Path) -> None:
    ada = await talk.user(role=Role.OWNER)
    talk.backups = lending(file, kept=False, encrypted=True)
    message = await talk.say(ada, "/backup")
    assert message.text.splitlines() == [
        "Backup, 1.2 MB. To put it back, at the machine: newshound restore FILE",
        "It is encrypted with your backup.passphrase. Without that it is lost.",
    ]


async def test_one_that_telegram_does_not_take_is_named(talk: Talk, file: Path) -> None:
    ada = await talk.user(role=Role.OWNER)
    talk.backups = lending(file, size=backup.LARGEST)
    message = await talk.say(ada, "/backup")
    assert message.media is None
    assert message.text == (
        f"The backup has 49.0 MB, more than Telegram takes from me.\nIt lies at {file}"
    )
    talk.backups = lending(file, size=backup.LARGEST, kept=False)
    message = await talk.say(ada, "/backup")
    assert message.media is None
    assert "set backup.folder in config.toml" in message.text


async def test_one_that_could_not_be_sent_still_lies_there(talk: Talk, file: Path) -> None:
    ada = await talk.user(role=Role.OWNER)
    talk.backups = lending(file)
    talk.api.fault(FaultKind.REFUSE, method="sendDocument", error_code=400, description="No room")
    message = await talk.say(ada, "/backup")
    assert message.text == f"The backup was made, but not sent: No room\nIt lies at {file}"


async def test_in_a_group_nothing_is_made_and_nothing_sent(talk: Talk, file: Path) -> None:
    ada = await talk.user(role=Role.OWNER)
    group = talk.api.world.add_group("Group", admins=[ada])
    talk.backups = lending(file)
    (message,) = await talk.say_all(ada, "/backup", group)
    assert message.media is None
    assert message.text == (
        "The copy holds what everybody reads. Send /backup in our private chat: it goes only there."
    )


async def test_one_that_was_not_made_says_why_and_what_to_do(talk: Talk) -> None:
    ada = await talk.user(role=Role.OWNER)
    message = await talk.say(ada, "/backup")
    assert message.text.splitlines() == [
        "No backup was made: nobody makes one here",
        "Nothing else has changed. When that is mended, send /backup again.",
    ]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.STRANGER])
async def test_nobody_but_an_owner_gets_one(talk: Talk, file: Path, role: Role) -> None:
    eve = await talk.user("Eve", role=role)
    talk.backups = lending(file)
    message = await talk.say(eve, "/backup")
    assert message.media is None
    assert message.text == "Only the bot's owner may do that. /help lists what you can do."
