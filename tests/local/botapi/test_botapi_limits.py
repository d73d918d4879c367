"""The judge of rates, against its rule as docs/local-bot-api.md puts it."""

from collections.abc import Sequence

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st

from bot.local.botapi import Chat, LocalBotApi, RateRule
from bot.local.botapi.limits import RateJudge
from tests.ptb import ptbs_bot

TICK = 1 / 16  # seconds; an exact binary fraction, so that sums of ticks are exact

CHATS = {1: True, 2: True, -3: False, -4: False}  # chat id: is it private

Attempt = tuple[int, int, int]  # ticks since the one before, chat id, messages


def over_window(
    sent: Sequence[tuple[float, int, int]], now: float, messages: int, limit: int, seconds: float
) -> bool:
    """Say naively whether so many more messages are too many for the last `seconds`."""
    recent = sum(count for at, _, count in sent if now - at < seconds)
    return recent > 0 and recent + messages > limit


def over_private(sent: Sequence[tuple[float, int, int]], now: float) -> bool:
    """Say naively whether three messages and one a second are used up, over any stretch up to now."""
    return any(
        sum(count for later, _, count in sent if later >= at) > now - at + 2 for at, _, _ in sent
    )


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40), st.sampled_from(sorted(CHATS)), st.sampled_from([1, 1, 1, 2, 10])
        ),
        max_size=120,
    )
)
def test_the_judge_follows_the_rule_as_it_is_written(attempts: list[Attempt]) -> None:
    """A naive reading of the three limits, over all that was let through, decides the same."""
    now = 0.0
    judge = RateJudge(lambda: now)
    sent: list[tuple[float, int, int]] = []
    halted = dict.fromkeys(CHATS, 0.0)
    for ticks, chat, messages in attempts:
        now += ticks * TICK
        here = [event for event in sent if event[1] == chat]
        of_group = over_window(here, now, messages, 20, 59.9)
        chat_is_full = over_private(here, now) if CHATS[chat] else of_group
        all_is_full = over_window(sent, now, messages, 30, 0.9)
        must_wait = now < halted[chat]
        retry_after = judge.admit("sendMessage", chat, private=CHATS[chat], messages=messages)
        assert (retry_after is not None) == (must_wait or chat_is_full or all_is_full)
        if retry_after is None:
            sent.append((now, chat, messages))
        elif not must_wait:
            everybody = not chat_is_full
            for other in CHATS if everybody else [chat]:
                halted[other] = max(halted[other], now + retry_after)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def send(
    judge: RateJudge, chat_id: int = 7, *, private: bool = True, messages: int = 1
) -> int | None:
    return judge.admit("sendMessage", chat_id, private=private, messages=messages)


def test_a_private_chat_takes_three_at_once_and_then_one_a_second(clock: Clock) -> None:
    judge = RateJudge(clock)
    assert [send(judge) for _ in range(4)] == [None, None, None, 1]
    clock.now += 1
    assert [send(judge) for _ in range(2)] == [None, 1]
    clock.now += 60
    assert [send(judge) for _ in range(4)] == [None, None, None, 1]


def test_a_steady_message_a_second_is_never_refused(clock: Clock) -> None:
    judge = RateJudge(clock)
    for _ in range(200):
        assert send(judge) is None
        clock.now += 1.0


def test_an_album_to_a_private_chat_is_paid_back(clock: Clock) -> None:
    """Ten items at once go through; then it takes eight seconds until the next message may."""
    judge = RateJudge(clock)
    assert send(judge, messages=10) is None
    assert send(judge) == 8
    clock.now += 8
    assert send(judge) is None


def test_a_group_takes_twenty_a_minute(clock: Clock) -> None:
    judge = RateJudge(clock)
    assert [send(judge, -7, private=False) for _ in range(20)] == [None] * 20
    assert send(judge, -7, private=False) == 60
    clock.now += 59
    assert send(judge, -7, private=False) == 1
    clock.now += 1
    assert send(judge, -7, private=False) is None


def test_album_items_count_singly_in_a_group(clock: Clock) -> None:
    judge = RateJudge(clock)
    assert send(judge, -7, private=False, messages=10) is None
    clock.now += 10
    assert send(judge, -7, private=False, messages=10) is None
    assert send(judge, -7, private=False) == 50


def test_all_chats_together_take_thirty_a_second(clock: Clock) -> None:
    """Whoever comes too early then keeps everybody waiting."""
    judge = RateJudge(clock)
    assert [send(judge, chat) for chat in range(1, 31)] == [None] * 30
    assert send(judge, 31) == 1
    clock.now += 0.9375
    assert send(judge, 32) == 1
    clock.now += 0.0625
    assert send(judge, 32) is None
    assert [v.rule for v in judge.violations] == [RateRule.OVERALL, RateRule.FLOOD_WAIT]


def test_thirty_three_a_second_pass_as_about_thirty(clock: Clock) -> None:
    """The tolerance for arrival times; at forty a second it is over."""
    judge = RateJudge(clock)
    for chat in range(1, 300):
        assert send(judge, chat) is None
        clock.now += 1 / 33
    refused = 0
    for chat in range(300, 400):
        refused += send(judge, chat) is not None
        clock.now += 1 / 40
    assert refused


def test_paid_broadcasts_have_a_limit_of_their_own(clock: Clock) -> None:
    judge = RateJudge(clock)
    paid = [judge.admit("sendMessage", chat, private=True, paid=True) for chat in range(1, 1002)]
    assert paid == [None] * 1000 + [1]
    clock.now += 1
    assert [send(judge, chat) for chat in range(1, 31)] == [None] * 30


def test_a_429_stays_in_force_for_its_chat_alone(clock: Clock) -> None:
    judge = RateJudge(clock)
    for _ in range(21):
        send(judge, -7, private=False)
    clock.now += 30
    assert send(judge, -7, private=False) == 30
    assert send(judge, -8, private=False) is None
    assert [(v.chat_id, v.rule, v.retry_after) for v in judge.violations] == [
        (-7, RateRule.GROUP, 60),
        (-7, RateRule.FLOOD_WAIT, 30),
    ]


async def test_messages_too_fast_are_refused_over_the_wire(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 with retry_after, in the envelope and the header; edits count, deleting and typing do not."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with LocalBotApi(clock=clock) as api:
        dm = api.world.private(api.world.add_user("Alice"))
        async with ptbs_bot(api) as bot:
            first = await bot.send_message(dm.id, "1")
            await first.edit_text("one")
            last = await bot.send_message(dm.id, "2")
            with pytest.raises(telegram.error.RetryAfter):
                await last.edit_text("two")
            await bot.send_chat_action(dm.id, "typing")
            await first.delete()
        assert api.calls_of("editMessageText")[-1].description == "Too Many Requests: retry after 1"
        assert [(v.method, v.chat_id, v.rule) for v in api.violations] == [
            ("editMessageText", dm.id, RateRule.PRIVATE)
        ]
        assert [message.text for message in api.messages] == ["one", "2"]


async def test_rates_can_be_let_alone(api: LocalBotApi, bot: telegram.Bot, dm: Chat) -> None:
    for number in range(40):
        await bot.send_message(dm.id, str(number))
    assert api.violations == []
