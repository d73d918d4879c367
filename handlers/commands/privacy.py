"""/privacy: what is stored about a person, given out and erased."""

from handlers.context import BadArguments, Request
from handlers.privacy import (
    ERASE,
    EXPORT,
    KEEP,
    SURE,
    ask_to_erase,
    erase,
    open_private,
    send_data,
    show_privacy,
)


async def privacy(request: Request) -> None:
    """Say what is stored about the one who asks."""
    await show_privacy(request)


async def privacy_pressed(request: Request) -> None:
    """Give out or erase what is stored; all of that in the private chat."""
    wanted = request.word(0)
    steps = {EXPORT: send_data, ERASE: ask_to_erase, SURE: erase, KEEP: show_privacy}
    if wanted not in steps:
        raise BadArguments
    if not request.in_private:
        await open_private(request)
        return
    await steps[wanted](request)
