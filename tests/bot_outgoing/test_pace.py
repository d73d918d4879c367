"""The pacer keeps Telegram's limits whatever comes, serves replies first, and forgets nobody who waits."""

import pytest

from bot.outgoing.chat_budget import GROUP_ALERTS, GROUP_REPLIES, ChatKey
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit, Refusal
from tests.bot_outgoing.pacing import GROUP, PERSON, alert, reply


def test_a_quiet_person_gets_three_replies_at_once_and_then_one_a_second() -> None:
    pacer = Pacer()
    assert [reply(pacer, PERSON, 0.0) for _ in range(4)] == [True, True, True, False]
    assert not reply(pacer, PERSON, 0.9)
    assert [reply(pacer, PERSON, 1.0) for _ in range(2)] == [True, False]


def test_alerts_to_one_chat_are_a_second_apart() -> None:
    pacer = Pacer()
    assert alert(pacer, PERSON, 0.0)
    answer = pacer.try_alert(PERSON, 1, 0.25)
    assert answer == Refusal(0.75)
    assert alert(pacer, PERSON, 1.0)


@pytest.mark.parametrize("group", [GROUP, "@channel"])
def test_a_minute_of_a_group_is_shared_so_that_neither_lane_shuts_out_the_other(
    group: ChatKey,
) -> None:
    pacer = Pacer()
    alerts = sum(alert(pacer, group, float(second)) for second in range(30))
    assert alerts == GROUP_ALERTS
    assert [reply(pacer, group, 30.0 + second) for second in range(5)] == [True] * 4 + [False]

    pacer = Pacer()
    replies = sum(reply(pacer, group, float(second)) for second in range(30))
    assert replies == GROUP_REPLIES
    assert sum(alert(pacer, group, 30.0 + second) for second in range(20)) == 10


def test_there_is_no_burst_at_the_start() -> None:
    """PTB's own limiter lets 59 messages out in the first second."""
    pacer = Pacer()
    assert sum(reply(pacer, chat, 0.5) for chat in range(1, 100)) == 30
    assert sum(reply(pacer, chat, 1.49) for chat in range(100, 200)) == 0
    assert sum(reply(pacer, chat, 1.5) for chat in range(200, 300)) == 30


def test_a_paid_broadcast_raises_the_limit_of_alerts_only() -> None:
    pacer = Pacer(messages_per_second=1000)
    assert sum(alert(pacer, chat, 0.0) for chat in range(1, 2000)) == 100
    assert sum(reply(pacer, chat, 0.0) for chat in range(2000, 3000)) == 30


def test_what_cannot_be_paid_for_keeps_to_what_is_free_whatever_the_rate() -> None:
    pacer = Pacer(messages_per_second=1000)
    edits = 0
    for chat in range(1, 2000):
        answer = pacer.try_alert(chat, 1, chat / 4000, free=True)
        edits += isinstance(answer, Permit)
    assert edits == 30


def test_a_message_counts_until_a_second_after_its_call_has_ended() -> None:
    """It may arrive as late as that, and is counted where it arrives."""
    pacer = Pacer(messages_per_second=1)
    permit = pacer.try_alert(1, 1, 0.0)
    assert isinstance(permit, Permit)
    assert pacer.try_alert(2, 1, 5.0) == Refusal(1.0, everyone=True)
    permit.land(6.0)
    assert pacer.try_alert(2, 1, 6.5) == Refusal(0.5, everyone=True)
    assert alert(pacer, 2, 7.0)


def test_a_permit_that_was_not_used_costs_nothing() -> None:
    pacer = Pacer(messages_per_second=10)
    for _ in range(50):
        permit = pacer.try_alert(GROUP, 1, 0.0)
        if isinstance(permit, Permit):
            permit.give_back()
            permit.land(0.0)  # a second end is ignored
            break
    assert reply(pacer, GROUP, 0.0, weight=GROUP_REPLIES)


def test_more_messages_at_once_than_a_limit_allows_go_out_when_all_is_quiet() -> None:
    pacer = Pacer(messages_per_second=2)
    assert reply(pacer, GROUP, 0.0, weight=50)
    assert not reply(pacer, GROUP, 59.9)
    assert reply(pacer, GROUP, 60.0)


def test_a_heavy_reply_is_not_overtaken_by_light_alerts_for_ever() -> None:
    pacer = Pacer(messages_per_second=10)
    ticket = pacer.line_up(PERSON, 10)
    assert alert(pacer, 2, 0.0) is False  # the reply has taken all ten places
    assert ticket.permit is not None
    ticket.permit.land(0.0)
    second = pacer.line_up(3, 10)
    assert pacer.serve(0.5) == Refusal(0.5, everyone=True)
    assert pacer.try_alert(4, 1, 0.5) == Refusal(0.5, everyone=True)
    pacer.serve(1.0)
    assert second.permit is not None


def test_an_alert_does_not_take_the_place_that_a_waiting_reply_may_have_now() -> None:
    """Also where the alert is asked for before the reply has had the time to wake up."""
    pacer = Pacer(messages_per_second=1)
    assert reply(pacer, 1, 0.0)
    waiting = pacer.line_up(2)
    pacer.serve(0.0)
    assert pacer.try_alert(3, 1, 1.0) == Refusal(1.0, everyone=True)
    assert waiting.permit is not None


def test_alerts_go_on_in_a_group_whose_replies_have_used_up_their_share() -> None:
    pacer = Pacer()
    for second in range(GROUP_REPLIES):
        assert reply(pacer, GROUP, float(second))
    waiting = pacer.line_up(GROUP)
    assert alert(pacer, GROUP, 20.0)
    assert waiting.permit is None


def test_a_429_halts_its_chat_alone() -> None:
    pacer = Pacer()
    pacer.halt(PERSON, 7, 0.0)
    assert not alert(pacer, PERSON, 6.9)
    assert not reply(pacer, PERSON, 6.9)
    assert alert(pacer, 2, 0.0)
    assert alert(pacer, PERSON, 7.0)


def test_a_second_chats_429_within_the_time_halts_everybody_until_the_later_of_both() -> None:
    pacer = Pacer()
    pacer.halt(1, 10, 0.0)
    pacer.halt(2, 3, 5.0)
    assert pacer.try_alert(3, 1, 6.0) == Refusal(4.0, everyone=True)
    assert not reply(pacer, 3, 9.9)
    assert alert(pacer, 3, 10.0)


def test_429s_that_do_not_overlap_are_two_chats_own() -> None:
    pacer = Pacer()
    pacer.halt(1, 2, 0.0)
    pacer.halt(2, 2, 3.0)
    assert alert(pacer, 3, 3.0)
    pacer.halt(2, 9, 3.5)  # the same chat again
    assert alert(pacer, 4, 3.5)


def test_idle_chats_take_no_memory() -> None:
    pacer = Pacer(messages_per_second=1000)
    for number in range(3000):
        assert reply(pacer, number + 1 if number % 2 else -number - 1, number / 30)
    assert pacer.chats_remembered > 1000
    assert reply(pacer, PERSON, 1000.0)
    assert pacer.chats_remembered == 1


def test_replies_of_one_chat_keep_their_order_and_hold_up_no_other() -> None:
    pacer = Pacer()
    tickets = [pacer.line_up(chat) for chat in (1, 1, 1, 1, 1, 2)]
    pacer.serve(0.0)
    assert [ticket.permit is not None for ticket in tickets] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]
    assert tickets[3].ready_at == tickets[4].ready_at > 0


def test_after_a_restart_no_burst_follows_upon_one_before_it() -> None:
    pacer = Pacer()
    pacer.begin(100.0)
    first, second = pacer.line_up(1), pacer.line_up(1)
    pacer.serve(100.0)
    assert first.permit is not None
    assert second.permit is None
    first.permit.land(100.0)
    pacer.serve(101.0)
    assert second.permit is not None
