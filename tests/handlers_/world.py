"""The world of a conversation: PTB's own Application against the strict local endpoint.

What `Services` may ask is a few plain functions over `Sources`: what stands at which address.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.lists import judge
from bot.local.botapi import LocalBotApi
from bot.telegram import AiohttpRequest
from handlers import AccessRules, AnyApplication, Desk, Library, Rewrite, Services, register
from handlers.operator_names import OperatorNames
from newsroom import Article, Feed, Listed, Look, NotOpml, ParsedFeed, Problem, Verdict, read_opml
from storage import SearchIndex, get_article, keep_page, note_unread_page
from tests.freshdb import fresh_database
from tests.handlers_.talk import Talk

LIBRARY = Library.load()
"""Read once: nothing changes it, and reading took most of what a test took."""

OPERATOR_NAMES = OperatorNames.load()
"""Read once, too: it only remembers what it has made of them."""


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
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
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


def _collector(errors: list[Exception]) -> Callable[[object, Any], Any]:
    async def collect(_: object, context: Any) -> None:
        errors.append(context.error)

    return collect
