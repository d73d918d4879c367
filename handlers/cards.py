"""How a feed and an article look in an answer: alone, and as an entry of a list."""

from telegram import InlineKeyboardButton

from handlers.context import Request
from handlers.keyboards import button
from handlers.markup import Html, bold, clip, directed, lines, link
from handlers.problems import problem_words
from handlers.rights import Right, role_allows
from handlers.texts import Texts
from newsroom import Article, Feed, FeedState, Problem, Standing
from storage import latest_of_feed, posts_per_day, subscribed_feeds

TITLE_UNITS = 120
"""A longer title is clipped where several things are shown."""

RECENT = 3
"""How many of its last articles introduce a feed."""

_MOVED_FOR = 14 * 24 * 60 * 60 * 1000
"""Milliseconds for which it is mentioned that a feed has moved."""

_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 30


def feed_title(texts: Texts, feed: Feed) -> Html:
    """Return a feed's title, which leads to its site."""
    return link(texts.isolate(clip(feed.title, TITLE_UNITS)), feed.site_url)


def article_title(texts: Texts, article: Article) -> Html:
    """Return an article's title, which leads to it."""
    title = clip(article.heading, TITLE_UNITS)
    return link(texts.isolate(title) if title else texts("untitled"), article.url)


def title_line(texts: Texts, article: Article) -> Html:
    """Return an article's title where it has a line of its own, which runs in its own direction."""
    title = clip(article.title, TITLE_UNITS)
    return link(directed(title) if title else texts("untitled"), article.url)


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


def feed_entry(request: Request, feed: Feed, *, subscribed: bool, tags: Html | None = None) -> Html:
    """Return a feed as an entry of the catalogue: number, title, and what is wrong with it if anything.

    `tags`: what stands behind the title; None = nothing.
    """
    key = "feed-entry-subscribed" if subscribed else "feed-entry"
    title = feed_title(request.texts, feed)
    entry = request.texts(key, id=str(feed.id), title=title)
    return lines(
        entry if tags is None else request.texts("feed-entry-tags", entry=entry, tags=tags),
        feed_state(request, feed),
    )


def feed_state(request: Request, feed: Feed) -> Html | None:
    """Say what is the matter with a feed; None where all is well. Only admins are told what it has."""
    texts = request.texts
    admin = role_allows(request.user.role, Right.ADMIN)
    if feed.state is FeedState.PAUSED:
        return texts("feed-is-paused")
    if feed.state is FeedState.STOPPED:
        return texts("feed-is-stopped-admin" if admin else "feed-is-stopped")
    if not admin:
        return texts("feed-is-ill") if feed.problem is not None else None
    if feed.problem is not None:
        return _illness(texts, feed, feed.problem, request.now)
    return _notable(texts, feed, request.now)


def _illness(texts: Texts, feed: Feed, problem: Problem, now: int) -> Html:
    """Say what a feed that cannot be read has, and since when where that has become long."""
    words = problem_words(texts, problem)
    if feed.standing not in (Standing.ILL, Standing.DEAD) or feed.failing_since is None:
        return texts("feed-is-ill-because", problem=words)
    key = "feed-is-dead" if feed.standing is Standing.DEAD else "feed-is-ill-since"
    return texts(key, problem=words, span=texts.span(max(now - feed.failing_since, 1000)))


def _notable(texts: Texts, feed: Feed, now: int) -> Html | None:
    """Say what an admin should know of a feed that can be read; None where there is nothing."""
    if feed.standing is Standing.DUPLICATE and feed.move is not None:
        return texts("feed-is-duplicate", link=clip(feed.move.url, TITLE_UNITS))
    if feed.standing is Standing.SILENT and feed.rhythm.since is not None:
        return texts("feed-is-silent", span=texts.span(max(now - feed.rhythm.since, 1000)))
    if feed.moved_at is not None and now - feed.moved_at <= _MOVED_FOR:
        ago = texts.ago(now - feed.moved_at)
        return texts("feed-has-moved", ago=ago, link=clip(feed.url, TITLE_UNITS))
    return None


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
