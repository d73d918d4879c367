"""How far a list of feeds is, and what came of it: the message that shows it, and the notice at the end."""

from collections.abc import Iterator, Mapping, Sequence

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from handlers.cards import TITLE_UNITS
from handlers.context import NO_PREVIEW, change_message
from handlers.keyboards import button_for, keyboard
from handlers.markup import Html, bold, clip, lines, plain
from handlers.texts import Texts
from handlers.wire import changes_nothing, is_out_of_reach
from storage import Import, ImportState, ImportTally, ListRequest

ADD, SUBSCRIBE = "add", "sub"
"""What the buttons that let a list run carry: into the catalogue alone, or for this place too."""

_ENDED: Mapping[ImportState, str] = {
    ImportState.OFFERED: "import-dropped",
    ImportState.WAITING: "import-waits",
    ImportState.DONE: "import-ended",
    ImportState.CANCELLED: "import-stopped",
}


def list_name(texts: Texts, run: Import) -> Html:
    """Return a list's name as it stands within a sentence."""
    return bold(texts.isolate(clip(run.name, TITLE_UNITS)))


def report(
    texts: Texts, run: Import, tally: ImportTally, limit: int
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return the message about a list that runs or has ended. `limit`: subscriptions of a place; 0 = any."""
    name = list_name(texts, run)
    if run.state is ImportState.RUNNING:
        done = texts("import-running", list=name, done=run.next, total=tally.total)
        stop = button_for(run.user_id, texts("button-cancel"), "importstop", run.id)
        return done, keyboard([stop])
    text = lines(texts(_ENDED[run.state], list=name), *_outcome(texts, run, tally, limit))
    return text, keyboard(_subscribing(texts, run, tally))


def notice(texts: Texts, run: Import, tally: ImportTally, limit: int) -> str:
    """Return what the one who brought a list is told once the admins have settled his request."""
    declined = run.request is ListRequest.DECLINED
    key = "import-declined" if declined else "import-approved"
    return plain(lines(texts(key, list=list_name(texts, run)), *_outcome(texts, run, tally, limit)))


async def edit_report(bot: Bot, texts: Texts, run: Import, tally: ImportTally, limit: int) -> None:
    """Write the message about a list anew, where there is one. Raises TelegramError."""
    if run.shown_in is None or run.message_id is None:
        return
    text, buttons = report(texts, run, tally, limit)
    try:
        await change_message(bot, run.shown_in, run.message_id, text, buttons, NO_PREVIEW)
    except BadRequest as error:
        if not changes_nothing(error) and not is_out_of_reach(error):
            raise


def _outcome(texts: Texts, run: Import, tally: ImportTally, limit: int) -> Iterator[Html]:
    if tally.added:
        yield texts("import-added", n=tally.added)
    if tally.known and not run.subscribes:
        yield texts("import-there", n=tally.known)
    if tally.made:
        yield texts("import-subscribed", n=tally.made)
    if tally.had:
        yield texts("import-had", n=tally.had)
    if tally.full:
        yield texts("import-full", n=tally.full, limit=limit)
    yield from _left_out(texts, run, tally)
    if tally.made:
        yield texts("import-undo")


def _left_out(texts: Texts, run: Import, tally: ImportTally) -> Iterator[Html]:
    missing = tally.new - tally.added
    if missing and run.request is ListRequest.OPEN:
        yield texts("import-asked", n=missing)
    elif missing and run.state is ImportState.DONE:
        yield texts("import-missing", n=missing)
    if tally.declined:
        yield texts("import-was-declined", n=tally.declined)
    if tally.refused:
        yield texts("import-was-refused", n=tally.refused)


def _subscribing(texts: Texts, run: Import, tally: ImportTally) -> Sequence[InlineKeyboardButton]:
    """Return the question whether the place wants them as well, after a list for the catalogue alone."""
    count = tally.added + tally.known
    if run.state is not ImportState.DONE or run.subscribes or not count or tally.made:
        return ()
    elsewhere = run.place.chat_id if run.shown_in != run.place.chat_id else ""
    label = texts("button-import-subscribe", n=count)
    return (button_for(run.user_id, label, "import", run.id, SUBSCRIBE, elsewhere),)
