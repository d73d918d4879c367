"""Letting a place go on to which nothing could be sent: the button under the notice that says so."""

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import Html, bold, clip, code, lines
from handlers.places import Target, target_pressed
from newsroom import Place
from storage import list_missed, resume_place


async def go_on_pressed(request: Request) -> None:
    """Send to a chat or topic again: the bot may write there again, and whoever presses may say so.

    Both are asked of Telegram now; where one is not so, that is said, and the notice stays.
    """
    target = await target_pressed(request, 0, posting=True)
    if target is None:
        return
    thread = request.number(1) if target.elsewhere else target.place.thread_id
    place = Place(target.place.chat_id, thread)
    await resume_place(request.db, place, request.now)
    title = bold(request.texts.isolate(clip(target.chat.title, TITLE_UNITS)))
    missed = await _what_was_missed(request, target, place)
    await request.show(lines(request.texts("goes-on", chat=title), missed))


async def _what_was_missed(request: Request, target: Target, place: Place) -> Html | None:
    """Say how many articles did not arrive there, and how to see them; None where that is nothing to say.

    Of a topic elsewhere it is not: no command names one.
    """
    if target.elsewhere and place.thread_id:
        return None
    page = await list_missed(request.db, place, size=1)
    if not page.total:
        return None
    chat = target.chat
    name = f" @{chat.username}" if chat.username else f" {chat.id}"
    command = f"/missed{name if target.elsewhere else ''}"
    return request.texts("goes-on-missed", n=page.total, command=code(command))
