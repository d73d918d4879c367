"""The whole road, with the real process: a feed becomes an alert, exactly once, wherever it is wanted."""

import asyncio
import re
from pathlib import Path

from bot.local.botapi import Chat, LocalBotApi, Message, Topic
from newsroom import DeliveryKind
from storage import Database, deliveries_of
from tests.botprocess import TOKEN, BotProcess, ForkedBotProcess
from tests.feedserver import FeedServer, item, rss

PAPER = "/paper.xml"
OLD = item("1", "The old bridge", "It stands.", link="http://example.org/1")
NEW = item("2", "A new bridge", "It was opened on Friday.", link="http://example.org/2")
THIRD = item("3", "A third bridge", "It is planned.", link="http://example.org/3")


class Town:
    """The people and chats of the story."""

    def __init__(self, api: LocalBotApi) -> None:
        self.api = api
        self.ada = api.world.add_user("Ada", username="ada", language_code="en")
        self.private = api.world.private(self.ada, started=False)
        self.group = api.world.add_group("Neighbours", admins=[self.ada])
        self.forum = api.world.add_group("Village", forum=True, admins=[self.ada])
        self.topic = api.world.add_topic(self.forum, "Roads")
        self.channel = api.world.add_channel("News", username="villagenews", admins=[self.ada])

    def say(self, text: str, chat: Chat | None = None, topic: Topic | None = None) -> None:
        self.api.say(self.ada, chat or self.private, text, topic=topic)

    async def answer(self, chat: Chat, words: str, *, topic: Topic | None = None) -> Message:
        """Return the bot's first message in a chat that holds `words`, waiting for it."""
        return await self.api.wait_for(
            lambda: next(iter(_with(self.api, chat, words, topic)), None), timeout=20
        )

    def count(self, words: str) -> dict[str, int]:
        """Return how many of the bot's messages in each place hold `words`."""
        return {
            "private": len(_with(self.api, self.private, words)),
            "group": len(_with(self.api, self.group, words)),
            "topic": len(_with(self.api, self.forum, words, self.topic)),
            "channel": len(_with(self.api, self.channel, words)),
        }


def _with(api: LocalBotApi, chat: Chat, words: str, topic: Topic | None = None) -> list[Message]:
    return [message for message in api.sent(chat, topic=topic) if words in message.text]


EVERYWHERE = {"private": 1, "group": 1, "topic": 1, "channel": 1}


async def test_a_feed_becomes_an_alert_exactly_once_wherever_it_is_wanted(tmp_path: Path) -> None:
    async with FeedServer() as feeds, LocalBotApi(token=TOKEN) as api:
        feeds.set(PAPER, rss("The Paper", [OLD]))
        town = Town(api)
        async with BotProcess(tmp_path, api.url) as process:
            claim = (await process.line(r"t\.me/newshound_bot\?start=(claim_\S+)"))[1]
            town.say(f"/start {claim}")
            await town.answer(town.private, "owner")

            town.say(f"/addfeed {feeds.url}{PAPER}")
            await town.answer(town.private, "The Paper")
            town.say("/sub 1")
            town.say("/sub 1", town.group)
            town.say("/sub 1", town.forum, town.topic)
            town.say("/sub @villagenews 1")
            await town.answer(town.group, "The Paper")
            await town.answer(town.forum, "The Paper", topic=town.topic)
            await town.answer(town.private, "News")
            assert town.count("A new bridge") == dict.fromkeys(EVERYWHERE, 0)
            town.say("/settings 1 title Gazette", town.group)
            await town.answer(town.group, "Called here: Gazette")
            (settings,) = _with(api, town.group, "Called here: Gazette")
            full = next(
                str(one["callback_data"]) for one in settings.buttons if one["text"] == "Full"
            )
            api.press(town.ada, settings, full)
            await api.wait_for(lambda: any(one["text"] == "✓ Full" for one in settings.buttons))

            feeds.set(PAPER, rss("The Paper", [NEW, OLD]))
            await api.wait_for(lambda: town.count("A new bridge") == EVERYWHERE, timeout=20)
            (alert,) = _with(api, town.group, "A new bridge")
            assert alert.text == "A new bridge\n\nIt was opened on Friday.\n\nGazette · #2"
            (alert,) = _with(api, town.private, "A new bridge")
            assert alert.text == "A new bridge\nThe Paper · #2", "elsewhere all is as it was"
            assert await process.stop() == 0

        async with BotProcess(tmp_path, api.url) as process:
            feeds.set(PAPER, rss("The Paper", [THIRD, NEW, OLD]))
            await api.wait_for(lambda: town.count("A third bridge") == EVERYWHERE, timeout=20)
            assert town.count("A new bridge") == EVERYWHERE
            assert await process.stop() == 0
            assert not any("claim_" in line for line in process.output)
        assert not api.violations


async def test_an_update_that_was_being_handled_is_handled_after_the_restart(
    tmp_path: Path,
) -> None:
    """Telegram repeats what was not confirmed, so a command is not lost with the process."""
    async with FeedServer() as feeds, LocalBotApi(token=TOKEN) as api:
        feeds.set(PAPER, rss("The Paper", [OLD]))
        town = Town(api)
        async with ForkedBotProcess(tmp_path, api.url) as process:
            claim = (await process.line(r"t\.me/newshound_bot\?start=(claim_\S+)"))[1]
            town.say(f"/start {claim}")
            await town.answer(town.private, "owner")
            feeds.fault(PAPER, "hang")
            asked = feeds.count(PAPER)
            town.say(f"/addfeed {feeds.url}{PAPER}")
            await feeds.wait_for(lambda: feeds.count(PAPER) > asked, timeout=20)
            process.kill()
            await process.wait()
        feeds.fault(PAPER, None)
        async with ForkedBotProcess(tmp_path, api.url) as process:
            await town.answer(town.private, "The Paper")
            assert await process.stop() == 0


STORY = (
    "The mill bridge will close for eleven weeks from Monday, the council said on Thursday.",
    "Engineers found cracks under the roadway when they tested the piers in March.",
    "Buses will take the detour over the swing bridge, which adds nine minutes to the way to school.",
    "The repair costs 2.4 million, of which the county pays half.",
    "Shopkeepers on the quay fear for their summer trade and ask for a ferry.",
)
FURNITURE = (
    "Photo: Ina Tolle / The Paper",
    "Sign up for our newsletter and get the news every morning.",
    "Support independent journalism: donate today.",
    "Read more: Ten walks along the river",
    "The post Mill bridge to close appeared first on The Paper.",
)


def bridge(title: str, *more: str) -> str:
    caption, newsletter, donation, related, credit = FURNITURE
    blocks = [caption, *STORY, *more, newsletter, donation, related, credit]
    content = "".join(f"<p>{block}</p>" for block in blocks)
    return item("9", title, STORY[0], link="http://example.org/9", content=content)


def verbatim(message: Message) -> bool:
    """Whether a summary has sentences of the story, each word for word, and nothing of the page."""
    told = [sentence for sentence in STORY if sentence in message.text]
    return len(told) >= 2 and not any(block[:20] in message.text for block in FURNITURE)


async def test_what_is_stored_is_searched_summed_up_and_forwarded_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with FeedServer() as feeds, LocalBotApi(token=TOKEN) as api:
        feeds.set(PAPER, rss("The Paper", [bridge("Mill bridge to close"), OLD]))
        town = Town(api)
        async with BotProcess(tmp_path, api.url) as process:
            claim = (await process.line(r"t\.me/newshound_bot\?start=(claim_\S+)"))[1]
            town.say(f"/start {claim}")
            await town.answer(town.private, "owner")
            town.say(f"/addfeed {feeds.url}{PAPER}")
            await town.answer(town.private, "The Paper")
            town.say("/sub 1")
            await town.answer(town.private, "Subscribed")
            for words in ("/search detour", "/search “swing bridge”", "engin*", "council feed:1"):
                await _found(town, words, "Mill bridge to close")

            hit = await _found(town, "/search shopkeepers", "Mill bridge to close")
            number = re.search(r"#(\d+)", hit.text)
            assert number is not None
            article = number[1]
            for words in (
                f"/summary {article}",
                f"/summary_{article}",
                "/summary http://example.org/9",
            ):
                assert verbatim(await _reply(town, words)), words
            api.say(town.ada, town.private, "/summary", reply_to=hit)
            assert verbatim(await api.wait_for(lambda: _newest(town)))

            town.say(f"/forward {article} @villagenews Worth reading")
            forwarded = await town.answer(town.channel, "Mill bridge to close")
            assert "Worth reading" in forwarded.text

            before = town.count("Mill bridge")
            feeds.set(
                PAPER,
                rss("The Paper", [bridge("Mill bridge closes", "It was built in 1911."), OLD]),
            )
            await _found(town, "1911", "Mill bridge closes")
            assert town.count("Mill bridge")["channel"] == before["channel"]
            assert await process.stop() == 0

        async with BotProcess(tmp_path, api.url) as process:
            await _found(town, "/search “built in 1911”", "Mill bridge closes")
            assert verbatim(await _reply(town, f"/summary {article}"))
            assert len(_with(api, town.channel, "Mill bridge")) == 1
            assert await process.stop() == 0
        assert not api.violations
    async with Database.open(tmp_path / "newshound.db") as db:
        ledger = await deliveries_of(db, [town.private.id, town.channel.id])
    assert [row.kind for row in ledger] == [DeliveryKind.FORWARD], "an edit alerts nobody"


def _newest(town: Town) -> Message | None:
    """Return the bot's answer to the last thing that was said in private; None = there is none yet."""
    message = town.private.last_message
    return message if message is not None and message.outgoing else None


async def _reply(town: Town, words: str) -> Message:
    town.say(words)
    return await town.api.wait_for(lambda: _newest(town), timeout=20)


async def _found(town: Town, words: str, title: str) -> Message:
    """Search until the title is found: what has just been stored is found within a second."""
    for _ in range(20):
        answer = await _reply(town, words)
        if title in answer.text:
            return answer
        await asyncio.sleep(0.25)  # the next look at the feed is a second away
    raise AssertionError(f"{words} did not find {title}")
