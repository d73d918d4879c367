"""What `newshound summarize` does with its input: one document, or one a line."""

import sys
from pathlib import Path
from typing import Any, BinaryIO

from bot.config import Config
from bot.intake import looks_like_html
from bot.streams import (
    in_thread,
    input_stream,
    json_line,
    read_bounded_line,
    write_now,
    write_utf8,
)
from bot.summaries.documents import (
    Document,
    NoDocument,
    page_document,
    parse_row,
    row_document,
    row_feed,
    row_id,
    text_document,
)
from bot.summaries.recurrence import Recurrence
from bot.worker import WorkerPool
from newsroom import ProblemKind, Summary, standing_hashes, summarize

_IN_WORDS = {
    "no-text": "there is no text in it",
    ProblemKind.EMPTY: "there is no text on the page",
    ProblemKind.TOO_LARGE: "it is larger than polling.max_size",
    ProblemKind.TOO_HARD: "reading the page takes too much time or memory",
}


async def run_summarize(config: Config, file: Path | None, *, json_lines: bool) -> int:
    """Sum up a file (None: standard input) and return the exit status. Raises OSError.

    With `json_lines` it is 0 whatever the lines hold: a problem with a line is its result.
    """
    write_utf8()
    async with WorkerPool(1) as workers:
        summarizer = Summarizer(workers, config.summary.words, config.polling.max_size)
        with input_stream(file) as stream:
            if json_lines:
                await summarizer.sum_up_lines(stream)
                return 0
            return await summarizer.sum_up_all(stream)


class Summarizer:
    """Reads documents, sums them up and prints what comes of it."""

    def __init__(self, workers: WorkerPool, words: int, max_size: int) -> None:
        """`words`: about how long a summary is. `max_size`: bytes of a document or a line."""
        self._workers = workers
        self._words = words
        self._max_size = max_size
        self._recurrence = Recurrence()

    async def sum_up_all(self, stream: BinaryIO) -> int:
        """Print the summary of what the stream holds as a paragraph; return the exit status."""
        if stream.isatty():
            _remark("type or paste a text; Ctrl-D ends it")
        try:
            document = await self._document(await in_thread(lambda: self._read(stream)))
        except NoDocument as problem:
            _remark(f"cannot sum that up: {_IN_WORDS.get(str(problem), problem)}")
            return 1
        summary = self._sum_up(document)
        if not summary.sentences:
            _remark("nothing in it reads like an article")
        if summary.sentences or document.title:
            write_now(f"{summary.text or document.title}\n")
        return 0

    async def sum_up_lines(self, stream: BinaryIO) -> None:
        """Print a JSON object for each line that is not blank, in order, each at once."""
        while (line := await in_thread(lambda: read_bounded_line(stream, self._max_size))) != b"":
            if line is None or line.strip():
                write_now(json_line(await self._answer(line)))

    async def _answer(self, line: bytes | None) -> dict[str, Any]:
        row: dict[str, Any] = {}
        try:
            row = parse_row(line)
            document = await row_document(self._workers, row)
        except NoDocument as problem:
            return {"id": row_id(row), "summary": "", "sentences": [], "problem": str(problem)}
        summary = self._sum_up(document, row_feed(row))
        return {"id": row_id(row), "summary": summary.text, "sentences": summary.sentences}

    def _read(self, stream: BinaryIO) -> bytes:
        body = stream.read(self._max_size + 1)
        if len(body) > self._max_size:
            raise NoDocument(ProblemKind.TOO_LARGE)
        return body

    async def _document(self, body: bytes) -> Document:
        if looks_like_html(body):
            return await page_document(self._workers, body)
        return text_document(body.decode("utf-8-sig", "replace"))

    def _sum_up(self, document: Document, feed: str | None = None) -> Summary:
        standing: frozenset[str] = frozenset()
        if feed is not None:
            blocks = standing_hashes(document.text.split("\n"))
            standing = self._recurrence.learn(feed, document.title or document.text, blocks)
        return summarize(
            document.text,
            title=document.title,
            language=document.language,
            words=self._words,
            author=document.author,
            feed_title=document.site,
            standing=standing,
        )


def _remark(text: str) -> None:
    """Tell a person; standard output is for the summary alone."""
    sys.stderr.write(f"newshound: {text}\n")
