"""What is stored about a person: said in words, given out as a file, erased."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from telegram import InputFile

from handlers.context import Request
from handlers.keyboards import button, keyboard, link_button
from handlers.markup import lines
from handlers.people import person_words
from newsroom import Role
from storage import count_personal, erase_person, get_user, personal_data

PRIVACY = "privacy"
"""What a link to the bot carries that leads here."""

EXPORT, ERASE, SURE, KEEP = "export", "erase", "sure", "keep"
"""What the buttons carry."""

COUNTED = (
    "subscriptions",
    "watches",
    "saved",
    "arrived",
    "forwarded",
    "feed_requests",
    "made_in_other_chats",
)
"""What is counted in the message; the file has all."""

_STAFF = (Role.OWNER, Role.ADMIN)


async def show_privacy(request: Request) -> None:
    """Say what is stored about the one who asks. In a group: where that is said."""
    texts = request.texts
    if not request.in_private:
        await open_private(request)
        return
    counts = await count_personal(request.db, request.user.id)
    person = person_words(texts, request.user)
    said = [texts(f"privacy-{name}", n=counts[name]) for name in COUNTED if counts[name]]
    text = lines(
        texts("privacy-title"),
        "",
        texts("privacy-person", person=person),
        texts(f"privacy-role-{request.user.role}"),
        *said,
        "",
        texts("privacy-not"),
    )
    export = button(request, texts("button-export-data"), "privacy", EXPORT)
    erase = button(request, texts("button-erase-data"), "privacy", ERASE)
    await request.show(text, keyboard([export, erase]))


async def open_private(request: Request) -> None:
    """Lead to the private chat: a press at once, a command by a button."""
    url = f"https://t.me/{request.bot.username}?start={PRIVACY}"
    if request.press is not None:
        await request.press.answer(url=url)
        return
    opening = link_button(request.texts("button-open-private"), url)
    await request.reply(request.texts("privacy-in-private"), keyboard([opening]))


async def send_data(request: Request) -> None:
    """Send the file with all that is stored about the one who asks."""
    data = await personal_data(request.db, request.user.id)
    content = {name: [_spoken(row) for row in rows] for name, rows in data.items()}
    file = BytesIO(json.dumps(content, ensure_ascii=False, indent=1).encode())
    await request.bot.send_document(
        request.chat.id,
        InputFile(file, filename="newshound-my-data.json"),
        caption=request.texts("privacy-file"),
    )


async def ask_to_erase(request: Request) -> None:
    """Say what erasing means, and what stays, and ask whether to do it."""
    texts = request.texts
    role = request.user.role
    stays = texts("erase-keeps-role", role=texts(f"role-{role}")) if role in _STAFF else None
    leaves = None
    if request.desk.rules.approved_only and role is Role.MEMBER:
        leaves = texts("erase-ends-approval")
    sure = button(request, texts("button-erase-all"), "privacy", SURE)
    keep = button(request, texts("button-keep"), "privacy", KEEP)
    text = lines(texts("erase-ask"), stays, leaves, texts("erase-audit"))
    await request.show(text, keyboard([sure, keep]))


async def erase(request: Request) -> None:
    """Erase all that is stored about the one who asks, and say what stays."""
    texts = request.texts
    kept = await erase_person(request.db, request.user.id, request.now)
    person = await get_user(request.db, request.user.id)
    if person is None:
        await request.show_menu(request.user.id, Role.STRANGER, texts)
    stays = None if kept is None else texts("erase-kept-role", role=texts(f"role-{kept}"))
    await request.show(lines(texts("erased"), stays))


def _spoken(row: Mapping[str, str | int | None]) -> dict[str, str | int | None]:
    """Return a row with its times in ISO 8601."""
    return {
        name: _iso(value) if _is_time(name) and isinstance(value, int) else value
        for name, value in row.items()
    }


def _is_time(column: str) -> bool:
    return column.endswith("_at") or column in ("at", "until")


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds")
