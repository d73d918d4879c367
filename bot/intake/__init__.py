"""From feed to memory: polling, checking, parsing."""

from bot.intake.check import Checker
from bot.intake.poll import Poller, PollStats

__all__ = ["Checker", "PollStats", "Poller"]
