"""A language model behind an OpenAI-compatible `/v1`: one question, and its answer as it is written.

The address is the operator's own (`llm.url`) and may lie on this machine, so the guard that judges strangers'
addresses has no part here. Redirects are not followed, the environment's proxies and cookies are not used,
and the key goes into the one header that it is for: no error here carries an address, a key or a server's own
words, in which keys have been seen.

Only `model`, `messages` and `stream` are sent: every further parameter is unknown to some of the services
that call themselves compatible. The length of an answer is bounded here, by not reading on.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.http import HttpProcessingError

from bot.http.events import EventReader, EventTooLong
from bot.http.session import open_session
from newsroom import Trouble

TOTAL_PATIENCE = 120.0
"""Seconds for all of an answer: a model on a machine like ours writes a few words a second."""

IDLE_PATIENCE = 45.0
"""Seconds in which nothing comes: a local model may have to be loaded before it begins."""

CONNECT_PATIENCE = 10.0

LONGEST_ANSWER = 40_000
"""Characters that are read of an answer, reasoning included; nobody asked for so many."""

_FAILURES = (aiohttp.ClientError, HttpProcessingError, OSError, ValueError)
"""What aiohttp and the system raise; time-outs are among them."""

_LONGEST_BODY = 4 << 20  # bytes, with all that stands around the words


class ModelError(Exception):
    """A question came to nothing. The text is for the log: a status or a short word of ours."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of an answer."""

    text: str = ""
    """May be empty: the model thinks, or only says how it goes."""
    refused: bool = False
    """The model or its filter will not answer."""
    cut: bool = False
    """The answer ends here although it is not finished."""


class ChatModel:
    """Asks over one session; an async context manager."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        total: float = TOTAL_PATIENCE,
        idle: float = IDLE_PATIENCE,
    ) -> None:
        """`url`: the address that ends in /v1. `total`, `idle`: seconds."""
        self.name = model
        self._url = url.rstrip("/")
        self._key = key
        self._total = total
        self._idle = idle

    async def __aenter__(self) -> Self:
        headers = {"Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_PATIENCE, sock_read=self._idle)
        self._session = open_session(headers, timeout, guarded=False)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(self, system: str, user: str, heard: Callable[[Chunk], None]) -> None:
        """Hand each part of the answer to `heard` as it comes. Raises ModelError and nothing else."""
        question = {
            "model": self.name,
            "stream": True,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
        }
        address = f"{self._url}/chat/completions"
        read = 0
        try:
            async with (
                asyncio.timeout(self._total),
                self._session.post(address, json=question, allow_redirects=False) as response,
            ):
                _judge_status(response.status)
                async for chunk in _chunks(response):
                    heard(chunk)
                    read += len(chunk.text)
                    if chunk.refused or read > LONGEST_ANSWER:
                        heard(Chunk(cut=True))
                        return
        except _FAILURES as error:
            raise _as_model_error(error) from None

    async def list_models(self) -> tuple[str, ...] | None:
        """Return the names of the models that the service has; None where it does not tell.

        Raises ModelError where it cannot be reached, or refuses the key.
        """
        try:
            async with (
                asyncio.timeout(CONNECT_PATIENCE),
                self._session.get(f"{self._url}/models", allow_redirects=False) as response,
            ):
                if response.status in (404, 405, 501):
                    return None
                _judge_status(response.status)
                body = await _whole(response)
        except _FAILURES as error:
            raise _as_model_error(error) from None
        listed = body.get("data")
        names = [one.get("id") for one in _sequence(listed) if isinstance(one, dict)]
        return tuple(name for name in names if isinstance(name, str)) or None


def _judge_status(status: int) -> None:
    if not 200 <= status < 300:
        trouble = Trouble.REJECTED if 300 <= status < 500 else Trouble.BROKEN
        raise ModelError(trouble, f"HTTP {status}")


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[Chunk]:
    """Yield an answer's parts. Raises ModelError where it is no answer, or breaks off with an error."""
    kind = response.content_type
    if kind == "text/html":
        raise ModelError(Trouble.BROKEN, "an HTML page")
    if kind in ("application/json", "text/json"):  # some services know no streaming
        yield _read(await _whole(response), "message")
        return
    seen = False
    async for data, is_last in _events(response):
        if data.strip() == "[DONE]":
            return
        yield _last(data) if is_last else _read(_parsed(data), "delta")
        seen = True
    if not seen:
        raise ModelError(Trouble.BROKEN, "no answer in what came")


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, bool]]:
    """Yield the data of events, and whether it is what the stream ended within."""
    reader, size = EventReader(), 0
    async for piece in response.content.iter_any():
        size += len(piece)
        if size > _LONGEST_BODY:
            raise ModelError(Trouble.BROKEN, "an answer without end")
        for data in reader.feed(piece):
            yield data, False
    for data in reader.end():
        yield data, True


def _last(data: str) -> Chunk:
    """Read the event that a stream ended within: where it is half, the answer is cut there."""
    try:
        return _read(_parsed(data), "delta")
    except ModelError as error:
        if error.trouble is Trouble.BROKEN and not data.rstrip().endswith("}"):
            return Chunk(cut=True)
        raise


def _read(body: dict[str, Any], part: str) -> Chunk:
    """Return what an object of the service says; an error in it is raised."""
    if body.get("error"):
        raise ModelError(Trouble.BROKEN, "an error in place of an answer")
    choices = _sequence(body.get("choices"))
    if not choices or not isinstance(choices[0], dict):
        return Chunk()
    choice = choices[0]
    said = choice.get(part)
    said = said if isinstance(said, dict) else {}
    reason = choice.get("finish_reason")
    return Chunk(
        text=_text(said.get("content")),
        refused=bool(said.get("refusal")) or reason == "content_filter",
        cut=reason == "length",
    )


def _text(content: object) -> str:
    """Return the words of a message: a text, or a list of parts of which some are text."""
    if isinstance(content, str):
        return content
    parts = [one for one in _sequence(content) if isinstance(one, dict)]
    return "".join(one["text"] for one in parts if isinstance(one.get("text"), str))


async def _whole(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body = b""
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > _LONGEST_BODY:
            raise ModelError(Trouble.BROKEN, "an answer without end")
    return _parsed(body.decode("utf-8", "replace"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelError(Trouble.BROKEN, "no JSON") from None
    if not isinstance(found, dict):
        raise ModelError(Trouble.BROKEN, "JSON that is no answer")
    return found


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _as_model_error(error: Exception) -> ModelError:
    """Return what is said of an error: never its own text, which may hold an address or a key."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return ModelError(Trouble.UNREACHABLE, "no connection")
        case TimeoutError():
            return ModelError(Trouble.SILENT, "no answer in time")
        case EventTooLong():
            return ModelError(Trouble.BROKEN, "an event without end")
    return ModelError(Trouble.BROKEN, f"a broken answer ({type(error).__name__})")
