"""Alerts leave in portions that use up the limit, and leave room for a reply."""

import heapq
import itertools
import random

import pytest

from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit, depart_together
from tests.bot_outgoing.pacing import alert, reply


def test_alerts_are_spread_over_the_second_so_that_a_reply_finds_a_place_soon() -> None:
    pacer = Pacer()
    assert sum(alert(pacer, chat, 0.0) for chat in range(1, 100)) == 3
    assert reply(pacer, 500, 0.0)


def test_a_portion_may_leave_when_the_one_before_has_had_its_time() -> None:
    pacer = Pacer()
    assert [alert(pacer, chat, 0.0) for chat in range(1, 4)] == [True] * pacer.portion
    assert [pacer.portion_in(count, 0.0) for count in (3, 2, 1)] == pytest.approx(
        [3 / 30, 2 / 30, 1 / 30]
    )
    assert pacer.portion_in(50, 0.0) == pytest.approx(3 / 30), "of many there is a portion at once"
    assert pacer.portion_in(3, 0.1) == 0.0


@pytest.mark.parametrize(
    ("landings", "wait"),
    [
        ([0.0, 0.01, 0.02], 1.02),
        ([0.0, 0.02, 0.5], 1.02),
        ([0.0, 0.5, 0.6], 1.0),
    ],
)
def test_a_place_that_is_free_waits_for_others_by_the_time_of_a_message_at_most(
    landings: list[float], wait: float
) -> None:
    """Else what replies take of a portion would part it for good, or leave places unused for good."""
    pacer = Pacer()
    for chat, at in enumerate(landings, 1):
        assert reply(pacer, chat, at)
    for chat in range(10, 37):
        assert reply(pacer, chat, 0.9)
    assert pacer.portion_in(3, 0.9) == pytest.approx(wait - 0.9)


def test_a_halt_of_everybody_puts_off_the_next_portion() -> None:
    pacer = Pacer()
    pacer.halt(1, 10, 0.0)
    pacer.halt(2, 7, 0.0)
    assert pacer.portion_in(3, 4.0) == pytest.approx(6.0)


def test_those_that_depart_together_wait_for_the_last_of_them() -> None:
    pacer = Pacer()
    permits = [pacer.try_alert(chat, 1, 0.0, lead=0.05) for chat in range(1, 5)]
    granted = [permit for permit in permits if isinstance(permit, Permit)]
    assert [permit.departs_at for permit in granted] == pytest.approx([0.0, 0.0, 0.0, 1 / 30])
    depart_together(granted)
    assert [permit.departs_at for permit in granted] == pytest.approx([1 / 30] * 4)
    depart_together([])


def test_portions_use_up_all_of_the_limit_beside_a_reply_a_second() -> None:
    """Played by the deliverer's rule, each call taking a while; and nearly all portions are whole."""
    pacer, dice = Pacer(), random.Random("portions")
    chats, sizes, replies = itertools.count(1), list[int](), 0
    landings: list[tuple[float, int, Permit]] = []
    look_at, reply_at, end = 0.0, 0.37, 60.0

    def depart(permit: Permit, now: float) -> None:
        permit.depart(now)
        heapq.heappush(landings, (now + dice.uniform(0.002, 0.006), next(chats), permit))

    while (now := min([look_at, reply_at, *(at for at, _, _ in landings[:1])])) < end:
        if landings and landings[0][0] == now:
            heapq.heappop(landings)[2].land(now)
        elif now == reply_at:
            ticket = pacer.line_up(next(chats))
            refusal = pacer.serve(now)
            if ticket.permit is not None:
                depart(ticket.permit, now)
                replies += 1
            else:
                pacer.leave(ticket)
            reply_at += 1.0 if refusal is None else refusal.wait
        else:
            started = list[Permit]()
            answer = pacer.try_alert(next(chats), 1, now)
            while isinstance(answer, Permit):
                started.append(answer)
                depart(answer, now)
                answer = pacer.try_alert(next(chats), 1, now)
            sizes += [len(started)] if started else []
            look_at = now + max(answer.wait, pacer.portion_in(3, now) if started else 0.0)
    assert sum(sizes) + replies > 0.98 * 30 * end
    assert replies >= 0.98 * end
    assert sizes.count(pacer.portion) > 0.8 * len(sizes)
