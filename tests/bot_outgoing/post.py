"""A deliverer between a database and a Bot API on loopback. Time is turned by hand."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from telegram.error import NetworkError
from telegram.ext import ExtBot

import storage
from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import LocalBotApi, Topic
from bot.outgoing import Deliverer, PacedRateLimiter, Pacer, Permit, Render, begin_pace
from bot.telegram import AiohttpRequest, NotSent
from handlers import OutgoingMessage
from handlers.markup import bold
from newsroom import Article, Chat, ChatKind, Delivery, DeliveryKind, DeliveryState, Place
from tests.fakeclock import FakeClock
from tests.freshdb import fresh_database

PATIENCE = 5.0


def in_bold(delivery: Delivery, article: Article | None, _chat: Chat) -> OutgoingMessage | None:
    """Render as simply as can be: the article's title, else the body of the delivery."""
    text = article.title if article is not None else delivery.body
    return None if text is None else OutgoingMessage(html=bold(text), plain=text)


@dataclass
class Post:
    """What a test holds in its hands. Assign `render` to change what is sent."""

    api: LocalBotApi
    clock: FakeClock
    db: storage.Database
    pacer: Pacer
    bot: ExtBot[Permit]
    deliverer: Deliverer = field(init=False)
    _keys: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.render: Render = in_bold
        self.deliverer = self.new_deliverer()

    def new_deliverer(self) -> Deliverer:
        """Return a deliverer that remembers nothing, as after a restart."""
        return Deliverer(
            self.db,
            self.bot,
            self.pacer,
            self.clock,
            lambda delivery, article, chat: self.render(delivery, article, chat),
            burst=10,
        )

    async def meet(self, chat: ApiChat) -> ApiChat:
        kind = ChatKind(chat.kind)
        await storage.meet_chat(self.db, Chat(chat.id, kind, chat.title or "?"), self.clock.now())
        return chat

    async def person(self, name: str = "Ada") -> ApiChat:
        """Let somebody start the bot; return the private chat."""
        return await self.meet(self.api.world.private(self.api.world.add_user(name)))

    async def group(self, title: str = "Rowers", *, forum: bool = False) -> ApiChat:
        return await self.meet(self.api.world.add_group(title, forum=forum))

    async def owe(self, chat: ApiChat, *texts: str, topic: Topic | None = None) -> None:
        """Owe a chat some messages, due now."""
        place = Place(chat.id, topic.id if topic else 0)
        for text in texts:
            key, now = str(next(self._keys)), self.clock.now()
            notice = DeliveryKind.NOTICE
            assert await storage.enqueue(self.db, place, notice, key, body=text, now=now)

    async def deliver(self) -> int:
        return await self.deliverer.deliver_once(self.clock.now())

    async def deliver_for(self, seconds: int, *, step: float = 1.0) -> None:
        """Let time pass, with a look at the ledger every `step`."""
        for _ in range(round(seconds / step)):
            await self.deliver()
            self.clock.advance(step)
        await self.deliver()

    async def ledger(self, chat: ApiChat) -> tuple[Delivery, ...]:
        return await storage.deliveries_of(self.db, [chat.id])

    async def states(self, chat: ApiChat) -> list[DeliveryState]:
        return [delivery.state for delivery in await self.ledger(chat)]

    async def unplug(self) -> None:
        """Take the network away; `api.start` brings it back."""
        await self.api.stop()
        while True:  # a connection that was kept open breaks once, and its outcome is unknown
            try:
                await self.bot.get_me()
            except NotSent:
                return
            except NetworkError:
                continue

    def texts(self, chat: ApiChat) -> list[str]:
        """Return what stands in a chat, oldest first."""
        return [message.content.text for message in self.api.sent(chat)]


@asynccontextmanager
async def post_office(path: Path, *, patience: float = PATIENCE) -> AsyncIterator[Post]:
    """Open everything; the judge of the endpoint lives in the same time as the pacer.

    `patience`: real seconds after which a call that is not answered times out.
    """
    clock, pacer = FakeClock(), Pacer()
    async with (
        fresh_database(path) as db,
        LocalBotApi(clock=clock.monotonic, sleep=clock.sleep) as api,
        new_bot(api, PacedRateLimiter(pacer, clock, db), patience) as bot,
    ):
        yield Post(api, clock, db, pacer, bot)


@asynccontextmanager
async def restarted(post: Post) -> AsyncIterator[Post]:
    """Give what a new process has of an office: the ledger, the endpoint and the time, nothing else."""
    pacer = await begin_pace(post.db, post.clock, post.pacer.messages_per_second)
    async with new_bot(post.api, PacedRateLimiter(pacer, post.clock, post.db)) as bot:
        again = Post(post.api, post.clock, post.db, pacer, bot)
        await again.deliverer.start()
        yield again


def new_bot(
    api: LocalBotApi, limiter: PacedRateLimiter, patience: float = PATIENCE
) -> ExtBot[Permit]:
    return ExtBot(
        api.token,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        request=AiohttpRequest(read_timeout=patience),
        get_updates_request=AiohttpRequest(),
        rate_limiter=limiter,
    )
