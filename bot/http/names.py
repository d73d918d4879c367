"""Names to addresses, with a thread a question: slow name servers hold up nobody else.

asyncio's own look-ups share a handful of threads with everything else that needs one, and the end of the
program waits for them.
"""

import asyncio
import socket
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.streams import in_thread


class Resolver(AbstractResolver):
    """Asks the system. What is asked at once is limited by how many fetches are."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of `host`. Raises OSError."""
        question = partial(
            socket.getaddrinfo,
            host,
            port,
            family=family,
            type=socket.SOCK_STREAM,
            flags=socket.AI_ADDRCONFIG,
        )
        found = await in_thread(question)
        return [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, where in found
        ]

    async def close(self) -> None:
        """Let go of nothing: a question under way ends by itself."""
        await asyncio.sleep(0)
