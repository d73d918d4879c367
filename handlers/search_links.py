"""A link to the private chat that carries a search: `?start=q…`, as far as 64 characters hold one."""

import base64
import binascii

START_LIMIT = 64
"""Characters of `A-Za-z0-9_-` (Bot API, deep linking)."""

PLAIN = "inline"
"""What a link carries that only leads to the chat."""


def search_payload(typed: str) -> str:
    """Return what a link carries that searches for `typed`; `PLAIN` where that is too long, or nothing."""
    encoded = base64.urlsafe_b64encode(typed.encode()).decode().rstrip("=")
    return f"q{encoded}" if encoded and len(encoded) < START_LIMIT else PLAIN


def searched_for(payload: str) -> str | None:
    """Return the query that `search_payload` put into a link; None where there is none in it."""
    encoded = payload.removeprefix("q")
    if encoded == payload or len(payload) > START_LIMIT:
        return None
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode() or None
    except (binascii.Error, ValueError):
        return None
