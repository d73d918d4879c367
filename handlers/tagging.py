"""Tags of feeds: how they look, and subscribing a place to one."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, bold, clip, escape, lines
from handlers.places import Target, heading
from handlers.texts import Texts
from storage import (
    followed_tags,
    list_feeds,
    list_tags,
    resume_chat,
    subscribe_tag,
    unsubscribe_tag,
)

_NAMED = 5
"""Feeds of a tag that are named."""
_TAGS_SHOWN = 30


def tag_shown(texts: Texts, tag: str) -> str:
    """Return a tag with its sign, as it stands in a sentence."""
    return texts.isolate(f"#{tag}")


def tags_shown(texts: Texts, tags: Sequence[str]) -> Html | None:
    """Return tags in a line; None where there are none."""
    return Html(" ".join(escape(tag_shown(texts, tag)) for tag in tags)) if tags else None


async def follow_tag(request: Request, target: Target, tag: str) -> None:
    """Subscribe a place to all feeds with a tag, now and later, and say which these are."""
    texts, above = request.texts, heading(request, target)
    feeds = await list_feeds(request.db, visible_to=target.place.chat_id, tag=tag, size=_NAMED)
    if not feeds.total:
        await request.show(lines(above, *await _no_such_tag(request, tag)))
        return
    limit = request.desk.rules.max_subscriptions
    had = tag in await followed_tags(request.db, target.place)
    added = await subscribe_tag(
        request.db, target.place, tag, by=request.user.id, now=request.now, limit=limit
    )
    if added is None:
        await request.show(lines(above, texts("tag-too-many", tag=f"#{tag}", n=limit)))
        return
    if target.chat.paused is not None:  # the bot may post there, or we would not be here
        await resume_chat(request.db, target.chat.id, request.now)
    key = "tag-followed-already" if had and not added else "tag-followed"
    names = [bold(texts.isolate(clip(feed.title, TITLE_UNITS))) for feed in feeds.items]
    more = ["…"] if feeds.total > _NAMED else []
    text = lines(
        above,
        texts(key, tag=f"#{tag}"),
        texts("tag-feeds", n=feeds.total, feeds=Html(", ".join([*names, *more]))),
    )
    label = texts("button-unsubscribe" if had else "button-undo")
    await request.show(text, keyboard([button(request, label, "unsubtag", tag, target.argument)]))


async def unfollow_tag(request: Request, target: Target, tag: str) -> None:
    """End a place's subscription to a tag; what it made of feeds ends with it."""
    texts, above = request.texts, heading(request, target)
    ended = await unsubscribe_tag(
        request.db, target.place, tag, by=request.user.id, now=request.now
    )
    if ended is None:
        await request.show(lines(above, texts("tag-not-followed", tag=f"#{tag}")))
        return
    again = (
        button(request, texts("button-undo"), "resub", request.now, target.argument)
        if ended
        else button(request, texts("button-subscribe"), "subtag", tag, target.argument)
    )
    said = texts("tag-unfollowed", tag=f"#{tag}", n=ended)
    await request.show(lines(above, said), keyboard([again]))


async def followed_line(request: Request, target: Target) -> Html | None:
    """Name the tags that a place subscribes to; None where there are none."""
    shown = tags_shown(request.texts, await followed_tags(request.db, target.place))
    return None if shown is None else request.texts("tags-followed", tags=shown)


async def ending_buttons(request: Request, target: Target) -> list[list[InlineKeyboardButton]]:
    """Return a row with a button for each tag that a place subscribes to, which ends that."""
    return [
        [
            button(
                request,
                request.texts("button-end", title=f"#{tag}"),
                "unsubtag",
                tag,
                target.argument,
            )
        ]
        for tag in await followed_tags(request.db, target.place)
    ]


async def _no_such_tag(request: Request, tag: str) -> list[Html]:
    texts = request.texts
    there = [one.tag for one in await list_tags(request.db, visible_to=request.visible_to)]
    said = texts("tag-unknown", tag=f"#{tag}")
    shown = tags_shown(texts, there[:_TAGS_SHOWN])
    return [said] if shown is None else [said, texts("tags-there", tags=shown)]
