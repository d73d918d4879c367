"""/undo: takes back what somebody changed last in a place, within a day."""

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.languages import speaking_anew
from handlers.markup import bold, clip, lines
from handlers.places import Titled, heading, target_named
from handlers.rights import Right, role_allows
from handlers.texts import Texts
from handlers.undoing import UNDO_FOR
from handlers.watching import MOST_WATCHES, query_shown
from storage import ChangeKind, FeedExists, NoRoomToUndo, Undone, undo_last

_QUERY_UNITS = 250

_CHATS = (
    ChangeKind.SETTINGS,
    ChangeKind.DIGEST,
    ChangeKind.QUIET,
    ChangeKind.TIMEZONE,
    ChangeKind.LANGUAGE,
)
"""What is about a chat, and names nothing."""


async def undo(request: Request) -> None:
    """/undo [CHAT]: take back the sender's last change there; again, the one before."""
    named = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if named is None:
        return
    texts, target = request.texts, named.target
    above = heading(request, target)
    limit = request.desk.rules.max_subscriptions
    try:
        done = await undo_last(
            request.db,
            target.place,
            by=request.user.id,
            now=request.now,
            since=request.now - UNDO_FOR,
            is_admin=role_allows(request.user.role, Right.ADMIN),
            most_subscriptions=limit,
            most_watches=MOST_WATCHES,
        )
    except NoRoomToUndo:
        await request.reply(lines(above, texts("subscriptions-full", n=limit)))
        return
    except FeedExists as exists:
        await request.reply(texts("restore-added-anew", id=str(exists.feed.id)))
        return
    if done is None:
        await request.reply(lines(above, texts("undone-nothing")))
        return
    if done.kind is ChangeKind.LANGUAGE:
        request = await speaking_anew(request, target)
        texts = request.texts
    request.desk.services.deliver()  # alerts that had been dropped may be due again
    await request.reply(lines(above, _said(texts, done), texts("undone-more")))


def _said(texts: Texts, done: Undone) -> str:
    kind = done.kind
    if kind is ChangeKind.UNSUB_ALL:
        return texts("undone-unsub_all", n=done.count)
    if kind is ChangeKind.IMPORT:
        return texts("undone-import", n=done.count)
    if kind in _CHATS:
        return texts(f"undone-{kind}")
    if kind is ChangeKind.MUTE and not done.what:
        return texts("undone-mute-all")
    if kind in (ChangeKind.TAG, ChangeKind.UNTAG):
        return texts(f"undone-{kind}", tag=f"#{done.what}")
    if kind in (ChangeKind.WATCH, ChangeKind.UNWATCH):
        return texts(f"undone-{kind}", query=query_shown(texts, clip(done.what, _QUERY_UNITS)))
    return texts(f"undone-{kind}", feed=bold(texts.isolate(clip(done.what, TITLE_UNITS))))
