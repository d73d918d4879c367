"""How a feed and an article look in an answer: alone, and as an entry of a list."""

from telegram import InlineKeyboardButton

from handlers.context import Request
from handlers.keyboards import button
from handlers.markup import Html, bold, clip, lines, link
from handlers.problems import problem_words
from handlers.rights import Right, role_allows
from handlers.texts import Texts
from newsroom import Article, Feed, FeedState
from storage import latest_of_feed, posts_per_day, subscribed_feeds

TITLE_UNITS = 120
"""A longer title is clipped where several things are shown."""

RECENT = 3
"""How many of its last articles introduce a feed."""

_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 30


def feed_title(texts: Texts, feed: Feed) -> Html:
    """Return a feed's title, which leads to its site."""
    return link(texts.isolate(clip(feed.title, TITLE_UNITS)), feed.site_url)


def article_title(texts: Texts, article: Article) -> Html:
    """Return an article's title, which leads to it."""
    title = clip(article.title, TITLE_UNITS)
    return link(texts.isolate(title) if title else texts("untitled"), article.url)


def article_age(texts: Texts, article: Article, now: int) -> str:
    """Say how long ago an article came out, such as «3 hours ago»."""
    # Some feeds date an article into the future: then it is as old as our knowledge of it.
    return texts.ago(now - min(article.published_at or article.found_at, article.found_at))


def article_source(texts: Texts, article: Article, now: int) -> Html:
    """Name an article's feed, its age and its number."""
    return texts(
        "article-source",
        feed=clip(article.feed_title, TITLE_UNITS),
        ago=article_age(texts, article, now),
        id=str(article.id),
    )


def feed_entry(request: Request, feed: Feed, *, subscribed: bool) -> Html:
    """Return a feed as an entry of the catalogue: number, title, and what is wrong with it if anything."""
    key = "feed-entry-subscribed" if subscribed else "feed-entry"
    title = feed_title(request.texts, feed)
    return lines(
        request.texts(key, id=str(feed.id), title=title),
        feed_state(request, feed),
    )


def feed_state(request: Request, feed: Feed) -> Html | None:
    """Say that a feed is paused or ill; None where it is well. Only admins are told what it has."""
    texts = request.texts
    if feed.state is FeedState.PAUSED:
        return texts("feed-is-paused")
    if feed.problem is None:
        return None
    if role_allows(request.user.role, Right.ADMIN):
        return texts("feed-is-ill-because", problem=problem_words(texts, feed.problem))
    return texts("feed-is-ill")


async def feed_card(request: Request, feed: Feed) -> Html:
    """Introduce a feed: its state if it is not well, how often it posts, its last articles."""
    per_day = await posts_per_day(request.db, feed.id, request.now)
    recent = await latest_of_feed(request.db, feed.id, size=RECENT)
    entries = (
        request.texts(
            "recent-article",
            title=article_title(request.texts, article),
            ago=article_age(request.texts, article, request.now),
        )
        for article in recent.items
    )
    return lines(feed_state(request, feed), posting_rate(request.texts, per_day), *entries)


def posting_rate(texts: Texts, per_day: float | None) -> Html:
    """Say how often a feed posts, in the unit that gives a small whole number."""
    if per_day is None:
        return texts("rate-unknown")
    if per_day >= 1:
        return texts("rate-day", n=round(per_day))
    if per_day * _DAYS_A_WEEK >= 1:
        return texts("rate-week", n=round(per_day * _DAYS_A_WEEK))
    return texts("rate-month", n=max(1, round(per_day * _DAYS_A_MONTH)))


def feed_name(texts: Texts, feed: Feed) -> Html:
    """Return a feed's title as it stands within a sentence."""
    return bold(texts.isolate(clip(feed.title, TITLE_UNITS)))


async def subscribe_or_end(request: Request, feed: Feed) -> InlineKeyboardButton:
    """Return the button that subscribes this place to a feed, or ends that."""
    if feed.id in await subscribed_feeds(request.db, request.place):
        return button(request, request.texts("button-unsubscribe"), "unsub", feed.id, "")
    return button(request, request.texts("button-subscribe"), "sub", feed.id, "")
