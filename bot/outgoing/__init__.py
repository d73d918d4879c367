"""Memory to message: from stored articles to what arrives in chats, at the pace Telegram allows."""

from bot.outgoing.compose import Render
from bot.outgoing.deliver import Deliverer
from bot.outgoing.limiter import PacedRateLimiter
from bot.outgoing.pace import Pacer, Permit
from bot.outgoing.recall import begin_pace
from bot.outgoing.route import Router

__all__ = [
    "Deliverer",
    "PacedRateLimiter",
    "Pacer",
    "Permit",
    "Render",
    "Router",
    "begin_pace",
]
