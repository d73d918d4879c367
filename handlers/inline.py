"""Inline search: `@bot words` in any chat. What is found may go to anybody: only public feeds are searched.

With no words it shows what is new: of the feeds that the person subscribed to in private, else of all. Where
there is nothing to show, one button leads to the private chat, which can say more.
"""

import asyncio
from collections.abc import Sequence

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from handlers.article_views import is_openable
from handlers.cards import TITLE_UNITS, article_age
from handlers.context import NO_PREVIEW, Desk
from handlers.keyboards import keyboard
from handlers.markup import Html, clip, plain
from handlers.render import article_card, opening_button
from handlers.search_links import PLAIN, search_payload
from handlers.searching import PUBLIC, feeds_named, tidy_query
from handlers.standing import text_of
from handlers.texts import Texts
from newsroom import Article, Place, Query, Role, make_snippet, parse_query
from storage import (
    SearchPage,
    SlowQuery,
    get_user,
    search,
    subscribed_feeds,
    visible_articles,
)

PAGE_SIZE = 20
"""Results at once, of which a phone shows about six; Telegram takes 50."""

SNIPPET_LENGTH = 100
"""Characters: two lines on a phone."""

_TEXT_READ = 3_000
"""Characters of an article in which its excerpt is looked for: many are made with each letter typed."""

_MOST_FEEDS = 500
"""Subscriptions whose newest articles are looked for; of more, nobody sees the difference."""


async def on_inline(update: Update, desk: Desk) -> None:
    """Answer words typed after the bot's name, unless the person has typed on meanwhile."""
    query = update.inline_query
    if query is not None:
        await desk.typing.run(query.from_user.id, _answer(query, desk))


async def _answer(query: InlineQuery, desk: Desk) -> None:
    person = await get_user(desk.db, query.from_user.id)
    role = Role.STRANGER if person is None else person.role
    texts = desk.library.texts(query.from_user.language_code)
    if role is Role.BANNED or (desk.rules.approved_only and role is Role.STRANGER):
        await _send(query, button=_leading_button(texts("inline-open"), PLAIN))
        return
    typed, _ = tidy_query(query.query)
    now = desk.now()
    operators = desk.operator_names.of(query.from_user.language_code)
    asked = parse_query(typed or "sort:date", now, operators)
    page = await (_find(query, desk, asked) if typed else _newest(query, desk, asked))
    numbers = [hit.article_id for hit in page.hits]
    articles = await visible_articles(desk.db, numbers, visible_to=PUBLIC)
    if not articles:
        label = texts("inline-nothing" if typed else "inline-open")
        await _send(query, button=_leading_button(label, search_payload(typed)))
        return
    numbered = query.chat_type != ChatType.CHANNEL
    results = [
        # One by one, so that nothing more is done for a query that is given up.
        _result(
            texts,
            article,
            await asyncio.to_thread(_excerpt, article, asked),
            desk,
            now=now,
            numbered=numbered,
        )
        for article in articles
    ]
    await _send(query, results, page.next_key or "")


async def _find(query: InlineQuery, desk: Desk, asked: Query) -> SearchPage:
    feeds = await feeds_named(desk.db, asked, PUBLIC)
    return await _page(query, desk, asked, feeds)


async def _newest(query: InlineQuery, desk: Desk, asked: Query) -> SearchPage:
    """Return the newest of the person's own subscriptions, as far as they are public; else of all feeds."""
    feeds = await subscribed_feeds(desk.db, Place(query.from_user.id))
    own = await _page(query, desk, asked, frozenset(sorted(feeds)[-_MOST_FEEDS:]))
    return own if own.hits else await _page(query, desk, asked, None)


async def _page(
    query: InlineQuery, desk: Desk, asked: Query, feeds: frozenset[int] | None
) -> SearchPage:
    try:
        return await search(
            desk.index,
            asked,
            visible_to=PUBLIC,
            now=desk.now(),
            feeds=feeds,
            limit=PAGE_SIZE,
            key=query.offset or None,
        )
    except SlowQuery:
        return SearchPage(hits=())


def _excerpt(article: Article, asked: Query) -> str:
    return make_snippet(text_of(article)[:_TEXT_READ], asked, SNIPPET_LENGTH).text


def _result(
    texts: Texts, article: Article, excerpt: str, desk: Desk, *, now: int, numbered: bool
) -> InlineQueryResultArticle:
    """Return a card that sends what an alert of this article says, with a button that leads to the bot."""
    url = article.url if article.url and is_openable(article.url) else None
    picture = article.image_url if article.image_url and is_openable(article.image_url) else None
    source = texts(
        "inline-source",
        feed=clip(article.feed_title, TITLE_UNITS),
        ago=article_age(texts, article, now),
    )
    return InlineQueryResultArticle(
        id=str(article.id),
        title=clip(article.heading, TITLE_UNITS) or plain(texts("untitled")),
        description=f"{plain(source)}\n{excerpt}".strip(),
        url=url,
        thumbnail_url=picture,
        input_message_content=InputTextMessageContent(
            article_card(article, texts, numbered=numbered),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(url=url) if url else NO_PREVIEW,
        ),
        reply_markup=keyboard([opening_button(article, texts, desk.bot.username)]),
    )


def _leading_button(label: Html, payload: str) -> InlineQueryResultsButton:
    """Return the button above the results that leads to the private chat, as a link with `payload` does."""
    return InlineQueryResultsButton(plain(label), start_parameter=payload)


async def _send(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle] = (),
    next_offset: str = "",
    button: InlineQueryResultsButton | None = None,
) -> None:
    """Answer for this person alone and for this time: what he may see changes, and so does what there is."""
    try:
        await query.answer(
            results, cache_time=0, is_personal=True, next_offset=next_offset, button=button
        )
    except BadRequest as error:
        # Telegram waits 15 s or so; who typed on does not even see it.
        if "query is too old" not in error.message.lower():
            raise
