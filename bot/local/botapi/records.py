"""What the endpoint remembers for assertions: calls, and what people asked and were answered."""

from dataclasses import dataclass, field

from bot.local.botapi.chats import Message
from bot.local.botapi.faults import FaultKind
from bot.local.botapi.json_types import JsonObject
from bot.local.botapi.params import Params
from bot.local.botapi.people import User


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """One answerCallbackQuery: the notice shown over the chat, or as an alert."""

    text: str
    show_alert: bool
    url: str
    cache_time: int


@dataclass(slots=True, eq=False)
class Press:
    """A pressed button. `id` is the callback query's, `at` the judge's clock in seconds."""

    id: str
    update_id: int | None
    user: User
    message: Message
    data: str
    at: float
    answers: list[CallbackAnswer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """One answerInlineQuery."""

    results: list[JsonObject]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: JsonObject | None


@dataclass(slots=True, eq=False)
class InlineQuery:
    """Words typed after the bot's name in some chat."""

    id: str
    update_id: int | None
    user: User
    query: str
    offset: str
    at: float
    answers: list[InlineAnswer] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Call:
    """One call of a method, numbered from 1. `status` is the HTTP status; 0 until answered or if dropped.

    `messages` are those it sent, edited or deleted; `press` and `inline_query` what it answered;
    `fault` what struck it. `description` is the error's text.
    """

    number: int
    method: str
    params: Params
    chat_id: int | None = None
    status: int = 0
    description: str = ""
    messages: tuple[Message, ...] = ()
    press: Press | None = None
    inline_query: InlineQuery | None = None
    fault: FaultKind | None = None
