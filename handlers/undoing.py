"""For how long changes of the catalogue can be taken back, and how a removed feed comes back."""

from handlers.context import Request
from newsroom import Feed
from storage import restore_feed

UNDO_FOR = 24 * 60 * 60 * 1000
"""Milliseconds for which a change can be taken back."""


async def restore_removed(request: Request) -> Feed | None:
    """Bring back the removed feed whose number the pressed button carries; None where it is too late.

    Raises FeedExists where its address has been added anew.
    """
    return await restore_feed(
        request.db,
        request.number(0),
        removed_since=request.now - UNDO_FOR,
        visible_to=request.visible_to,
        by=request.user.id,
        now=request.now,
    )
