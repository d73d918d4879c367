"""Updates of a chat in order, chats side by side, and nothing kept of those that are done."""

import asyncio
import gc
import random

import pytest
from aiohttp import web
from telegram import Update
from telegram.ext import ApplicationBuilder, TypeHandler

from bot.telegram import AiohttpRequest, ChatOrderedProcessor
from tests.bot_telegram.servers import TOKEN, Recorder

ANNA, BORIS = 1, 2


def update_of(update_id: int, **content: object) -> Update:
    return Update.de_json({"update_id": update_id, **content}, None)


def message(update_id: int, chat: int) -> Update:
    group = {"id": chat, "type": "group"}
    return update_of(update_id, message={"message_id": 1, "date": 0, "chat": group, "text": "x"})


def person(user: int) -> dict[str, object]:
    return {"id": user, "first_name": "A", "is_bot": False}


def inline_query(update_id: int, user: int) -> Update:
    query = {"id": "q", "from": person(user), "query": "rivers", "offset": ""}
    return update_of(update_id, inline_query=query)


def inline_button(update_id: int, user: int) -> Update:
    """Press a button under a message that was sent inline: Telegram names no chat."""
    press = {"id": "c", "from": person(user), "chat_instance": "i", "inline_message_id": "m"}
    return update_of(update_id, callback_query=press)


class Desk:
    """Handlers under a test's control: each notes that it began, and ends when it is let go."""

    def __init__(self, chats_at_once: int = 64) -> None:
        self.processor = ChatOrderedProcessor(chats_at_once)
        self.begun: list[int] = []
        self.ended: list[int] = []
        self._gates: dict[int, asyncio.Event] = {}
        self._change = asyncio.Condition()

    def submit(self, update: Update) -> asyncio.Task[None]:
        """Hand the update over as PTB does: a task for each, in the order they came."""
        return asyncio.create_task(
            self.processor.process_update(update, self._handle(update.update_id))
        )

    async def _handle(self, update_id: int) -> None:
        self.begun.append(update_id)
        await self._gates.setdefault(update_id, asyncio.Event()).wait()
        self.ended.append(update_id)

    def let_go(self, *update_ids: int) -> None:
        for update_id in update_ids:
            self._gates.setdefault(update_id, asyncio.Event()).set()


async def settle() -> None:
    """Let all that can run without a further event run."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_chat_is_served_one_by_one_and_in_order() -> None:
    desk = Desk()
    tasks = [desk.submit(message(number, chat=5)) for number in range(4)]
    for number in range(4):
        await settle()
        assert desk.begun == list(range(number + 1))
        desk.let_go(number)
    await asyncio.gather(*tasks)
    assert desk.ended == [0, 1, 2, 3]


async def test_order_holds_whoever_is_let_go_first() -> None:
    """Sixty updates of five chats, their handlers freed in an order of chance."""
    desk = Desk()
    chance = random.Random(2026)
    chats = {number: chance.randrange(5) for number in range(60)}
    tasks = [desk.submit(message(number, chat)) for number, chat in chats.items()]
    for number in chance.sample(range(60), 60):
        desk.let_go(number)
        await settle()
    await asyncio.gather(*tasks)
    assert len(desk.ended) == 60
    for chat in range(5):
        own = [number for number, of in chats.items() if of == chat]
        assert [number for number in desk.begun if number in own] == own
        assert [number for number in desk.ended if number in own] == own


async def test_chats_run_side_by_side_up_to_the_limit() -> None:
    desk = Desk(chats_at_once=3)
    tasks = [desk.submit(message(number, chat=number)) for number in range(5)]
    await settle()
    assert desk.begun == [0, 1, 2]
    desk.let_go(1)
    await settle()
    assert desk.begun == [0, 1, 2, 3]
    desk.let_go(0, 2, 3, 4)
    await asyncio.gather(*tasks)


async def test_a_slow_chat_holds_one_place_only() -> None:
    """What waits behind its own chat leaves the places to others."""
    desk = Desk(chats_at_once=2)
    slow = [desk.submit(message(number, chat=5)) for number in range(100)]
    others = [desk.submit(message(number, chat=number)) for number in (200, 201)]
    desk.let_go(200, 201)
    await asyncio.gather(*others)
    assert desk.begun == [0, 200, 201]
    desk.let_go(*range(100))
    await asyncio.gather(*slow)


async def test_without_a_chat_the_user_counts() -> None:
    desk = Desk()
    presses = ((1, ANNA), (2, ANNA), (3, BORIS))
    tasks = [desk.submit(inline_button(number, user)) for number, user in presses]
    await settle()
    assert desk.begun == [1, 3]
    desk.let_go(1, 2, 3)
    await asyncio.gather(*tasks)
    assert desk.begun == [1, 3, 2]


async def test_what_belongs_to_nobody_waits_for_nobody() -> None:
    """No chat and no user: a poll's new count, or what Telegram may yet invent."""
    desk = Desk()
    tasks = [desk.submit(update_of(number, something_new={})) for number in (1, 2)]
    await settle()
    assert desk.begun == [1, 2]
    desk.let_go(1, 2)
    await asyncio.gather(*tasks)


async def test_an_inline_query_does_not_wait_for_the_one_it_supersedes() -> None:
    desk = Desk()
    tasks = [desk.submit(inline_query(number, ANNA)) for number in (1, 2)]
    await settle()
    assert desk.begun == [1, 2]
    desk.let_go(1, 2)
    await asyncio.gather(*tasks)


async def test_an_exception_reaches_the_caller_and_frees_the_chat() -> None:
    desk = Desk(chats_at_once=1)

    async def fail() -> None:
        raise LookupError("a handler's own")

    failing = desk.processor.process_update(message(1, chat=5), fail())
    task = desk.submit(message(2, chat=5))
    desk.let_go(2)
    with pytest.raises(LookupError):
        await failing
    await task
    assert desk.ended == [2]


@pytest.mark.parametrize("cancelled", [1, 2, 3])
async def test_cancelling_one_leaves_the_others_in_order(cancelled: int) -> None:
    """Whether it ran (1) or waited; one that never ran is not complained about either."""
    desk = Desk(chats_at_once=1)
    tasks = {number: desk.submit(message(number, chat=5)) for number in (1, 2, 3, 4)}
    await settle()
    tasks[cancelled].cancel()
    await settle()
    others = [number for number in tasks if number != cancelled]
    assert desk.begun == ([1] if cancelled != 1 else [1, 2])
    desk.let_go(*others)
    await asyncio.gather(*(tasks[number] for number in others))
    assert desk.ended == others
    assert tasks[cancelled].cancelled()
    gc.collect()


async def test_cancelling_one_that_awaits_a_place_frees_its_chat() -> None:
    desk = Desk(chats_at_once=1)
    first, waiting = desk.submit(message(1, chat=5)), desk.submit(message(2, chat=6))
    await settle()
    waiting.cancel()
    behind = desk.submit(message(3, chat=6))
    desk.let_go(1, 3)
    await asyncio.gather(first, behind)
    assert desk.ended == [1, 3]


async def test_nothing_is_kept_of_chats_that_are_quiet() -> None:
    desk = Desk()
    desk.let_go(*range(500))
    await asyncio.gather(*(desk.submit(message(number, chat=number)) for number in range(500)))
    gc.collect()
    assert not desk.processor._turns
    assert not desk.processor._unfinished


async def test_wait_done_returns_when_the_handlers_have_ended() -> None:
    """Also for an update that has not come yet."""
    desk = Desk()
    waiting = asyncio.create_task(desk.processor.wait_done(2))
    await settle()
    tasks = [desk.submit(message(1, chat=5)), desk.submit(message(2, chat=6))]
    desk.let_go(1)
    await settle()
    assert desk.ended == [1]
    assert not waiting.done()
    desk.let_go(2)
    await waiting
    assert desk.ended == [1, 2]
    await asyncio.gather(*tasks)


async def test_wait_done_returns_at_once_for_what_is_done_or_was_passed_over() -> None:
    """The newer update of another chat, still under way, makes no difference."""
    desk = Desk()
    done, under_way = desk.submit(message(1, chat=5)), desk.submit(message(3, chat=6))
    desk.let_go(1)
    await done
    async with asyncio.timeout(30):
        await desk.processor.wait_done(1)
        await desk.processor.wait_done(2)
    assert desk.ended == [1]
    desk.let_go(3)
    await under_way


async def test_wait_done_follows_when_telegram_counts_anew() -> None:
    """After a week without updates, the next has a random number."""
    desk = Desk()
    desk.let_go(1000)
    await desk.submit(message(1000, chat=5))
    first, second = desk.submit(message(3, chat=5)), desk.submit(message(4, chat=6))
    await settle()
    waiting = asyncio.create_task(desk.processor.wait_done(5))
    desk.let_go(3, 4)
    await asyncio.gather(first, second)
    await settle()
    assert not waiting.done()
    third = desk.submit(message(5, chat=5))
    desk.let_go(5)
    await waiting
    await third


async def test_wait_done_returns_for_what_failed_or_was_cancelled() -> None:
    desk = Desk()
    task = desk.submit(message(1, chat=5))
    await settle()
    waiting = asyncio.create_task(desk.processor.wait_done(1))
    await settle()
    task.cancel()
    await waiting
    assert task.cancelled()


async def test_an_application_of_ptb_runs_on_it(endpoint: Recorder) -> None:
    """Updates of two chats through PTB's queue: a failing handler holds up nobody."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": {**person(9), "username": "news_bot"}})

    endpoint.answer = answer
    handled: list[int] = []
    failed: list[object] = []

    async def handle(update: Update, _context: object) -> None:
        if update.update_id == 2:
            raise LookupError("a handler's own")
        handled.append(update.update_id)

    async def on_error(update: object, _context: object) -> None:
        failed.append(update)

    processor = ChatOrderedProcessor()
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{endpoint.url}/bot").updater(None)
    builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    app = builder.concurrent_updates(processor).build()
    app.add_handler(TypeHandler(Update, handle))
    app.add_error_handler(on_error)
    updates = [message(1, chat=5), message(2, chat=5), message(3, chat=6), message(4, chat=5)]
    async with app:
        await app.start()
        for update in updates:
            await app.update_queue.put(update)
        await processor.wait_done(4)
        await app.stop()
    assert sorted(handled) == [1, 3, 4]
    assert failed == [updates[1]]
