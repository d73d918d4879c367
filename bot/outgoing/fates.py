"""What became of an attempt to send, and what follows from it for the ledger.

Pure: `judge` reads Telegram's answer, `decide` says what to write down. docs/delivery.md has the table.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import NotSent
from newsroom import Delivery, DeliveryKind

MOST_DOUBTFUL = 8
"""Attempts, over some half an hour, after which a message on which the connection breaks is given up.

A message that Telegram does not answer in time gets one repeat only: where answers are slow the message
mostly stands there already, and each repeat would be one more copy.
"""

MOST_ATTEMPTS = 50
"""Attempts, over some seven hours, after which a message that Telegram's servers fail on is given up."""

ATTEMPTS_IN_ORDER = 3
"""Attempts for which the chat's later messages wait; after them one bad message holds up no others."""

FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
"""Seconds between attempts: four times as long each time."""

TIMED_OUT, UNKNOWN = "timed-out", "outcome-unknown"
"""Reasons by which the next attempt sees that the last one's outcome was unknown."""

LONGEST_REASON = 200
"""Characters of Telegram's own words that are kept."""


class AlbumRefused(BadRequest):
    """Telegram does not take the pictures of an album. Which of them, it mostly does not say."""


class FateKind(Enum):
    """Telegram's fates for a message that did not arrive."""

    CHAT_GONE = auto()
    TOPIC_GONE = auto()
    MIGRATED = auto()
    PUT_OFF = auto()
    REFUSED = auto()
    MEDIA_REFUSED = auto()
    ALBUM_REFUSED = auto()
    NOT_SENT = auto()
    SERVER_ERROR = auto()
    TIMED_OUT = auto()
    UNKNOWN = auto()
    TOKEN_REFUSED = auto()
    BUG = auto()


@dataclass(frozen=True, slots=True)
class Fate:
    """Why a message did not arrive. `reason` is what the ledger keeps."""

    kind: FateKind
    reason: str
    new_chat_id: int | None = None
    """Where the group went; None for all but MIGRATED."""

    @property
    def line_in_doubt(self) -> bool:
        """Whether it says something about the way to Telegram rather than about the message."""
        return self.kind in _LINE_IN_DOUBT


_MAY_HAVE_ARRIVED = {FateKind.SERVER_ERROR, FateKind.TIMED_OUT, FateKind.UNKNOWN, FateKind.BUG}
"""Fates after which an announcement is not tried again: nobody is to read it twice."""

_LINE_IN_DOUBT = {
    FateKind.NOT_SENT,
    FateKind.SERVER_ERROR,
    FateKind.TIMED_OUT,
    FateKind.UNKNOWN,
    FateKind.TOKEN_REFUSED,
}


@dataclass(frozen=True, slots=True)
class PauseChat:
    """Nothing can be sent to the chat."""

    reason: str


@dataclass(frozen=True, slots=True)
class PauseTopic:
    """Nothing can be sent to the topic."""

    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """The group goes on under another id, and the message is due there."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Drop:
    """The message is not sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Again:
    """The message is due again."""

    reason: str
    wait: float = 0.0
    """Seconds before the next attempt."""
    in_order: bool = True
    """Whether the chat's later messages wait with it."""
    counted: bool = True
    """Whether the attempt counts: it does not where the message surely never reached Telegram."""
    plain: bool = False
    bare: bool = False
    """Whether it goes without its picture or the like."""
    single: bool = False
    """Whether it goes with the first of its pictures alone."""
    maybe_twice: bool = False


Decision: TypeAlias = PauseChat | PauseTopic | Move | Drop | Again

# Texts of telegram-bot-api (Client.cpp) and of the server, in the order in which they are looked for.
_GONE = {
    "bot was blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked": "kicked",
    "bot is not a member": "not-a-member",
    "chat not found": "chat-not-found",
    "user not found": "chat-not-found",
    "peer_id_invalid": "chat-not-found",
    "channel_private": "not-a-member",
    "group chat was deactivated": "deactivated",
    "group chat was deleted": "deactivated",
    "have no rights to send": "no-rights",
    # Of pictures and the like it says so too: those are refused alone, and text goes on.
    "not enough rights to send text": "no-rights",
    "need administrator rights": "no-rights",
    "chat_write_forbidden": "no-rights",
    "chat_restricted": "no-rights",
}
_TOPIC_GONE = {
    "message thread not found": "topic-not-found",
    "topic_deleted": "topic-not-found",
    "topic_closed": "topic-closed",
}
# What Telegram says of a picture or the like: it could not fetch it, it is none, or none may be sent there.
# The last would else read as if nothing might be.
_MEDIA = re.compile(
    r"wrong (remote )?file identifier|failed to get http url content|wrong type of the web page content|"
    r"wrong http url|group send failed|can't use the media of the specified type in the album|"
    r"file is too big|photo_|image_process_failed|media_(empty|invalid)|webpage_(curl_failed|media_empty)|"
    r"external_url_invalid|not enough rights to send (photos|videos|audios|music|documents|media)|"
    r"chat_send_(photos|videos|audios|docs|media)_forbidden"
)
# PTB keeps the description and drops the status: these are the texts of HTTP's 5xx, with which
# Telegram's descriptions begin.
_SERVER_ERROR = re.compile(
    r"internal server error|bad gateway|service unavailable|gateway time-?out|.*\(5\d\d\)"
)


def judge(error: TelegramError) -> Fate:
    """Name the fate that an error of a send call means."""
    text = error.message.casefold()
    match error:
        case ChatMigrated():
            return Fate(FateKind.MIGRATED, "migrated", error.new_chat_id)
        case RetryAfter():
            return Fate(FateKind.PUT_OFF, "flood-wait")
        case InvalidToken():
            return Fate(FateKind.TOKEN_REFUSED, "token-refused")
        case Forbidden():
            return Fate(FateKind.CHAT_GONE, _word(text, _GONE) or "forbidden")
        case AlbumRefused():
            return Fate(FateKind.ALBUM_REFUSED, f"media-refused: {error.message[:LONGEST_REASON]}")
        case BadRequest():  # before NetworkError, of which PTB makes it a kind
            return _judge_refusal(error, text)
        case NotSent():
            return Fate(FateKind.NOT_SENT, "not-sent")
        case NetworkError() if _SERVER_ERROR.match(text):
            return Fate(FateKind.SERVER_ERROR, "server-error")
        case TimedOut():
            return Fate(FateKind.TIMED_OUT, TIMED_OUT)
    return Fate(FateKind.UNKNOWN, UNKNOWN)


def bug(error: Exception) -> Fate:
    """Name the fate of a message over which our own code stumbled."""
    return Fate(FateKind.BUG, f"error:{type(error).__name__}")


def decide(fate: Fate, delivery: Delivery, attempt: int) -> Decision:
    """Say what follows for a claimed delivery; `attempt` counts from 1, this one included."""
    if delivery.kind is DeliveryKind.BROADCAST and fate.kind in _MAY_HAVE_ARRIVED:
        return Drop(fate.reason)
    return _decide(fate, delivery, attempt)


def _decide(fate: Fate, delivery: Delivery, attempt: int) -> Decision:
    match fate.kind:
        case FateKind.CHAT_GONE:
            return PauseChat(fate.reason)
        case FateKind.TOPIC_GONE:
            return PauseTopic(fate.reason)
        case FateKind.MIGRATED if fate.new_chat_id is not None:
            return Move(fate.new_chat_id)
        case FateKind.ALBUM_REFUSED | FateKind.MEDIA_REFUSED if not delivery.bare:
            is_album = fate.kind is FateKind.ALBUM_REFUSED
            return Again(fate.reason, single=is_album, bare=not is_album)
        case FateKind.REFUSED | FateKind.MEDIA_REFUSED if not delivery.plain:
            return Again(fate.reason, plain=True)
        case FateKind.BUG if attempt == 1:
            return Again(fate.reason, wait=FIRST_WAIT, in_order=False)
        case FateKind.PUT_OFF | FateKind.NOT_SENT | FateKind.TOKEN_REFUSED:
            return Again(fate.reason, counted=False)
        case FateKind.SERVER_ERROR | FateKind.TIMED_OUT | FateKind.UNKNOWN:
            if not _hopeless(fate, delivery, attempt):
                return Again(
                    fate.reason,
                    wait=_wait(attempt),
                    in_order=attempt <= ATTEMPTS_IN_ORDER,
                    maybe_twice=True,
                )
    return Drop(fate.reason)


def _judge_refusal(error: BadRequest, text: str) -> Fate:
    if _MEDIA.search(text):
        return Fate(FateKind.MEDIA_REFUSED, f"media-refused: {error.message[:LONGEST_REASON]}")
    if (word := _word(text, _TOPIC_GONE)) is not None:
        return Fate(FateKind.TOPIC_GONE, word)
    if (word := _word(text, _GONE)) is not None:
        return Fate(FateKind.CHAT_GONE, word)
    return Fate(FateKind.REFUSED, f"refused: {error.message[:LONGEST_REASON]}")


def _word(text: str, words: dict[str, str]) -> str | None:
    return next((word for part, word in words.items() if part in text), None)


def _hopeless(fate: Fate, delivery: Delivery, attempt: int) -> bool:
    """Tell whether to stop. Server errors before it do not use up the repeats of an unknown outcome."""
    limit = MOST_ATTEMPTS
    if delivery.reason in (TIMED_OUT, UNKNOWN):
        limit = {FateKind.TIMED_OUT: 0, FateKind.UNKNOWN: MOST_DOUBTFUL}.get(fate.kind, limit)
    return attempt >= limit


def _wait(attempt: int) -> float:
    return min(FIRST_WAIT * 4.0 ** min(attempt - 1, 10), LONGEST_WAIT)
