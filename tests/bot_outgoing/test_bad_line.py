"""Articles reach everybody over a line on which 15 of 100 calls go wrong, in each way that calls do.

The dice are thrown by message and attempt, so that a run does not depend on what comes first.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import FaultKind
from bot.local.botapi.params import Params
from newsroom import DeliveryState, Place
from tests.bot_outgoing.post import Post
from tests.storage.given import entry, verdict

SHARE = 0.15
KINDS = {
    FaultKind.SERVER_ERROR: {},
    FaultKind.BAD_GATEWAY: {},
    FaultKind.TOO_MANY_REQUESTS: {"retry_after": 3},
    FaultKind.DROP_BEFORE: {},
    FaultKind.DROP_AFTER: {},
    FaultKind.DELAY: {"seconds": 5.0},
}
ONE_OF_THEM = [(kind,) for kind in KINDS]
LOSES_ANSWERS = {FaultKind.DROP_AFTER}


async def fan_out(post: Post, chats: list[ApiChat], names: list[str]) -> None:
    """Let a feed to which all are subscribed bring articles: «Title NAME»."""
    feed = await storage.add_feed(post.db, url="https://a.example/", title="A", by=1, now=0)
    for chat in chats:
        await storage.subscribe(post.db, Place(chat.id), feed.id, by=1, now=0)
    await storage.record_check(post.db, verdict(feed.id, *map(entry, names), at=post.clock.now()))
    while (await storage.route_articles(post.db, post.clock.now()))[0]:
        pass


async def until_all_is_settled(post: Post, *, limit: float) -> None:
    """Deliver until nothing is owed; raise AssertionError after `limit` seconds of the office's time."""
    end = post.clock.monotonic() + limit
    while (due_at := await storage.next_due_at(post.db)) is not None:
        assert post.clock.monotonic() < end, await storage.count_deliveries(post.db)
        post.clock.advance(max(0.0, (due_at - post.clock.now()) / 1000))
        look = asyncio.create_task(post.deliver())
        while not look.done():
            await asyncio.wait({look}, timeout=0.002)
            if post.clock.sleeping:  # a call that is delayed
                post.clock.advance(0.25)
        await look
        post.clock.advance(0.5)


def dice(seed: int, kind: FaultKind) -> Callable[[str, Params], bool]:
    """Return what decides whether a fault strikes: anew for each attempt at each message."""
    attempts: Counter[str] = Counter()

    def strikes(method: str, params: Params) -> bool:
        if method != "sendMessage":
            return False
        message = f"{params.text('chat_id')} {params.text('text')}"
        attempts[message] += 1
        throw = random.Random(f"{seed} {kind} {message} {attempts[message]}")
        return throw.random() < SHARE

    return strikes


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kinds", [*ONE_OF_THEM, tuple(KINDS)], ids=lambda kinds: "-".join(kinds))
async def test_nothing_is_lost_and_only_what_lost_its_answer_comes_twice(
    post: Post, kinds: tuple[FaultKind, ...], seed: int
) -> None:
    chats = [await post.person(str(number)) for number in range(16)]
    chats += [await post.group(str(number)) for number in range(2)]
    names = ["one", "two", "three"]
    titles = {f"Title {name}" for name in names}
    faults = {
        kind: post.api.fault(kind, when=dice(seed, kind), **KINDS[kind])  # type: ignore[arg-type]
        for kind in kinds
    }
    await fan_out(post, chats, names)
    await until_all_is_settled(post, limit=6 * 3600)

    assert all(fault.hits for fault in faults.values())
    assert post.api.violations == []
    repeated = 0
    for chat in chats:
        copies = Counter(post.texts(chat))
        assert set(copies) == titles
        for delivery in await post.ledger(chat):
            assert delivery.state is DeliveryState.SENT
            article = await storage.get_article(post.db, delivery.article_id or 0)
            assert article is not None
            assert copies[article.title] == 1 or delivery.maybe_twice, "a copy too many is listed"
            repeated += copies[article.title] - 1
    lost_answers = sum(faults[kind].hits for kind in LOSES_ANSWERS & faults.keys())
    assert repeated == lost_answers
