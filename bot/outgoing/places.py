"""How many messages may be in flight at once: more bring nothing, and a crash may repeat each of them."""

IN_FLIGHT_SECONDS = 4 / 30
"""As many messages are in flight at most as may be sent in so many seconds: 4 at Telegram's free 30 a second.

At 80 ms a call this uses all of the limit, and it bounds what a crash may repeat.
"""

FEWEST_IN_FLIGHT = 4
"""So that calls that hang hold up no others, however slow the bot is to be."""

MOST_IN_FLIGHT = 24
"""More than one process keeps up with: they would only stand in each other's way, and in that of replies."""


def most_in_flight(messages_per_second: int) -> int:
    """Return how many messages may be in flight at once."""
    wanted = round(messages_per_second * IN_FLIGHT_SECONDS)
    return min(max(FEWEST_IN_FLIGHT, wanted), MOST_IN_FLIGHT)
