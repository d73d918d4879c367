"""Lists of feeds as people bring them, and the loop that takes them in, turned by hand."""

from typing import Any

from bot.local.botapi import Chat, Message, User
from bot.outgoing import Importer
from handlers import Paces
from newsroom import Outline, write_opml
from tests.fakeclock import FakeClock
from tests.handlers_.talk import NOW, Talk
from tests.handlers_.world import LIBRARY


def opml(*feeds: str | Outline) -> bytes:
    """Return a list of feeds; of a text, the address and the title are made."""
    outlines = [one if isinstance(one, Outline) else outline(one) for one in feeds]
    return write_opml(outlines, title="Mine", created="").encode()


def outline(name: str, *groups: str) -> Outline:
    return Outline(f"https://{name.lower()}.example/feed", f"The {name}", groups=groups)


def many(count: int) -> bytes:
    return opml(*(Outline(f"https://f{n}.example/feed", f"Feed {n}") for n in range(count)))


async def bring(
    talk: Talk, user: User, content: bytes, chat: Chat | None = None, **more: Any
) -> Message:
    """Let somebody send a list; return what the bot answers."""
    answers = await bring_all(talk, user, content, chat, **more)
    assert answers, "no answer to the list"
    return answers[-1]


async def bring_all(
    talk: Talk,
    user: User,
    content: bytes,
    chat: Chat | None = None,
    name: str = "list.opml",
    **more: Any,
) -> list[Message]:
    """Let somebody send a list; return all the bot's answers, which may be none."""
    talk.api.send_file(user, chat or talk.private(user), name, content, **more)
    return await talk.done()


def importer(talk: Talk, most_subscriptions: int = 0, clock: FakeClock | None = None) -> Importer:
    """Return the loop as it is after a start, which shows each batch."""
    return Importer(
        talk.db,
        talk.application.bot,
        clock or FakeClock(NOW),
        LIBRARY,
        lambda: None,
        most_subscriptions=most_subscriptions,
        paces=Paces(private=0, group=0),
    )


async def take_in(talk: Talk, most_subscriptions: int = 0) -> int:
    """Let the loop do all that there is to do; return in how many turns."""
    loop, turns = importer(talk, most_subscriptions), 1
    while await loop.import_once():
        turns += 1
    return turns


async def addresses(talk: Talk) -> list[str]:
    """Return the addresses of the catalogue."""
    return [url for (url,) in await talk.rows("SELECT url FROM feeds ORDER BY id")]
