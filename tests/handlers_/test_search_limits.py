"""An answer that could not look at everything says so, and how one gets to the rest."""

import dataclasses
import itertools
import re

import pytest

from storage.index import shards
from tests.handlers_.talk import Talk, labels
from tests.handlers_.test_handlers_search import indexed, story

DAY = 86_400_000


@pytest.fixture
def hurried(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each search have the time for one part of the index, of two articles."""
    monkeypatch.setattr(shards, "SHARD", 2)
    monkeypatch.setattr(talk.index, "cpu", itertools.count().__next__)


@pytest.mark.usefixtures("hurried")
async def test_what_was_too_old_to_be_looked_at_is_said_and_can_be_asked_for(talk: Talk) -> None:
    ada = await talk.user()
    entries = [
        dataclasses.replace(
            story(age, f"River {age}", "A ferry" if age > 6 else "A bridge"),
            published_at=talk.now - 10 * age * DAY,
        )
        for age in range(8, 0, -1)
    ]
    await talk.feed("Morning Post", *entries)
    await indexed(talk)
    answer = await talk.say(ada, "/search river")
    assert "River 1" in answer.text
    assert "River 3" not in answer.text
    nothing = await talk.say(ada, "/search ferry")
    assert "I found nothing" in nothing.text
    seen = re.findall(r"River \d", answer.text)
    while "Older" in labels(answer):
        assert re.search(r"I looked back to .* only\. «Older» goes on from there", answer.text)
        await talk.press(ada, answer, "Older")
        assert re.search(r"before:\d{4}-\d\d-\d\d", answer.text), "it stands in the query"
        seen += re.findall(r"River \d", answer.text)
    assert {f"River {number}" for number in range(1, 9)} == set(seen)
    assert "looked back" not in answer.text, "at the end nothing is left out"
    while "Older" in labels(nothing):
        await talk.press(ada, nothing, "Older")
    assert "River 8" in nothing.text


async def test_an_answer_that_lacks_nothing_says_nothing(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", story(1, "River", "A ferry"))
    await indexed(talk)
    answer = await talk.say(ada, "/search river")
    assert "looked back" not in answer.text
    assert "still reading" not in answer.text
