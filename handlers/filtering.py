"""A subscription's filter: what it is, and what it would have done with the feed's last articles.

A new filter holds at once, with the figures and an undo below, in one message: who filters a feed on a phone
wants it done, and sees by the titles whether it does what he meant. A question first would be one more tap
for all whose filter is right. The words stand in the message, set as code: undo reads the former ones there.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from handlers.cards import article_age, article_title, feed_name
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines, utf16_length
from handlers.places import Target, heading
from handlers.searching import left_out
from handlers.watching import query_shown
from newsroom import Article, Feed, Query, parse_query, settle_filter, split_items
from storage import DryRun, get_filter, set_filter, try_filter

FILTER_UNITS = 500
"""UTF-16 units of a filter."""

NEWEST = 50
"""Articles that a filter is tried on."""

_TITLES = 3
"""Articles that are named of those that pass, and of those that do not."""

SHOW, OFF, BACK = "show", "off", "back"
"""What the buttons carry: show the filter, end it, bring back the one that stood before."""


async def show_filter(request: Request, target: Target, feed: Feed) -> None:
    """Say how a place filters a feed, and how to change that."""
    texts, name = request.texts, feed_name(request.texts, feed)
    typed = await get_filter(request.db, target.place, feed.id)
    if typed is None:
        await _say_not_subscribed(request, target, feed)
        return
    hint = texts("filter-hint", id=str(feed.id))
    if not typed:
        none = texts("filter-none", feed=name)
        await request.show(lines(heading(request, target), none, hint))
        return
    text = lines(
        heading(request, target),
        texts("filter-is", feed=name, words=query_shown(texts, typed)),
        *await _tried(request, feed, typed),
        "",
        hint,
    )
    off = button(request, texts("button-filter-off"), "filter", feed.id, OFF, target.argument)
    await request.show(text, keyboard([off]))


async def apply_filter(request: Request, target: Target, feed: Feed, words: str) -> None:
    """Filter what a place gets of a feed, and show what that means; with no words, end the filter."""
    texts, above = request.texts, heading(request, target)
    typed = settle_filter(words, request.now, request.operators)
    notes = _left_out(request, words)
    if utf16_length(typed) > FILTER_UNITS:
        await request.show(lines(above, texts("filter-too-long", n=FILTER_UNITS)))
        return
    if words and not typed:
        await request.show(lines(above, *notes, texts("filter-usage", id=str(feed.id))))
        return
    before = await set_filter(
        request.db, target.place, feed.id, typed, by=request.user.id, now=request.now
    )
    if before is None:
        await _say_not_subscribed(request, target, feed)
        return
    name = feed_name(texts, feed)
    said = (
        texts("filter-set", feed=name, words=query_shown(texts, typed))
        if typed
        else texts("filter-ended", feed=name)
    )
    tried = ["", *await _tried(request, feed, typed)] if typed else []
    former = texts("filter-before", words=query_shown(texts, before)) if before else None
    text = lines(above, said, *notes, *tried, None if former is None else "", former)
    await request.show(text, _undo(request, target, feed, before, typed))


def _undo(
    request: Request, target: Target, feed: Feed, before: str, now: str
) -> InlineKeyboardMarkup | None:
    if before == now:
        return None
    back = BACK if before else OFF
    label = request.texts("button-undo")
    return keyboard([button(request, label, "filter", feed.id, back, target.argument)])


async def _tried(request: Request, feed: Feed, typed: str) -> list[Html]:
    """Say what a filter would have done with the last articles of a feed."""
    texts = request.texts
    run = await try_filter(request.db, feed.id, typed, newest=NEWEST)
    total = len(run.passed) + len(run.held_back)
    if not total:
        return [texts("filter-nothing-to-try")]
    return [
        _counted(request, run, total),
        *_some(request, texts("filter-passed"), run.passed if run.held_back else ()),
        *_some(request, texts("filter-held-back"), run.held_back),
    ]


def _counted(request: Request, run: DryRun, total: int) -> Html:
    texts = request.texts
    if not run.passed:
        return texts("filter-passes-none", n=total)
    if not run.held_back:
        return texts("filter-passes-all", n=total)
    return texts("filter-passes", n=total, passed=len(run.passed))


def _some(request: Request, title: Html, articles: Sequence[Article]) -> list[Html]:
    texts = request.texts
    entries = [
        texts(
            "recent-article",
            title=article_title(texts, article),
            ago=article_age(texts, article, request.now),
        )
        for article in articles[:_TITLES]
    ]
    return [title, *entries] if entries else []


def _left_out(request: Request, words: str) -> list[Html]:
    """Say what of a filter is not looked for, and why."""
    ignored = tuple(
        part
        for item in split_items(words, request.operators)
        for part in parse_query(item.text, request.now, request.operators).ignored
    )
    return left_out(request.texts, Query(ignored=ignored))


async def _say_not_subscribed(request: Request, target: Target, feed: Feed) -> None:
    texts = request.texts
    said = texts("not-subscribed", feed=feed_name(texts, feed))
    start = button(request, texts("button-subscribe"), "sub", feed.id, target.argument)
    await request.show(lines(heading(request, target), said), keyboard([start]))
