"""/health: the feeds that something is the matter with, each with what can be done about it by one tap.

A tap does it, says so above the list, and the list stays; pausing and removing can be taken back there.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, feed_name, feed_title
from handlers.context import BadArguments, Request
from handlers.health import GROUPS, said_of
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, lines
from handlers.naming import feed_pressed
from handlers.paging import page_buttons, page_line
from handlers.problems import problem_words
from handlers.relinking import relink
from handlers.undoing import restore_removed
from newsroom import Ailment, Feed, FeedState, Patient, Standing
from storage import (
    FeedExists,
    count_subscribers,
    get_feed,
    list_patients,
    page_of,
    remove_feed,
    set_feed_state,
)

PAGE_SIZE = 5
"""Feeds on a page: each has a row of buttons."""

_RETRY, _MOVE, _PAUSE, _REMOVE, _UNPAUSE, _RESTORE = (
    "retry",
    "move",
    "pause",
    "remove",
    "unpause",
    "restore",
)
"""What the buttons carry."""

_LABELS = {
    _RETRY: "button-fix-retry",
    _MOVE: "button-fix-move",
    _PAUSE: "button-fix-pause",
    _REMOVE: "button-fix-remove",
}


@dataclass(frozen=True, slots=True)
class _Done:
    """What a tap came to: what is said of it, and what takes it back, if anything."""

    said: Html
    undo: str | None = None


async def health(request: Request) -> None:
    """/health: what is the matter with which feeds."""
    await _show(request, 0)


async def health_page(request: Request) -> None:
    """Turn a page."""
    await _show(request, request.number(0))


async def fix_pressed(request: Request) -> None:
    """Do what a button says with a feed, and show the list as it is then."""
    action, number = request.word(1), request.number(2)
    if action == _RESTORE:  # the feed is not there to be found
        await _show(request, number, await _restore(request))
        return
    if action not in _FIXES:
        raise BadArguments
    feed = await feed_pressed(request)
    if feed is not None:
        await _show(request, number, await _FIXES[action](request, feed))


async def _show(request: Request, number: int, done: _Done | None = None) -> None:
    texts = request.texts
    patients = await list_patients(request.db, visible_to=request.visible_to, now=request.now)
    page = page_of(patients, number=number, size=PAGE_SIZE)
    title = texts("health-title", n=page.total) if page.total else texts("health-well")
    shown: list[Html | None] = []
    group = None
    for one in page.items:
        if one.ailment is not group:
            group = one.ailment
            of_group = sum(other.ailment is group for other in patients)
            shown += [Html(""), texts(GROUPS[group], n=of_group)]
        feed = one.feed
        shown += [
            texts("health-feed", id=str(feed.id), feed=feed_title(texts, feed)),
            said_of(texts, one, request.now),
        ]
    said = None if done is None else lines(done.said, "")
    undo = []
    if done is not None and done.undo is not None:
        undo = [
            button(request, texts("button-undo"), "fix", request.number(0), done.undo, page.number)
        ]
    rows = [_buttons(request, one, page.number) for one in page.items]
    await request.show(
        lines(said, title, *shown, page_line(request, page)),
        keyboard(undo, *rows, page_buttons(request, page, "health")),
    )


def _buttons(request: Request, one: Patient, page: int) -> list[InlineKeyboardButton]:
    return [
        button(
            request,
            request.texts(_LABELS[action], id=str(one.feed.id)),
            "fix",
            one.feed.id,
            action,
            page,
        )
        for action in _actions(one)
    ]


def _actions(one: Patient) -> tuple[str, ...]:
    """Return what can be done about it, the most likely first."""
    match one.ailment:
        case Ailment.DEAD if one.feed.state is FeedState.STOPPED:
            return _RETRY, _REMOVE
        case Ailment.DEAD | Ailment.ERRING | Ailment.SILENT:
            return _RETRY, _PAUSE, _REMOVE
        case Ailment.MOVED if one.feed.standing is Standing.DUPLICATE:
            return _PAUSE, _REMOVE
        case Ailment.MOVED:
            return _MOVE, _RETRY
        case Ailment.NOISY | Ailment.SLOW:
            return _PAUSE, _REMOVE


async def _retry(request: Request, feed: Feed) -> _Done:
    """Look at a feed now; one that was stopped is looked at again from now on."""
    texts, services = request.texts, request.desk.services
    async with request.typing():
        if feed.state is FeedState.STOPPED:
            await _set_state(request, feed, FeedState.ACTIVE)
            feed = await get_feed(request.db, feed.id, visible_to=request.visible_to) or feed
        verdict = await services.check_now(feed)
    name = feed_name(texts, feed)
    if verdict.problem is not None:
        return _Done(texts("fix-ill", feed=name, problem=problem_words(texts, verdict.problem)))
    return _Done(texts("fix-read", feed=name, n=len(verdict.new)))


async def _move(request: Request, feed: Feed) -> _Done:
    """Let a feed be read where it has moved to, if there is a feed."""
    texts, name = request.texts, feed_name(request.texts, feed)
    if feed.move is None:
        return _Done(texts("fix-not-moved", feed=name))
    async with request.typing():
        look = await request.desk.services.look_at(feed.move.url)
        if look.problem is not None:
            words = problem_words(texts, look.problem)
            return _Done(texts("fix-move-failed", feed=name, problem=words))
        try:
            edit = await relink(request, feed, look)
        except FeedExists as exists:
            return _Done(texts("edit-link-taken", id=str(exists.feed.id)))
        if edit is None:
            return _Done(texts("feed-gone"))
    moved = texts("fix-moved", feed=name, link=clip(look.url, TITLE_UNITS))
    forgot = texts("edit-link-forgot", id=str(feed.id)) if edit.forgot_secrets else None
    return _Done(lines(moved, forgot))


async def _pause(request: Request, feed: Feed) -> _Done:
    await _set_state(request, feed, FeedState.PAUSED)
    return _Done(request.texts("fix-paused", feed=feed_name(request.texts, feed)), _UNPAUSE)


async def _unpause(request: Request, feed: Feed) -> _Done:
    await _set_state(request, feed, FeedState.ACTIVE)
    return _Done(request.texts("fix-resumed", feed=feed_name(request.texts, feed)))


async def _set_state(request: Request, feed: Feed, state: FeedState) -> None:
    await set_feed_state(
        request.db, feed.id, state, at_place=request.place, by=request.user.id, now=request.now
    )


async def _remove(request: Request, feed: Feed) -> _Done:
    """Remove at once: the list stands below, with the undo above it."""
    texts = request.texts
    subscribers = await count_subscribers(request.db, feed.id)
    await remove_feed(
        request.db, feed.id, at_place=request.place, by=request.user.id, now=request.now
    )
    said = texts("fix-removed", feed=feed_name(texts, feed))
    lost = texts("remove-subscribers", n=subscribers) if subscribers else None
    return _Done(lines(said, lost), _RESTORE)


async def _restore(request: Request) -> _Done:
    texts = request.texts
    try:
        feed = await restore_removed(request)
    except FeedExists as exists:
        return _Done(texts("restore-added-anew", id=str(exists.feed.id)))
    if feed is None:
        return _Done(texts("restore-nothing"))
    return _Done(texts("fix-restored", feed=feed_name(texts, feed)))


_FIXES: Mapping[str, Callable[[Request, Feed], Awaitable[_Done]]] = {
    _RETRY: _retry,
    _MOVE: _move,
    _PAUSE: _pause,
    _REMOVE: _remove,
    _UNPAUSE: _unpause,
}
