"""How many summaries hold a sentence that is not the article's: over our own texts, and over real pages."""

import json
import tarfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from benchmarks.rouge import tokens
from bot.intake.page import read_page
from newsroom import ParsedFeed, standing_hashes, summarize
from newsroom.blocks import read_markup
from tests.newsroom.furniture_texts import Text, furniture_texts


@dataclass(frozen=True, slots=True)
class Found:
    """One summary, and what of it is not the article's."""

    source: str
    title: str
    foreign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    html: str
    title: str
    language: str | None
    author: str | None
    site: str
    expected: str


def in_texts(*, words: int, second: bool = False) -> list[Found]:
    """Return what is foreign in the summaries of the tests' own texts.

    `second`: the page's lines stood in another article of the feed before.
    """
    return [_in_text(text, words, second=second) for text in furniture_texts()]


def in_pages(archive: Path, *, words: int) -> list[Found]:
    """Return what is foreign in the summaries of whole pages, menus and all, without an extractor."""
    return [_in_page(page, words, read_markup(page.html).blocks) for page in _pages(archive)]


def in_main_texts(archive: Path, *, words: int) -> tuple[list[Found], list[float]]:
    """Return what is foreign in the summaries of the pages' main texts, and the CPU milliseconds of each."""
    found, took = [], []
    for page in _pages(archive):
        began = time.process_time()
        read = read_page(page.html.encode(), url="", charset="utf-8", now=0)
        text = read.entries[0].text if isinstance(read, ParsedFeed) else ""
        found.append(_in_page(page, words, text.split("\n")))
        took.append(1_000 * (time.process_time() - began))
    return found, took


def _in_page(page: _Page, words: int, blocks: Sequence[str]) -> Found:
    summary = summarize(
        "\n".join(blocks),
        title=page.title,
        language=page.language,
        words=words,
        author=page.author,
        feed_title=page.site,
    )
    return Found("pages", page.name, _foreign(summary.sentences, page.expected))


def _in_text(text: Text, words: int, *, second: bool) -> Found:
    summary = summarize(
        text.text,
        title=text.title,
        language=text.language,
        words=words,
        author=text.author,
        feed_title=text.feed_title,
        standing=standing_hashes(text.furniture) if second else frozenset(),
    )
    return Found(text.source, text.title, tuple(text.foreign(summary.sentences)))


def _pages(archive: Path) -> Iterator[_Page]:
    with tarfile.open(archive) as tar:
        files = {name: member for name in tar.getnames() if (member := tar.extractfile(name))}
        for name in sorted(files):
            if not name.endswith("/source.html"):
                continue
            folder = PurePosixPath(name).parent
            known = json.loads(files[f"{folder}/metadata.json"].read())
            yield _Page(
                name=folder.name,
                html=files[name].read().decode("utf-8", "replace"),
                title=known.get("title") or "",
                language=known.get("lang"),
                author=known.get("byline"),
                site=known.get("siteName") or "",
                expected=files[f"{folder}/expected.txt"].read().decode("utf-8", "replace"),
            )


def _foreign(sentences: tuple[str, ...], expected: str) -> tuple[str, ...]:
    article = f" {' '.join(tokens(expected))} "
    return tuple(line for line in sentences if f" {' '.join(tokens(line))} " not in article)
