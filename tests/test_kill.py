"""Someone pulls the plug, anywhere between a stored article and a settled delivery: nothing is lost."""

import asyncio
import random
import signal
import sqlite3
from collections import Counter
from pathlib import Path

from bot.local.botapi import LocalBotApi
from tests.botprocess import TOKEN, ForkedBotProcess
from tests.feedserver import FeedServer, item, rss
from tests.killable import POINTS

PAPER = "/paper.xml"
ROUNDS = 8
"""Kills for each point: 32 in all."""

ARTICLES = 3
"""New ones a round."""

IN_FLIGHT = 4
"""Messages that may be under way when the process dies: one a chat."""


async def test_a_killed_process_loses_nothing_and_repeats_only_what_was_in_flight(
    tmp_path: Path,
) -> None:
    """The points have a bot each and run side by side: most of their time is waiting for processes."""
    async with asyncio.TaskGroup() as stories:
        for point in POINTS:
            folder = tmp_path / point
            folder.mkdir()
            stories.create_task(_story(folder, point), name=point)


async def _story(tmp_path: Path, point: str) -> None:
    dice = random.Random(f"seed of {point}")
    async with FeedServer() as feeds, LocalBotApi(token=TOKEN, enforce_rates=False) as api:
        stories = [item("0", "Old", "An old story.")]
        feeds.set(PAPER, rss("The Paper", stories))
        people = [api.world.add_user(f"P{number}", language_code="en") for number in range(4)]
        chats = [api.world.private(person) for person in people]
        async with ForkedBotProcess(tmp_path, api.url) as process:
            claim = (await process.line(r"\?start=(claim_\S+)"))[1]
            api.say(people[0], chats[0], f"/start {claim}")
            api.say(people[0], chats[0], f"/addfeed {feeds.url}{PAPER}")
            await api.wait_for(lambda: any("The Paper" in m.text for m in api.messages), 20)
            for person, chat in zip(people, chats, strict=True):
                api.say(person, chat, "/sub 1")
            await api.wait_for(lambda: all(_subscribed(api, tmp_path, c.id) for c in chats), 20)
            assert await process.stop() == 0

        titles: list[str] = []
        for round_ in range(ROUNDS):
            new = [f"Story {round_}.{number}" for number in range(ARTICLES)]
            titles += new
            stories = [*(item(title, title, "A new story.") for title in new), *stories]
            feeds.set(PAPER, rss("The Paper", stories))
            count = 1 if point == "after-record" else dice.randint(1, ARTICLES)
            async with ForkedBotProcess(tmp_path, api.url, killed_at=(point, count)) as process:
                assert await process.wait() == -signal.SIGKILL, process.output

        async with ForkedBotProcess(tmp_path, api.url) as process:
            wanted = len(titles) * len(chats)
            await api.wait_for(lambda: len(_alerts(api)) == wanted, timeout=60)
            await api.wait_for(lambda: api.is_polled, timeout=20)
            assert await process.stop() == 0
        received = _alerts(api)
        wanted_alerts = {(chat.id, title) for chat in chats for title in titles}
        assert set(received) == wanted_alerts, point
        # Also where it dies before anything new was sent: what the round before left may be on its way then.
        assert sum(received.values()) - len(received) <= ROUNDS * IN_FLIGHT, point


def _alerts(api: LocalBotApi) -> Counter[tuple[int, str]]:
    """Return how often each chat has got each story."""
    return Counter(
        (message.chat.id, message.text.splitlines()[0])
        for message in api.messages
        if message.text.startswith("Story ")
    )


def _subscribed(api: LocalBotApi, folder: Path, chat_id: int) -> bool:
    with sqlite3.connect(f"file:{folder / 'newshound.db'}?mode=ro", uri=True) as raw:
        row = raw.execute("SELECT 1 FROM subscriptions WHERE chat_id = ?", (chat_id,)).fetchone()
    raw.close()
    return row is not None
