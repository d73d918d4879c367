"""Managing groups and channels from a private chat, by buttons. By words, every command takes a CHAT."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers.context import BadArguments, Request
from handlers.feed_list import show_feeds
from handlers.managing import (
    DIGEST,
    FEEDS,
    LIST,
    MUTES,
    PICK,
    QUIET,
    SETTINGS,
    WATCHES,
    ZONE,
    let_pick,
    show_chats,
)
from handlers.muting import show_mutes
from handlers.places import Target, target_pressed
from handlers.settings import show_settings
from handlers.subscription_list import Purpose, show_subscriptions
from handlers.timing import show_digest, show_quiet, show_zone
from handlers.watching import show_watches


async def _show_list(request: Request, target: Target) -> None:
    await show_subscriptions(request, target, Purpose.READ)


_SHOW: Mapping[str, Callable[[Request, Target], Awaitable[None]]] = {
    LIST: _show_list,
    FEEDS: show_feeds,
    SETTINGS: show_settings,
    DIGEST: show_digest,
    QUIET: show_quiet,
    ZONE: show_zone,
    WATCHES: show_watches,
    MUTES: show_mutes,
}


async def chats_pressed(request: Request) -> None:
    """Show the chats that the asker runs, or let him pick one of all that he has."""
    if request.arguments == (PICK,) and request.in_private:
        await let_pick(request)
    elif request.arguments:
        raise BadArguments
    else:
        await show_chats(request)


async def chat_pressed(request: Request) -> None:
    """Show what a button says of the chat that it names; below the list, which stays with its buttons."""
    show = _SHOW.get(request.word(1))
    if show is None:
        raise BadArguments
    target = await target_pressed(request, 0, posting=False)
    if target is None:
        return
    if show is not _show_list:
        request = replace(
            request, press=None
        )  # as if it had been typed; the gate answers the press
    await show(request, target)
