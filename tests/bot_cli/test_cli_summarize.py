"""`newshound summarize`: one document, for a person."""

import asyncio
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from bot.cli import main
from bot.streams import read_bounded_line
from tests.bot_cli.stories import PAGE, STORY

ROOT = Path(__file__).parents[2]


def summed_up(
    content: str | bytes, capsys: pytest.CaptureFixture[str], status: int = 0
) -> tuple[str, str]:
    Path("document").write_bytes(content.encode() if isinstance(content, str) else content)
    assert main(["summarize", "document"]) == status
    out, err = capsys.readouterr()
    return out, err


@pytest.mark.parametrize(
    "document",
    ["\n".join(STORY), "\n\n".join(STORY), "\ufeff" + "\r\n".join(STORY), PAGE, f"\ufeff{PAGE}"],
    ids=["lines", "paragraphs", "Windows", "page", "page with a mark"],
)
def test_a_document_is_summed_up_in_a_paragraph(
    document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summed_up(document, capsys) == (" ".join(STORY) + "\n", "")


def test_lines_broken_to_a_width_are_one_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    broken = (
        "The old bridge over the Ansel was closed\nto all traffic on Monday, after engineers\n"
        "had found three cracks in the concrete\ndeck below the roadway of the bridge.\n\n"
        "It will stay closed for eleven weeks, as\nthe council announced in the evening.\n"
    )
    out = " ".join(broken.split()) + "\n"
    assert summed_up(broken, capsys) == (out, "")


def test_what_is_no_utf8_is_read_with_replacements(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = summed_up(
        "Die Brücke über den Fluss ist seit Montag ganz gesperrt.".encode("latin-1"), capsys
    )
    assert out == "Die Br\ufffdcke \ufffdber den Fluss ist seit Montag ganz gesperrt.\n"


def test_where_nothing_is_an_article_the_title_is_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    remark = "newshound: nothing in it reads like an article\n"
    page = "<html><title>Log in</title><body><nav>Home</nav><p>Name</p></body></html>"
    assert summed_up(page, capsys) == ("Log in\n", remark)
    assert summed_up("1\n2\n3\n", capsys) == ("", remark)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "there is no text in it"),
        (b" \n\0", "there is no text in it"),
        ("<html></html>", "there is no text on the page"),
        (b"x" * 1025, "it is larger than polling.max_size"),
    ],
)
def test_with_nothing_to_sum_up_it_fails(
    content: str | bytes,
    problem: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWSHOUND_POLLING_MAX_SIZE", "1KiB")
    line = f"newshound: cannot sum that up: {problem}\n"
    assert summed_up(content, capsys, status=1) == ("", line)


def test_noise_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(11)
    for _ in range(20):
        out, _ = summed_up(dice.randbytes(5_000), capsys)
        assert not any(unicodedata.category(char) == "Cc" for char in out.rstrip("\n"))


def test_a_file_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "missing.txt"]) == 1
    assert main(["summarize", "."]) == 1
    assert capsys.readouterr().err == (
        "Newshound stopped: missing.txt: No such file or directory\n"
        "Newshound stopped: .: Is a directory\n"
    )


def test_an_endless_file_is_too_large(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "/dev/zero"]) == 1
    line = "newshound: cannot sum that up: it is larger than polling.max_size\n"
    assert capsys.readouterr() == ("", line)


def test_without_a_file_standard_input_is_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "summarize"],
        cwd=ROOT,
        input="\n".join(STORY).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{' '.join(STORY)}\n".encode(), b"")


# Its parts


async def test_who_waits_for_input_can_leave() -> None:
    """As at Ctrl-C: what is still reading holds up neither the loop nor the end of the program."""
    reading, writing = os.pipe()
    script = (
        "import asyncio, os\nfrom bot.streams import in_thread, input_stream\n"
        "async def wait():\n with input_stream(None) as stream:\n"
        "  os.write(1, b'.')\n  await asyncio.wait_for(in_thread(stream.read), 0.1)\n"
        "asyncio.run(wait())"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script),
        cwd=ROOT,
        stdin=reading,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(reading)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    os.close(writing)
    assert (out, process.returncode) == (b".", 1)
    assert err.strip().endswith(b"TimeoutError")


def test_a_long_line_is_skipped_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"four\n" + b"x" * 100 + b"\n12345\n123456\nend")
    with path.open("rb") as stream:
        read = [read_bounded_line(stream, 6) for _ in range(6)]
    assert read == [b"four\n", None, b"12345\n", None, b"end", b""]
