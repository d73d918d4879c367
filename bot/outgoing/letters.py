"""Messages that are text alone, on a short way to Telegram: the same call as `Bot.send_message` makes.

Out of each message PTB builds its form anew, and out of each answer all of the message with its sender, its
chat and its buttons; both cost several times what sending the bytes costs. But one article's alerts are one
form for thousands of chats, which differ by the chat alone, and of the answer the ledger keeps a number.
"""

from typing import Any
from urllib.parse import urlencode

from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.outgoing.media import link_preview
from bot.outgoing.permits import Permit
from bot.telegram import AiohttpRequest, BadEnvelope
from handlers import OutgoingMessage
from newsroom import Delivery

MOST_REMEMBERED = 64
"""Forms that are kept: one for each wording of the articles that are under way."""

_METHOD = "sendMessage"


class Letters:
    """Sends them. `bot` must have a `PacedRateLimiter`, and an `AiohttpRequest` for its calls."""

    def __init__(self, bot: ExtBot[Permit], *, paid_broadcast: bool) -> None:
        limiter, request = bot.rate_limiter, bot.request
        if limiter is None or not isinstance(request, AiohttpRequest):
            raise TypeError("letters take a bot with our own transport and a rate limiter")
        self._limiter, self._request = limiter, request
        self._url = f"{bot.base_url}/{_METHOD}"
        self._paid_broadcast = paid_broadcast
        self._forms: dict[tuple[int, bool], tuple[OutgoingMessage, bytes]] = {}
        """By the identity of the message, which is kept alive with it so that no other one can have that."""

    async def send(self, delivery: Delivery, message: OutgoingMessage, permit: Permit) -> int:
        """Send a message and return its number in the chat. Raises what PTB raises, and BadEnvelope."""
        form = _address(delivery) + self._content(message, plain=delivery.plain)

        async def call() -> Any:
            return await self._request.post_form(self._url, form)

        answer = await self._limiter.process_request(call, (), {}, _METHOD, {}, permit)
        number = answer.get("message_id") if isinstance(answer, dict) else None
        if not isinstance(number, int):
            raise BadEnvelope("Telegram's answer is no message; the outcome is unknown")
        return number

    def _content(self, message: OutgoingMessage, *, plain: bool) -> bytes:
        key = id(message), plain
        if (known := self._forms.get(key)) is not None:
            return known[1]
        form = self._encode(message, plain=plain)
        if len(self._forms) >= MOST_REMEMBERED:
            del self._forms[next(iter(self._forms))]
        self._forms[key] = message, form
        return form

    def _encode(self, message: OutgoingMessage, *, plain: bool) -> bytes:
        """Return all of the form that does not depend on the chat, beginning with the `&` before it."""
        fields = {
            "text": message.plain if plain else message.html,
            "disable_notification": "true" if message.silent else "false",
            "link_preview_options": link_preview(message.preview_url).to_json(),
        }
        if not plain:
            fields["parse_mode"] = ParseMode.HTML
        if message.keyboard is not None:
            fields["reply_markup"] = message.keyboard.to_json()
        if self._paid_broadcast:
            fields["allow_paid_broadcast"] = "true"
        return f"&{urlencode(fields)}".encode()


def _address(delivery: Delivery) -> bytes:
    place = delivery.place
    thread = f"&message_thread_id={place.thread_id}" if place.thread_id else ""
    return f"chat_id={place.chat_id}{thread}".encode()
