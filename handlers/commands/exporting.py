"""/export: what a place is subscribed to as an OPML file, and for admins the whole catalogue."""

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.list_files import send_list
from handlers.markup import clip, lines
from handlers.places import heading, target_named
from handlers.rights import Right, role_allows
from storage import list_outlines, list_subscriptions, subscribed_outlines


async def export(request: Request) -> None:
    """/export [CHAT]: send the subscriptions of a chat or topic as a file."""
    named = await target_named(request, posting=False)
    if named is None:
        return
    target, texts = named.target, request.texts
    above = heading(request, target)
    # Elsewhere the sender is known to be an admin. In a group everybody would see the addresses of its own.
    feeds = await subscribed_outlines(request.db, target.place, own_feeds=request.in_private)
    left_out = (await list_subscriptions(request.db, target.place, size=1)).total - len(feeds)
    whole = None
    if role_allows(request.user.role, Right.ADMIN):
        whole = keyboard([button(request, texts("button-export-all"), "export")])
    own = texts("export-own", n=left_out) if left_out else None
    if not feeds:
        await request.reply(lines(above, texts("export-nothing"), own), whole)
        return
    title = clip(target.chat.title, TITLE_UNITS)
    caption = lines(above, texts("export-here", n=len(feeds)), own)
    await send_list(request, feeds, title=title, caption=caption, buttons=whole)


async def export_pressed(request: Request) -> None:
    """Send the whole catalogue as a file; feeds of single chats are not in it."""
    feeds = await list_outlines(request.db)
    if not feeds:
        await request.toast(request.texts("export-nothing"))
        return
    caption = request.texts("export-catalogue", n=len(feeds))
    await send_list(request, feeds, title="Newshound", caption=caption)
