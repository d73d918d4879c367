"""The page that tells other programs whether the bot is well: /healthz and /metrics, on one address alone."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.config import ListenAddress
from bot.health.metrics import CONTENT_TYPE, render_metrics
from bot.intake import PollStats
from bot.units import format_time
from bot.vitals import Monitor, Vitals

STOP_PATIENCE = 1.0
"""Seconds that an answer under way gets when the bot stops."""


@asynccontextmanager
async def serving_health(
    listen: ListenAddress | None, monitor: Monitor, stats: PollStats
) -> AsyncIterator[None]:
    """Serve the page while the block runs; with `listen` None nothing is served.

    Raises OSError, in a sentence that names the setting, where the address cannot be listened on.
    """
    if listen is None:
        yield
        return
    runner = web.AppRunner(_page(monitor, stats), access_log=None, shutdown_timeout=STOP_PATIENCE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, listen.host, listen.port).start()
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
            sentence = f"health.listen: {listen} cannot be listened on ({reason}); name another"
            raise OSError(error.errno, sentence) from error
        yield
    finally:
        await runner.cleanup()


def _page(monitor: Monitor, stats: PollStats) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        vitals = await monitor.look()
        return web.json_response(_report(vitals), status=503 if vitals.problems else 200)

    async def metrics(_: web.Request) -> web.Response:
        body = render_metrics(await monitor.look(), stats)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    page = web.Application()
    page.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    return page


def _report(vitals: Vitals) -> dict[str, object]:
    """Return what /healthz says, as JSON has it."""
    found, last = vitals.measures, vitals.last_poll_at
    backlog = found and {
        "feeds_due": found.feeds_due,
        "articles_unrouted": found.articles_unrouted,
        "messages_due": found.messages_due,
        "messages_held": found.messages_held,
        "messages_in_flight": found.messages_in_flight,
    }
    return {
        "status": "unwell" if vitals.problems else "well",
        "problems": list(vitals.problems),
        "loops": dict(vitals.loops),
        "last_poll": None if last is None else format_time(last),
        "backlog": backlog,
    }
