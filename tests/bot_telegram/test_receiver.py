"""Long polling: what is handled is confirmed, what is not comes again, and trouble is said once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder, ExtBot, TypeHandler

from bot.local.botapi import FaultKind, LocalBotApi
from bot.telegram import AiohttpRequest, ChatOrderedProcessor, Receiver, Rival, receiver
from tests.fakeclock import FakeClock


class Bench:
    """A receiver over the local endpoint, with a handler that a test can hold up."""

    def __init__(self, api: LocalBotApi) -> None:
        self.api = api
        self.clock = FakeClock()
        self.rival = Rival(self.clock)
        self.told: list[bool] = []
        """Whether the owners could be told of another program, each time that was tried."""
        self.can_be_told = True
        self.gone = 0
        """How often it was said that the other program is gone."""
        self.handled: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.ada = api.world.add_user("Ada")
        self.chat = api.world.private(self.ada)

    def say(self, text: str) -> int:
        update_id = self.api.say(self.ada, self.chat, text)
        assert update_id is not None
        return update_id

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator["asyncio.Task[None]"]:
        bot: ExtBot[None] = ExtBot(
            self.api.token,
            base_url=f"{self.api.url}/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connection_pool_size=1),
        )
        processor = ChatOrderedProcessor()
        application = (
            ApplicationBuilder().bot(bot).updater(None).concurrent_updates(processor).build()
        )

        async def handle(update: Update, _: Any) -> None:
            await self.gate.wait()
            self.handled.append(update.update_id)

        application.add_handler(TypeHandler(Update, handle))
        subject = Receiver(
            bot,
            application.update_queue,
            processor,
            self.clock,
            ["message"],
            self.rival,
            tell_of_rival=self._tell,
            on_rival_gone=self._note_gone,
        )
        async with application:
            await application.start()
            running = asyncio.create_task(subject.run())
            try:
                yield running
            finally:
                running.cancel()
                await asyncio.wait({running})
                self.gate.set()
                await application.stop()
                await subject.confirm()

    async def _tell(self) -> bool:
        self.told.append(self.can_be_told)
        return self.can_be_told

    def _note_gone(self) -> None:
        self.gone += 1


async def test_what_has_been_handled_is_confirmed() -> None:
    async with LocalBotApi() as api:
        bench = Bench(api)
        async with bench.receiving():
            last = [bench.say("one"), bench.say("two")][-1]
            await api.wait_for(lambda: api.confirmed_update == last)
        assert len(bench.handled) == 2


async def test_what_is_being_handled_is_not_confirmed_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "PATIENCE", 60.0)
    async with LocalBotApi() as api:
        bench = Bench(api)
        async with bench.receiving():
            bench.gate.clear()
            update = bench.say("slow")
            await api.wait_for(lambda: not api.is_polled)
            assert api.confirmed_update < update
            bench.gate.set()
            await api.wait_for(lambda: api.confirmed_update == update)


async def test_a_slow_handler_does_not_keep_others_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiver, "PATIENCE", 0.01)
    async with LocalBotApi() as api:
        bench = Bench(api)
        async with bench.receiving():
            bench.gate.clear()
            update = bench.say("slow")
            await api.wait_for(lambda: api.confirmed_update == update)
            assert bench.handled == []


async def test_trouble_is_said_once_and_the_wait_grows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with LocalBotApi() as api:
        bench = Bench(api)
        fault = api.fault(FaultKind.BAD_GATEWAY, method="getUpdates", count=4)
        async with bench.receiving():
            for wait in (1, 2, 4, 8):
                await bench.clock.until_sleeping()
                bench.clock.advance(wait - 0.5)
                assert bench.clock.sleeping == 1
                bench.clock.advance(0.5)
            update = bench.say("at last")
            await api.wait_for(lambda: api.confirmed_update == update)
        assert fault.hits == 4
    said = [r.getMessage() for r in caplog.records if r.name == "bot.telegram.receiver"]
    assert len(said) == 2
    assert "does not answer" in said[0]
    assert "answers again" in said[1]


@asynccontextmanager
async def another_program(api: LocalBotApi) -> AsyncIterator[Callable[[], "asyncio.Task[Any]"]]:
    """Have the same token in another process; what is given makes it ask once, until we ask again."""
    questions: set[asyncio.Task[Any]] = set()
    async with ExtBot(
        api.token,
        base_url=f"{api.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    ) as bot:

        def ask() -> asyncio.Task[Any]:
            question = asyncio.create_task(bot.get_updates(timeout=50))
            questions.add(question)
            return question

        yield ask
        for question in questions:
            question.cancel()
        await asyncio.gather(*questions, return_exceptions=True)


async def test_another_program_is_made_way_for_named_and_told_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with LocalBotApi() as api, another_program(api) as other:
        bench = Bench(api)
        async with bench.receiving():
            for wait in (15, 30, 60, 60):
                await api.wait_for(lambda: api.is_polled)
                question = other()
                await bench.clock.until_sleeping()
                assert bench.rival.is_there
                bench.clock.advance(wait - 0.5)
                assert bench.clock.sleeping == 1
                bench.clock.advance(0.5)
                await asyncio.wait({question})
            await api.wait_for(lambda: api.is_polled)
    assert bench.told == [True]
    assert bench.gone == 0
    assert caplog.text.count("another program receives this bot's updates") == 1


async def test_it_is_told_of_as_soon_as_it_can_be() -> None:
    async with LocalBotApi() as api, another_program(api) as other:
        bench = Bench(api)
        async with bench.receiving():
            for bench.can_be_told in (False, False, True, True):
                await api.wait_for(lambda: api.is_polled)
                question = other()
                await bench.clock.until_sleeping()
                bench.clock.advance(60)
                await asyncio.wait({question})
            await api.wait_for(lambda: api.is_polled)
    assert bench.told == [False, False, True]


async def test_when_it_is_gone_for_a_while_messages_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not with the first answer: two bots that take turns get one now and then."""
    caplog.set_level(logging.INFO)
    async with LocalBotApi() as api, another_program(api) as other:
        bench = Bench(api)
        async with bench.receiving():
            await api.wait_for(lambda: api.is_polled)
            question = other()
            await bench.clock.until_sleeping()
            bench.clock.advance(15)
            await asyncio.wait({question})
            for pause in (0, 74):
                await api.wait_for(lambda: api.is_polled)
                bench.clock.advance(pause)
                update = bench.say("hello")
                await api.wait_for(lambda update=update: api.confirmed_update == update)  # type: ignore[misc]
                assert bench.rival.is_there
            bench.clock.advance(1)
            bench.say("and again")
            await api.wait_for(lambda: len(bench.handled) == 3 and not bench.rival.is_there)
            assert bench.gone == 1
    assert "messages go on" in caplog.text
    assert len(bench.handled) == 3, "what people write is answered all the while"


async def test_a_token_that_is_no_longer_good_ends_it() -> None:
    async with LocalBotApi() as api:
        bench = Bench(api)
        async with bench.receiving() as running:
            await api.wait_for(lambda: api.is_polled)
            api.fault(
                FaultKind.REFUSE, method="getUpdates", error_code=401, description="Unauthorized"
            )
            bench.say("wakes the poll")
            await asyncio.wait({running})
            with pytest.raises(InvalidToken):
                running.result()
