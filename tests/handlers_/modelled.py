"""A conversation with a bot that has a language model, whose service is on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.http import ChatModel
from bot.rewrite import Rewriter
from handlers import Rewrite
from tests.handlers_.talk import Talk
from tests.handlers_.world import talking
from tests.llmserver import KEY, MODEL, LlmServer


@asynccontextmanager
async def modelled(
    folder: Path, *, limit: int = 0, idle: float = 20, instruction: str = ""
) -> AsyncIterator[tuple[Talk, LlmServer]]:
    """Build it. `limit`: of a day; 0 = none. `idle`: seconds that the model may be silent for."""
    async with (
        LlmServer() as server,
        ChatModel(server.url, MODEL, KEY, idle=idle) as model,
    ):
        write = Rewriter(model, instruction).write
        async with talking(folder, rewrite=Rewrite(MODEL, write, instruction, limit)) as talk:
            yield talk, server
