"""The one person of a trial, who is the bot's owner: what it does in the terminal and in the browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.local.botapi import ApiError, Call, Chat, InlineQuery, LocalBotApi, Message, User

Place = Literal["terminal", "browser", "answer"]
"""Where the person does something; "answer": a button led to the bot itself, which says /start at once."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the person did, and where: what shows there already need not be shown again.

    `message` is the one that was written, or where `button` (from 0) is set, whose button was pressed.
    """

    place: Place
    message: Message
    button: int | None = None


class Person:
    """Writes, presses and sends; everybody who listens hears of it.

    Each act returns the id of the update that the bot gets, None where it gets none. Each raises ValueError,
    in words for the person, for what Telegram would not let it do.
    """

    def __init__(self, api: LocalBotApi, user: User) -> None:
        self._api = api
        self._listeners: list[Callable[[Deed], None]] = []
        self.user = user
        self.chat: Chat = api.world.private(user)
        self.latest: int | None = None
        """The last update that the bot got of an act."""
        api.on_call(self._follow)

    def listen(self, listener: Callable[[Deed], None]) -> None:
        """Have `listener` called after each act."""
        self._listeners.append(listener)

    def say(self, place: Place, text: str, reply_to: Message | None = None) -> int | None:
        """Write into the chat with the bot."""
        try:
            update_id = self._api.say(self.user, self.chat, text, reply_to=reply_to)
        except ApiError as error:
            raise ValueError(error.description.removeprefix("Bad Request: ")) from None
        return self._wrote(place, update_id)

    def send_file(self, place: Place, name: str, content: bytes) -> int | None:
        """Send a document into the chat with the bot."""
        if not content:
            raise ValueError(f"{name} is empty")
        return self._wrote(place, self._api.send_file(self.user, self.chat, name, content))

    def press(self, place: Place, message: Message, button: int) -> int | None:
        """Press the button with this number, from 0, which must be one that calls the bot back."""
        if not 0 <= button < len(message.buttons):
            raise ValueError("there is no such button")
        update_id = self._api.press(self.user, message, button)
        return self._done(Deed(place, message, button), update_id)

    def choose(self, place: Place, query: InlineQuery, result: int) -> int | None:
        """Send a result of an inline query, counted from 0, into the chat with the bot."""
        return self._wrote(place, self._api.choose(self.user, query, result, self.chat))

    def start_payload(self, url: str) -> str | None:
        """Return what a link to the bot makes its reader say after /start; None for any other link."""
        bot = re.escape(self._api.bot.username or "")
        link = re.fullmatch(rf"https?://t\.me/{bot}\?start=([A-Za-z0-9_-]{{1,64}})", url)
        return link[1] if link else None

    def _follow(self, call: Call) -> None:
        """Go where an answer to a press leads, as every client of Telegram does."""
        if call.status == 200 and call.press is not None and call.press.user is self.user:
            payload = self.start_payload(call.press.answers[-1].url)
            if payload is not None:
                self.say("answer", f"/start {payload}")

    def _wrote(self, place: Place, update_id: int | None) -> int | None:
        message = self.chat.last_message
        return update_id if message is None else self._done(Deed(place, message), update_id)

    def _done(self, deed: Deed, update_id: int | None) -> int | None:
        self.latest = update_id
        for listener in self._listeners:
            listener(deed)
        return update_id
