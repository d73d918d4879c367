"""The one person of a trial, who is the bot's owner: what it does in the terminal and in the browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.local.botapi import ApiError, Chat, InlineQuery, LocalBotApi, Message, User

Place = Literal["terminal", "browser"]


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

    def listen(self, listener: Callable[[Deed], None]) -> None:
        """Have `listener` called after each act."""
        self._listeners.append(listener)

    def say(self, place: Place, text: str, reply_to: Message | None = None) -> int | None:
        """Write into the chat with the bot."""
        try:
            update_id = self._api.say(self.user, self.chat, text, reply_to=reply_to)
        except ApiError as error:
            raise ValueError(error.description.removeprefix("Bad Request: ")) from None
        self._show_own(place)
        return update_id

    def send_file(self, place: Place, name: str, content: bytes) -> int | None:
        """Send a document into the chat with the bot."""
        if not content:
            raise ValueError(f"{name} is empty")
        update_id = self._api.send_file(self.user, self.chat, name, content)
        self._show_own(place)
        return update_id

    def press(self, place: Place, message: Message, button: int) -> int | None:
        """Press the button with this number, from 0, which must be one that calls the bot back."""
        if not 0 <= button < len(message.buttons):
            raise ValueError("there is no such button")
        update_id = self._api.press(self.user, message, button)
        self._tell(Deed(place, message, button))
        return update_id

    def choose(self, place: Place, query: InlineQuery, result: int) -> int | None:
        """Send a result of an inline query, counted from 0, into the chat with the bot."""
        update_id = self._api.choose(self.user, query, result, self.chat)
        self._show_own(place)
        return update_id

    def start_payload(self, url: str) -> str | None:
        """Return what a link to the bot makes its reader say after /start; None for any other link."""
        bot = re.escape(self._api.bot.username or "")
        link = re.fullmatch(rf"https?://t\.me/{bot}\?start=([A-Za-z0-9_-]{{1,64}})", url)
        return link[1] if link else None

    def _show_own(self, place: Place) -> None:
        if self.chat.last_message is not None:
            self._tell(Deed(place, self.chat.last_message))

    def _tell(self, deed: Deed) -> None:
        for listener in self._listeners:
            listener(deed)
