"""Memory to message: from stored articles to what arrives in chats, at the pace Telegram allows."""

from bot.outgoing.announcer import Announcer
from bot.outgoing.chat_budget import CHAT_INTERVAL
from bot.outgoing.compose import Remembered, Render, Rendered
from bot.outgoing.deliver import Deliverer
from bot.outgoing.digest import Digester
from bot.outgoing.importer import Importer
from bot.outgoing.limiter import PacedRateLimiter
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit
from bot.outgoing.recall import begin_pace
from bot.outgoing.route import Router

__all__ = [
    "CHAT_INTERVAL",
    "Announcer",
    "Deliverer",
    "Digester",
    "Importer",
    "PacedRateLimiter",
    "Pacer",
    "Permit",
    "Remembered",
    "Render",
    "Rendered",
    "Router",
    "begin_pace",
]
