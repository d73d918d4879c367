"""How good summaries are, and how fast: `python -m benchmarks.summaries`.

Beside the lead (the first three sentences; the first 60 words' worth, in two readings) and a random choice,
by ROUGE against what people wrote; then the time an article of 800 words takes; then how many summaries hold
a sentence that is not the article's. docs/summaries.md says what the figures mean.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from statistics import fmean, quantiles

from benchmarks.foreign import Found, in_main_texts, in_pages, in_texts
from benchmarks.rouge import Rouge, rouge
from newsroom import count_words, summarize
from newsroom.sentences import split

_DATA = Path(__file__).parent.parent.parent / "shared" / "data"
_ALL = "all"
_RANDOM_RUNS = 5
_RESAMPLES = 2_000
_LENGTH = 800
_TIMED = 200
_BELOW_LEAD, _ABOVE_LEAD, _ABOVE_RANDOM, _ABOVE_RANDOM_EACH = -0.7, 0.3, 4.0, 2.5


@dataclass(frozen=True, slots=True)
class Row:
    """One article, and what people wrote of it."""

    set: str
    language: str
    title: str
    text: str
    references: tuple[str, ...]
    sentences: tuple[str, ...] = field(repr=False)


System = Callable[[Row, int], Sequence[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summaries", description=__doc__)
    parser.add_argument("--data", type=Path, default=_DATA, help="the folder of the shared data")
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--show", action="store_true", help="print each foreign sentence")
    args = parser.parse_args(arguments)
    rows = list(_rows(args.data / "summaries" / "dev.jsonl"))
    met = True
    if rows:
        met = _compare(rows, args.words)
        _time(rows, args.words)
    found = {
        "texts of our own": in_texts(words=args.words),
        "the same, second article": in_texts(words=args.words, second=True),
    }
    archive = args.data / "pages" / "readability.tar.gz"
    if _is_there(archive):
        found["pages, their main text"], took = in_main_texts(archive, words=args.words)
        found["pages, all their text"] = in_pages(archive, words=args.words)
        _write_time(f"{len(took)} pages from HTML", took)
    _write_foreign(found, show=args.show)
    return 0 if met else 1


def _is_there(path: Path) -> bool:
    if not path.exists():
        print(f"{path} is not there: nothing is measured with it.\n")
    return path.exists()


def _rows(path: Path) -> Iterator[Row]:
    if not _is_there(path):
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Row(
            set=row["id"].partition(":")[0],
            language=row["lang"],
            title=row["title"],
            text=row["text"],
            references=tuple(row["reference"]),
            sentences=tuple(split(row["text"], row["lang"])),
        )


def _summary(row: Row, words: int) -> Sequence[str]:
    return summarize(row.text, title=row.title, language=row.language, words=words).sentences


def _first_three(row: Row, words: int) -> Sequence[str]:
    del words
    return row.sentences[:3]


def _within(row: Row, words: int) -> Sequence[str]:
    """Return the first sentences that stay within the words; at least one."""
    return _filled(row.sentences, words)


def _reaching(row: Row, words: int) -> Sequence[str]:
    """Return the first sentences up to the one that reaches the words."""
    lead = _filled(row.sentences, words)
    return row.sentences[: len(lead) + (sum(map(count_words, lead)) < words)]


def _at_random(run: int) -> System:
    def choose(row: Row, words: int) -> Sequence[str]:
        shuffled = list(row.sentences)
        random.Random(f"{run} {row.text}").shuffle(shuffled)
        return _filled(shuffled, words)

    return choose


def _filled(sentences: Sequence[str], words: int) -> Sequence[str]:
    lengths = accumulate(map(count_words, sentences))
    fitting = sum(length <= words for length in lengths)
    return sentences[: max(1, fitting)]


_LEADS: Mapping[str, System] = {"lead, within": _within, "lead, reaching": _reaching}


def _compare(rows: Sequence[Row], words: int) -> bool:
    """Print the table of ROUGE figures and the targets; return whether all are met."""
    systems: dict[str, System] = {"summary": _summary, "lead 3": _first_three, **_LEADS}
    scores = {
        name: [_score(row, system, words) for row in rows] for name, system in systems.items()
    }
    runs = [[_score(row, _at_random(run), words) for row in rows] for run in range(_RANDOM_RUNS)]
    scores["random"] = [_mean(each) for each in zip(*runs, strict=True)]
    sets: dict[str, Sequence[int]] = {_ALL: range(len(rows))}
    for name in dict.fromkeys(row.set for row in rows):
        sets[name] = [number for number, row in enumerate(rows) if row.set == name]
    print(f"ROUGE-1/2/L F1 (mean) at {words} words\n")
    print("| |" + "".join(f" {name} ({len(numbers)}) |" for name, numbers in sets.items()))
    print("|---" * (len(sets) + 1) + "|")
    for system, figures in scores.items():
        cells = [_cell(_mean([figures[number] for number in numbers])) for numbers in sets.values()]
        print(f"| {system} | " + " | ".join(cells) + " |")
    print()
    met = [_judge(name, numbers, scores) for name, numbers in sets.items()]
    return all(met)


def _score(row: Row, system: System, words: int) -> Rouge:
    return rouge(" ".join(system(row, words)), row.references)


def _mean(figures: Sequence[Rouge]) -> Rouge:
    return Rouge(
        fmean(each.one for each in figures),
        fmean(each.two for each in figures),
        fmean(each.longest for each in figures),
    )


def _cell(figures: Rouge) -> str:
    return f"{figures.one:.1f}/{figures.two:.1f}/{figures.longest:.1f} ({figures.mean:.2f})"


def _judge(name: str, numbers: Sequence[int], scores: Mapping[str, Sequence[Rouge]]) -> bool:
    """Print how the summary compares on a set, with the interval of a paired bootstrap."""
    met = True
    for lead in _LEADS:
        gains = [scores["summary"][n].mean - scores[lead][n].mean for n in numbers]
        low, high = _interval(gains)
        target = _ABOVE_LEAD if name == _ALL else _BELOW_LEAD
        met &= fmean(gains) >= target
        print(
            f"{name}: {fmean(gains):+.2f} against {lead} (95 %: {low:+.2f} to {high:+.2f}; "
            f"target {target:+.1f})"
        )
    gain = fmean(scores["summary"][n].one - scores["random"][n].one for n in numbers)
    target = _ABOVE_RANDOM if name == _ALL else _ABOVE_RANDOM_EACH
    print(f"{name}: {gain:+.2f} ROUGE-1 against random (target {target:+.1f})\n")
    return met and gain >= target


def _interval(gains: Sequence[float]) -> tuple[float, float]:
    draw = random.Random("newshound")
    means = sorted(fmean(draw.choices(gains, k=len(gains))) for _ in range(_RESAMPLES))
    return means[_RESAMPLES // 40], means[-_RESAMPLES // 40]


def _time(rows: Sequence[Row], words: int) -> None:
    """Print the CPU time of articles of 800 words, made of the rows' sentences, one after the other."""
    pool = [sentence for row in rows for sentence in row.sentences]
    took = []
    for _ in range(_TIMED):
        article: list[str] = []
        while pool and sum(map(count_words, article)) < _LENGTH:
            article.append(pool.pop())
        if not pool:
            break
        began = time.process_time()
        summarize("\n".join(article), words=words)
        took.append(1_000 * (time.process_time() - began))
    _write_time(f"{len(took)} articles of {_LENGTH} words", took)


def _write_time(what: str, took: Sequence[float]) -> None:
    marks = quantiles(took, n=20)
    print(f"{what}: median {marks[9]:.1f} ms CPU, p95 {marks[18]:.1f} ms\n")


def _write_foreign(found: Mapping[str, Sequence[Found]], *, show: bool) -> None:
    print("| summaries with a sentence that is not the article's | | |")
    print("|---|---|---|")
    for name, summaries in found.items():
        foreign = [each for each in summaries if each.foreign]
        print(
            f"| {name} | {len(foreign)} of {len(summaries)} | {len(foreign) / len(summaries):.1%} |"
        )
    for each in (
        each for summaries in found.values() for each in summaries if show and each.foreign
    ):
        print(f"\n{each.source}: {each.title}", *each.foreign, sep="\n    ")


if __name__ == "__main__":
    sys.exit(main())
