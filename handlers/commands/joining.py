"""/approve: letting people use a bot that is for approved people, and the buttons under their requests."""

from handlers.context import BadArguments, Request
from handlers.joining import COPY, NO, YES, settled_words, show_settled, tell_decision
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.paging import page_buttons, page_line
from handlers.people import APPROVE, follow_role, person_named, person_words, tell_person
from newsroom import Role
from storage import admit, get_join_request, open_join_requests, settle_join_request

PAGE_SIZE = 5


async def approve(request: Request) -> None:
    """/approve [USER]: who asks to use the bot, with buttons; or let somebody in."""
    if (
        request.args.strip()
        or request.message.reply_to_message is not None
        or request.message.users_shared is not None
    ):
        await _admit(request)
    else:
        await _show_waiting(request, 0)


async def joins_page(request: Request) -> None:
    """Turn the list of those who ask."""
    await _show_waiting(request, request.number(0))


async def join_pressed(request: Request) -> None:
    """Approve or decline a request that is still open; every admin's message then says what was decided."""
    number, decision, page = request.number(0), request.word(1), request.word(2)
    if decision not in (YES, NO):
        raise BadArguments
    shown_on = None if page == COPY else request.number(2)
    settled = await settle_join_request(
        request.db, number, approved=decision == YES, by=request.user.id, now=request.now
    )
    decided = settled or await get_join_request(request.db, number)
    said = await settled_words(request, request.texts, decided)
    if shown_on is None:
        await request.show(said)
    else:
        await _show_waiting(request, shown_on, said)
    if settled is not None:
        await tell_decision(request, settled)
        await show_settled(request, settled)


async def _admit(request: Request) -> None:
    person = await person_named(request, APPROVE)
    if person is None:
        return
    texts = request.texts
    done = await admit(request.db, person.id, by=request.user.id, now=request.now)
    shown = person_words(texts, done.change.user)
    if not done.change.made:
        if done.change.before is Role.BANNED:
            await request.reply(texts("grant-is-banned", person=shown, id=str(person.id)))
        else:
            await request.reply(texts("approve-may-already", person=shown))
        return
    for one in done.settled:
        await show_settled(request, one)
    await tell_person(request, done.change.user, "join-you-may")
    await follow_role(request, done.change.user)
    await request.reply(texts("approved-now", person=shown))


async def _show_waiting(request: Request, number: int, *said: Html) -> None:
    texts = request.texts
    page = await open_join_requests(request.db, page=number, size=PAGE_SIZE)
    if not page.items:
        none = "joins-none" if request.desk.rules.approved_only else "joins-none-open"
        await request.show(lines(*said, texts(none)))
        return
    entries = [
        texts(
            "join-entry",
            person=person_words(texts, one.user),
            ago=texts.ago(request.now - one.made_at),
        )
        for one in page.items
    ]
    rows = []
    for one in page.items:
        name = one.user.name or str(one.user.id)
        yes = button(
            request, texts("button-approve-person", name=name), "join", one.id, YES, page.number
        )
        no = button(request, texts("button-decline"), "join", one.id, NO, page.number)
        rows.append([yes, no])
    text = lines(*said, texts("joins-title", n=page.total), *entries, page_line(request, page))
    await request.show(text, keyboard(*rows, page_buttons(request, page, "joins")))
