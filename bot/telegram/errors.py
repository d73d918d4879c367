"""How a call to Telegram can fail without an answer from Telegram.

telegram.error.NetworkError    the connection broke: the outcome is unknown
├── telegram.error.TimedOut    no answer in time: the outcome is unknown
├── NotSent                    it surely never reached Telegram: may be repeated freely
├── BadEnvelope                somebody else answered, or half an answer came: the outcome is unknown
└── AnswerTooLarge             the answer was not read to its end

What Telegram itself refuses comes as PTB's own errors (`BadRequest`, which is a `NetworkError` too,
`Forbidden`, `RetryAfter`, …). No text here ever holds a URL: the token is part of each.
"""

from http import HTTPStatus

import aiohttp
from telegram.error import NetworkError, TimedOut


class NotSent(NetworkError):
    """No name, no connection, no TLS, no place in the pool: not a byte of the call was sent."""

    __slots__ = ()


class BadEnvelope(NetworkError):
    """The answer is not the Bot API's: no JSON object with `ok`, or a success without `result`."""

    __slots__ = ()


class AnswerTooLarge(NetworkError):
    """The answer, mostly a file, is larger than this transport takes."""

    __slots__ = ()


def network_error(error: Exception, *, connected: bool) -> NetworkError:
    """Say what an error of the HTTP library means for the call, without its cause attached.

    `connected`: whether the request had got a connection, from when on it may have been sent.
    """
    if not connected:
        return NotSent(f"Nothing was sent to Telegram: {_reason(error)}")
    if isinstance(error, TimeoutError):
        return TimedOut("Telegram did not answer in time; the outcome is unknown")
    return NetworkError(f"The connection to Telegram broke: {_reason(error)}")


def foreign_answer(status: int) -> BadEnvelope:
    """Make the error for an answer with this HTTP status that is not the Bot API's."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown status"
    return BadEnvelope(f"{phrase} ({status}): what answered is not the Bot API")


def _reason(error: Exception) -> str:
    """Name the failure. The texts and arguments of aiohttp's errors hold URLs: none is used."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError) and error.os_error.strerror:
        return f"{name}, {error.os_error.strerror}"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"{name}, the proxy answered {error.status}"
    return name
