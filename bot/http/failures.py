"""The word for each way in which a fetch can fail."""

import socket
import ssl

import aiohttp
from aiohttp.http import HttpProcessingError

from bot.http.guard import ForbiddenAddress
from newsroom import ProblemKind

_STATUSES = {
    401: ProblemKind.FORBIDDEN,
    403: ProblemKind.FORBIDDEN,
    404: ProblemKind.NOT_FOUND,
    410: ProblemKind.GONE,
    429: ProblemKind.BUSY,
}


def status_problem(status: int) -> tuple[ProblemKind, str]:
    """Return kind and detail for an HTTP status that is no success."""
    default = ProblemKind.SERVER_ERROR if status >= 500 else ProblemKind.HTTP_ERROR
    return _STATUSES.get(status, default), f"HTTP {status}"


def problem_of(error: Exception) -> tuple[ProblemKind, str]:
    """Return kind and detail for what aiohttp, ssl or the system raised.

    Details are chosen here: the errors' own texts hold addresses, which may be private.
    """
    if isinstance(error, TimeoutError):
        return ProblemKind.TIMEOUT, ""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return _lookup_problem(error.os_error)
    if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return ProblemKind.UNREACHABLE, "proxy"
    if isinstance(error, ssl.SSLError | ssl.CertificateError | aiohttp.ClientSSLError):
        return ProblemKind.INSECURE, ""
    if isinstance(error, aiohttp.ClientConnectorError):
        if isinstance(error.os_error, ForbiddenAddress):
            return ProblemKind.FORBIDDEN_ADDRESS, str(error.os_error)
        return ProblemKind.UNREACHABLE, ""
    if isinstance(error, aiohttp.InvalidURL | UnicodeError):
        return ProblemKind.BAD_ADDRESS, ""
    if isinstance(error, aiohttp.ClientResponseError | HttpProcessingError | ValueError):
        return ProblemKind.HTTP_ERROR, "malformed answer"
    return ProblemKind.UNREACHABLE, "connection broken"


def _lookup_problem(error: OSError) -> tuple[ProblemKind, str]:
    if error.errno == socket.EAI_AGAIN:  # our resolver has no answer: that says nothing of the name
        return ProblemKind.UNREACHABLE, "name look-up failed"
    return ProblemKind.NAME_NOT_FOUND, ""
