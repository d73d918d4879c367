"""Two thousand feeds are taken in while everybody is answered."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newsroom import Role
from storage import import_batch
from tests.handlers_.lists import addresses, bring, importer, many
from tests.handlers_.talk import Talk

FEEDS = 2000
MOST = 0.25
"""Seconds of processor time that one step may take; an answer waits for two of them at the most."""


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """Note the longest stretch for which the loop's thread computes, by its own processor time.

    How busy the machine is, and what other threads do, has no part in it; nor has what thousands of tests
    before it left for the garbage collector, of which the bot at work has nothing (`bot.garbage`).
    """
    gc.collect()
    gc.freeze()
    longest, done = [0.0], asyncio.Event()

    async def beat() -> None:
        while not done.is_set():
            began = time.thread_time()
            await asyncio.sleep(0)
            longest[0] = max(longest[0], time.thread_time() - began)

    beating = asyncio.create_task(beat())
    yield longest
    done.set()
    await beating
    gc.unfreeze()


async def test_commands_are_answered_while_a_long_list_is_taken_in(talk: Talk) -> None:
    """An answer waits for one batch at the most, and the loop is never held for long."""
    root, ada = await talk.user("Root", role=Role.ADMIN), await talk.user("Ada")
    answer = await bring(talk, root, many(FEEDS))
    await talk.press(root, answer, f"Add and subscribe here: {FEEDS:,} feeds")
    loop, shown, answered = importer(talk), [], 0
    async with watched() as longest:
        going_on = True
        while going_on:
            batch = asyncio.create_task(loop.import_once())
            before = len(await addresses(talk))
            said = await talk.say(ada, "/help")
            assert "For everyone" in said.text
            subscribing = await talk.say(ada, "/sub 1")
            assert "Feed 0" in subscribing.text
            assert len(await addresses(talk)) - before <= 50
            answered += 1
            going_on = await batch
            shown.append(answer.text.splitlines()[0])
    assert answered == FEEDS // 50
    assert shown[0] == f"Taking in list.opml: 100 of {FEEDS:,} …"
    assert shown[-1] == "list.opml is taken in."
    assert len(set(shown)) == len(shown)
    assert len(await addresses(talk)) == FEEDS
    assert len(await talk.subscribed(talk.private(root))) == FEEDS
    assert longest[0] < MOST


async def test_no_batch_keeps_the_writer_from_others_for_long(talk: Talk) -> None:
    """Nor does the first one, which looks through the catalogue. By processor time, of all threads."""
    root = await talk.user("Root", role=Role.ADMIN)
    answer = await bring(talk, root, many(FEEDS))
    began = time.process_time()
    await talk.press(root, answer, f"Add {FEEDS:,} feeds")
    assert time.process_time() - began < 2 * MOST
    for _ in range(5):
        began = time.process_time()
        await import_batch(talk.db, 1, now=talk.now)
        assert time.process_time() - began < MOST
