"""The whole road, with the real process: a feed becomes an alert, exactly once, wherever it is wanted."""

from pathlib import Path

from bot.local.botapi import Chat, LocalBotApi, Message, Topic
from tests.botprocess import TOKEN, BotProcess
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

            feeds.set(PAPER, rss("The Paper", [NEW, OLD]))
            await api.wait_for(lambda: town.count("A new bridge") == EVERYWHERE, timeout=20)
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
        async with BotProcess(tmp_path, api.url) as process:
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
        async with BotProcess(tmp_path, api.url) as process:
            await town.answer(town.private, "The Paper")
            assert await process.stop() == 0
