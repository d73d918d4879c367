"""How much of a page's story is found, and how little else: `python -m benchmarks.pages`.

Against the story's text as Readability's authors expect it, by shares of word 4-grams: recall is how much of
the story is found, precision how much of what is found is the story. docs/benchmarks.md shows the figures.
"""

import argparse
import io
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from bot.intake.page import read_page
from newsroom import Problem

_ARCHIVE = Path(__file__).parent.parent.parent / "shared" / "data" / "pages" / "readability.tar.gz"
_GRAM = 4
_NOW = 1 << 41
_LEAST_RECALL, _LEAST_PRECISION = 0.93, 0.90


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the text of its story, a block a line."""

    name: str
    source: bytes
    expected: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1, and CPU seconds."""

    name: str
    recall: float
    precision: float
    seconds: float


Reader = Callable[[bytes], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--archive", type=Path, default=_ARCHIVE)
    parser.add_argument("--show", action="store_true", help="print each page's figures")
    args = parser.parse_args(arguments)
    if not args.archive.exists():
        print(f"{args.archive} is not there: nothing is measured.")
        return 0
    pages = tuple(read_archive(args.archive))
    print(f"{len(pages)} pages\n\n{'':24}recall  precision  ms a page  slowest")
    met = True
    for label, plainly in (("newshound", False), ("without trafilatura", True)):
        figures = measure(pages, partial(story_of, plainly=plainly))
        print(_line(label, figures))
        if args.show:
            for one in figures:
                print(_line(f"  {one.name}", [one]))
        met = met and (plainly or _is_good(figures))
    return 0 if met else 1


def read_archive(path: Path) -> Iterator[Page]:
    """Yield the pages of an archive: a folder each, with `source.html` and `expected.txt`."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getnames()):
            folder, _, name = member.rpartition("/")
            if name == "source.html":
                expected = _content(archive, f"{folder}/expected.txt").decode()
                yield Page(folder.rpartition("/")[2], _content(archive, member), expected)


def measure(pages: Sequence[Page], read: Reader) -> list[Figures]:
    """Return the figures of each page."""
    figures = []
    for page in pages:
        start = time.process_time()
        found = read(page.source)
        seconds = time.process_time() - start
        figures.append(Figures(page.name, *shares(page.expected, found), seconds))
    return figures


def shares(expected: str, found: str) -> tuple[float, float]:
    """Return recall and precision by word 4-grams, each counted as often as it stands there."""
    wanted, got = _grams(expected), _grams(found)
    common = (wanted & got).total()
    return common / max(1, wanted.total()), common / max(1, got.total())


def story_of(source: bytes, *, plainly: bool) -> str:
    """Return the text that is read of a page."""
    read = read_page(source, url="", charset=None, now=_NOW, plainly=plainly)
    return "" if isinstance(read, Problem) else read.entries[0].text


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    return (archive.extractfile(name) or io.BytesIO()).read()


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))


def _is_good(figures: Sequence[Figures]) -> bool:
    recall = fmean(one.recall for one in figures)
    precision = fmean(one.precision for one in figures)
    return recall >= _LEAST_RECALL and precision >= _LEAST_PRECISION


def _line(label: str, figures: Sequence[Figures]) -> str:
    recall = fmean(one.recall for one in figures)
    precision = fmean(one.precision for one in figures)
    mean = 1000 * fmean(one.seconds for one in figures)
    slowest = 1000 * max(one.seconds for one in figures)
    return f"{label:24}{recall:6.3f}  {precision:9.3f}  {mean:9.0f}  {slowest:7.0f}"


if __name__ == "__main__":
    sys.exit(main())
