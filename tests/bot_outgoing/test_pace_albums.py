"""An album counts as many messages, and finds its room."""

import pytest

from bot.outgoing.chat_budget import ChatKey
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit, Refusal
from tests.bot_outgoing.pacing import GROUP, PERSON, alert, reply


def widened(pacer: Pacer, chat: ChatKey, weight: int, now: float) -> float | None:
    """Send an album as the sender does: a permit for one message, which then is widened."""
    permit = pacer.try_alert(chat, 1, now)
    assert isinstance(permit, Permit)
    answer = pacer.widen(permit, weight, now)
    permit.land(now)
    return answer


def test_a_widened_permit_counts_as_many_messages() -> None:
    pacer = Pacer()
    assert widened(pacer, PERSON, 10, 0.0) == 0.0
    assert pacer.try_alert(PERSON, 1, 9.0) == Refusal(1.0)
    assert alert(pacer, PERSON, 10.0)
    assert widened(pacer, GROUP, 10, 20.0) == 0.0
    assert widened(pacer, GROUP, 7, 40.0) is None, "16 of a group's minute are for alerts"
    assert widened(pacer, GROUP, 6, 50.0) is None, "one has gone alone meanwhile"
    assert widened(pacer, GROUP, 10, 120.0) == 0.0


def test_while_an_album_waits_for_room_other_alerts_do_too() -> None:
    pacer = Pacer()
    assert all(reply(pacer, chat, 0.0) for chat in range(100, 125))
    permit = pacer.try_alert(PERSON, 1, 0.5)
    assert isinstance(permit, Permit)
    wait = pacer.widen(permit, 10, 0.5)
    assert wait == pytest.approx(0.5)
    later = pacer.try_alert(2, 1, 0.6)
    assert isinstance(later, Refusal)
    assert later.everyone
    assert reply(pacer, 200, 0.6), "replies go first"
    assert pacer.widen(permit, 10, 1.01) == 0.0
    permit.land(1.01)
    assert alert(pacer, 2, 1.9)


def test_an_album_larger_than_the_rate_goes_when_all_is_quiet() -> None:
    pacer = Pacer(messages_per_second=4)
    assert reply(pacer, 500, 0.0)
    permit = pacer.try_alert(PERSON, 1, 0.5)
    assert isinstance(permit, Permit)
    assert pacer.widen(permit, 10, 0.5) == pytest.approx(0.5)
    assert pacer.widen(permit, 10, 1.0) == 0.0
    permit.land(1.0)
    assert not alert(pacer, 2, 1.9)
    assert not alert(pacer, 2, 3.2), "its ten are paid for at the rate"
    assert alert(pacer, 2, 3.3)


def test_an_album_that_was_given_up_holds_nobody_up() -> None:
    pacer = Pacer()
    assert all(reply(pacer, chat, 0.0) for chat in range(100, 125))
    permit = pacer.try_alert(PERSON, 1, 0.5)
    assert isinstance(permit, Permit)
    assert pacer.widen(permit, 10, 0.5)
    permit.land(0.5)
    assert alert(pacer, 2, 0.9)


def test_the_items_of_an_album_count_singly() -> None:
    pacer = Pacer()
    assert reply(pacer, PERSON, 0.0, weight=10)
    assert not reply(pacer, PERSON, 7.9)
    assert reply(pacer, PERSON, 8.0)
