"""What a person is told where a handler fails; what went wrong is in the log."""

import logging

import pytest

from bot.local.botapi import FaultKind
from storage import StorageError
from tests.handlers_.talk import Talk


async def test_a_database_that_does_not_answer_is_said_so(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    """For a command in a message, for a button in a note; each is answered."""
    ada = await talk.user()
    await talk.feed()
    answer = await talk.say(ada, "/sub")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(talk.db, "read", _broken)
        assert "memory" in (await talk.say(ada, "/feeds")).text
        press = await talk.press(ada, answer, "+ 1")
        assert ["memory" in answer.text for answer in press.answers] == [True]
    assert [type(error) for error in talk.errors] == [StorageError, StorageError]
    talk.errors.clear()
    assert "disk on fire" in caplog.text


async def test_the_apology_stays_in_its_topic(talk: Talk) -> None:
    ada = await talk.user()
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    topic = talk.api.world.add_topic(forum, "Roads")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(talk.db, "read", _broken)
        apology = await talk.say(ada, "/feeds", forum, topic=topic)
    assert apology.thread_id == topic.id
    talk.errors.clear()


async def test_a_mistake_of_ours_is_said_and_logged_with_its_traceback(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await talk.user()
    talk.now = "not a time"  # type: ignore[assignment]  # a bug, as there may be
    assert "mistake" in (await talk.say(ada, "/feeds")).text
    assert [
        record.exc_info is not None for record in caplog.records if record.levelno == logging.ERROR
    ] == [True]
    talk.errors.clear()


async def test_where_nothing_can_be_sent_nothing_more_is_tried(talk: Talk) -> None:
    ada = await talk.user()
    talk.api.fault(
        FaultKind.REFUSE,
        method="sendMessage",
        error_code=403,
        description="Forbidden: bot was blocked by the user",
    )
    assert await talk.say_all(ada, "/feeds") == []
    assert len(talk.api.calls_of("sendMessage")) == 1
    talk.errors.clear()


async def _broken(*_: object, **__: object) -> None:
    raise StorageError("disk on fire")
