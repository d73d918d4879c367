"""A feed and a page to inspect."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

from tests.feedserver import item, rss

Inspect: TypeAlias = Callable[..., Awaitable[list[dict[str, Any]]]]

FEED = rss(
    "The Paper",
    [
        item(
            "1",
            "The old bridge",
            "It stands.",
            "http://paper.example/1",
            published=1_795_161_600_000,
            content="<p>It stands.</p><p>Für immer &amp; ewig. <img src='/a.png'></p>",
            author="ann@paper.example (Ann Lee)",
            enclosure=("http://paper.example/1.mp3", "audio/mpeg", 12),
        ),
        item("2", "A new bridge", None),
    ],
    language="en-GB",
)
PAGE = """<!DOCTYPE html><html lang="de"><head><title>Die Brücke</title></head><body>
<nav>Start</nav><article><h1>Die Brücke</h1><p>Die alte Brücke über den Fluss ist seit Montag zu.</p>
</article></body></html>"""


def written(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name
