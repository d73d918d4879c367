"""The pacer against a naive model of the rules, whatever comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outgoing.chat_budget import ChatKey, Lane, Request
from bot.outgoing.pace import Pacer, Ticket
from bot.outgoing.permits import Permit

CLOSE = 1e-5
"""Seconds: how exactly sums of floats are compared."""


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
