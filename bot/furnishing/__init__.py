"""The only place that builds things: out of what is open, the house with all that is in it."""

from bot.furnishing.furnish import furnish
from bot.furnishing.opened import Opened

__all__ = ["Opened", "furnish"]
