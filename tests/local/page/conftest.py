"""A trial with its page, made once for a file of tests: its only feed has what strangers may write."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.config import Backup, Config, Telegram
from bot.local.botapi import LocalBotApi
from bot.local.page import ChatPage
from bot.local.person import Person
from bot.local.trial import Trial, open_trial
from tests.feedserver import item, rss
from tests.local.page.visitor import Visitor

HOSTILE = "<img src=x onerror=\"document.title='broken'\">"
HEBREW = "הגשר החדש מעל נחל ערמון נפתח"


@pytest.fixture(scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    folder = tmp_path_factory.mktemp("page")
    paper = folder / "paper.xml"
    items = [
        item("1", f"{HOSTILE} comes to town".replace("<", "&lt;"), "It was told."),
        item("2", HEBREW, "הגשר נפתח אתמול בטקס."),
        item("3", "Ferry runs again", "The ferry runs again."),
    ]
    paper.write_text(rss("Strange Paper", items), encoding="utf-8")
    config = Config(telegram=Telegram(), backup=Backup())
    async with open_trial(config, [str(paper)], folder / "data", 0) as trial:
        yield trial


@pytest.fixture
async def visitor(trial: Trial) -> AsyncIterator[Visitor]:
    assert trial.page is not None
    async with aiohttp.ClientSession() as session:
        yield Visitor(session, trial.page.url)


@dataclass(frozen=True)
class Bare:
    """A page with no bot behind it: what the bot would do, the test does."""

    api: LocalBotApi
    person: Person
    page: ChatPage
    visitor: Visitor
    session: aiohttp.ClientSession

    async def as_bot(self, method: str, **parameters: object) -> Any:
        """Call a method of the Bot API in the bot's name, in the person's chat unless told otherwise."""
        url = f"{self.api.url}/bot{self.api.token}/{method}"
        given = {"chat_id": self.person.chat.id} | parameters
        async with self.session.post(url, json=given) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]


@pytest.fixture
async def bare() -> AsyncIterator[Bare]:
    async with LocalBotApi(enforce_rates=False) as api, aiohttp.ClientSession() as session:
        user = api.world.add_user("You", username="you", language_code="en")
        api.world.add_channel("My channel", username="my_channel", admins=[user])
        person = Person(api, user)
        async with ChatPage(api, person, 0) as page:
            yield Bare(api, person, page, Visitor(session, page.url), session)
