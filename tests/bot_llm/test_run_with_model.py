"""`newshound run` with a language model, as a process: the words grow, and a stop leaves a whole message."""

import asyncio
import time
from pathlib import Path

from bot.local.botapi import LocalBotApi, Message, User
from newsroom import Entry, Verdict
from storage import Database, add_feed, record_check
from tests.botprocess import TOKEN, BotProcess
from tests.llmserver import KEY, MODEL, LlmServer

NOW = 1_790_000_000_000
STORY = "\n".join(
    f"The bridge number {number} of the town was opened on Monday by the mayor and many others."
    for number in range(3, 30)
)


def configured(folder: Path, api: LocalBotApi, server: LlmServer) -> BotProcess:
    """Return a bot, not yet started, whose configuration names the language model."""
    process = BotProcess(folder, api.url)
    with (folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'[llm]\nurl = "{server.url}"\nmodel = "{MODEL}"\nkey = "{KEY}"\n')
    return process


async def store_article(folder: Path) -> None:
    async with Database.open(folder / "newshound.db") as db:
        feed = await add_feed(db, url="http://127.0.0.1:9/feed", title="Post", by=0, now=NOW)
        new = Entry(key="1", raw_hash="1", title="Bridges", text=STORY, published_at=NOW)
        far = NOW * 2
        await record_check(
            db, Verdict(feed_id=feed.id, at=NOW, next_check_at=far, parsed=True, new=(new,))
        )


async def asked(api: LocalBotApi, ada: User, words: str) -> Message:
    """Return the answer to /summary once these words stand in it."""
    api.say(ada, api.world.private(ada), "/summary 1")
    await api.wait_for(lambda: any(words in one.text for one in api.messages), timeout=20)
    return api.messages[-1]


async def test_words_grow_and_a_stop_in_the_middle_leaves_a_whole_message(tmp_path: Path) -> None:
    async with LocalBotApi(token=TOKEN) as api, LlmServer() as server:
        process = configured(tmp_path, api, server)
        await store_article(tmp_path)
        ada = api.world.add_user("Ada")
        server.go_on = asyncio.Event()
        server.says = ("The bridges are open. ", "All came.")
        async with process:
            message = await asked(api, ada, "The bridges are open. …")
            begun = time.monotonic()
            assert await process.stop() == 0
            assert time.monotonic() - begun < 10
        assert "I was stopped while the language model wrote" in message.text
        assert message.text.endswith("#1")
        assert KEY not in "\n".join(process.output)
        assert not api.violations
        server.go_on.set()
        again = configured(tmp_path, api, server)
        async with again:
            await asked(api, ada, "The bridges are open. All came.")
            assert await again.stop() == 0
        assert not api.violations
