"""Who may do what: /admins, /grant, /revoke, /ban and /unban, with their buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from handlers.context import BadArguments, Request
from handlers.joining import show_settled
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, lines
from handlers.paging import page_buttons, page_line
from handlers.people import (
    BAN,
    GRANT,
    REVOKE,
    UNBAN,
    follow_role,
    person_named,
    person_pressed,
    person_words,
    tell_person,
)
from newsroom import Page, Role, User
from storage import (
    RequestState,
    get_user,
    grant_admin,
    last_join_request,
    people_page,
    revoke_admin,
)
from storage import ban as ban_person
from storage import unban as unban_person

PAGE_SIZE = 10

SURE, KEEP = "yes", "keep"
"""What the buttons of a question carry."""

STAFF, MEMBERS, BANNED = "staff", "members", "banned"
LISTS = {
    STAFF: (Role.OWNER, Role.ADMIN),
    MEMBERS: (Role.MEMBER,),
    BANNED: (Role.BANNED,),
}


async def admins(request: Request) -> None:
    """List the owners and admins, with buttons that lead to the members and the banned."""
    await _show_people(request, STAFF, 0)


async def people_pressed(request: Request) -> None:
    """Show a page of the people of one kind."""
    kind = request.word(1)
    if kind not in LISTS:
        raise BadArguments
    await _show_people(request, kind, request.number(0))


async def grant(request: Request) -> None:
    """/grant USER: make somebody an admin."""
    person = await person_named(request, GRANT)
    if person is not None:
        await _grant(request, person)


async def grant_pressed(request: Request) -> None:
    """Make an admin of whom the button names."""
    await _grant(request, await person_pressed(request))


async def revoke(request: Request) -> None:
    """/revoke USER: make an admin a member; without USER, the list of admins."""
    if not request.args.strip() and request.message.reply_to_message is None:
        await _show_people(request, STAFF, 0)
        return
    person = await person_named(request, REVOKE)
    if person is not None:
        await _revoke(request, person, sure=False)


async def revoke_pressed(request: Request) -> None:
    """Make a member of the admin whom the button names."""
    answered = await _answered(request)
    if answered is not None:
        await _revoke(request, answered.person, sure=answered.sure)


async def ban(request: Request) -> None:
    """/ban USER: shut somebody out."""
    person = await person_named(request, BAN)
    if person is not None:
        await _ban(request, person, sure=False)


async def ban_pressed(request: Request) -> None:
    """Shut out whom the button names."""
    answered = await _answered(request)
    if answered is not None:
        await _ban(request, answered.person, sure=answered.sure)


async def unban(request: Request) -> None:
    """/unban USER: let somebody in again; without USER, the list of those who are shut out."""
    if not request.args.strip() and request.message.reply_to_message is None:
        await _show_people(request, BANNED, 0)
        return
    person = await person_named(request, UNBAN)
    if person is not None:
        await _unban(request, person)


async def unban_pressed(request: Request) -> None:
    """Let in again whom the button names."""
    await _unban(request, await person_pressed(request))


@dataclass(frozen=True, slots=True)
class _Answered:
    """Whom a button is about, and whether it was that of a question."""

    person: User
    sure: bool


async def _answered(request: Request) -> _Answered | None:
    """Return what a button says; None where nothing is to be done, which has been said."""
    person = await person_pressed(request)
    answer = request.arguments[1] if len(request.arguments) > 1 else ""
    if answer not in ("", SURE, KEEP):
        raise BadArguments
    if answer == KEEP:
        await request.show(request.texts("role-kept", person=person_words(request.texts, person)))
        return None
    return _Answered(person, sure=answer == SURE)


async def _grant(request: Request, person: User) -> None:
    texts = request.texts
    change = await grant_admin(request.db, person.id, by=request.user.id, now=request.now)
    shown = person_words(texts, change.user)
    if not change.made:
        keys = {
            Role.OWNER: "grant-is-owner",
            Role.ADMIN: "grant-is-admin",
            Role.BANNED: "grant-is-banned",
        }
        await request.show(texts(keys[change.before], person=shown, id=str(person.id)))
        return
    await tell_person(request, change.user, "you-are-admin")
    await follow_role(request, change.user)
    back = button(request, texts("button-revoke"), REVOKE, person.id)
    await request.show(texts("granted", person=shown), keyboard([back]))


async def _revoke(request: Request, person: User, *, sure: bool) -> None:
    """Make an admin a member; an owner only after a question."""
    texts, shown = request.texts, person_words(request.texts, person)
    configured = request.desk.rules.configured_owners
    if person.id in configured:
        await request.show(texts("revoke-configured", person=shown))
        return
    known = await get_user(request.db, person.id)
    if known is not None and known.role is Role.OWNER and not sure:
        await _ask(request, "revoke-owner-ask", person, REVOKE, texts("button-revoke"))
        return
    change = await revoke_admin(
        request.db, person.id, by=request.user.id, now=request.now, keep=configured
    )
    if change is None or not change.made:
        last = change is not None and change.before is Role.OWNER
        await request.show(texts("revoke-last-owner" if last else "revoke-no-admin", person=shown))
        return
    await tell_person(request, change.user, "you-are-no-admin")
    await follow_role(request, change.user)
    # Who has revoked himself could not press it.
    mine = person.id == request.user.id
    back = [] if mine else [button(request, texts("button-grant"), GRANT, person.id)]
    await request.show(texts("revoked", person=shown), keyboard(back))


async def _ban(request: Request, person: User, *, sure: bool) -> None:
    """Shut somebody out; an admin only by an owner, after a question."""
    texts, shown = request.texts, person_words(request.texts, person)
    known = await get_user(request.db, person.id) or person
    is_owner = request.user.role is Role.OWNER
    if person.id == request.user.id:
        await request.show(texts("ban-self"))
        return
    if known.role is Role.ADMIN and is_owner and not sure:
        await _ask(request, "ban-admin-ask", person, BAN, texts("button-ban"))
        return
    change = await ban_person(
        request.db, person.id, by=request.user.id, now=request.now, admins_too=is_owner and sure
    )
    if not change.made:
        keys = {
            Role.OWNER: "ban-owner",
            Role.ADMIN: "ban-admin-not-you",
            Role.BANNED: "ban-already",
        }
        await request.show(texts(keys[change.before], person=shown))
        return
    back = button(request, texts("button-undo"), UNBAN, person.id)
    await request.show(texts("banned-now", person=shown, id=str(person.id)), keyboard([back]))
    await follow_role(request, change.user)
    asked = await last_join_request(request.db, person.id)
    if asked is not None and asked.state is RequestState.DECLINED:  # with the ban, if not before
        await show_settled(request, asked)


async def _unban(request: Request, person: User) -> None:
    texts = request.texts
    change = await unban_person(request.db, person.id, by=request.user.id, now=request.now)
    shown = person_words(texts, person)
    if change is None or not change.made:
        await request.show(texts("unban-not-banned", person=shown))
        return
    stranger = change.user.role is Role.STRANGER and request.desk.rules.approved_only
    hint = texts("unbanned-approve", id=str(person.id)) if stranger else None
    await request.show(lines(texts("unbanned", person=shown), hint))


async def _ask(request: Request, key: str, person: User, verb: str, label: str) -> None:
    texts = request.texts
    sure = button(request, label, verb, person.id, SURE)
    keep = button(request, texts("button-keep"), verb, person.id, KEEP)
    await request.show(texts(key, person=person_words(texts, person)), keyboard([sure, keep]))


async def _show_people(request: Request, kind: str, number: int) -> None:
    texts = request.texts
    page = await people_page(request.db, LISTS[kind], page=number, size=PAGE_SIZE)
    entries = [_entry(request, one) for one in page.items] or [texts("people-none")]
    text = lines(
        texts(f"people-{kind}", n=page.total),
        *entries,
        page_line(request, page),
        texts(f"people-hint-{kind}"),
    )
    others = [one for one in LISTS if one != kind]
    leading = [button(request, texts(f"button-people-{one}"), "people", 0, one) for one in others]
    rows = _person_buttons(request, kind, page)
    turning = page_buttons(request, page, "people", kind)
    await request.show(text, keyboard(*rows, turning, leading))


def _entry(request: Request, one: User) -> Html:
    texts = request.texts
    shown = person_words(texts, one)
    if one.id in request.desk.rules.configured_owners:
        return texts("person-configured", person=shown)
    return texts("person-entry", person=shown, role=texts(f"role-{one.role}"))


def _person_buttons(
    request: Request, kind: str, page: Page[User]
) -> Sequence[Sequence[InlineKeyboardButton]]:
    """Return what may be done with those on a page by the one who asks."""
    texts = request.texts
    if kind == BANNED:
        label, verb, of_whom = "button-unban-person", UNBAN, page.items
    elif kind == STAFF and request.user.role is Role.OWNER:
        label, verb = "button-revoke-person", REVOKE
        configured = request.desk.rules.configured_owners
        of_whom = tuple(one for one in page.items if one.id not in configured)
    else:
        return ()
    return in_rows(
        [
            button(request, texts(label, name=one.name or str(one.id)), verb, one.id)
            for one in of_whom
        ],
        1,
    )
