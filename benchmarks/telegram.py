"""Telegram's part, in a process of its own: the strict Bot API endpoint on loopback."""

import asyncio
from multiprocessing.connection import Connection
from typing import Any

from bot.local.botapi import LocalBotApi

TOKEN = "123456789:a-token-that-opens-nothing-at-all_0123456"


def serve_telegram(pipe: "Connection[Any, Any]") -> None:
    """Run the endpoint until the pipe closes. Greets with its address; tells whether the bot polls it."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: "Connection[Any, Any]") -> None:
    async with LocalBotApi(token=TOKEN) as api:
        pipe.send(api.url)
        while True:
            try:
                await asyncio.to_thread(pipe.recv)
            except EOFError:  # the benchmark has ended
                return
            pipe.send(api.is_polled)
