"""A long list of feeds, with the real process: it goes on where it was stopped."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.local.botapi import LocalBotApi, Message
from newsroom import Outline, write_opml
from tests.botprocess import TOKEN, BotProcess
from tests.feedserver import FeedServer

FEEDS = 400


async def answer(api: LocalBotApi, words: str) -> Message:
    """Return the bot's first message that holds `words`, waiting for it."""
    return await api.wait_for(
        lambda: next((one for one in api.messages if words in one.text), None), timeout=30
    )


@pytest.mark.parametrize("gently", [True, False], ids=["stopped", "killed"])
async def test_a_list_goes_on_where_the_process_ended(tmp_path: Path, *, gently: bool) -> None:
    """What was taken in stays, each feed is there once, and the message says so in the end."""
    async with FeedServer() as feeds, LocalBotApi(token=TOKEN) as api:
        ada = api.world.add_user("Ada", language_code="en")
        private = api.world.private(ada, started=False)
        outlines = (Outline(f"{feeds.url}/{n}.xml", f"Feed {n}") for n in range(FEEDS))
        content = write_opml(outlines, title="Mine", created="").encode()
        async with BotProcess(tmp_path, api.url) as process:
            claim = (await process.line(r"t\.me/newshound_bot\?start=(claim_\S+)"))[1]
            api.say(ada, private, f"/start {claim}")
            await answer(api, "owner")
            api.send_file(ada, private, "list.opml", content)
            offer = await answer(api, "list.opml: 400 feeds")
            add = next(n for n, one in enumerate(offer.buttons) if one["text"] == "Add 400 feeds")
            api.press(ada, offer, add)
            await api.wait_for(lambda: offer.text.startswith("Taking in"), timeout=30)
            if gently:
                assert await process.stop() == 0
            else:
                process.kill()
                await process.wait()
        assert offer.text.startswith("Taking in list.opml: ")
        assert 0 < count(tmp_path) < FEEDS
        async with BotProcess(tmp_path, api.url) as process:
            await api.wait_for(lambda: offer.text.startswith("list.opml is taken in."), timeout=60)
            assert await process.stop() == 0
        assert "400 feeds added to the catalogue." in offer.text
        assert count(tmp_path) == FEEDS
        assert not api.violations


def count(folder: Path) -> int:
    """Return how many addresses the catalogue has."""
    with closing(sqlite3.connect(folder / "newshound.db")) as raw:
        (number,) = raw.execute("SELECT count(DISTINCT url) FROM feeds").fetchone()
    return int(number)
