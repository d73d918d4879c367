"""`newshound inspect`: what the bot would store for a feed or a page. Nothing is stored."""

import asyncio
import html
import os.path
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.clock import SystemClock
from bot.config import Config
from bot.http import FeedError, Fetcher, configured_fetcher
from bot.intake import links_of_page, looks_like_html, read_document, read_web_page
from bot.logs import one_line
from bot.streams import NoRegularFile, json_line, read_regular_file, write_now, write_utf8
from bot.units import format_time
from bot.worker import PARSE_FEED, WorkerPool
from handlers import Library
from newsroom import Entry, ParsedFeed, Problem, ProblemKind, shorten

_FIRST_LINE = 160
"""Characters of an entry's text that a person is shown."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(
    r"(localhost|\d+(?:\.\d+){3}|\[[0-9A-Fa-f:.]+\]|(?:[\w-]+\.)+[^\W\d_][\w-]+\.?)"
    r"(?::\d+)?(?:[/?#].*)?"
)
_FILE_SUFFIXES = (".atom", ".htm", ".html", ".json", ".opml", ".rdf", ".rss", ".txt", ".xml")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What stands at a source."""

    source: str
    """As it was typed."""
    url: str | None
    """Where it was found in the end, or was looked for; None for a file."""
    found: ParsedFeed | Problem
    is_page: bool = False
    feeds: tuple[str, ...] = ()
    """Of a page: the addresses of the feeds that it announces."""


async def run_inspect(config: Config, sources: Sequence[str], *, as_json: bool) -> int:
    """Print what each source holds, in order, each as soon as it is known; return the exit status.

    That is 0 whatever was found: a problem with a source is a result.
    """
    write_utf8()
    show: Callable[[Inspection], str] = _as_json if as_json else _for_people
    async with WorkerPool(1) as workers, configured_fetcher(config.polling) as fetcher:
        inspector = Inspector(fetcher, workers, config.polling.max_size)
        for source in sources:
            write_now(show(await inspector.inspect(source)))
    return 0


class Inspector:
    """Looks at addresses and files."""

    def __init__(self, fetcher: Fetcher, workers: WorkerPool, max_size: int) -> None:
        """`max_size`: bytes, the limit of files; the fetcher has its own."""
        self._fetcher = fetcher
        self._workers = workers
        self._max_size = max_size

    async def inspect(self, source: str) -> Inspection:
        """Return what stands at a source. Raises WorkerProblem where no worker can be started."""
        url = address_of(source)
        try:
            if url is None:
                body = await asyncio.to_thread(self._read_file, source)
                found, is_page = await self._read(body, url="", charset=None)
                feeds = await self._feeds(body, url="") if is_page else ()
                return Inspection(source, None, found, is_page, feeds)
            fetched = await self._fetcher.fetch(url, exempt=True)
        except FeedError as error:
            return Inspection(source, url, error.problem)
        body = fetched.body or b""
        found, is_page = await self._read(body, url=fetched.url, charset=fetched.charset)
        links = fetched.link_header
        feeds = await self._feeds(body, url=fetched.url, link_header=links) if is_page else ()
        return Inspection(source, fetched.lasting_url, found, is_page, feeds)

    async def _read(
        self, body: bytes, *, url: str, charset: str | None
    ) -> tuple[ParsedFeed | Problem, bool]:
        """Return what a document holds, and whether it is a page."""
        now = SystemClock().now()
        found = await read_document(
            self._workers, PARSE_FEED, body, url=url, charset=charset, now=now
        )
        if not isinstance(found, Problem) or found.kind is not ProblemKind.NOT_A_FEED:
            return found, False
        if not looks_like_html(body, charset):
            return found, False
        page = await read_web_page(self._workers, body, url=url, charset=charset, now=now)
        return page, True

    async def _feeds(self, body: bytes, *, url: str, link_header: str = "") -> tuple[str, ...]:
        """Return the feeds that a page announces; whether they are any is not looked at."""
        links = await links_of_page(
            self._workers, body, url=url, charset=None, link_header=link_header
        )
        return tuple(link.url for link in links if link.announced)

    def _read_file(self, path: str) -> bytes:
        try:
            body = read_regular_file(path, self._max_size + 1)
        except PermissionError:
            raise FeedError(ProblemKind.FORBIDDEN, "permission denied") from None
        except NoRegularFile as error:
            raise FeedError(ProblemKind.NOT_FOUND, str(error)) from None
        except OSError as error:
            raise FeedError(ProblemKind.NOT_FOUND, (error.strerror or "").lower()) from None
        if len(body) > self._max_size:
            raise FeedError(ProblemKind.TOO_LARGE)
        return body


def address_of(source: str) -> str | None:
    """Return the address that a source names, https where it says nothing else; None for a file.

    What exists is a file, and so is what ends as files do: `feed.xml` is no host.
    """
    if _SCHEME.match(source):
        return source
    host = _HOST.fullmatch(source)
    if host is None or host[1].lower().endswith(_FILE_SUFFIXES):
        return None
    # os.path's answer is always yes or no; Path.exists raises where a name is too long.
    exists = os.path.exists(source) or os.path.exists(host[1])  # noqa: PTH110
    return None if exists else f"https://{source}"


def _as_json(seen: Inspection) -> str:
    """Return the line that scripts read; its keys are a promise (docs/scripts.md)."""
    parsed = seen.found if isinstance(seen.found, ParsedFeed) else None
    problem = seen.found if isinstance(seen.found, Problem) else None
    return json_line(
        {
            "source": seen.source,
            "problem": problem and problem.kind,
            "title": parsed and parsed.title,
            "url": seen.url,
            "entries": [_entry_object(entry) for entry in parsed.entries] if parsed else [],
        }
    )


def _entry_object(entry: Entry) -> dict[str, Any]:
    return {
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "author": entry.author,
        "published": _time(entry.published_at),
        "updated": _time(entry.updated_at),
        "language": entry.language,
        "text": entry.text,
        "summary": entry.summary,
        "image": entry.image_url,
        "enclosures": [
            {"url": file.url, "type": file.mime_type or None, "length": file.length}
            for file in entry.enclosures
        ],
    }


def _for_people(seen: Inspection) -> str:
    lines = (f"  {line}".rstrip() for line in _lines(seen))
    return "\n".join([one_line(seen.source), *lines, "", ""])


def _lines(seen: Inspection) -> Iterator[str]:
    if seen.url is not None and seen.url != seen.source:
        yield f"at {one_line(seen.url)}"
    if isinstance(seen.found, Problem):
        yield f"{seen.found.kind}: {_in_words(seen.found, is_file=seen.url is None)}"
        return
    count = len(seen.found.entries)
    kind = "page" if seen.is_page else f"feed, {count} {'entry' if count == 1 else 'entries'}"
    yield f"{seen.found.title or '(no title)'}: {kind}"
    yield from (f"feed of this page: {one_line(feed)}" for feed in seen.feeds)
    for entry in seen.found.entries:
        about = filter(None, (_time(entry.published_at), entry.author))
        first_line = entry.text.partition("\n")[0]
        yield ""
        yield entry.title or "(no title)"
        details = (entry.url, " · ".join(about), shorten(first_line, _FIRST_LINE))
        yield from (f"  {detail}" for detail in details if detail)


def _in_words(problem: Problem, *, is_file: bool) -> str:
    """Return what the bot would say in a chat and the detail; of a file, what the system says."""
    if is_file and problem.kind in (ProblemKind.NOT_FOUND, ProblemKind.FORBIDDEN):
        return problem.detail
    sentence = html.unescape(Library.load().texts(None)(f"problem-{problem.kind}"))
    return f"{sentence} ({problem.detail})" if problem.detail else sentence


def _time(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else format_time(milliseconds)
