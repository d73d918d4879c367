"""/broadcast: what the owner says to all chats, shown to him first, and sent when he confirms."""

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode

from handlers.broadcasting import STOP, announcement_in, audience_words, render_progress
from handlers.context import NO_PREVIEW, BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import lines
from storage import (
    begin_broadcast,
    broadcast_audience,
    cancel_broadcast,
    count_broadcast,
    draft_broadcast,
    get_broadcast,
    stop_broadcast,
)

SEND, CANCEL = "send", "cancel"


async def broadcast(request: Request) -> None:
    """/broadcast TEXT: show it as it will look, say how many chats it goes to, and ask."""
    texts = request.texts
    if not request.args:
        await request.reply(texts("broadcast-usage"))
        return
    if not request.in_private:
        await request.reply(texts("broadcast-in-private"))
        return
    said = announcement_in(request.message)
    if said is None:
        await request.reply(texts("broadcast-usage"))
        return
    audience = await broadcast_audience(request.db, known_only=request.desk.rules.approved_only)
    total = sum(audience.values())
    if not total:
        await request.reply(texts("broadcast-nobody"))
        return
    preview = NO_PREVIEW
    if said.preview_url is not None:
        preview = LinkPreviewOptions(url=said.preview_url)
    number = await draft_broadcast(
        request.db,
        key=request.update_id,
        by=request.user.id,
        html=said.html,
        preview_url=said.preview_url,
        now=request.now,
    )
    shown = await request.bot.send_message(
        request.place.chat_id,
        said.html,
        parse_mode=ParseMode.HTML,
        message_thread_id=request.place.thread_id or None,
        link_preview_options=preview,
    )
    await request.bot.send_message(
        request.place.chat_id,
        lines(texts("broadcast-ask", n=total), audience_words(texts, audience)),
        parse_mode=ParseMode.HTML,
        message_thread_id=request.place.thread_id or None,
        reply_to_message_id=shown.message_id,
        reply_markup=keyboard(
            [
                button(request, texts("button-send"), "broadcast", number, SEND),
                button(request, texts("button-cancel"), "broadcast", number, CANCEL),
            ]
        ),
    )


async def broadcast_pressed(request: Request) -> None:
    """Send a drafted announcement, let it be, or stop one that is being sent; each once."""
    number, action = request.number(0), request.word(1)
    if action == SEND:
        await _send(request, number)
    elif action == CANCEL:
        done = await cancel_broadcast(request.db, number)
        await request.show(request.texts("broadcast-cancelled" if done else "broadcast-settled"))
    elif action == STOP:
        await stop_broadcast(request.db, number, by=request.user.id, now=request.now)
        await _show_progress(request, number)
    else:
        raise BadArguments


async def _send(request: Request, number: int) -> None:
    owed = await begin_broadcast(
        request.db,
        number,
        by=request.user.id,
        known_only=request.desk.rules.approved_only,
        chat_id=request.message.chat.id,
        message_id=request.message.message_id,
        now=request.now,
    )
    if owed is not None:
        request.desk.services.deliver()
    await _show_progress(request, number)


async def _show_progress(request: Request, number: int) -> None:
    """Say how far an announcement is; from then on the loop that sends it keeps that up to date."""
    there = await get_broadcast(request.db, number)
    if there is None or there.begun_at is None:
        await request.show(request.texts("broadcast-settled"))
        return
    count = await count_broadcast(request.db, number)
    await request.show(*render_progress(there, count, request.texts))
