"""`newshound summarize --json-lines`: one document a line, for scripts."""

import asyncio
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.cli import main
from bot.summaries.recurrence import Recurrence
from tests.bot_cli.stories import OTHER, PAGE, STANDING, STORY

Lines: TypeAlias = Callable[..., list[dict[str, Any]]]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """Sum up rows as a script does: JSON, or bytes as they are, a line each."""

    def run(*rows: object) -> list[dict[str, Any]]:
        Path("rows").write_bytes(b"\n".join(map(_line, rows)))
        assert main(["summarize", "--json-lines", "rows"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return [json.loads(line) for line in out.splitlines()]

    return run


def _line(row: object) -> bytes:
    return row if isinstance(row, bytes) else json.dumps(row).encode()


def answer(number: object, *sentences: str) -> dict[str, Any]:
    return {"id": number, "summary": " ".join(sentences), "sentences": list(sentences)}


def failure(number: object, problem: str) -> dict[str, Any]:
    return answer(number) | {"problem": problem}


def test_each_row_is_answered_in_order(lines: Lines) -> None:
    rows = [
        {"id": "a", "title": "Bridge closed", "text": "\n".join(STORY)},
        {"id": 2, "html": PAGE},
        {"id": None, "title": "T", "text": OTHER, "language": "en"},
        {"text": OTHER, "html": PAGE, "lang": "en"},
    ]
    assert lines(*rows) == [
        answer("a", *STORY),
        answer(2, *STORY),
        answer(None, OTHER),
        answer(None, OTHER),
    ]


def test_sentences_are_verbatim_and_about_as_long_as_configured(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSHOUND_SUMMARY_WORDS", "15")
    text = "\n".join(f"{STORY[0]} {STORY[1]} {OTHER}" for _ in range(9)) + "\n".join(STORY)
    (said,) = lines({"id": 1, "text": text})
    assert said["sentences"]
    assert all(sentence in text for sentence in said["sentences"])
    assert said["summary"] == " ".join(said["sentences"])
    assert len(said["summary"].split()) <= 20


def test_letters_are_written_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Die alte Brücke über den Fluss ist seit Montag für elf Wochen gesperrt."
    Path("rows").write_text(json.dumps({"id": "ü", "text": text}))
    assert main(["summarize", "--json-lines", "rows"]) == 0
    assert '{"id": "ü", "summary": "Die alte Brücke' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "answered"),
    [
        (b"{", failure(None, "not-json")),
        (b"\xff\xfe\x00", failure(None, "not-json")),
        (b"[" * 200_000, failure(None, "not-json")),
        (b'{"id": ' + b"9" * 5_000 + b"}", failure(None, "not-json")),
        (["a"], failure(None, "not-an-object")),
        ("text", failure(None, "not-an-object")),
        (None, failure(None, "not-an-object")),
        ({"id": 7}, failure(7, "no-text")),
        ({"id": 7, "text": " \n\u202e\x00"}, failure(7, "no-text")),
        ({"id": 7, "text": 5, "html": ["x"]}, failure(7, "no-text")),
        ({"id": 7, "html": "<script>x</script>"}, failure(7, "empty")),
        ({"id": ["a"], "title": "T"}, failure(None, "no-text")),
        (b'{"id": NaN}', failure(None, "no-text")),
        (b'{"id": 1e999}', failure(None, "no-text")),
        (b'{"id": "\\ud800"}', failure("\ud800", "no-text")),
        ({"id": "a\u2028\x85\nb"}, failure("a\u2028\x85\nb", "no-text")),
        (b'\xef\xbb\xbf{"id": 1}\r', failure(1, "no-text")),
    ],
    ids=range(17),
)
def test_a_bad_row_is_a_problem_and_the_next_is_summed_up(
    lines: Lines, row: object, answered: dict[str, Any]
) -> None:
    assert lines(row, {"id": 2, "text": OTHER}) == [answered, answer(2, OTHER)]


def test_blank_lines_are_passed_over(lines: Lines) -> None:
    assert lines(b"", b"  \t", {"id": 1, "text": OTHER}, b"", b"") == [answer(1, OTHER)]
    assert lines() == []


def test_a_line_longer_than_the_limit_is_a_problem(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSHOUND_POLLING_MAX_SIZE", "1KiB")
    rows = [{"id": 1, "text": "x" * 5_000}, {"id": 2, "text": OTHER}, b"x" * 1025]
    assert lines(*rows) == [
        failure(None, "too-large"),
        answer(2, OTHER),
        failure(None, "too-large"),
    ]


def test_hostile_pages_take_one_line_each(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", 1.0)
    monkeypatch.setattr("bot.intake.reading.PAGE_DEADLINE", 0.3)
    attributes = " ".join(f'a{number}=""' for number in range(100_000))
    dice = random.Random(5)
    noise = [{"id": "noise", "html": dice.randbytes(2_000).decode("latin-1")} for _ in range(20)]
    deep = {"id": "deep", "html": "<div>" * 50_000 + OTHER}
    said = lines({"id": "slow", "html": f"<p {attributes}>x"}, deep, *noise)
    assert said[0] == failure("slow", "too-hard")
    assert [row["id"] for row in said] == ["slow", "deep", *["noise"] * 20]


def test_what_stands_in_several_documents_of_a_feed_is_left_out(lines: Lines) -> None:
    """From the second on; of other feeds, and without a feed, nothing is learnt."""
    first, second, third = (
        {"id": number, "title": f"T{number}", "feed": "paper", "text": f"{text}\n{STANDING}"}
        for number, text in enumerate([STORY[0], STORY[1], OTHER])
    )
    elsewhere = {**third, "feed": "gazette"}
    nowhere = {key: value for key, value in third.items() if key != "feed"}
    assert lines(first, second, third, elsewhere, nowhere) == [
        answer(0, STORY[0], STANDING),
        answer(1, STORY[1]),
        answer(2, OTHER),
        answer(2, OTHER, STANDING),
        answer(2, OTHER, STANDING),
    ]


def test_another_version_of_a_document_is_still_summed_up(lines: Lines) -> None:
    row = {"id": 1, "title": "Bridge closed", "feed": "paper", "text": "\n".join(STORY)}
    assert lines(row, row, {**row, "text": f"{row['text']}\n{OTHER}"}) == [
        answer(1, *STORY),
        answer(1, *STORY),
        answer(1, *STORY, OTHER),
    ]


def test_what_recurs_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.summaries.recurrence._MOST_REMEMBERED", 3)
    recurrence = Recurrence()
    assert recurrence.learn("feed", "1", ["a", "b", "c"]) == frozenset()
    assert recurrence.learn("feed", "2", ["a", "d"]) == {"a"}
    assert recurrence.learn("feed", "3", ["a", "b", "c", "d"]) == {"a", "c", "d"}


async def test_each_line_is_answered_before_the_next_is_read() -> None:
    """So that a program may ask and wait; also where the language of the machine has no UTF-8."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "summarize", "--json-lines"),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in ("é", 2):
        process.stdin.write(_line({"id": number, "text": OTHER}) + b"\n")
        said = await asyncio.wait_for(process.stdout.readline(), 30)
        assert json.loads(said.decode()) == answer(number, OTHER)
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 30) == 0
