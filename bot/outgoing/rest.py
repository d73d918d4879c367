"""How a loop waits: until its time has come, or somebody wakes it."""

import asyncio

from bot.clock import Clock


async def rest(clock: Clock, woken: asyncio.Event, seconds: float) -> None:
    """Wait until `woken` is set, at most so many seconds."""
    waiting = {
        asyncio.create_task(woken.wait(), name="until woken"),
        asyncio.create_task(clock.sleep(seconds), name="until it is time"),
    }
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
