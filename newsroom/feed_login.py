"""What a feed's server is told beside the question: a login, or headers of an admin's choice."""

import base64
import re
from urllib.parse import urlsplit

MOST_HEADERS = 10
"""Headers of one feed."""

MOST_HEADER_BYTES = 2_048
"""Bytes of a header, name and value."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, 5.6.2."""

_OURS = frozenset(
    {
        *("host", "content-length", "content-type", "transfer-encoding", "te", "trailer"),
        *("connection", "keep-alive", "upgrade", "expect", "accept-encoding", "range", "if-range"),
        *("if-none-match", "if-modified-since", "if-match", "if-unmodified-since"),
    }
)
"""Headers on which it hangs that question and answer are understood; those of proxies come to them."""

_PORTS = {"http": 80, "https": 443}


class BadHeader(ValueError):
    """What was typed cannot be sent as a header."""


def login_header(words: str) -> tuple[str, str]:
    """Return the header of «USER PASSWORD» (RFC 7617; the password may hold spaces). Raises BadHeader."""
    try:
        user, password = words.split(maxsplit=1)
    except ValueError:
        raise BadHeader from None
    password = password.rstrip()
    if ":" in user or not f"{user}{password}".isprintable():
        raise BadHeader
    packed = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return _judged("Authorization", f"Basic {packed}")


def read_header(words: str) -> tuple[str, str]:
    """Return the name and the value of «NAME: VALUE». Raises BadHeader."""
    name, colon, value = words.partition(":")
    if not colon:
        raise BadHeader
    return _judged(name.strip(), value.strip())


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, each spelt out (RFC 6454); '' where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and port else ""


def _judged(name: str, value: str) -> tuple[str, str]:
    """Return a header that can be sent. Raises BadHeader."""
    lower = name.lower()
    ours = lower in _OURS or lower.startswith("proxy-")
    # What is printable has no line ends and no control characters; other letters each server reads its way.
    sendable = value.isprintable() and value.isascii()
    too_long = len(name) + len(value) > MOST_HEADER_BYTES
    if not _TOKEN.fullmatch(name) or ours or not value or not sendable or too_long:
        raise BadHeader
    return name, value
