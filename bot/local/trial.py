"""`newshound try`: the real bot and its real handlers, with a Telegram and feeds of this machine."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from bot.app import open_house
from bot.clock import SystemClock
from bot.config import Config, ConfigError, Telegram
from bot.house import House, at_work
from bot.local.botapi import LocalBotApi, Message, User
from bot.local.console import PressButton, Say, SendFile, TypeAfterName, understand
from bot.local.feedsite import FeedSite
from bot.local.offers import AskMore, Offers, OpenChat, SendResult
from bot.local.screen import Screen
from bot.streams import in_thread, input_stream, write_utf8
from storage import FeedExists, add_feed, messages_of_deliveries

log = logging.getLogger(__name__)

BOT_NAME = "newshound_bot"
CHANNEL_NAME = "my_channel"

FIRST_NEWS, NEWS_EVERY = 10.0, 30.0
"""Seconds until the bundled papers gain their first article, and between the next ones."""

POLL_EVERY = 3_000
"""Milliseconds between checks of feeds that this machine itself serves."""

_WELCOME = f"""\
This is a private chat with the bot on this machine: no token, no network. Type /start or /help.
!2 presses the second button of the latest reply, !5.2 that of message 5; >5 text replies to message 5.
@{BOT_NAME} words searches as one does in other chats; !2 then sends the second result.
You have a channel as well, @{CHANNEL_NAME}. New articles come every half minute. Ctrl-D ends the chat."""


async def run_trial(config: Config, feeds: Sequence[str], data: Path | None) -> int:
    """Chat until standard input ends; return the exit status.

    `feeds`: addresses and files in place of the bundled papers. `data`: where everything is kept;
    None = nowhere after the end. Raises ConfigError for a file that is not there.
    """
    write_utf8()
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = await stack.enter_async_context(FeedSite(now=clock.now(), port=_port_of(folder)))
        _remember_port(folder, site)
        addresses = [_served(site, feed) for feed in feeds] or site.feed_urls
        api = await stack.enter_async_context(LocalBotApi(username=BOT_NAME))
        person = api.world.add_user("You", username="you", language_code="en")
        api.world.private(person, started=False)
        api.world.add_channel("My channel", username=CHANNEL_NAME, admins=[person])
        own = _trial_config(config, api, person, folder, local=all(map(_is_local, addresses)))
        house = await stack.enter_async_context(open_house(own, clock))
        screen = Screen(api.world.private(person))
        trial = Trial(api, person, house, screen)
        await trial.stock(addresses)
        api.on_call(screen.on_call)
        working = await stack.enter_async_context(at_work(house))
        if not feeds:
            await stack.enter_async_context(_news(site, clock))
        await trial.chat(working)
    return 0


class Trial:
    """The person's side of the conversation."""

    def __init__(self, api: LocalBotApi, person: User, house: House, screen: Screen) -> None:
        self._api = api
        self._person = person
        self._chat = api.world.private(person)
        self._house = house
        self._screen = screen
        self._offers: Offers | None = None

    async def stock(self, addresses: Sequence[str]) -> None:
        """Put the feeds into the catalogue, in order, check each once, and index what they have."""
        services, now = self._house.services, self._house.clock.now
        for address in addresses:
            look = await services.look_at(address)
            if look.feeds:  # a page with several: the best of them
                look = await services.look_at(look.feeds[0].url)
            title = look.parsed.title if look.parsed else ""
            try:
                feed = await add_feed(
                    self._house.db,
                    url=look.url,
                    title=title or urlsplit(address).path.strip("/") or address,
                    by=self._person.id,
                    now=now(),
                )
            except FeedExists:
                continue  # from an earlier chat with the same --data
            if look.problem is None:
                await services.keep_look(feed, look)
            else:
                await services.check_now(feed)
        await self._house.index.catch_up()

    async def chat(self, working: "asyncio.Task[None]") -> None:
        """Send line after line until the input ends, or until the bot dies (`working` is done)."""
        interactive = sys.stdin.isatty()
        if interactive:
            self._screen.say(_WELCOME)
        ready = asyncio.create_task(self._api.wait_for(lambda: self._api.is_polled, timeout=60))
        await asyncio.wait({ready, working}, return_when=asyncio.FIRST_COMPLETED)
        with input_stream(None) as stream:
            while (line := await _next_line(stream, working)) is not None:
                if not interactive:
                    self._screen.say(f"> {line}")
                await self._carry_out(line)

    async def _carry_out(self, line: str) -> None:
        """Do what a line says, and return when the bot is done with it."""
        update_id: int | None = None
        meaning = understand(line, BOT_NAME)
        if isinstance(meaning, PressButton) and meaning.message is None and self._offers:
            await self._take(self._offers, meaning.button)
            return
        self._offers = None
        match meaning:
            case TypeAfterName(words):
                await self._ask_inline(words)
            case Say(text, None):
                update_id = self._api.say(self._person, self._chat, text)
            case Say(text, int(number)):
                update_id = self._reply(text, number)
            case PressButton(button, number):
                update_id = await self._press(button, number)
            case SendFile(path):
                update_id = await self._send_file(path)
        if update_id is not None:
            await self._house.processor.wait_done(update_id)

    async def _ask_inline(self, words: str, offset: str = "") -> None:
        try:
            update_id = self._api.inline(self._person, words, offset=offset)
        except ValueError as error:
            self._screen.say(f"({error})")
            return
        if update_id is not None:
            await self._house.processor.wait_done(update_id)
        query = self._api.inline_queries[-1]
        if query.answers:
            self._offers = Offers(query, query.answers[-1])
            self._screen.say(self._offers.block)

    async def _take(self, offers: Offers, number: int) -> None:
        """Do what one of the offers of an inline query stands for."""
        update_id: int | None = None
        match offers.chosen(number):
            case AskMore(offset):
                await self._ask_inline(offers.query.query, offset)
            case SendResult(place):
                self._offers = None
                update_id = self._api.choose(self._person, offers.query, place, self._chat)
                self._screen.show_own(self._chat)
            case OpenChat(payload):
                self._offers = None
                update_id = self._api.say(self._person, self._chat, f"/start {payload}")
            case None:
                self._screen.say("(there is no such result)")
        if update_id is not None:
            await self._house.processor.wait_done(update_id)

    def _reply(self, text: str, number: int) -> int | None:
        message = self._screen.message(number)
        if message is None:
            self._screen.say(f"(there is no message {number})")
            return None
        return self._api.say(self._person, self._chat, text, reply_to=message)

    async def _press(self, button: int, number: int | None) -> int | None:
        message = await self._message_to_press(number)
        if message is None or not 1 <= button <= len(message.buttons):
            self._screen.say("(there is no such button)")
            return None
        pressed = message.buttons[button - 1]
        if "callback_data" in pressed:
            return self._api.press(self._person, message, button - 1)
        url = str(pressed.get("url", ""))
        _, is_start, payload = url.partition(f"t.me/{BOT_NAME}?start=")
        if is_start:
            return self._api.say(self._person, self._chat, f"/start {payload}")
        self._screen.say(f"(opens {url})")
        return None

    async def _message_to_press(self, number: int | None) -> Message | None:
        if number is not None:
            return self._screen.message(number)
        alerts = await messages_of_deliveries(self._house.db, self._chat.id)
        return self._screen.latest(other_than=alerts)

    async def _send_file(self, path: Path) -> int | None:
        try:
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            self._screen.say(f"({path} cannot be read: {error.strerror})")
            return None
        return self._api.send_file(self._person, self._chat, path.name, content)


def _trial_config(
    config: Config, api: LocalBotApi, person: User, folder: Path, *, local: bool
) -> Config:
    """Return the configuration with what a trial decides: the account, the owner, the place."""
    polling = replace(config.polling, allow_private_addresses=True)
    if local:
        polling = replace(polling, interval=POLL_EVERY, min_interval=POLL_EVERY)
    return replace(
        config,
        telegram=Telegram(token=api.token, api_url=api.url),
        access=replace(config.access, owners=(person.id,)),
        polling=polling,
        storage=replace(config.storage, path=folder / "newshound.db"),
    )


def _served(site: FeedSite, feed: str) -> str:
    """Return the address of a feed; a file gets one on this machine."""
    if urlsplit(feed).scheme in ("http", "https"):
        return feed
    path = Path(feed)
    if not path.is_file():
        raise ConfigError(f"--feed {feed}: there is no such file, and no http address either")
    return site.add_file(path)


def _is_local(address: str) -> bool:
    return urlsplit(address).hostname == "127.0.0.1"


def _port_of(folder: Path) -> int:
    """Return the port that the feeds of this folder's catalogue were served on; 0 = any."""
    try:
        return int((folder / "port").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _remember_port(folder: Path, site: FeedSite) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "port").write_text(str(urlsplit(site.url).port), encoding="ascii")


@asynccontextmanager
async def _news(site: FeedSite, clock: SystemClock) -> AsyncIterator[None]:
    """Let the bundled papers gain an article now and then while the block runs."""

    async def publish() -> None:
        await clock.sleep(FIRST_NEWS)
        while site.publish_next(clock.now()) is not None:
            await clock.sleep(NEWS_EVERY)

    publishing = asyncio.create_task(publish(), name="news")
    try:
        yield
    finally:
        publishing.cancel()
        await asyncio.wait({publishing})


async def _next_line(stream: BinaryIO, working: "asyncio.Task[None]") -> str | None:
    """Return the next line that is typed; None at the end of the input, or where the bot has died."""
    reading = asyncio.create_task(in_thread(stream.readline))
    await asyncio.wait({reading, working}, return_when=asyncio.FIRST_COMPLETED)
    if not reading.done():
        reading.cancel()
        return None
    line = reading.result()
    return line.decode(errors="replace").rstrip("\r\n") if line else None
