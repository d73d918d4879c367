"""What other programs may know of the bot."""

from bot.health.server import serving_health

__all__ = ["serving_health"]
