"""Whatever is pulled out, and wherever: nothing is lost, and what is repeated is admitted."""

import asyncio
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any, TypeVar

import pytest

import storage
from bot.local.botapi import FaultKind
from bot.outgoing import Permit, deliver, owed, sender
from newsroom import DeliveryState
from tests.bot_outgoing.post import Post

DUE, CLAIMED, SENT, DROPPED = DeliveryState
T = TypeVar("T")


async def restart(post: Post) -> None:
    """Start a deliverer that knows nothing but the ledger."""
    post.deliverer = post.new_deliverer()
    await post.deliverer.start()


async def test_what_was_claimed_and_not_sent_is_sent_after_a_restart(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "one", "two")
    (first, *_) = await post.ledger(chat)
    assert await storage.claim(post.db, first.id, post.clock.now())
    await restart(post)
    await post.deliver_for(2)
    assert post.texts(chat) == ["one", "two"]
    first, second = await post.ledger(chat)
    assert (first.state, first.maybe_twice, second.maybe_twice) == (SENT, True, False)


async def test_what_was_sent_and_not_settled_is_sent_once_more_and_marked(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "one")
    (delivery,) = await post.ledger(chat)
    assert await storage.claim(post.db, delivery.id, post.clock.now())
    await post.bot.send_message(chat.id, "one")
    await restart(post)
    await post.deliver_for(2)
    assert post.texts(chat) == ["one", "one"]
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.maybe_twice) == (SENT, True)


async def test_what_is_settled_is_not_touched_by_a_restart(post: Post) -> None:
    chat = await post.person()
    await post.owe(chat, "one")
    await post.deliver()
    before = await post.ledger(chat)
    await restart(post)
    await post.deliver_for(2)
    assert await post.ledger(chat) == before
    assert post.texts(chat) == ["one"]


async def test_on_a_bad_line_nothing_is_lost_and_only_lost_answers_are_repeated(post: Post) -> None:
    chats = [await post.person(str(number)) for number in range(6)]
    wanted = [str(number) for number in range(10)]
    for text in wanted:
        for chat in chats:
            await post.owe(chat, text)
    lost_answers = post.api.fault(FaultKind.DROP_AFTER, method="sendMessage", probability=0.05)
    for seed, kind in enumerate(
        (
            FaultKind.DROP_BEFORE,
            FaultKind.SERVER_ERROR,
            FaultKind.BAD_GATEWAY,
            FaultKind.HTML_ANSWER,
        )
    ):
        post.api.fault(kind, probability=0.05, seed=seed)
    await post.deliver_for(1200)
    assert lost_answers.hits > 0
    sent = 0
    for chat in chats:
        ledger = await post.ledger(chat)
        sent += sum(delivery.state is SENT for delivery in ledger)
        assert set(post.texts(chat)) == set(wanted)
        for delivery in ledger:
            assert delivery.maybe_twice or post.texts(chat).count(str(delivery.body)) == 1
    assert len(post.api.messages) == sent + lost_answers.hits


class CancelledAt(Awaitable[T]):
    """Awaits `work`, and cancels the task at the N-th place where it waits for something."""

    def __init__(self, count: int, work: Coroutine[Any, Any, T]) -> None:
        self._left = count
        self._work = work

    def __await__(self) -> Generator[Any, Any, T]:
        work = self._work.__await__()
        cancelled: BaseException | None = None
        while True:
            try:
                waits_for = next(work) if cancelled is None else work.throw(cancelled)
            except StopIteration as end:
                result: T = end.value
                return result
            self._left -= 1
            task = asyncio.current_task()
            if self._left == 0 and task is not None:
                task.cancel()
            cancelled = None
            try:
                yield waits_for
            except asyncio.CancelledError as error:
                cancelled = error


async def cancelled_at(count: int, work: Coroutine[Any, Any, T]) -> bool:
    """Return False where the work ended before it came to the N-th place."""

    async def run() -> None:
        await CancelledAt(count, work)

    task = asyncio.create_task(run())
    await asyncio.wait({task})
    if task.cancelled():
        return True
    task.result()
    return False


async def test_cancelled_anywhere_nothing_stays_in_flight_and_no_permit_is_lost(
    post: Post,
) -> None:
    chats = [await post.person(str(number)) for number in range(6)]
    places = 0
    while True:
        places += 1
        for chat in chats:
            await post.owe(chat, f"round {places}")
        if not await cancelled_at(places, post.deliver()):
            break
        for chat in chats:
            states = await post.states(chat)
            assert CLAIMED not in states
            assert states.count(SENT) == len(post.texts(chat))
        post.clock.advance(200)
        assert not in_flight(post)
    assert places > 2
    await post.deliver_for(2 * places)
    for chat in chats:
        assert post.texts(chat) == [f"round {number + 1}" for number in range(places)]
        assert not any(delivery.maybe_twice for delivery in await post.ledger(chat))


async def test_an_attempt_cancelled_anywhere_is_made_good_after_the_restart(post: Post) -> None:
    """The hard end of a stop that takes too long: an answer that came is settled all the same."""
    chat = await post.person()
    places = 0
    while True:
        places += 1
        await post.owe(chat, str(places))
        *_, delivery = await post.ledger(chat)
        permit = post.pacer.try_alert(chat.id, 1, post.clock.monotonic())
        assert isinstance(permit, Permit)
        attempt = post.deliverer._sender.attempt(delivery, permit)
        cancelled = await cancelled_at(places, attempt)
        permit.give_back()
        post.clock.advance(200)
        assert not in_flight(post)
        await restart(post)
        await post.deliver_for(2)
        *_, delivery = await post.ledger(chat)
        copies = post.texts(chat).count(str(places))
        assert delivery.state is SENT
        assert copies == 1 or (copies == 2 and delivery.maybe_twice)
        if not cancelled:
            break
    assert places > 2, "at least the claim, the parts, the call and the settling"


def in_flight(post: Post) -> bool:
    """Tell, some minutes after the last call, whether the pacer still counts any as under way."""
    ticket = post.pacer.line_up(None, 30)  # which needs all of a second
    post.pacer.serve(post.clock.monotonic())
    post.pacer.leave(ticket)
    return ticket.permit is None or post.pacer.chats_remembered > 1


async def test_stopped_while_a_call_is_under_way_it_waits_for_the_answer(post: Post) -> None:
    chat = await post.person()
    held = post.api.fault(FaultKind.HOLD_ANSWER, method="sendMessage", count=1)
    await post.owe(chat, "one", "two")
    loop = asyncio.create_task(post.deliverer.run())
    await post.api.wait_for(lambda: post.texts(chat) == ["one"])
    loop.cancel()
    await asyncio.sleep(0)
    held.release()
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert await post.states(chat) == [SENT, DUE]


async def test_stopped_while_no_answer_comes_it_ends_all_the_same_and_sends_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "STOP_LIMIT", 0.05)
    chat = await post.person()
    held = post.api.fault(FaultKind.HOLD, method="sendMessage", count=1)
    await post.owe(chat, "one")
    loop = asyncio.create_task(post.deliverer.run())
    await post.api.wait_for(lambda: held.hits == 1)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert await post.states(chat) == [CLAIMED]
    held.cancel()
    await restart(post)
    await post.deliver_for(2)
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.maybe_twice) == (SENT, True)


async def _locked(*_args: object, **_more: object) -> None:
    raise storage.DatabaseLocked("database is locked")


@pytest.mark.parametrize("step", ["claim", "settle_sent"])
async def test_a_database_that_does_not_answer_is_asked_until_it_does(
    post: Post, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A message that stands in its chat gets its mark, and is not sent again meanwhile."""
    chat = await post.person()
    await post.owe(chat, "one")
    with monkeypatch.context() as broken:
        broken.setattr(sender, step, _locked)
        round_ = asyncio.create_task(post.deliver())
        for seconds in (1, 2, 4):
            await post.clock.until_sleeping()
            post.clock.advance(seconds)
            await asyncio.sleep(0)
        await post.clock.until_sleeping()
    post.clock.advance(8)
    assert await round_ == 1
    assert post.texts(chat) == ["one"]
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.maybe_twice, delivery.attempts) == (SENT, False, 1)


async def test_a_ledger_that_cannot_be_read_is_read_later(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await post.person()
    await post.owe(chat, "one")
    with monkeypatch.context() as broken:
        broken.setattr(owed, "due_deliveries", _locked)
        loop = asyncio.create_task(post.deliverer.run())
        await post.clock.until_sleeping()
    post.clock.advance(1)
    await post.api.wait_for(lambda: post.texts(chat) == ["one"])
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert await post.states(chat) == [SENT]


async def test_a_bug_in_the_ledger_does_not_stop_the_loop(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    chat, other = await post.person(), await post.person("Other")
    await post.owe(chat, "one")
    with monkeypatch.context() as broken:
        broken.setattr(sender, "claim", stumble)
        assert await post.deliver() == 0
    assert "a bug ended the attempt" in caplog.text
    await post.owe(other, "two")
    assert await post.deliver() == 1
    post.clock.advance(deliver.AFTER_A_BUG)
    assert await post.deliver() == 1
    assert post.texts(chat) == ["one"]
