"""A server that answers with given bytes, for what no well-behaved HTTP library would send."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

PAUSE = 0.01
"""Seconds between two pieces of a trickling answer."""


@asynccontextmanager
async def answering(answer: bytes, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Answer every request with these bytes and close the connection; yields the address."""
    async with trickling([answer], pause=0, tls=tls) as url:
        yield url


@asynccontextmanager
async def trickling(
    pieces: Iterable[bytes], *, pause: float = PAUSE, tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """Answer every request with these pieces, which may be endless, `pause` seconds apart."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{'http' if tls is None else 'https'}://{host}:{port}"
