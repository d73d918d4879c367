"""The pacer keeps Telegram's limits whatever comes, serves replies first, and forgets nobody who waits."""

import heapq
import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outgoing.chat_budget import GROUP_ALERTS, GROUP_REPLIES, ChatKey, Lane, Request
from bot.outgoing.pace import Pacer, Permit, Refusal, Ticket, depart_together

GROUP = -100
PERSON = 1
CLOSE = 1e-5
"""Seconds: how exactly sums of floats are compared."""


def alert(pacer: Pacer, chat: ChatKey, now: float, weight: int = 1) -> bool:
    """Send an alert that lands at once, if it is permitted."""
    answer = pacer.try_alert(chat, weight, now)
    if isinstance(answer, Permit):
        answer.land(now)
    return isinstance(answer, Permit)


def reply(pacer: Pacer, chat: ChatKey, now: float, weight: int = 1) -> bool:
    """Send a reply that lands at once, if it is permitted; else it does not stay in line."""
    ticket = pacer.line_up(chat, weight)
    pacer.serve(now)
    if ticket.permit is None:
        pacer.leave(ticket)
        return False
    ticket.permit.land(now)
    return True


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


@dataclass
class Sent:
    """A message of the naive model. `landed` is None while its call is under way."""

    request: Request
    at: float
    landed: float | None = None


@dataclass
class Model:
    """The rules of docs/delivery.md, computed from the whole history each time."""

    per_second: int
    sent: list[Sent] = field(default_factory=list)
    halts: list[tuple[ChatKey, float]] = field(default_factory=list)

    def allows(self, request: Request, now: float, *, slack: float = CLOSE) -> bool:
        """Whether this may be sent; `slack` seconds early is no sin."""
        now += slack
        if any(end > now and chat in (request.chat, "all") for chat, end in self.halts):
            return False
        same_chat = [one for one in self.sent if one.request.chat == request.chat]
        burst = 3 if request.lane is Lane.REPLY else 1
        if self._filled(same_chat, now) > burst - 1:
            return False
        rules = [(self.sent, self.per_second, 1.0)]
        if isinstance(request.chat, str) or (request.chat or 0) < 0:
            same_lane = [one for one in same_chat if one.request.lane is request.lane]
            share = 10 if request.lane is Lane.REPLY else 16
            rules += [(same_chat, 20, 60.0), (same_lane, share, 60.0)]
        return all(
            self._count(history, now, seconds) + min(request.weight, limit) <= limit
            for history, limit, seconds in rules
        )

    @staticmethod
    def _count(history: Iterable[Sent], now: float, seconds: float) -> int:
        return sum(
            one.request.weight
            for one in history
            if one.landed is None or one.landed + seconds > now
        )

    @staticmethod
    def _filled(history: Iterable[Sent], now: float) -> float:
        empty_at, in_flight = 0.0, 0
        landed = [(one.landed, one.request.weight) for one in history if one.landed is not None]
        in_flight = sum(one.request.weight for one in history if one.landed is None)
        for at, weight in sorted(landed):
            empty_at = max(empty_at, at) + weight
        return in_flight + max(0.0, empty_at - now)


@dataclass(frozen=True)
class Event:
    """Something that comes up: a request whose call takes `duration`, or a 429 for the chat."""

    gap: float
    request: Request
    duration: float
    halt: float


CHATS = st.sampled_from([1, 2, -1, -1, -1, "@channel"])
EVENTS = st.builds(
    Event,
    gap=st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.2, 3.0]),
    request=st.builds(
        Request,
        lane=st.sampled_from(Lane),
        chat=CHATS,
        weight=st.sampled_from([1, 1, 1, 1, 2, 10]),
    ),
    duration=st.sampled_from([0.0, 0.08, 0.7, 5.0]),
    halt=st.sampled_from([0.0] * 12 + [2.0, 40.0]),
)


class Play:
    """Plays events against the pacer and holds each step against the model."""

    def __init__(self, per_second: int) -> None:
        self.pacer = Pacer(per_second)
        self.model = Model(per_second)
        self.now = 0.0
        self.tickets: list[tuple[Ticket, float]] = []
        self.alerts: list[tuple[Request, float, float]] = []
        self.landings: list[tuple[float, Permit, Sent]] = []

    def bring(self, event: Event) -> None:
        self.run_until(self.now + event.gap)
        chat = event.request.chat
        if event.halt:
            self._halt(chat, event.halt)
        if event.request.lane is Lane.REPLY:
            self.tickets.append((self.pacer.line_up(chat, event.request.weight), event.duration))
        else:
            self.alerts.append((event.request, event.duration, self.now))
        self.look()

    def run_until(self, end: float) -> None:
        while (moment := self._next()) is not None and moment <= end:
            self.now = max(self.now, moment)
            self.look()
        self.now = max(self.now, end)

    def finish(self) -> None:
        """Everything is granted in the end, and no hint leads nowhere."""
        for _ in range(20_000):
            moment = self._next()
            if moment is None:
                break
            self.now = max(self.now, moment)
            self.look()
        assert not self.tickets
        assert not self.alerts

    def look(self) -> None:
        for at, permit, sent in [one for one in self.landings if one[0] <= self.now]:
            permit.land(at)
            sent.landed = at
        self.landings = [one for one in self.landings if one[0] > self.now]
        for number, (request, duration, ask_at) in enumerate(list(self.alerts)):
            if ask_at > self.now:
                continue
            answer = self.pacer.try_alert(request.chat, request.weight, self.now)
            self._collect()
            if isinstance(answer, Permit):
                self._no_reply_is_behind()
                self._granted(answer, duration)
                self.alerts[number] = (request, duration, -1.0)
            else:
                assert answer.wait > 0
                self.alerts[number] = (request, duration, self.now + answer.wait)
                if answer.everyone:
                    break
        self.alerts = [one for one in self.alerts if one[2] >= 0]
        self.pacer.serve(self.now)
        self._collect()
        assert all(ticket.ready_at > self.now for ticket, _ in self.tickets)

    def _collect(self) -> None:
        for ticket, duration in self.tickets:
            if ticket.permit is not None:
                self._granted(ticket.permit, duration)
        self.tickets = [one for one in self.tickets if one[0].permit is None]

    def _granted(self, permit: Permit, duration: float) -> None:
        assert self.model.allows(permit.request, self.now)
        sent = Sent(permit.request, self.now)
        self.model.sent.append(sent)
        self.landings.append((self.now + duration, permit, sent))

    def _no_reply_is_behind(self) -> None:
        first_of_chat: dict[ChatKey, Request] = {}
        for ticket, _ in self.tickets:
            first_of_chat.setdefault(ticket.request.chat, ticket.request)
        for waiting in first_of_chat.values():
            assert not self.model.allows(waiting, self.now, slack=-CLOSE)

    def _halt(self, chat: ChatKey, seconds: float) -> None:
        self.pacer.halt(chat, seconds, self.now)
        until = self.now + seconds
        own = (chat, "all")
        others = [end for key, end in self.model.halts if key not in own and end > self.now]
        if others:
            self.model.halts.append(("all", max(until, *others)))
        self.model.halts.append((chat, until))

    def _next(self) -> float | None:
        moments = [at for at, _, _ in self.landings]
        if self.tickets or self.alerts:
            moments += [ticket.ready_at for ticket, _ in self.tickets]
            moments += [ask_at for _, _, ask_at in self.alerts]
        return min(moments, default=None)


@given(st.lists(EVENTS, max_size=80), st.sampled_from([2, 10, 30]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_window_is_ever_exceeded_everything_goes_out_and_replies_are_never_behind_alerts(
    events: list[Event], per_second: int
) -> None:
    play = Play(per_second)
    for event in events:
        play.bring(event)
    play.finish()


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
