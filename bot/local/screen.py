"""What the terminal shows of the chats: each message of the bot, numbered, with its changes."""

import sys
from typing import TextIO

from bot.local.botapi import Call, Chat, Message
from bot.local.console import Span, as_typed, message_block, readable
from bot.local.person import Deed


class Screen:
    """Prints the bot's messages as they appear, and knows them by the numbers it gave them."""

    def __init__(self, own_chat: Chat, stream: TextIO | None = None) -> None:
        """`own_chat`: the person's; a message elsewhere is printed with its chat's name."""
        self._own_chat = own_chat
        self._stream = stream or sys.stdout
        self._numbers: dict[Message, int] = {}

    def on_call(self, call: Call) -> None:
        """Print what a call of the bot changed for the person who looks at the screen."""
        if call.status != 200:
            return
        if call.press is not None and call.press.answers and call.press.answers[-1].text:
            self.say(f"({call.press.answers[-1].text})")
        for message in call.messages:
            self._print(message)

    def on_deed(self, deed: Deed) -> None:
        """Print what the person did elsewhere as it would have been typed here.

        A message of his in the bot's words, an inline result, is printed whole wherever he chose it.
        """
        message = deed.message
        if message.via_bot is not None and deed.button is None:
            self._print(message)
        elif deed.place != "terminal":
            file = message.media.file.name if message.media and deed.button is None else None
            about = message if deed.button is not None else message.reply_to
            number = self._numbers.get(about) if about else None
            self.say(as_typed(message.text, number, button=deed.button, file=file))

    def say(self, line: str) -> None:
        """Print a line that is no message."""
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def message(self, number: int) -> Message | None:
        """Return the message with that number; None where there is none."""
        return next((m for m, known in self._numbers.items() if known == number), None)

    def latest(self, *, other_than: frozenset[int]) -> Message | None:
        """Return the newest message in the person's chat; None where there is none yet.

        `other_than`: message ids of alerts, which come in between and are passed over.
        """
        for message in reversed(self._numbers):
            if message.chat is self._own_chat and message.id not in other_than:
                return message
        return None

    def _print(self, message: Message) -> None:
        known = message in self._numbers
        number = self._numbers.setdefault(message, len(self._numbers) + 1)
        if message.deleted:
            self.say(f"[{number}] (removed)")
            return
        links = [
            Span(entity.offset, entity.length, entity.url)
            for entity in message.content.entities
            if entity.url is not None
        ]
        text = readable(message.text, links)
        if message.media is not None:
            text = f"({message.media.kind}: {message.media.file.name})\n{text}".rstrip()
        if message.chat is not self._own_chat:
            text = f"in {message.chat.title}:\n{text}"
        labels = [str(button.get("text")) for button in message.buttons]
        self.say(message_block(number, text, labels, edited=known))
        if "keyboard" in (message.reply_markup or {}):
            picks = ", ".join(str(b.get("text")) for b in message.chat.reply_keyboard)
            self.say(f"(to be picked in Telegram alone: {picks}; here, type the name or the id)")
