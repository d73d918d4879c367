"""The body of a request that came to us, within limits."""

import asyncio

import aiohttp
from aiohttp import web

PATIENCE = 20.0
"""Seconds for a body to arrive; who sends more slowly holds a place that others need."""


class NoBodyError(Exception):
    """A body that is not to be had; `status` is what to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


async def read_body(request: web.BaseRequest, most: int) -> bytes:
    """Return a request's body, unpacked, of up to `most` bytes. Raises NoBodyError."""
    if (request.content_length or 0) > most:
        raise NoBodyError(413)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > most:
                    raise NoBodyError(413)
    except TimeoutError:
        raise NoBodyError(408) from None
    except (aiohttp.ClientError, web.RequestPayloadError, OSError):
        raise NoBodyError(400) from None
    return bytes(body)
