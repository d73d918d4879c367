"""/status: is the bot well, when did it last look at feeds, is anything waiting."""

from handlers.context import Request
from handlers.markup import Html, lines
from handlers.texts import Texts
from storage import PlaceVitals, Vitals, get_place_vitals, get_vitals

LATE_CHECK = 15 * 60_000
"""Milliseconds after which a feed that is due and not looked at is said to be late."""

LATE_MESSAGE = 5 * 60_000
"""The same for a message that is due and not sent: in a flood, a minute or two is usual."""


async def status(request: Request) -> None:
    """Say in plain words how the bot fares, and what waits for this chat."""
    texts, now = request.texts, request.now
    vitals = await get_vitals(request.db, now)
    here = await get_place_vitals(request.db, request.place)
    troubles = _troubles(texts, vitals, now, offline=request.desk.services.is_offline())
    text = lines(
        *(troubles or [texts("status-well")]),
        "",
        *_feeds(texts, vitals, now),
        texts("status-unsent", n=vitals.unsent) if vitals.unsent else texts("status-all-sent"),
        "",
        *_here(request, here),
    )
    await request.reply(text)


def _troubles(texts: Texts, vitals: Vitals, now: int, *, offline: bool) -> list[Html]:
    said = []
    if offline:
        said.append(texts("status-offline"))
    elif vitals.due_since is not None and now - vitals.due_since > LATE_CHECK:
        said.append(texts("status-late", span=texts.span(now - vitals.due_since)))
    if vitals.unsent_since is not None and now - vitals.unsent_since > LATE_MESSAGE:
        said.append(texts("status-unsent-late", span=texts.span(now - vitals.unsent_since)))
    return said


def _feeds(texts: Texts, vitals: Vitals, now: int) -> list[Html]:
    if not vitals.feeds:
        return [texts("status-no-feeds")]
    said = [texts("status-feeds", n=vitals.feeds)]
    if vitals.checked_at is not None:
        said.append(texts("status-checked", ago=texts.ago(now - vitals.checked_at)))
    if vitals.failing:
        said.append(texts("status-failing", n=vitals.failing))
    return said


def _here(request: Request, here: PlaceVitals) -> list[Html]:
    texts, now = request.texts, request.now
    said = []
    if request.chat.paused is not None:
        said.append(texts("status-here-paused"))
    if here.due:
        said.append(texts("status-here-due", n=here.due))
    if here.held:
        wait = max((here.held_until or now) - now, 1000)
        said.append(texts("status-here-held", n=here.held, span=texts.span(wait)))
    if not said:
        said.append(texts("status-here-nothing"))
    if here.sent_at is not None:
        said.append(texts("status-here-last", ago=texts.ago(now - here.sent_at)))
    return said
