"""`newshound try`: the real bot and its real handlers, with a Telegram and feeds of this machine."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from bot.app import at_work, open_house
from bot.clock import SystemClock
from bot.config import Config, ConfigError, Telegram
from bot.house import House
from bot.local.botapi import LocalBotApi, User
from bot.local.feedsite import FeedSite
from bot.local.page import ChatPage
from bot.local.person import Person
from bot.local.screen import Screen
from bot.local.terminal import Terminal
from bot.streams import write_utf8
from storage import FeedExists, add_feed

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


@dataclass(frozen=True, slots=True)
class Trial:
    """The bot at work, beside its Telegram and its owner. `working` is done when it has died.

    `page`: the chat in the browser, None where it was not asked for.
    """

    api: LocalBotApi
    person: Person
    house: House
    screen: Screen
    page: ChatPage | None
    working: "asyncio.Task[None]"


async def run_trial(
    config: Config, feeds: Sequence[str], data: Path | None, port: int | None = None
) -> int:
    """Chat until standard input ends; return the exit status. The arguments and errors of `open_trial`."""
    write_utf8()
    async with open_trial(config, feeds, data, port) as trial:
        if trial.page is not None:
            trial.screen.say(f"The same chat stands in the browser on {trial.page.url}")
        terminal = Terminal(trial.api, trial.person, trial.house, trial.screen)
        await terminal.chat(trial.working, _WELCOME)
    return 0


@asynccontextmanager
async def open_trial(
    config: Config, feeds: Sequence[str], data: Path | None, port: int | None
) -> AsyncIterator[Trial]:
    """Have the bot at work while the block runs, with its feeds stored and indexed.

    `feeds`: addresses and files in place of the bundled papers. `data`: where everything is kept;
    None = nowhere after the end. `port`: where the chat stands in the browser; 0 = any that is free, None =
    nowhere. Raises ConfigError for a file that is not there and a port that cannot be had.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = await stack.enter_async_context(FeedSite(now=clock.now(), port=_port_of(folder)))
        _remember_port(folder, site)
        addresses = [_served(site, feed) for feed in feeds] or site.feed_urls
        api = await stack.enter_async_context(LocalBotApi(username=BOT_NAME))
        user = api.world.add_user("You", username="you", language_code="en")
        api.world.private(user, started=False)
        api.world.add_channel("My channel", username=CHANNEL_NAME, admins=[user])
        person = Person(api, user)
        page: ChatPage | None = None
        if port is not None:
            page = await stack.enter_async_context(ChatPage(api, person, port))
        own = _trial_config(config, api, user, folder, local=all(map(_is_local, addresses)))
        house = await stack.enter_async_context(open_house(own, clock))
        await _stock(house, user, addresses)
        screen = Screen(person.chat)
        api.on_call(screen.on_call)
        person.listen(screen.on_deed)
        working = await stack.enter_async_context(at_work(house))
        if not feeds:
            await stack.enter_async_context(_news(site, clock))
        yield Trial(api, person, house, screen, page, working)


async def _stock(house: House, user: User, addresses: Sequence[str]) -> None:
    """Put the feeds into the catalogue, in order, check each once, and index what they have."""
    services, now = house.services, house.clock.now
    for address in addresses:
        look = await services.look_at(address)
        if look.feeds:  # a page with several: the best of them
            look = await services.look_at(look.feeds[0].url)
        title = look.parsed.title if look.parsed else ""
        try:
            feed = await add_feed(
                house.db,
                url=look.url,
                title=title or urlsplit(address).path.strip("/") or address,
                by=user.id,
                now=now(),
            )
        except FeedExists:
            continue  # from an earlier chat with the same --data
        if look.problem is None:
            await services.keep_look(feed, look)
        else:
            await services.check_now(feed)
    await house.index.catch_up()


def _trial_config(
    config: Config, api: LocalBotApi, owner: User, folder: Path, *, local: bool
) -> Config:
    """Return the configuration with what a trial decides: the account, the owner, the place."""
    polling = replace(config.polling, allow_private_addresses=True)
    if local:
        polling = replace(polling, interval=POLL_EVERY, min_interval=POLL_EVERY)
    return replace(
        config,
        telegram=Telegram(token=api.token, api_url=api.url),
        access=replace(config.access, owners=(owner.id,)),
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
