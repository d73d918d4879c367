"""The terminal's side of a trial: line after line is carried out, and waited for."""

import asyncio
import sys
from pathlib import Path
from typing import BinaryIO

from bot.house import House
from bot.local.botapi import LocalBotApi, Message
from bot.local.console import PressButton, Say, SendFile, TypeAfterName, understand
from bot.local.offers import AskMore, Offers, OpenChat, SendResult
from bot.local.person import Person
from bot.local.screen import Screen
from bot.streams import in_thread, input_stream
from storage import messages_of_deliveries

READY_WITHIN = 60.0
"""Seconds in which the bot must have asked for updates."""


class Terminal:
    """Reads what the person types, and does it."""

    def __init__(self, api: LocalBotApi, person: Person, house: House, screen: Screen) -> None:
        self._api = api
        self._person = person
        self._house = house
        self._screen = screen
        self._offers: Offers | None = None

    async def chat(self, working: "asyncio.Task[None]", welcome: str) -> None:
        """Send line after line until the input ends, or until the bot dies (`working` is done).

        `welcome` is for who sits at the terminal; a script's lines are printed as they are sent instead.
        """
        interactive = sys.stdin.isatty()
        if interactive:
            self._screen.say(welcome)
        polled = self._api.wait_for(lambda: self._api.is_polled, timeout=READY_WITHIN)
        ready = asyncio.create_task(polled)
        await asyncio.wait({ready, working}, return_when=asyncio.FIRST_COMPLETED)
        with input_stream(None) as stream:
            while (line := await _next_line(stream, working)) is not None:
                if not interactive:
                    self._screen.say(f"> {line}")
                try:
                    await self._carry_out(line)
                except ValueError as error:
                    self._screen.say(f"({error})")

    async def _carry_out(self, line: str) -> None:
        """Do what a line says, and return when the bot is done with it. Raises ValueError, in words."""
        update_id: int | None = None
        meaning = understand(line, self._api.bot.username or "")
        if isinstance(meaning, PressButton) and meaning.message is None and self._offers:
            await self._take(self._offers, meaning.button)
            return
        self._offers = None
        match meaning:
            case TypeAfterName(words):
                await self._ask_inline(words)
            case Say(text, None):
                update_id = self._person.say("terminal", text)
            case Say(text, int(number)):
                update_id = self._reply(text, number)
            case PressButton(button, number):
                update_id = await self._press(button, number)
            case SendFile(path):
                update_id = await self._send_file(path)
        await self._wait_done(update_id)

    async def _ask_inline(self, words: str, offset: str = "") -> None:
        await self._wait_done(self._api.inline(self._person.user, words, offset=offset))
        query = self._api.inline_queries[-1]
        if query.answers:
            self._offers = Offers(query, query.answers[-1])
            self._screen.say(self._offers.block)

    async def _take(self, offers: Offers, number: int) -> None:
        """Do what one of the offers of an inline query stands for."""
        match offers.chosen(number):
            case AskMore(offset):
                await self._ask_inline(offers.query.query, offset)
            case SendResult(place):
                self._offers = None
                await self._wait_done(self._person.choose("terminal", offers.query, place))
            case OpenChat(payload):
                self._offers = None
                await self._wait_done(self._person.say("terminal", f"/start {payload}"))
            case None:
                self._screen.say("(there is no such result)")

    async def _wait_done(self, update_id: int | None) -> None:
        """Wait for an update, and for the one that its answer may have led to."""
        while update_id is not None:
            await self._house.processor.wait_done(update_id)
            update_id = self._person.latest if update_id != self._person.latest else None

    def _reply(self, text: str, number: int) -> int | None:
        message = self._screen.message(number)
        if message is None:
            raise ValueError(f"there is no message {number}")
        return self._person.say("terminal", text, message)

    async def _press(self, button: int, number: int | None) -> int | None:
        message = await self._message_to_press(number)
        if message is None or not 1 <= button <= len(message.buttons):
            raise ValueError("there is no such button")
        pressed = message.buttons[button - 1]
        if "callback_data" in pressed:
            return self._person.press("terminal", message, button - 1)
        url = str(pressed.get("url", ""))
        if payload := self._person.start_payload(url):
            return self._person.say("terminal", f"/start {payload}")
        self._screen.say(f"(opens {url})")
        return None

    async def _message_to_press(self, number: int | None) -> Message | None:
        if number is not None:
            return self._screen.message(number)
        alerts = await messages_of_deliveries(self._house.db, self._person.chat.id)
        return self._screen.latest(other_than=alerts)

    async def _send_file(self, path: Path) -> int | None:
        try:
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}") from None
        return self._person.send_file("terminal", path.name, content)


async def _next_line(stream: BinaryIO, working: "asyncio.Task[None]") -> str | None:
    """Return the next line that is typed; None at the end of the input, or where the bot has died."""
    reading = asyncio.create_task(in_thread(stream.readline))
    await asyncio.wait({reading, working}, return_when=asyncio.FIRST_COMPLETED)
    if not reading.done():
        reading.cancel()
        return None
    line = reading.result()
    return line.decode(errors="replace").rstrip("\r\n") if line else None
