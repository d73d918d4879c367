"""Letting a place go on to which nothing could be sent: the button under the notice that says so."""

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import bold, clip
from handlers.places import target_pressed
from newsroom import Place
from storage import resume_place


async def go_on_pressed(request: Request) -> None:
    """Send to a chat or topic again: the bot may write there again, and whoever presses may say so.

    Both are asked of Telegram now; where one is not so, that is said, and the notice stays.
    """
    target = await target_pressed(request, 0, posting=True)
    if target is None:
        return
    thread = request.number(1) if target.elsewhere else target.place.thread_id
    await resume_place(request.db, Place(target.place.chat_id, thread), request.now)
    title = bold(request.texts.isolate(clip(target.chat.title, TITLE_UNITS)))
    await request.show(request.texts("goes-on", chat=title))
