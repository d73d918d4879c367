"""A strict Telegram Bot API endpoint on loopback: what `try`, tests and benchmarks talk to.

It refuses what the real one refuses, in the same words (docs/local-bot-api.md), shares no code with
the bot, and remembers everything for assertions. Enter by `LocalBotApi`.
"""

from bot.local.botapi.api import LocalBotApi
from bot.local.botapi.chats import Chat, ChatKind, Message, Topic
from bot.local.botapi.entities import Entity
from bot.local.botapi.errors import ApiError
from bot.local.botapi.faults import Fault, FaultKind
from bot.local.botapi.limits import RateRule, Violation
from bot.local.botapi.people import Member, Status, User
from bot.local.botapi.records import Call, CallbackAnswer, InlineAnswer, InlineQuery, Press
from bot.local.botapi.world import World

__all__ = [
    "ApiError",
    "Call",
    "CallbackAnswer",
    "Chat",
    "ChatKind",
    "Entity",
    "Fault",
    "FaultKind",
    "InlineAnswer",
    "InlineQuery",
    "LocalBotApi",
    "Member",
    "Message",
    "Press",
    "RateRule",
    "Status",
    "Topic",
    "User",
    "Violation",
    "World",
]
