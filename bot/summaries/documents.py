"""Documents to be summed up: plain texts, pages, and rows of JSON lines."""

import json
import math
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from bot.clock import SystemClock
from bot.intake import MAX_TEXT, MAX_TITLE, language_tag, read_web_page
from bot.worker import WorkerPool
from newsroom import Problem, ProblemKind, clean_line, clean_text, shorten

# Lines were broken by hand or by a program to fit a width: all are narrower than this (characters), and
# of so many breaks at the least, most stand where the next word would not have fitted.
_WIDEST = 120
_FEWEST_BREAKS = 3
_FITTING = 0.8


class NoDocument(Exception):
    """There is nothing to sum up; the text is a problem word of docs/intake.md."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be summed up."""

    text: str
    """Clean, a paragraph a line."""
    title: str = ""
    author: str | None = None
    site: str = ""
    language: str | None = None


def text_document(text: str) -> Document:
    """Return a plain text as a document. Raises NoDocument."""
    clean = shorten(clean_text(_paragraphs(text)), MAX_TEXT)
    if not clean:
        raise NoDocument("no-text")
    return Document(clean)


async def page_document(workers: WorkerPool, page: bytes, charset: str | None = None) -> Document:
    """Return HTML as a document, of its main text. Raises NoDocument and WorkerProblem."""
    now = SystemClock().now()
    read = await read_web_page(workers, page, url="", charset=charset, now=now)
    if isinstance(read, Problem):
        raise NoDocument(read.kind)
    (entry,) = read.entries
    return Document(entry.text, entry.title, entry.author, read.title, entry.language)


def parse_row(line: bytes | None) -> dict[str, Any]:
    """Return the JSON object that a line is; None = a line that was too long. Raises NoDocument."""
    if line is None:
        raise NoDocument(ProblemKind.TOO_LARGE)
    try:
        row = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise NoDocument("not-json") from None
    if not isinstance(row, dict):
        raise NoDocument("not-an-object")
    return row


async def row_document(workers: WorkerPool, row: dict[str, Any]) -> Document:
    """Return the document in a row: its `text` where it has one, else its `html`. Raises NoDocument."""
    title = shorten(clean_line(_text(row, "title")), MAX_TITLE)
    language = language_tag(row.get("language")) or language_tag(row.get("lang"))
    if _text(row, "text").strip():
        document = text_document(_text(row, "text"))
    elif html := _text(row, "html"):
        # Lone surrogates, which JSON can spell, have no UTF-8.
        document = await page_document(workers, html.encode("utf-8", "ignore"), "utf-8")
    else:
        raise NoDocument("no-text")
    return replace(document, title=title or document.title, language=language or document.language)


def row_id(row: dict[str, Any]) -> str | int | float | None:
    """Return what a row is known by; None where it has no id, or one that is no text or number."""
    given = row.get("id")
    if isinstance(given, float) and not math.isfinite(given):
        return None
    return given if isinstance(given, str | int | float) else None


def row_feed(row: dict[str, Any]) -> str | None:
    """Return the feed that a row says its document belongs to."""
    return _text(row, "feed") or None


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _paragraphs(text: str) -> list[str]:
    """Return a text's paragraphs: its lines, or where those are broken to a width, what is between gaps."""
    lines = [line.strip() for line in text.splitlines()]
    if not _is_broken_to_a_width(lines):
        return lines
    return [" ".join(group) for filled, group in groupby(lines, bool) if filled]


def _is_broken_to_a_width(lines: list[str]) -> bool:
    width = max(map(len, lines), default=0)
    breaks = [(line, after) for line, after in pairwise(lines) if line and after]
    if width > _WIDEST or len(breaks) < _FEWEST_BREAKS:
        return False
    fitting = sum(len(line) + 1 + len(after.split()[0]) > width for line, after in breaks)
    return fitting >= _FITTING * len(breaks)
