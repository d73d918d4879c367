"""A digest: several alerts in one message, grouped by feed, with a sentence of each as far as there is room.

Nobody asked for it, so its buttons are everybody's. Its pages are counted in alerts, which no longer change
once it is sent: what stands on a page stays there. In a channel it has no pages (`storage.digests`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from telegram import InlineKeyboardButton

from handlers.context import Request
from handlers.copies import also_in
from handlers.keyboards import common_button, in_rows, keyboard, link_button
from handlers.markup import TEXT_LIMIT, Html, bold, clip, directed, lines, link, plain, utf16_length
from handlers.render import OutgoingMessage
from handlers.summing import summary_of
from handlers.texts import Texts
from newsroom import Article, Chat, ChatKind, Delivery, Digest, Hold, Page, one_sentence
from storage import Database, copies_told, get_digest, get_settings, visible_articles

PAGE_SIZE = 10

_TITLE_UNITS, _FEED_UNITS = 80, 30
"""UTF-16 units: twenty of both, with their numbers and copies, have room in a message."""

_MOST_UNITS, _LEAST_UNITS = 220, 70
"""Of a sentence: what is longer is clipped, and rather none than a shorter beginning."""

_MOST_COPIES, _COPY_UNITS = 2, 25
"""How many other feeds are named that have an article, and UTF-16 units of a name."""

_A_ROW = 5

_HEADINGS = {
    Hold.DIGEST: "digest-of-the-day",
    Hold.QUIET: "digest-of-quiet-hours",
    Hold.BACKLOG: "digest-of-a-backlog",
    Hold.BURST: "digest-of-a-burst",
}
"""The first of these that holds one of its articles names the message."""


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """What a digest is made with."""

    db: Database
    chat: Chat
    texts: Texts
    bot_name: str
    summary_words: int
    now: int

    @property
    def in_channel(self) -> bool:
        """Whether its readers have no command line."""
        return self.chat.kind is ChatKind.CHANNEL


async def render_digest(desk: DigestDesk, delivery: Delivery) -> OutgoingMessage | None:
    """Return the message that a digest is to become; None where nothing in it is to be told any more."""
    digest = await get_digest(desk.db, delivery.id)
    return None if digest is None else await render_page(desk, digest, 0)


async def render_page(desk: DigestDesk, digest: Digest, number: int) -> OutgoingMessage:
    """Return a page of a digest; past the end, the last one."""
    page = page_of_digest(digest, number, in_channel=desk.in_channel)
    articles = await articles_on(desk.db, digest, page)
    settings = await get_settings(desk.db, digest.place.chat_id)
    html = await _text(desk, digest, page, articles)
    return OutgoingMessage(
        html=html,
        plain=plain(html),
        keyboard=keyboard(*_buttons(desk, digest, page, articles)),
        silent=settings.manner.silent,
    )


def page_of_digest(digest: Digest, number: int, *, in_channel: bool = False) -> Page[int]:
    """Return the numbers of the articles on a page of a digest; past the end, of the last one."""
    total = len(digest.articles)
    size = total if in_channel else PAGE_SIZE
    pages = -(-total // size)
    number = min(max(number, 0), pages - 1)
    return Page(digest.articles[number * size : (number + 1) * size], number, pages, total)


async def articles_on(db: Database, digest: Digest, page: Page[int]) -> tuple[Article, ...]:
    """Return the articles of a page that its chat may still read."""
    return await visible_articles(db, page.items, visible_to=digest.place.chat_id)


def digest_desk(request: Request) -> DigestDesk:
    """Return what the pressed page of a digest is made with."""
    return DigestDesk(
        db=request.db,
        chat=request.chat,
        texts=request.texts,
        bot_name=request.bot.username,
        summary_words=request.desk.summary_words,
        now=request.now,
    )


async def _text(
    desk: DigestDesk, digest: Digest, page: Page[int], articles: Sequence[Article]
) -> Html:
    texts = desk.texts
    places = {article: place for place, article in enumerate(page.items, _first(page))}
    copies = await _copies(desk, digest, articles)
    heads = {
        one.id: lines(
            _head(desk, one, places[one.id]),
            also_in(texts, copies[one.id], numbered=not desk.in_channel),
        )
        for one in articles
    }
    above = _heading(texts, digest)
    below = None if page.pages == 1 else texts("page", number=page.number + 1, pages=page.pages)
    groups = [
        (bold(texts.isolate(clip(title, _FEED_UNITS))), tuple(members))
        for (_, title), members in groupby(articles, lambda one: (one.feed_id, one.feed_title))
    ]
    bare = lines(above, below, *(title for title, _ in groups), *heads.values())
    room = TEXT_LIMIT - utf16_length(plain(bare)) - 2 * (len(groups) + 1)
    sentences = await _sentences(desk, articles, room)
    told = [
        lines("", title, *(lines(heads[one.id], sentences[one.id]) for one in members))
        for title, members in groups
    ]
    gone = texts("digest-articles-gone") if not articles else None
    return lines(above, gone, *told, None if below is None else "", below)


async def _copies(
    desk: DigestDesk, digest: Digest, articles: Sequence[Article]
) -> dict[int, tuple[Article, ...]]:
    """Return by article its copies in other feeds, as many as are named."""
    told = await copies_told(desk.db, digest)
    numbers = {one.id: told.get(one.id, ())[:_MOST_COPIES] for one in articles}
    every = list(chain.from_iterable(numbers.values()))
    found = await visible_articles(desk.db, every, visible_to=digest.place.chat_id)
    known = {
        copy.id: replace(copy, feed_title=clip(copy.feed_title, _COPY_UNITS)) for copy in found
    }
    return {
        article: tuple(known[copy] for copy in copies if copy in known)
        for article, copies in numbers.items()
    }


def _heading(texts: Texts, digest: Digest) -> Html:
    key = next(key for hold, key in _HEADINGS.items() if hold in digest.holds)
    return texts(
        key,
        articles=texts("digest-articles", n=len(digest.articles)),
        feeds=texts("digest-feeds", n=len(digest.feeds)),
    )


def _head(desk: DigestDesk, article: Article, place: int) -> Html:
    texts = desk.texts
    title = texts.isolate(clip(article.heading, _TITLE_UNITS)) or texts("untitled")
    shown = link(title, article.url)
    if desk.in_channel:
        return texts("digest-entry-bare", place=str(place), title=shown)
    return texts("digest-entry", place=str(place), title=shown, id=str(article.id))


async def _sentences(
    desk: DigestDesk, articles: Sequence[Article], room: int
) -> dict[int, Html | str | None]:
    """Return a sentence of each article, within `room` UTF-16 units together; None where there is none."""
    each = min(
        _MOST_UNITS, room // max(len(articles), 1) - 2
    )  # its line break, a mark of direction
    found: dict[int, Html | str | None] = dict.fromkeys((one.id for one in articles), None)
    if each < _LEAST_UNITS:
        return found
    for article in articles:
        sentences = await summary_of(desk.db, article, words=desk.summary_words, now=desk.now)
        if sentences:
            sentence = one_sentence(sentences, article.language)
            found[article.id] = directed(clip(sentence, each))
    return found


def _buttons(
    desk: DigestDesk, digest: Digest, page: Page[int], articles: Sequence[Article]
) -> list[Sequence[InlineKeyboardButton]]:
    places = {article: str(place) for place, article in enumerate(page.items, _first(page))}
    if desk.in_channel:
        links = [
            link_button(places[one.id], f"https://t.me/{desk.bot_name}?start=a{one.id}")
            for one in articles
        ]
        return list(in_rows(links, _A_ROW))
    opening = [common_button(places[one.id], "article", one.id) for one in articles]
    texts, turning = desk.texts, list[InlineKeyboardButton]()
    if page.number > 0:
        before = page.number - 1
        turning.append(common_button(texts("button-previous"), "digest", digest.id, before))
    if page.number + 1 < page.pages:
        after = page.number + 1
        turning.append(common_button(texts("button-next"), "digest", digest.id, after))
    summing = common_button(texts("button-sum-up"), "digestsum", digest.id, page.number)
    return [*in_rows(opening, _A_ROW), [summing] if len(articles) > 1 else [], turning]


def _first(page: Page[int]) -> int:
    """Return the place of a page's first article in the whole digest, from 1."""
    return page.number * PAGE_SIZE + 1
