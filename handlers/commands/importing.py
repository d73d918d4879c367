"""Taking in a list of feeds: a file in private, or /import; first shown, then on a press taken in."""

from dataclasses import replace

from handlers.adding import may_add
from handlers.cards import TITLE_UNITS
from handlers.context import BadArguments, Request
from handlers.import_asking import PAGE_SIZE, ask_for_list, show_asked
from handlers.import_offer import may_ask, show_offer
from handlers.import_report import ADD, SUBSCRIBE, list_name, report
from handlers.list_files import file_name, list_in, read_file
from handlers.markup import Html, bold, clip
from handlers.places import Target, target_here, target_named, target_pressed
from handlers.requesting import APPROVE, DECLINE
from handlers.rights import Right, role_allows
from storage import (
    Import,
    ImportState,
    approve_import,
    begin_import,
    cancel_import,
    count_open_requests,
    decline_import,
    get_import,
    get_user,
    import_batch,
    list_asked,
    note_import_told,
    offer_import,
    resume_chat,
    show_import,
    tally_import,
)

_MOST_OPEN = 3
"""Lists of one person that may wait for the admins."""


async def import_(request: Request) -> None:
    """/import [CHAT] as a reply to a list of feeds or below it, and in private the list alone."""
    document = list_in(request.message)
    if document is None:
        await request.reply(request.texts("import-usage"))
        return
    named = await target_named(request, posting=True)
    if named is None:
        return
    listed = await read_file(request, document)
    if listed is None:
        return
    if not listed:
        await request.reply(request.texts("opml-empty"))
        return
    number = await offer_import(
        request.db,
        user_id=request.user.id,
        place=named.target.place,
        name=file_name(document),
        listed=listed,
        visible_to=request.visible_to,
        asks=not may_add(request),
        now=request.now,
    )
    run = await get_import(request.db, number)
    if run is not None:
        message = await request.reply(*await show_offer(request, run, named.target))
        await show_import(request.db, number, message.chat.id, message.message_id)


async def import_page(request: Request) -> None:
    """Turn a page of what a list would bring."""
    found = await _pressed(request, 1)
    if found is None:
        return
    run, target = found
    if run.state is not ImportState.OFFERED:
        await _show_state(request, run)
    else:
        await request.show(*await show_offer(request, run, target, request.number(0)))


async def import_pressed(request: Request) -> None:
    """Let a list run: into the catalogue alone, or for the place as well. Small ones are done at once."""
    mode = request.word(1)
    if mode not in (ADD, SUBSCRIBE):
        raise BadArguments
    found = await _pressed(request, 0, where=2)
    if found is None:
        return
    run, target = found
    adds = may_add(request)
    if mode == ADD and not role_allows(request.user.role, Right.ADMIN):
        await request.toast(request.texts("only-admins"))
        return
    asks = not adds and may_ask(request)
    if asks and await count_open_requests(request.db, request.user.id) >= _MOST_OPEN:
        await request.reply(request.texts("request-too-many", n=_MOST_OPEN))
        if not (await tally_import(request.db, run.id)).known:
            return
        asks = False
    # Before it is written down: after a crash in between they are asked twice rather than never.
    asked = replace(run, user_id=request.user.id)
    if asks and run.state is ImportState.OFFERED and not await ask_for_list(request, asked):
        await request.reply(request.texts("import-unheard"))
        asks = False
    begun = await begin_import(
        request.db,
        run.id,
        by=request.user.id,
        adds=adds,
        tags=role_allows(request.user.role, Right.ADMIN),
        subscribes=mode == SUBSCRIBE,
        asks=asks,
        now=request.now,
    )
    if begun is None:  # pressed twice, say
        await _show_state(request, await get_import(request.db, run.id) or run)
        return
    if mode == SUBSCRIBE and target.chat.paused is not None:
        await resume_chat(request.db, target.chat.id, request.now)
    await _take_first(request, begun)


async def import_stop_pressed(request: Request) -> None:
    """Let a list be that is offered, or stop one that runs: what has been taken in stays."""
    run = await get_import(request.db, request.number(0))
    if run is None or not _is_theirs(request, run):
        await request.toast(request.texts("import-gone"))
        return
    stopped = await cancel_import(request.db, run.id, request.now)
    if stopped is None or run.state is ImportState.RUNNING:
        await _show_state(request, stopped or run)
    else:
        name = list_name(request.texts, run)
        await request.show(request.texts("import-dropped", list=name))


async def import_asked_page(request: Request) -> None:
    """Turn a page of what the admins are asked for."""
    run = await get_import(request.db, request.number(1))
    if run is None:
        await request.show(request.texts("request-gone"))
        return
    page = await list_asked(request.db, run.id, page=request.number(0), size=PAGE_SIZE)
    if not page.total:
        await request.show(await _settled(request, run))
        return
    await request.show(*await show_asked(request.db, request.texts, run, page))


async def import_request_pressed(request: Request) -> None:
    """Approve or decline all that a list's request asks for, if it is still open."""
    number, decision = request.number(0), request.word(1)
    if decision not in (APPROVE, DECLINE):
        raise BadArguments
    settle = approve_import if decision == APPROVE else decline_import
    run = await settle(request.db, number, by=request.user.id, now=request.now)
    if run is None:
        settled = await get_import(request.db, number)
        gone = request.texts("request-gone")
        await request.show(gone if settled is None else await _settled(request, settled))
        return
    request.desk.services.go_on_importing()  # it tells who asked
    key = "import-approved-told" if decision == APPROVE else "import-declined-told"
    await request.show(request.texts(key, person=await _person(request, run)))


async def _take_first(request: Request, run: Import) -> None:
    """Take the first feeds of a list in at once, which is all of a short one, and show how far it is."""
    limit = request.desk.rules.max_subscriptions
    taken = await import_batch(request.db, run.id, most_subscriptions=limit, now=request.now)
    await _show_state(request, taken or run)
    if taken is not None and taken.state is not ImportState.RUNNING:
        await note_import_told(request.db, run.id)
    request.desk.services.go_on_importing()


async def _show_state(request: Request, run: Import) -> None:
    tally = await tally_import(request.db, run.id)
    limit = request.desk.rules.max_subscriptions
    message = await request.show(*report(request.texts, run, tally, limit))
    if message.message_id != run.message_id:
        await show_import(request.db, run.id, message.chat.id, message.message_id)


async def _pressed(
    request: Request, position: int, where: int | None = None
) -> tuple[Import, Target] | None:
    """Return the list whose number a button carries, and its place; None, and said so, if it is gone.

    `where`: the position of the place; None = the one after the number.
    """
    run = await get_import(request.db, request.number(position))
    target = await target_pressed(request, position + 1 if where is None else where, posting=True)
    if target is None:
        return None
    if run is None or run.place != target.place:
        await request.toast(request.texts("import-gone"))
        return None
    return run, target


def _is_theirs(request: Request, run: Import) -> bool:
    """Whether a list is for this place, or was brought by the one who asks for another."""
    return run.place == target_here(request).place or run.user_id == request.user.id


async def _settled(request: Request, run: Import) -> Html:
    """Say what was decided; part of what a list asks for may wait on, with an older one."""
    if run.request is None:
        return request.texts("request-gone")
    declined = (await tally_import(request.db, run.id)).declined
    key = "import-settled-declined" if declined else "import-settled-approved"
    return request.texts(key, person=await _person(request, run))


async def _person(request: Request, run: Import) -> Html:
    user = await get_user(request.db, run.user_id)
    name = clip(user.name if user else str(run.user_id), TITLE_UNITS)
    return bold(request.texts.isolate(name))
