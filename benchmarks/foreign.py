"""How many summaries hold a sentence that is not the article's: over our own texts, and over real pages."""

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from benchmarks.rouge import tokens
from newsroom import standing_hashes, summarize
from newsroom.blocks import read_markup
from tests.newsroom.furniture_texts import Text, furniture_texts


@dataclass(frozen=True, slots=True)
class Found:
    """One summary, and what of it is not the article's."""

    source: str
    title: str
    foreign: tuple[str, ...]


def in_texts(*, words: int, second: bool = False) -> list[Found]:
    """Return what is foreign in the summaries of the tests' own texts.

    `second`: the page's lines stood in another article of the feed before.
    """
    return [_in_text(text, words, second=second) for text in furniture_texts()]


def in_pages(archive: Path, *, words: int) -> list[Found]:
    """Return what is foreign in the summaries of whole pages, by the text that Readability expects."""
    return [
        Found("pages", name, _foreign(sentences, expected))
        for name, sentences, expected in _pages(archive, words)
    ]


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


def _pages(archive: Path, words: int) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the name, the summary's sentences and the article's text of each page."""
    with tarfile.open(archive) as tar:
        files = {name: member for name in tar.getnames() if (member := tar.extractfile(name))}
        for name in sorted(files):
            if not name.endswith("/source.html"):
                continue
            folder = PurePosixPath(name).parent
            html = files[name].read().decode("utf-8", "replace")
            known = json.loads(files[f"{folder}/metadata.json"].read())
            summary = summarize(
                "\n".join(read_markup(html).blocks),
                title=known.get("title") or "",
                language=known.get("lang"),
                words=words,
                author=known.get("byline"),
                feed_title=known.get("siteName") or "",
            )
            expected = files[f"{folder}/expected.txt"].read().decode("utf-8", "replace")
            yield folder.name, summary.sentences, expected


def _foreign(sentences: tuple[str, ...], expected: str) -> tuple[str, ...]:
    article = f" {' '.join(tokens(expected))} "
    return tuple(line for line in sentences if f" {' '.join(tokens(line))} " not in article)
