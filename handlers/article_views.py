"""An article as a message of its own: the card, the summary, and the buttons under both."""

import re
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.articles import remember
from handlers.cards import TITLE_UNITS, article_age, article_source, title_line
from handlers.context import Request
from handlers.growing import Canvas, first_words, grow
from handlers.keyboards import button, common_button, keyboard, link_button
from handlers.markup import TEXT_LIMIT, Html, bold, clip, directed, lines, plain, utf16_length
from handlers.retelling import Order, order_retelling
from handlers.standing import text_of
from handlers.summing import story_of, sum_up
from newsroom import Article, count_words, shorten
from storage import former_titles, get_feed, subscribed_feeds

FIRST_LINES = 400
"""Characters of an article's story that its card shows."""

WORDS_A_MINUTE = 200
"""How fast people read, about."""

_NOTES_UNITS = 300
"""What may stand below the sentences, in UTF-16 units."""

_OPENABLE = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE)
_LONGEST_LINK = 2000
"""Characters. Of a link in a text Telegram drops what it cannot open; for a button's it fails."""


async def show_card(request: Request, article: Article) -> None:
    """Send an article: title, source and number, what it was called before, its first lines."""
    first_lines = shorten(await story_of(request, article), FIRST_LINES)
    text = lines(
        bold(title_line(request.texts, article)),
        article_source(request.texts, article, request.now),
        await _former_title(request, article),
        f"\n{first_lines}" if first_lines else None,
    )
    summary = common_button(request.texts("button-summary"), "summary", article.id)
    message = await request.reply(text, await _keyboard(request, article, summary))
    await remember(request, message, [article])


async def show_summary(request: Request, article: Article) -> None:
    """Answer with an article's summary; a press changes the message that it was on.

    Where there is a language model, its words then grow below the article's own.
    """
    title = bold(title_line(request.texts, article))
    source = _summary_source(request, article)
    room = TEXT_LIMIT - utf16_length(plain(lines(title, source))) - _NOTES_UNITS
    canvas = Canvas(
        head=lines(title, "", await summary_lines(request, article, room)),
        tail=source,
        keyboard=await _keyboard(request, article),
    )
    order = await retelling_of(request, article)
    text = canvas.text(first_words(request.texts, canvas, order))
    message = await request.show(text, canvas.keyboard)
    await remember(request, message, [article])
    grow(request, message, canvas, order)


async def retelling_of(request: Request, article: Article) -> Order | None:
    """Return what a language model is to write of an article; None where there is none, or no need of it.

    What is no longer than a summary stands there whole already.
    """
    if _is_short(request, article) or not await sum_up(request, article):
        return None
    return await order_retelling(request, article)


async def summary_lines(request: Request, article: Article, room: int, *, there: str = "") -> Html:
    """Return the sentences that sum up an article in at most `room` UTF-16 units, or why there are none.

    Each stands on a line of its own: so it runs in its own direction whatever the lines around it are. What
    is `there` already, above the summary, is not said again, unless that is all of it.
    """
    sentences = await sum_up(request, article)
    sentences = tuple(one for one in sentences if one not in there) or sentences
    if not sentences:
        return request.texts("summary-nothing")
    all_there_is = request.texts("summary-all-there-is") if _is_short(request, article) else None
    return lines(*map(directed, fitting(sentences, room)), all_there_is)


def opening_buttons(request: Request, articles: Sequence[Article]) -> list[InlineKeyboardButton]:
    """Return a button for each article of a list, numbered from 1, which opens its card."""
    return [
        button(request, str(place), "article", article.id)
        for place, article in enumerate(articles, start=1)
    ]


async def _keyboard(
    request: Request, article: Article, *more: InlineKeyboardButton
) -> InlineKeyboardMarkup | None:
    """Return what may be done with an article; in a group, the buttons are everybody's."""
    texts = request.texts
    first = [*reading_button(request, article.url), *more]
    second = [common_button(texts("button-save"), "save", article.id)]
    if not request.in_private:
        return keyboard(first, second)
    second.append(common_button(texts("button-forward"), "forward", article.id))
    return keyboard(first, second, await _subscribing(request, article))


async def _former_title(request: Request, article: Article) -> Html | None:
    """Say what an article was called when it was last edited; None where it has kept its title."""
    former = await former_titles(request.db, article.id)
    if not former:
        return None
    return request.texts("former-title", title=clip(former[0].title, TITLE_UNITS))


async def _subscribing(request: Request, article: Article) -> list[InlineKeyboardButton]:
    """Return the button that subscribes to the article's feed; none where that is done, or not possible."""
    feed = await get_feed(request.db, article.feed_id, visible_to=request.visible_to)
    if feed is None or feed.id in await subscribed_feeds(request.db, request.place):
        return []
    return [button(request, request.texts("button-subscribe"), "sub", feed.id, "")]


def _summary_source(request: Request, article: Article) -> Html:
    """Name the feed, the age, the number, and how long it takes to read what is more than the summary."""
    if _is_short(request, article):
        return article_source(request.texts, article, request.now)
    return request.texts(
        "summary-source",
        feed=clip(article.feed_title, TITLE_UNITS),
        ago=article_age(request.texts, article, request.now),
        time=request.texts("reading-time", n=reading_minutes(text_of(article))),
        id=str(article.id),
    )


def _is_short(request: Request, article: Article) -> bool:
    """Whether the feed gives no more of an article than a summary would: a teaser."""
    return count_words(text_of(article)) <= request.desk.summary_words


def fitting(sentences: Sequence[str], room: int) -> list[str]:
    """Return the sentences that fit into `room`, whole; where not even the first does, its beginning."""
    kept: list[str] = []
    for sentence in sentences:
        room -= utf16_length(sentence) + 1
        if room < 0:
            break
        kept.append(sentence)
    return kept or [clip(sentences[0], room + utf16_length(sentences[0]))]


def reading_button(request: Request, url: str | None) -> list[InlineKeyboardButton]:
    """Return the button that opens an article's page; none where Telegram would not take its address."""
    if url is None or not is_openable(url):
        return []
    return [link_button(request.texts("button-read"), url)]


def reading_minutes(text: str) -> int:
    """Return how long it takes to read a text, in whole minutes, 1 at the least."""
    return max(1, round(count_words(text) / WORDS_A_MINUTE))


def is_openable(url: str) -> bool:
    """Whether Telegram takes an address for a button, a picture or a result of inline search."""
    return len(url) <= _LONGEST_LINK and _OPENABLE.fullmatch(url) is not None
