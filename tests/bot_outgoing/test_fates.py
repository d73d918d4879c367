"""Telegram's errors as PTB raises them, and what is decided: the part that needs no network."""

from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outgoing.fates import (
    ATTEMPTS_IN_ORDER,
    LONGEST_REASON,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    MOST_DOUBTFUL,
    Again,
    Drop,
    Fate,
    FateKind,
    Move,
    PauseChat,
    PauseTopic,
    bug,
    decide,
    judge,
)
from bot.telegram import BadEnvelope, NotSent
from newsroom import Delivery, DeliveryKind, Place


def a_delivery(*, plain: bool = False, reason: str | None = None) -> Delivery:
    place = Place(1)
    return Delivery(1, place, DeliveryKind.ALERT, due_at=0, plain=plain, reason=reason)


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), FateKind.CHAT_GONE, "blocked"),
        (BadRequest("Chat not found"), FateKind.CHAT_GONE, "chat-not-found"),
        (BadRequest("Message thread not found"), FateKind.TOPIC_GONE, "topic-not-found"),
        (BadRequest("TOPIC_CLOSED"), FateKind.TOPIC_GONE, "topic-closed"),
        (BadRequest("TOPIC_DELETED"), FateKind.TOPIC_GONE, "topic-not-found"),
        (BadRequest("Message is too long"), FateKind.REFUSED, "refused: Message is too long"),
        (
            BadRequest("Failed to get HTTP URL content"),
            FateKind.MEDIA_REFUSED,
            "media-refused: Failed to get HTTP URL content",
        ),
        (
            BadRequest("Wrong type of the web page content"),
            FateKind.MEDIA_REFUSED,
            "media-refused: Wrong type of the web page content",
        ),
        (
            BadRequest("Not enough rights to send photos to the chat"),
            FateKind.MEDIA_REFUSED,
            "media-refused: Not enough rights to send photos to the chat",
        ),
        (
            BadRequest("CHAT_SEND_PLAIN_FORBIDDEN"),
            FateKind.REFUSED,
            "refused: CHAT_SEND_PLAIN_FORBIDDEN",
        ),
        (ChatMigrated(-100123), FateKind.MIGRATED, "migrated"),
        (InvalidToken("Unauthorized"), FateKind.TOKEN_REFUSED, "token-refused"),
        (NotSent("Nothing was sent to Telegram"), FateKind.NOT_SENT, "not-sent"),
        (NetworkError("Internal Server Error: restart"), FateKind.SERVER_ERROR, "server-error"),
        (NetworkError("Bad Gateway"), FateKind.SERVER_ERROR, "server-error"),
        (BadEnvelope("Bad Gateway (502): what answered …"), FateKind.SERVER_ERROR, "server-error"),
        (BadEnvelope("Unknown status (599): what …"), FateKind.SERVER_ERROR, "server-error"),
        (BadEnvelope("What answered is not the Bot API"), FateKind.UNKNOWN, "outcome-unknown"),
        (NetworkError("Request Entity Too Large"), FateKind.UNKNOWN, "outcome-unknown"),
        (NetworkError("The connection to Telegram broke"), FateKind.UNKNOWN, "outcome-unknown"),
        (TimedOut(), FateKind.TIMED_OUT, "timed-out"),
        (Conflict("Conflict"), FateKind.UNKNOWN, "outcome-unknown"),
        (TelegramError("Who knows"), FateKind.UNKNOWN, "outcome-unknown"),
    ],
)
def test_each_error_of_telegram_has_one_fate(
    error: TelegramError, kind: FateKind, reason: str
) -> None:
    fate = judge(error)
    assert (fate.kind, fate.reason) == (kind, reason)


def test_a_migrated_group_is_followed() -> None:
    assert decide(judge(ChatMigrated(-100123)), a_delivery(), 1) == Move(-100123)


def test_what_telegram_says_is_kept_but_not_at_any_length() -> None:
    assert len(judge(BadRequest("x" * 10_000)).reason) == len("refused: ") + LONGEST_REASON


def test_what_is_gone_is_paused() -> None:
    assert decide(judge(Forbidden("who knows")), a_delivery(), 9) == PauseChat("forbidden")
    assert decide(judge(BadRequest("TOPIC_CLOSED")), a_delivery(), 9) == PauseTopic("topic-closed")


def test_what_surely_did_not_arrive_is_repeated_for_ever_and_not_counted() -> None:
    for error in (NotSent("…"), InvalidToken(), RetryAfter(timedelta(seconds=9))):
        decision = decide(judge(error), a_delivery(), 1000)
        assert decision == Again(judge(error).reason, counted=False)


def test_a_refusal_is_met_once_with_plain_text() -> None:
    refused = judge(BadRequest("can't parse entities"))
    assert decide(refused, a_delivery(), 1) == Again(refused.reason, plain=True)
    assert decide(refused, a_delivery(plain=True), 2) == Drop(refused.reason)


def test_a_bug_is_met_once_more_and_no_oftener() -> None:
    fate = bug(ZeroDivisionError())
    decision = decide(fate, a_delivery(), 1)
    assert isinstance(decision, Again)
    assert not decision.in_order
    assert decide(fate, a_delivery(), 2) == Drop("error:ZeroDivisionError")


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("Bad Gateway")], ids=repr)
def test_what_may_have_arrived_waits_longer_each_time_and_at_last_lets_others_pass(
    error: TelegramError,
) -> None:
    fate = judge(error)
    decisions = [decide(fate, a_delivery(), attempt) for attempt in range(1, MOST_ATTEMPTS)]
    again = [decision for decision in decisions if isinstance(decision, Again)]
    assert len(again) == len(decisions)
    assert all(one.maybe_twice and one.counted for one in again)
    waits = [one.wait for one in again]
    assert waits == sorted(waits)
    assert waits[:3] == [2, 8, 32]
    assert waits[-1] == LONGEST_WAIT
    assert [one.in_order for one in again].index(False) == ATTEMPTS_IN_ORDER


def test_a_message_that_is_not_answered_in_time_is_repeated_once() -> None:
    fate = judge(TimedOut())
    assert isinstance(decide(fate, a_delivery(), 1), Again)
    assert decide(fate, a_delivery(reason=fate.reason), 2) == Drop("timed-out")
    assert decide(fate, a_delivery(reason="outcome-unknown"), 2) == Drop("timed-out")


def test_a_message_on_which_the_connection_breaks_again_and_again_is_given_up_early() -> None:
    fate = judge(NetworkError("The connection to Telegram broke"))
    again = a_delivery(reason=fate.reason)
    assert isinstance(decide(fate, again, MOST_DOUBTFUL - 1), Again)
    assert decide(fate, again, MOST_DOUBTFUL) == Drop("outcome-unknown")


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("broke")], ids=repr)
@pytest.mark.parametrize("reason", ["server-error", "flood-wait", "restart", None])
def test_other_attempts_before_it_do_not_use_up_the_repeats_of_an_unknown_outcome(
    error: TelegramError, reason: str | None
) -> None:
    before = a_delivery(reason=reason)
    assert isinstance(decide(judge(error), before, MOST_DOUBTFUL + 5), Again)


def test_servers_that_fail_on_a_message_for_hours_are_asked_no_more() -> None:
    fate = judge(NetworkError("Internal Server Error"))
    assert decide(fate, a_delivery(reason=fate.reason), MOST_ATTEMPTS) == Drop("server-error")


@pytest.mark.parametrize("kind", FateKind)
def test_every_fate_has_a_decision(kind: FateKind) -> None:
    fate = Fate(kind, "word", new_chat_id=-100)
    decision = decide(fate, a_delivery(), 1)
    assert isinstance(decision, PauseChat | PauseTopic | Move | Drop | Again)


def test_refused_media_goes_then_formatting_then_the_message() -> None:
    fate = judge(BadRequest("Wrong file identifier/HTTP URL specified"))
    first = a_delivery()
    assert decide(fate, first, 1) == Again(fate.reason, bare=True)
    assert decide(fate, replace(first, bare=True), 2) == Again(fate.reason, plain=True)
    assert decide(fate, replace(first, bare=True, plain=True), 3) == Drop(fate.reason)
