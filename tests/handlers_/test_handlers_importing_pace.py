"""The loop that takes lists in: how fast it goes, and how often it says so."""

import asyncio
from contextlib import suppress

from bot.outgoing import Importer
from bot.outgoing.importer import BREATH
from newsroom import Role
from tests.fakeclock import FakeClock
from tests.handlers_.lists import addresses, bring, many
from tests.handlers_.talk import NOW, Talk
from tests.handlers_.world import LIBRARY


async def test_a_message_is_edited_as_often_as_telegram_likes(talk: Talk) -> None:
    """Every 1.5 s in private, every 10 s in a group; the end is told whenever it comes."""
    root = await talk.user("Root", role=Role.ADMIN)
    group = talk.api.world.add_group("Village", admins=[root])
    answers = [
        await bring(talk, root, many(1000)),
        await bring(talk, root, many(1000), group, caption="/import"),
    ]
    for answer in answers:
        await talk.press(root, answer, "Add and subscribe here: 1,000 feeds")
    clock = FakeClock(NOW)
    loop = Importer(talk.db, talk.application.bot, clock, LIBRARY, lambda: None)
    seen = [0, 0]
    for _ in range(18):
        before = [len(answer.edits) for answer in answers]
        assert await loop.import_once()
        for place, answer in enumerate(answers):
            seen[place] += len(answer.edits) - before[place]
        clock.advance(0.75)
    assert seen == [9, 2]
    while await loop.import_once():
        pass
    assert all(answer.text.startswith("list.opml is taken in.") for answer in answers)


async def test_between_two_batches_others_have_their_turn(talk: Talk) -> None:
    """It begins when it is woken, and rests when all is done."""
    root = await talk.user("Root", role=Role.ADMIN)
    clock = FakeClock(NOW)
    loop = Importer(talk.db, talk.application.bot, clock, LIBRARY, lambda: None)
    running = asyncio.create_task(loop.run())
    await clock.until_sleeping()
    answer = await bring(talk, root, many(200))
    await talk.press(root, answer, "Add 200 feeds")
    counts = []
    loop.wake()
    while not answer.text.startswith("list.opml is taken in."):
        counts.append(len(await addresses(talk)))
        clock.advance(BREATH)
        await clock.until_sleeping()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert set(counts) <= {50, 100, 150, 200}
    assert counts == sorted(counts)
    assert len(await addresses(talk)) == 200
