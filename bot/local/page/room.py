"""What the page shows, and whoever looks at it: each change goes to all of them as a server-sent event."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from bot.local.botapi import Call, LocalBotApi, Message
from bot.local.page.shapes import Shape, key_of, message_shape
from bot.local.person import Deed, Person

MOST_WAITING = 1_000
"""Events that may wait for one looker; one that takes none is let go, and begins anew when it comes back."""

RETRY = 1_000
"""Milliseconds after which a browser that has lost the events asks for them again."""

Events = asyncio.Queue[bytes | None]
"""Events as they go over the wire; None = there are no more."""


class Room:
    """The messages in the order in which they appeared, the bot's and the person's."""

    def __init__(self, api: LocalBotApi, person: Person) -> None:
        self._api = api
        self._person = person
        self._shown: dict[Message, None] = {}
        self._lookers: set[Events] = set()
        self._run = secrets.token_hex(8)  # tells one trial's messages from the next one's
        api.on_call(self._on_call)
        person.listen(self._on_deed)

    @contextmanager
    def looking(self) -> Iterator[Events]:
        """Lend what a looker gets: all that is there first, then each change."""
        events: Events = asyncio.Queue()
        events.put_nowait(b"retry: %d\n" % RETRY + _event("chat", self._all()))
        self._lookers.add(events)
        try:
            yield events
        finally:
            self._lookers.discard(events)

    def message(self, key: object) -> Message | None:
        """Return a message that is shown by its key; None where there is none."""
        return next((message for message in self._shown if key_of(message) == key), None)

    def close(self) -> None:
        """Send everybody away."""
        for events in self._lookers:
            events.put_nowait(None)

    def _on_call(self, call: Call) -> None:
        if call.status != 200:
            return
        for message in call.messages:
            self._show(message)
        if call.press is not None and call.press.answers:
            answer = call.press.answers[-1]
            self._tell("answer", {"text": answer.text, "alert": answer.show_alert})
        elif call.method == "sendChatAction" and call.chat_id == self._person.chat.id:
            self._tell("typing", {})
        elif call.method in ("setMyCommands", "deleteMyCommands"):
            self._tell("commands", self._commands())

    def _on_deed(self, deed: Deed) -> None:
        if deed.button is None:
            self._show(deed.message)

    def _show(self, message: Message) -> None:
        if message.deleted:
            self._shown.pop(message, None)
            self._tell("gone", key_of(message))
        else:
            self._shown[message] = None
            self._tell("message", message_shape(message, self._person))

    def _all(self) -> Shape:
        return {
            "run": self._run,
            "messages": [message_shape(message, self._person) for message in self._shown],
            "commands": self._commands(),
        }

    def _commands(self) -> list[Shape]:
        """Return what is offered after a slash: of the narrowest scope that has a list.

        In the order of Telegram's «Determining list of commands» (Bot API, BotCommandScope).
        """
        language = self._person.user.language_code or ""
        for scope in (f"chat:{self._person.chat.id}", "all_private_chats", "default"):
            for spoken in (language, ""):
                if commands := self._api.profile.commands.get((scope, spoken)):
                    return [dict(command) for command in commands]
        return []

    def _tell(self, name: str, data: object) -> None:
        event = _event(name, data)
        for events in self._lookers:
            if events.qsize() >= MOST_WAITING:
                while not events.empty():
                    events.get_nowait()
                events.put_nowait(None)
            else:
                events.put_nowait(event)


def _event(name: str, data: object) -> bytes:
    """Return a server-sent event; JSON in ASCII has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode("ascii")
