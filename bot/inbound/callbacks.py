"""What hubs call: to ask whether we meant it, and to push what is new (W3C WebSub, 5 and 7).

Each subscription has an address of its own that cannot be guessed. An address that is not known gets a 404;
a push that is not signed as it should be gets the same answer as one that is, and is forgotten.
"""

import logging
import re
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.clock import Clock
from bot.inbound.bodies import NoBodyError, read_body
from bot.inbound.signature import is_signed
from bot.logs import log_context
from newsroom import (
    HubSubscription,
    Pushed,
    lease_of,
    links_of_header,
    renewal_of,
    repeat_of,
    was_asked,
)
from storage import (
    Database,
    StorageError,
    end_hub_subscription,
    grant_lease,
    hub_subscription,
    note_hub_denied,
)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes in the alphabet of `secrets.token_urlsafe`."""

_MOST_CHALLENGE = 4_096
"""Characters of a challenge; hubs send some dozens."""

_MOST_DIGITS = 10
"""Of a lease's seconds."""

_log = logging.getLogger(__name__)


class HubCallbacks:
    """Answers the hubs of feeds."""

    def __init__(
        self, db: Database, clock: Clock, take: Callable[[Pushed], bool], max_size: int
    ) -> None:
        """`take` gets what was pushed, and says whether it has room for it. `max_size`: bytes of a body."""
        self._db = db
        self._clock = clock
        self._take = take
        self._max_size = max_size

    async def answer(self, request: web.BaseRequest, token: str) -> web.StreamResponse:
        """Answer a call to the address that `token` ends."""
        if not _TOKEN.fullmatch(token):
            return web.Response(status=404)
        try:
            agreed = await hub_subscription(self._db, token)
            if agreed is None:
                return web.Response(status=404)
            with log_context(feed=agreed.feed_id):
                if request.method == "GET":
                    return await self._verify(agreed, request.rel_url.query)
                if request.method == "POST":
                    return await self._receive(agreed, request)
        except StorageError as error:
            _log.warning("a hub's call cannot be answered: %s", error)
            return web.Response(status=503)
        return web.Response(status=405, headers={"Allow": "GET, POST"})

    async def _verify(self, agreed: HubSubscription, asked: Mapping[str, str]) -> web.Response:
        """Confirm what we have asked for ourselves; anything else is 404, which refuses it."""
        if asked.get("hub.topic") != agreed.topic:
            return web.Response(status=404)
        mode, challenge = asked.get("hub.mode"), asked.get("hub.challenge", "")
        if mode == "denied":
            return await self._denied(agreed)
        confirmed = False
        if 0 < len(challenge) <= _MOST_CHALLENGE and was_asked(agreed):
            if mode == "subscribe":
                confirmed = await self._grant(agreed, asked.get("hub.lease_seconds"))
            elif mode == "unsubscribe":
                confirmed = await end_hub_subscription(self._db, agreed.id)
        if not confirmed:
            return web.Response(status=404)
        # What a stranger sent goes back as it came: as plain text and nothing else.
        return web.Response(text=challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def _grant(self, agreed: HubSubscription, granted: str | None) -> bool:
        seconds = None if granted is None else _seconds(granted)
        if seconds == 0:
            return False
        now = self._clock.now()
        until = lease_of(now, seconds)
        done = await grant_lease(
            self._db, agreed.id, lease_until=until, renew_at=renewal_of(now, until)
        )
        if done and agreed.lease_until is None:
            _log.info("the feed's hub will push what is new")
        return done

    async def _denied(self, agreed: HubSubscription) -> web.Response:
        now = self._clock.now()
        again_at = repeat_of(now, agreed.failures)
        await note_hub_denied(self._db, agreed.id, now=now, again_at=again_at)
        _log.info("the feed's hub does not push it, or no longer")
        return web.Response()

    async def _receive(
        self, agreed: HubSubscription, request: web.BaseRequest
    ) -> web.StreamResponse:
        if not agreed.wanted:
            return web.Response(status=410)
        try:
            body = await read_body(request, self._max_size)
        except NoBodyError as error:
            return web.Response(status=error.status)
        signatures = request.headers.getall("X-Hub-Signature", ())
        if agreed.lease_until is None or not is_signed(body, agreed.secret, signatures):
            # Answered like a good one, so that nobody learns by trying (WebSub, 7.1).
            _log.warning("a push was ignored: it is not signed by the feed's hub")
            return web.Response(status=202)
        pushed = Pushed(agreed.feed_id, body, request.charset, _topic(request))
        return web.Response(status=202 if self._take(pushed) else 503)


def _seconds(written: str) -> int:
    """Return a lease's seconds; 0 where that is no number."""
    usable = written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
    return int(written) if usable else 0


def _topic(request: web.BaseRequest) -> str | None:
    """Return what the hub says that it pushes; None where it does not."""
    header = ", ".join(request.headers.getall("Link", ()))
    own = (url for rel, url in links_of_header(header) if "self" in rel.lower().split())
    return next(own, None)
