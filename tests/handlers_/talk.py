"""A conversation with the real handlers: PTB's own Application against the strict local endpoint.

The world behind `Services` is a few plain functions over `Sources`: what stands at which address.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.lists import judge
from bot.local.botapi import Chat, InlineQuery, LocalBotApi, Message, Press, Topic, User
from handlers import (
    AccessRules,
    AnyApplication,
    BackupCopy,
    BackupFailed,
    Desk,
    Library,
    Paces,
    Rewrite,
    Services,
    Writings,
    register,
)
from handlers.operator_names import OperatorNames
from newsroom import (
    Article,
    Entry,
    Feed,
    FoundFeed,
    Listed,
    Look,
    NotOpml,
    ParsedFeed,
    Place,
    Problem,
    ProblemKind,
    Role,
    Seen,
    Verdict,
    read_opml,
)
from newsroom import User as Person
from storage import (
    Database,
    SearchIndex,
    add_feed,
    get_article,
    get_feed,
    keep_page,
    known_entries,
    meet_user,
    note_unread_page,
    record_check,
    route_articles,
    subscribe,
)
from tests.freshdb import fresh_database
from tests.handlers_.shortwire import ShortWire

NOW = 1_790_000_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LIBRARY = Library.load()
"""Read once: nothing changes it, and reading took most of what a test took."""

OPERATOR_NAMES = OperatorNames.load()
"""Read once, too: it only remembers what it has made of them."""


def entry(name: str, *, age: int = HOUR, url: str | None = None, text: str = "") -> Entry:
    """Return an entry that is known by its title, published `age` milliseconds before NOW."""
    return Entry(
        key=name,
        raw_hash=name,
        title=name,
        text=text or f"All about {name}.",
        url=url or f"https://example.org/{name.replace(' ', '-')}",
        published_at=NOW - age,
    )


@dataclass
class Sources:
    """What stands at each address; nothing is found at any other."""

    feeds: dict[str, ParsedFeed] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    """Where an address leads to in the end."""
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Where pages stand, and the addresses of their feeds, the best first."""
    looks: list[str] = field(default_factory=list)
    """The addresses looked at, in order."""
    web_pages: dict[str, ParsedFeed] = field(default_factory=dict)
    """The web pages that are no feed's."""
    unchanged: set[str] = field(default_factory=set)
    """Addresses where a check finds the bytes of the last one."""
    read: list[str] = field(default_factory=list)
    """The addresses of the pages asked for, in order."""
    until: Callable[[], bool] = lambda: True
    """A look lasts until this is true."""

    def look(self, url: str) -> Look:
        self.looks.append(url)
        url = self.moved.get(url, url)
        if url in self.feeds:
            return Look(url, parsed=self.feeds[url])
        if len(found := self.pages.get(url, ())) == 1:
            return Look(found[0], parsed=self.feeds[found[0]], found_on=url)
        if found:
            choices = tuple(self._choice(one) for one in found)
            return Look(url, problem=Problem(ProblemKind.NOT_A_FEED), feeds=choices)
        return Look(url, problem=self.problems.get(url) or Problem(ProblemKind.NAME_NOT_FOUND))

    def _choice(self, url: str) -> FoundFeed:
        entries = self.feeds[url].entries
        newest = max((one.published_at or 0 for one in entries), default=None)
        return FoundFeed(url, self.feeds[url].title, len(entries), newest)

    def page(self, url: str) -> ParsedFeed | Problem:
        self.read.append(url)
        problem = self.problems.get(url) or Problem(ProblemKind.NAME_NOT_FOUND)
        return self.web_pages.get(url) or problem


_MEMORY = {
    **{
        table: f"SELECT * FROM {table}"
        for table in (
            *(
                "feeds",
                "articles",
                "entries",
                "feed_secrets",
                "subscriptions",
                "watches",
                "mutes",
                "tag_subscriptions",
            ),
            *("changes", "deliveries", "claims", "audit", "requests", "imports", "import_feeds"),
            *("saved", "join_requests"),
        )
    },
    "roles": "SELECT id, role FROM users WHERE role <> 'stranger'",
    "times": "SELECT id, timezone, digest_minute, digest_days, quiet_from, quiet_to FROM chats "
    "WHERE timezone IS NOT NULL OR digest_minute IS NOT NULL OR quiet_from IS NOT NULL",
    "languages": "SELECT id, language FROM chats WHERE language IS NOT NULL",
    "paused": "SELECT id FROM chats WHERE paused IS NOT NULL",
}
"""What is asked for all that is stored, people and chats that were only met aside."""


class Talk:
    """People's side of the conversation, and what came of it."""

    def __init__(
        self, api: LocalBotApi, db: Database, index: SearchIndex, application: AnyApplication
    ) -> None:
        self.api = api
        self.db = db
        self.index = index
        self.application = application
        self.sources = Sources()
        self.now = NOW
        self.offline = False
        """Whether our own way to the web is down."""
        self.errors: list[Exception] = []
        """What handlers raised: a test that expects some takes them away."""
        self.backups: Callable[[], AbstractAsyncContextManager[BackupCopy]] = _no_backup
        """What /backup gets."""
        self.writings = Writings(Paces(private=0, group=0))
        self._offset = 0

    async def user(self, name: str = "Ada", *, role: Role = Role.STRANGER, **more: Any) -> User:
        """Let the bot meet somebody who has this role."""
        user = self.api.world.add_user(name, **more)
        await self.set_role(user, role)
        return user

    async def set_role(self, user: User, role: Role) -> None:
        await meet_user(self.db, Person(user.id, user.first_name), self.now)
        await self.sql("UPDATE users SET role = ? WHERE id = ?", role, user.id)

    def private(self, user: User) -> Chat:
        return self.api.world.private(user)

    async def say(self, user: User, text: str, chat: Chat | None = None, **more: Any) -> Message:
        """Let somebody write, and wait until the bot is done; return its last answer."""
        answers = await self.say_all(user, text, chat, **more)
        assert answers, f"no answer to {text!r}"
        return answers[-1]

    async def say_all(
        self, user: User, text: str, chat: Chat | None = None, **more: Any
    ) -> list[Message]:
        """Let somebody write; return all the bot's answers, which may be none."""
        self.api.say(user, chat or self.private(user), text, **more)
        return await self.done()

    async def press(self, user: User, message: Message, button: str) -> Press:
        """Let somebody press the button with this label (or this data), and wait for all that follows."""
        data = next((str(b["callback_data"]) for b in message.buttons if b["text"] == button), None)
        assert data or button.startswith("v1:"), f"no button {button!r}: {labels(message)}"
        self.api.press(user, message, data or button)
        await self.done()
        return self.api.presses[-1]

    async def types(self, user: User, words: str, **more: Any) -> InlineQuery:
        """Let somebody type after the bot's name, and wait until the bot is done; the answers are in it."""
        self.api.inline(user, words, **more)
        await self.done()
        return self.api.inline_queries[-1]

    async def done(self) -> list[Message]:
        """Hand all waiting updates to the application; return the messages that the bot then sent."""
        before = len(self.api.messages)
        await self.done_each()
        return self.api.messages[before:]

    async def done_each(self) -> list[list[Message]]:
        """Do as `done`; return for each update the messages that the bot sent while it was handled."""
        answers = []
        for update in await self.application.bot.get_updates(offset=self._offset, timeout=0):
            self._offset = update.update_id + 1
            before = len(self.api.messages)
            await self.application.process_update(update)
            answers.append(self.api.messages[before:])
        return answers

    async def written(self) -> None:
        """Wait until the language model has written all that it was asked for, and all of it is shown."""
        while tasks := self.writings.tasks:
            await asyncio.wait(tasks)

    async def feed(
        self, title: str = "Morning Post", *entries: Entry, url: str | None = None, **more: Any
    ) -> Feed:
        """Put a feed into the catalogue, with the articles it listed at its first check."""
        address = url or f"https://{title.casefold().replace(' ', '-')}.example/feed"
        made = await add_feed(self.db, url=address, title=title, by=0, now=self.now, **more)
        await self.checked(made, *entries)
        return await self.stored(made)

    async def checked(
        self,
        feed: Feed,
        *entries: Entry,
        problem: Problem | None = None,
        unchanged: bool = False,
        title: str | None = None,
    ) -> Verdict:
        """Record that a check of a feed saw these entries, or met a problem."""
        known = await known_entries(self.db, feed.id)
        verdict = Verdict(
            feed_id=feed.id,
            at=self.now,
            next_check_at=self.now + 15 * MINUTE,
            problem=problem,
            parsed=problem is None and not unchanged,
            title=title,
            new=tuple(one for one in entries if one.key not in known),
            seen=tuple(Seen(one.key, one.raw_hash) for one in entries),
            alerting=False,
        )
        await record_check(self.db, verdict)
        return verdict

    async def news(self, feed: Feed, *names: str) -> None:
        """Let a feed bring new articles, and route them."""
        verdict = await self.checked(feed, *map(entry, names))
        await self.sql(
            "UPDATE articles SET routed_at = NULL, found_at = ? WHERE feed_id = ? AND title IN "
            "(SELECT value FROM json_each(?))",
            verdict.at,
            feed.id,
            json.dumps(names),
        )
        await route_articles(self.db, self.now)

    async def stored(self, feed: Feed) -> Feed:
        found = await get_feed(self.db, feed.id, visible_to=0)
        assert found is not None
        return found

    async def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database in plain SQL."""
        return await self.db.read(lambda raw: _rows(raw, question, values))

    async def sql(self, statement: str, *values: object) -> None:
        """Change the database in plain SQL."""
        await self.db.write(lambda raw: _rows(raw, statement, values))

    async def subscribe(self, chat: Chat, *feed_ids: int) -> None:
        """Subscribe a chat that the bot has met, without a word."""
        for feed_id in feed_ids:
            await subscribe(self.db, place(chat), feed_id, by=0, now=self.now)

    async def subscribed(self, chat: Chat, topic: Topic | None = None) -> list[int]:
        """Return the numbers of the feeds that a place is subscribed to."""
        question = (
            "SELECT feed_id FROM subscriptions "
            "WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL ORDER BY feed_id"
        )
        return [one for (one,) in await self.rows(question, chat.id, topic.id if topic else 0)]

    async def memory(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all that is stored, people and chats that were only met aside."""
        return await self.db.read(
            lambda raw: {
                name: [tuple(row) for row in raw.execute(asked)] for name, asked in _MEMORY.items()
            }
        )


def labels(message: Message) -> list[str]:
    """Return what stands on a message's buttons."""
    return [str(button["text"]) for button in message.buttons]


def place(chat: Chat, topic: Topic | None = None) -> Place:
    return Place(chat.id, topic.id if topic else 0)


@asynccontextmanager
async def talking(
    folder: Path, rules: AccessRules | None = None, rewrite: Rewrite | None = None
) -> AsyncIterator[Talk]:
    """Build the conversation: endpoint, database, application, desk; what a model writes shows at once."""
    async with (
        LocalBotApi(enforce_rates=False, privacy_mode=False) as api,
        fresh_database(folder / "newshound.db") as db,
        SearchIndex.open(db) as index,
        _application(api) as application,
    ):
        talk = Talk(api, db, index, application)
        desk = Desk(
            bot=application.bot,
            db=db,
            services=replace(_services(talk), rewrite=rewrite),
            rules=rules or AccessRules(),
            library=LIBRARY,
            index=index,
            summary_words=60,
            now=lambda: talk.now,
            writings=talk.writings,
            operator_names=OPERATOR_NAMES,
        )
        register(application, desk)
        application.add_error_handler(_collector(talk.errors))
        try:
            yield talk
        finally:
            await talk.writings.stop()
        assert not talk.errors, "a handler raised"


@asynccontextmanager
async def _application(api: LocalBotApi) -> AsyncIterator[AnyApplication]:
    application: AnyApplication = (
        ApplicationBuilder()
        .token(api.token)
        .base_url(f"{api.url}/bot")
        .base_file_url(f"{api.url}/file/bot")
        .request(ShortWire(api))
        .get_updates_request(ShortWire(api))
        .updater(None)
        .build()
    )
    async with application:
        yield application


def _services(talk: Talk) -> Services:
    async def look_at(url: str) -> Look:
        await talk.api.wait_for(talk.sources.until, timeout=60)
        return talk.sources.look(url)

    async def keep_look(feed: Feed, look: Look) -> Verdict:
        assert look.parsed is not None
        return await talk.checked(feed, *look.parsed.entries)

    async def check_now(feed: Feed) -> Verdict:
        look = talk.sources.look(feed.url)
        entries = look.parsed.entries if look.parsed else ()
        unchanged = feed.url in talk.sources.unchanged
        title = look.parsed.title if look.parsed else None
        return await talk.checked(
            feed, *entries, problem=look.problem, unchanged=unchanged, title=title
        )

    async def read_article(article: Article) -> Article:
        found = talk.sources.page(article.url or "")
        if isinstance(found, Problem):
            await note_unread_page(talk.db, article.id, found.kind, talk.now)
        else:
            await keep_page(talk.db, article.id, found.entries[0].text, talk.now)
        return await get_article(talk.db, article.id) or article

    async def read_page(url: str) -> ParsedFeed | Problem:
        return talk.sources.page(url)

    async def read_list(document: bytes) -> tuple[Listed, ...] | NotOpml:
        try:
            outlines = read_opml(document)
        except NotOpml as error:
            return error
        return tuple(judge(one, allow_private=False) for one in outlines)

    return Services(
        look_at=look_at,
        keep_look=keep_look,
        check_now=check_now,
        read_article=read_article,
        read_page=read_page,
        deliver=lambda: None,
        read_list=read_list,
        go_on_importing=lambda: None,
        backup=lambda: talk.backups(),
        is_offline=lambda: talk.offline,
    )


@asynccontextmanager
async def _no_backup() -> AsyncIterator[BackupCopy]:
    raise BackupFailed("nobody makes one here")
    yield


def _collector(errors: list[Exception]) -> Callable[[object, Any], Any]:
    async def collect(_: object, context: Any) -> None:
        errors.append(context.error)

    return collect


def _rows(
    raw: sqlite3.Connection, statement: str, values: Iterable[object]
) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in raw.execute(statement, tuple(values))]
