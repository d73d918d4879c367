"""/audit: every change by an admin, the newest first, with what can be taken back."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from handlers.audit_words import person_name, said_of_entry
from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, bold, lines
from handlers.paging import page_buttons, page_line
from handlers.people import follow_role
from handlers.undoing import UNDO_FOR
from newsroom import User
from storage import (
    AuditEntry,
    AuditKind,
    FeedExists,
    get_user,
    list_changers,
    list_trail,
    undo_audited,
)

PAGE_SIZE = 6

_MOST_PEOPLE = 6
"""Who have a button: those who changed something last."""

_ALL = ""
"""What a button carries for «of every kind» and «by everybody»."""

_KINDS = {
    _ALL: "button-audit-all",
    AuditKind.FEEDS: "button-audit-feeds",
    AuditKind.REQUESTS: "button-audit-requests",
    AuditKind.PEOPLE: "button-audit-people",
    AuditKind.OTHER: "button-audit-other",
}
_A_ROW = 3


async def audit(request: Request) -> None:
    """/audit: the newest changes of every kind, by everybody."""
    await _show(request, 0, None, None)


async def audit_page(request: Request) -> None:
    """Turn a page, or show changes of another kind or by somebody else."""
    await _show(request, request.number(0), *_filter(request, 1))


async def undo_pressed(request: Request) -> None:
    """Take a change back, and show the list as it is then."""
    kind, by = _filter(request, 2)
    number, texts = request.number(0), request.texts
    try:
        entry = await undo_audited(
            request.db,
            number,
            visible_to=request.visible_to,
            role=request.user.role,
            since=request.now - UNDO_FOR,
            by=request.user.id,
            now=request.now,
        )
    except FeedExists as exists:
        said = texts("restore-added-anew", id=str(exists.feed.id))
    else:
        undone = None if entry is None else texts("audit-undone", what=said_of_entry(texts, entry))
        said = undone or texts("audit-undo-late")
        await _follow(request, entry)
    await _show(request, request.number(1), kind, by, said)


async def _follow(request: Request, undone: AuditEntry | None) -> None:
    """Let the menu of somebody whose role was given back follow it."""
    if undone is None or undone.person is None:
        return
    user = await get_user(request.db, undone.person.id)
    if user is not None:
        await follow_role(request, user)


def _filter(request: Request, position: int) -> tuple[AuditKind | None, int | None]:
    """Return the kind and the person that a button carries from this position on; None = all."""
    kind, by = request.word(position), request.word(position + 1)
    try:
        wanted = None if kind == _ALL else AuditKind(kind)
    except ValueError:
        raise BadArguments from None
    return wanted, None if by == _ALL else request.number(position + 1)


async def _show(
    request: Request,
    number: int,
    kind: AuditKind | None,
    by: int | None,
    said: Html | None = None,
) -> None:
    texts = request.texts
    page = await list_trail(
        request.db,
        visible_to=request.visible_to,
        role=request.user.role,
        since=request.now - UNDO_FOR,
        by=by,
        kind=kind,
        page=number,
        size=PAGE_SIZE,
    )
    here = (kind or _ALL, _ALL if by is None else by)
    title = texts("audit-title", n=page.total) if page.total else texts("audit-nothing")
    text = lines(
        None if said is None else lines(said, ""),
        title,
        *(_entry(request, entry) for entry in page.items),
        "" if page.pages > 1 else None,
        page_line(request, page),
    )
    undo = [
        button(
            request,
            texts("button-audit-undo", id=str(entry.row.id)),
            "auditundo",
            entry.row.id,
            page.number,
            *here,
        )
        for entry in page.items
        if entry.can_undo
    ]
    await request.show(
        text,
        keyboard(
            *in_rows(undo, _A_ROW),
            page_buttons(request, page, "audit", *here),
            *in_rows(_kinds(request, kind, here[1]), _A_ROW),
            *in_rows(await _people(request, here[0], by), _A_ROW),
        ),
    )


def _entry(request: Request, entry: AuditEntry) -> Html:
    texts, row = request.texts, entry.row
    who = bold(texts.isolate(person_name(texts, entry.by, row.by)))
    ago = texts.ago(request.now - row.at)
    head = texts("audit-entry", id=str(row.id), ago=ago, person=who)
    return lines("", head, said_of_entry(texts, entry))


def _kinds(
    request: Request, kind: AuditKind | None, by: int | str
) -> Sequence[InlineKeyboardButton]:
    """Return a button for each other kind."""
    chosen = kind or _ALL
    return [
        button(request, request.texts(label), "audit", 0, one, by)
        for one, label in _KINDS.items()
        if one != chosen
    ]


async def _people(request: Request, kind: str, by: int | None) -> Sequence[InlineKeyboardButton]:
    """Return a button for each other person; none where one alone has ever changed anything."""
    texts = request.texts
    numbers = await list_changers(request.db, most=_MOST_PEOPLE)
    if by is None and len(numbers) < 2:
        return ()
    named: dict[int, User | None] = {one: await get_user(request.db, one) for one in numbers}
    everybody = (
        []
        if by is None
        else [button(request, texts("button-audit-everybody"), "audit", 0, kind, _ALL)]
    )
    return everybody + [
        button(request, person_name(texts, user, one), "audit", 0, kind, one)
        for one, user in named.items()
        if one != by
    ]
