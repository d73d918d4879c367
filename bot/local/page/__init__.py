"""The chat of `newshound try` in the browser: one page, served on loopback, that nobody else may speak to.

`server.py` answers requests, `guard.py` says whose, `room.py` holds what is shown and tells who looks at it,
`shapes.py` writes it as JSON; `files/` is the page itself. Enter by `ChatPage`.
"""

from bot.local.page.server import ChatPage

__all__ = ["ChatPage"]
