"""/missed: what a place did not get and why, with buttons that send it after all."""

from collections.abc import Collection

from handlers.articles import remember
from handlers.cards import article_source, article_title
from handlers.context import Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, lines
from handlers.paging import page_buttons, page_line
from handlers.places import Target, Titled, heading, target_named, target_pressed
from handlers.reasons import why_not
from storage import (
    Missed,
    articles_shown,
    list_missed,
    missed_beyond,
    note_missed,
    resume_chat,
    send_again,
)

PAGE_SIZE = 6
_BUTTONS_A_ROW = 3


async def missed(request: Request) -> None:
    """/missed [CHAT]: what did not arrive there, the latest first."""
    named = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if named is not None:
        await note_missed(request.db, named.target.place.chat_id, request.now)
        await _show(request, named.target)


async def missed_page(request: Request) -> None:
    """Turn a page of what was missed."""
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await _show(request, target, request.number(0))


async def resend_pressed(request: Request) -> None:
    """Send one article of the list after all."""
    target = await target_pressed(request, 2, posting=True)
    if target is not None:
        await _send(request, target, [request.number(0)], request.number(1))


async def resend_all_pressed(request: Request) -> None:
    """Send all that the list shows after all; it says itself which these are, as others may join it."""
    target = await target_pressed(request, 1, posting=True)
    if target is not None:
        shown = await articles_shown(request.db, request.chat.id, request.message.message_id)
        await _send(request, target, shown, request.number(0))


async def _send(request: Request, target: Target, articles: Collection[int], page: int) -> None:
    if target.chat.paused is not None:  # the bot may post there, or we would not be here
        await resume_chat(request.db, target.chat.id, request.now)
    count = await send_again(request.db, target.place, articles, request.now)
    if count:
        request.desk.services.deliver()
    said = request.texts("resent", n=count) if count else request.texts("resent-nothing")
    await _show(request, target, page)
    await request.toast(said)


async def _show(request: Request, target: Target, number: int = 0) -> None:
    texts, above = request.texts, heading(request, target)
    page = await list_missed(request.db, target.place, page=number, size=PAGE_SIZE)
    if not page.items:
        await request.show(lines(above, texts("missed-nothing")))
        return
    first = page.number * PAGE_SIZE + 1
    entries: list[Html | str] = []
    again = []
    for place, one in enumerate(page.items, first):
        entries += ["", *_entry(request, place, one)]
        if one.reason is not None:
            label = texts("button-resend", place=str(place))
            data = (one.article.id, page.number, target.argument)
            again.append(button(request, label, "resend", *data))
    everything = []
    if len(again) > 1:
        label = texts("button-resend-all", n=len(again))
        everything.append(button(request, label, "resendall", page.number, target.argument))
    below = page_line(request, page)
    beyond = await missed_beyond(request.db, target.place, request.now)
    text = lines(
        above,
        texts("missed-title", n=page.total),
        *entries,
        lines("", texts("missed-beyond", n=beyond)) if beyond else None,
        None if below is None else "",
        below,
    )
    turning = page_buttons(request, page, "missed", target.argument)
    shown = await request.show(text, keyboard(*in_rows(again, _BUTTONS_A_ROW), everything, turning))
    await remember(request, shown, [one.article for one in page.items])


def _entry(request: Request, place: int, one: Missed) -> list[Html]:
    texts, article = request.texts, one.article
    return [
        texts("article-entry", place=str(place), title=article_title(texts, article)),
        article_source(texts, article, request.now),
        texts("missed-twice") if one.reason is None else why_not(texts, one.reason),
    ]
