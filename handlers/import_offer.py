"""What a list of feeds would bring, shown before anything is done: new, known and refused, with reasons."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.adding import may_add
from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.import_report import ADD, SUBSCRIBE, list_name
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, lines
from handlers.paging import page_buttons, page_line
from handlers.places import Target, heading
from handlers.rights import Right, role_allows
from handlers.texts import Texts
from newsroom import Refusal
from storage import (
    Found,
    Import,
    ImportRow,
    ImportTally,
    list_import,
    list_subscriptions,
    tally_import,
)

PAGE_SIZE = 15

_ROWS: Mapping[Found, str] = {
    Found.NEW: "import-row-new",
    Found.KNOWN: "import-row-known",
    Found.ASKED: "import-row-asked",
    Found.DECLINED: "import-row-declined",
    Found.TWICE: "import-row-twice",
}

_REFUSALS: Mapping[Refusal, str] = {
    Refusal.BAD_ADDRESS: "import-refused-address",
    Refusal.FILE: "import-refused-file",
    Refusal.LOGIN: "import-refused-login",
    Refusal.FORBIDDEN: "import-refused-forbidden",
    Refusal.SCRAPED: "import-refused-scraped",
    Refusal.PRIVATE: "import-refused-private",
}


def may_ask(request: Request) -> bool:
    """Whether the admins can be asked in this person's name: an anonymous one has none."""
    return request.asker is not None


async def show_offer(
    request: Request, run: Import, target: Target, number: int = 0
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return a page of what a list would bring, with the buttons that let it."""
    texts = request.texts
    tally = await tally_import(request.db, run.id)
    page = await list_import(request.db, run.id, page=number, size=PAGE_SIZE)
    text = lines(
        heading(request, target),
        texts("import-offer", list=list_name(texts, run), n=tally.total),
        *_counts(texts, tally),
        await _what_follows(request, target, tally),
        "",
        *(row_line(texts, row) for row in page.items),
        page_line(request, page),
    )
    turning = page_buttons(request, page, "importpage", run.id, target.argument)
    starts = _starts(request, run, target, tally)
    cancel = button(request, texts("button-cancel"), "importstop", run.id) if starts else None
    rows = [[one] for one in starts]
    return text, keyboard(turning, *rows, [cancel] if cancel else [])


def row_line(texts: Texts, row: ImportRow) -> Html:
    """Return a feed of a list as a line of it. What is refused is named by its place: see `Import`."""
    if row.found is Found.REFUSED:
        reason = texts(_REFUSALS[row.refused or Refusal.BAD_ADDRESS])
        title = clip(row.title, TITLE_UNITS)
        if title:
            return texts("import-row-refused", line=str(row.line), title=title, reason=reason)
        return texts("import-row-refused-untitled", line=str(row.line), reason=reason)
    return texts(_ROWS[row.found], title=clip(row.title or row.url, TITLE_UNITS))


def _counts(texts: Texts, tally: ImportTally) -> list[Html]:
    found = {
        "import-found-new": tally.new,
        "import-found-known": tally.known,
        "import-found-asked": tally.asked,
        "import-found-declined": tally.declined,
        "import-found-twice": tally.twice,
        "import-found-refused": tally.refused,
    }
    return [texts(key, n=count) for key, count in found.items() if count]


async def _what_follows(request: Request, target: Target, tally: ImportTally) -> Html | None:
    """Say what becomes of feeds that the catalogue lacks, and whether all of them have room."""
    texts, adds = request.texts, may_add(request)
    missing = None
    if tally.new and not adds:
        missing = texts("import-will-ask" if may_ask(request) else "import-cannot-ask", n=tally.new)
    limit = request.desk.rules.max_subscriptions
    if not limit:
        return missing
    has = (await list_subscriptions(request.db, target.place, size=1)).total
    wanted = tally.known + (tally.new if adds else 0)
    if has + wanted <= limit:
        return missing
    return lines(missing, texts("import-room", limit=limit, n=max(limit - has, 0)))


def _starts(
    request: Request, run: Import, target: Target, tally: ImportTally
) -> Sequence[InlineKeyboardButton]:
    """Return the buttons that let the list run, by what the one who asks may do."""
    texts, where = request.texts, (run.id, SUBSCRIBE, target.argument)
    new, known = tally.new, tally.known
    if may_add(request):
        buttons = []
        if new and role_allows(request.user.role, Right.ADMIN):
            label = texts("button-import-add", n=new)
            buttons.append(button(request, label, "import", run.id, ADD, target.argument))
        if new + known:
            key = "button-import-add-subscribe" if new and buttons else "button-import-subscribe"
            buttons.append(button(request, texts(key, n=new + known), "import", *where))
        return buttons
    asks = new if may_ask(request) else 0
    if asks and known:
        label = texts("button-import-subscribe-ask", n=known, asked=asks)
    elif asks:
        label = texts("button-import-ask", n=asks)
    elif known:
        label = texts("button-import-subscribe", n=known)
    else:
        return ()
    return (button(request, label, "import", *where),)
