"""The benchmark measures what it says, and says it in a form that figures can be taken from."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import benchmarks.parse
import benchmarks.search
import benchmarks.search_questions
import benchmarks.watches
from benchmarks.aims import aims_of
from benchmarks.feeds import ENTRIES, Publisher
from benchmarks.measure import ProcessTree, peak_memory
from benchmarks.outcomes import Figures, Outcome
from benchmarks.report import write_report
from benchmarks.rounds import Kind, changed_feeds
from benchmarks.search_corpus import batches, rank_in, words_of
from benchmarks.search_questions import classes
from benchmarks.watched import longest_stall

ROOT = Path(__file__).parent.parent
BURN = "import time\nwhile time.process_time() < 0.3: pass\n"
LINGER = "import sys; sys.stdin.read()"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc")


@linux_only
def test_the_benchmark_polls_with_the_whole_product_and_prints_the_table() -> None:
    """It fails by itself where a feed is not asked for, not stored or not indexed."""
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.poll", "--feeds", "12", "--rounds", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    head, _, _ = ended.stdout.partition("\n\n")
    assert re.fullmatch(
        rf"12 feeds of {ENTRIES} entries and 97 KB each; medians of 1 rounds, of 304 and changes 3\n"
        r"\d+ cores, load \d+\.\d before the start, Python 3\.\d+\.\d+",
        head,
    )
    sections = _sections(ended.stdout.partition("\n\naims")[0])
    for name in ("feeds a second", "CPU seconds per 1,000 feeds"):
        for contestant in ("newshound", "floor"):
            figures = sections[name][contestant]
            assert len(figures) == len(Kind)
            # Of so few feeds the floor's CPU time may be too short to be seen.
            unseen = (name, contestant) == ("CPU seconds per 1,000 feeds", "floor")
            assert all(figure > 0 or unseen for figure in figures)
    assert len(sections["event loop late by at most, ms"]["newshound"]) == len(Kind)
    assert sections["memory of all processes, MiB"]["newshound"][0] > 20


def test_the_parsing_benchmark_reads_each_feed_in_each_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It fails by itself where the known entries are not cut away."""
    assert benchmarks.parse.main(["--feeds", "2", "--rounds", "1"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head == f"CPU ms a feed of {ENTRIES} entries; best of 1 rounds of 2 feeds"
    ways = [re.fullmatch(r"(newshound|feedparser).*? +(\d+\.\d\d)", row) for row in rows]
    assert len(ways) == 4
    assert all(way is not None and float(way[2]) > 0 for way in ways)


def test_the_benchmark_of_watches_compares_the_matcher_with_the_naive_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It fails by itself where the two do not match the same; of so few, the time is not judged."""
    assert benchmarks.watches.main(["--watches", "200", "--articles", "20"]) == 0
    head, *rows, matches = capsys.readouterr().out.splitlines()
    assert head == "200 watches of two words, 20 articles of 300 words"
    assert [re.fullmatch(r".{44} *\d+\.\d{3} s CPU", row) is not None for row in rows] == [True] * 5
    assert re.fullmatch(r"\d+ matches, \d+ times as fast", matches)


def test_the_search_benchmark_asks_each_class_and_keeps_its_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The larger archive is compared with the smaller one, and what is built is not built again."""
    monkeypatch.setattr(benchmarks.search, "SMALLER", 200)
    monkeypatch.setattr(benchmarks.search, "_ROUNDS", 1)
    monkeypatch.setattr(benchmarks.search_questions, "EACH", 4)
    assert benchmarks.search.main(["--articles", "400", "--data", str(tmp_path)]) == 0
    head, _, table = capsys.readouterr().out.partition("\n\n")
    assert re.fullmatch(
        r"400 articles; \d+ cores, load \d+\.\d before the start, Python 3\.\d+\.\d+\n"
        r"indexed: [\d,]+ articles a CPU second, \d+ MB, [\d,]+ bytes an article",
        head,
    )
    rows = {line[:22].strip(): line[22:].split() for line in table.splitlines()[1:]}
    names = [kind.name for kind in classes(400)]
    assert [name for name in rows if name in names] == names
    for name in names:
        assert all(float(figure) > 0 for figure in rows[name][:6]), name
        assert float(rows[name][7]) > 0, "it has grown by so much"
    before = (tmp_path / "400" / "built.json").read_bytes()
    benchmarks.search.main(["--articles", "400", "--data", str(tmp_path), "--alone"])
    assert "plain FTS5" not in capsys.readouterr().out
    assert (tmp_path / "400" / "built.json").read_bytes() == before


def test_the_invented_archive_is_the_same_in_every_run_and_has_zipfs_words() -> None:
    invented = list(batches(1_000))
    texts = "\n".join(one.text for batch in invented for one in batch.articles)
    assert hashlib.sha256(texts.encode()).hexdigest().startswith("b35725c146d1da92")
    english = [
        f" {one.text.lower().replace('.', ' ')} "
        for batch in invented
        if batch.language.tag == "en"
        for one in batch.articles
    ]
    for part in (0.9, 0.5, 0.2):
        word = words_of("en")[rank_in(part, "en")]
        has = sum(f" {word} " in text for text in english)
        assert 0.7 * part < has / len(english) < 1.3 * part


def test_the_table_compares_the_product_with_the_peer_and_the_floor() -> None:
    report = write_report(
        _outcome("newshound", speed=600, cpu=0.2, stall=0.012),
        _outcome("floor", speed=1_200, cpu=0.1),
        _outcome("reader 3.26", speed=50, cpu=8),
    )
    table, _, aims = report.partition("\n\naims")
    speed = _sections(table)["feeds a second"]
    assert speed["newshound"] == [600] * 4
    assert speed["times better than reader 3.26"] == [12] * 4
    assert speed["times worse than the floor"] == [2] * 4
    rest = _sections(table)["feeds a second, until routed and indexed"]
    assert rest["newshound"] == [300] * 4
    assert rest["times better than reader 3.26"] == [6] * 4
    cpu = _sections(table)["CPU seconds per 1,000 feeds"]
    assert cpu["times better than reader 3.26"] == [40] * 4
    assert cpu["times worse than the floor"] == [2] * 4
    assert _sections(table)["event loop late by at most, ms"]["newshound"] == [12] * 4
    assert [line.split()[-1] for line in aims.splitlines()[1:8]] == [
        *(
            "met",
            "met",
            "missed",
            "missed",
        ),  # six times as fast until all is indexed, in each round
        *("met", "met", "met"),
    ]


def test_without_the_peer_its_aims_are_not_judged() -> None:
    product = _outcome("newshound", speed=300, cpu=0.2, stall=0.051)
    names = [aim.name for aim in aims_of(product, _outcome("floor", speed=1_200, cpu=0.1), None)]
    assert names == ["304: times the floor", "event loop late, ms", "memory, MB"]
    judged = aims_of(product, _outcome("floor", speed=1_200, cpu=0.1), None)
    assert [aim.is_met for aim in judged] == [False, False, True]


def test_the_feeds_are_the_same_in_every_run() -> None:
    """Figures of two days can only be compared where the same bytes were polled."""
    document = Publisher().document(7, 3)
    assert hashlib.sha256(document).hexdigest().startswith("3b17f05734605885")


def test_a_new_version_of_a_feed_has_one_new_entry_on_top() -> None:
    publisher = Publisher()
    before, after = (_guids(publisher.document(7, version)) for version in (3, 4))
    assert len(before) == len(after) == ENTRIES
    assert after[1:] == before[:-1]
    assert after[0] not in before


def test_a_feed_weighs_about_97_kilobytes() -> None:
    publisher = Publisher()
    sizes = [len(publisher.document(feed, 0)) for feed in range(20)]
    assert 95_000 < sum(sizes) / len(sizes) < 99_000


def test_a_changed_round_changes_a_tenth_of_the_feeds() -> None:
    assert len(changed_feeds(1_000)) == 100


@linux_only
def test_the_cpu_of_a_process_counts_its_children_also_when_they_have_ended() -> None:
    """A worker that was replaced must not take its share of the bill with it."""
    script = (
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])\n"
        "print('one has ended', flush=True)\nsys.stdin.readline()\n"
        f"subprocess.run([sys.executable, '-c', {BURN + LINGER!r}])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        tree = ProcessTree(process.pid)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"one has ended\n"
        after_one = tree.cpu()
        assert after_one >= 0.28  # the system counts the time of the dead in whole ticks
        process.stdin.write(b"another\n")
        while tree.cpu() < after_one + 0.3:
            assert process.poll() is None
        assert tree.memory() > peak_memory(process.pid)


def test_the_longest_stall_is_looked_for_within_the_round(tmp_path: Path) -> None:
    log = tmp_path / "beats.log"
    log.write_text("1.0 0.9\n2.0 0.02\n3.0 0.04\n4.0 0.9\n")
    assert longest_stall(log, 1.5, 3.5) == 0.04
    assert longest_stall(log, 5, 6) == 0


def _outcome(name: str, *, speed: float, cpu: float, stall: float | None = None) -> Outcome:
    settled = speed / 2 if stall is not None else speed  # others are done with the last feed
    figures = Figures(speed, settled, cpu, 0.05, stall, 0)
    return Outcome(name, {kind: [figures] for kind in Kind}, memory=100 << 20)


def _sections(report: str) -> dict[str, dict[str, list[float]]]:
    """Return the table: section, row, figures."""
    sections: dict[str, dict[str, list[float]]] = {}
    for paragraph in report.split("\n\n"):
        title, *rows = paragraph.splitlines()
        section = sections.setdefault(re.split(r" {2,}", title)[0], {})
        for row in rows:
            name, *figures = re.split(r" {2,}", row.strip())
            section[name] = [float(figure.replace(",", "")) for figure in figures]
    return sections


def _guids(document: bytes) -> list[str | None]:
    return [guid.text for guid in ET.fromstring(document).iter("guid")]
