"""`newshound try` as a script uses it: lines in, the conversation out."""

import asyncio
import os
import socket
import sys
from pathlib import Path

from tests.botprocess import ROOT, free_port
from tests.feedserver import FeedServer, item, rss
from tests.nursery import PATIENCE, conversed


async def trial(lines: str, *words: str, folder: Path) -> tuple[int, str, str]:
    """Return the exit status, the conversation and what else was said."""
    return await conversed(["try", *words], environment(folder), lines, folder)


async def trial_of_a_newcomer(lines: str, *, folder: Path) -> tuple[int, str, str]:
    """Return the same of a process that nobody has prepared."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "try"),
        cwd=ROOT,
        env=environment(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        output, errors = await process.communicate(lines.encode())
    return process.returncode or 0, output.decode(), errors.decode()


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "NEWSHOUND_STORAGE_PATH": str(folder / "never.db")}


def in_order(text: str, *parts: str) -> bool:
    """Whether all parts stand in the text, one after the other."""
    position = 0
    for part in parts:
        position = text.find(part, position) + 1
        if position == 0:
            return False
    return True


async def test_each_line_is_answered_in_turn_and_the_end_of_input_ends_the_chat(
    tmp_path: Path,
) -> None:
    lines = "/help\n/feeds\n/sub 1\n!4\n/latest\n"
    status, output, errors = await trial_of_a_newcomer(lines, folder=tmp_path)
    assert (status, errors) == (0, "")
    assert in_order(
        output,
        "> /help",
        "/addfeed",
        "> /feeds",
        "Harbour Courier",
        "> /sub 1",
        "Subscribed to The Harbour Courier",
        "!4 Undo",
        "> !4",
        "(changed)",
        "> /latest",
        "No subscriptions here",
    ), output
    assert not (tmp_path / "never.db").exists()


async def test_the_summary_of_a_teaser_is_that_of_its_page(tmp_path: Path) -> None:
    """The third paper's feed carries teasers only; its card shows one, and Summary the story."""
    status, output, errors = await trial("/latest 3\n!1\n!2\n", folder=tmp_path)
    assert (status, errors) == (0, "")
    assert in_order(output, "> !1", "!2 Summary", "> !2", "(changed)", "1 min to read"), output


async def test_an_inline_search_is_tried_and_one_of_its_results_sent(tmp_path: Path) -> None:
    """`!1` then opens its article in the bot, by the button that the sent message has."""
    lines = "@newshound_bot ferry\n!1\n!1\n@newshound_bot qqqq\n!1\n@newshound_bot\n!99\n"
    status, output, errors = await trial(lines, folder=tmp_path)
    assert (status, errors) == (0, "")
    assert in_order(
        output,
        "> @newshound_bot ferry",
        "  !1 ",
        "> !1",
        "!1 Open in the bot",
        "> !1",
        "!2 Summary",
        "> @newshound_bot qqqq",
        "  !1 Nothing found. Search in our chat",
        "> !1",
        "Search: qqqq",
        "> @newshound_bot",
        "  !2 ",
        "(there is no such result)",
    ), output


async def test_a_feed_file_and_a_feed_address_take_the_place_of_the_bundled_papers(
    tmp_path: Path,
) -> None:
    paper = tmp_path / "my feed.xml"
    paper.write_text(rss("On My Disk", [item("1", "A story", "Told.")]), encoding="utf-8")
    async with FeedServer() as server:
        server.set("/feed.xml", rss("On My Network", [item("1", "Another", "Told too.")]))
        words = ("--feed", str(paper), "--feed", f"{server.url}/feed.xml")
        status, output, _ = await trial("/feeds\n/latest 1\n", *words, folder=tmp_path)
    assert status == 0
    assert in_order(output, "On My Disk", "On My Network", "A story")
    assert "Harbour" not in output


async def test_the_feeds_of_a_page_are_found_and_chosen(tmp_path: Path) -> None:
    """With --feed its only one, or the first; in the chat one of several by its button."""
    link = '<link rel="alternate" type="application/rss+xml" href="/{}.xml">'
    async with FeedServer() as server:
        for name in ("arts", "sport"):
            server.set(f"/{name}.xml", rss(name.title(), [item("1", f"On {name}", "Told.")]))
        server.set("/arts/", link.format("arts"), "text/html")
        server.set("/", link.format("arts") + link.format("sport"), "text/html")
        lines = f"/addfeed {server.url}/\n!2\n/feeds\n"
        words = ("--feed", f"{server.url}/arts/")
        status, output, errors = await trial(lines, *words, folder=tmp_path)
    assert (status, errors) == (0, "")
    assert in_order(
        output,
        "has 2 feeds. Which one",
        "!2 2 · Sport",
        "> !2",
        "Added as number 2: Sport",
        "> /feeds",
        "1. Arts",
        "2. Sport",
    ), output


async def test_with_data_the_next_chat_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "kept"))
    await trial("/sub 1\n", *data, folder=tmp_path)
    status, output, _ = await trial("/list\n/feeds\n", *data, folder=tmp_path)
    assert status == 0
    assert in_order(output, "> /list", "The Harbour Courier", "> /feeds", "4 feeds")


async def test_what_cannot_be_done_is_said_and_the_chat_goes_on(tmp_path: Path) -> None:
    lines = f"!1\n!9.1\n>9 hello\n!file /no/such/file\n{'x' * 4097}\n/list\n"
    status, output, errors = await trial(lines, folder=tmp_path)
    assert (status, errors) == (0, "")
    assert output.count("(there is no such button)") == 2
    told = ("(there is no message 9)", "No such file", "(message is too long)")
    assert in_order(output, *told, "> /list")


async def test_a_feed_file_that_is_not_there_is_one_line_and_status_2(tmp_path: Path) -> None:
    status, output, errors = await trial("/help\n", "--feed", "nowhere.xml", folder=tmp_path)
    assert (status, output) == (2, "")
    assert errors.count("\n") == 1
    assert "nowhere.xml" in errors


async def test_the_address_of_the_page_is_printed_once_and_the_end_of_input_ends_it_too(
    tmp_path: Path,
) -> None:
    port = free_port()
    status, output, errors = await trial("/list\n", "--port", str(port), folder=tmp_path)
    assert (status, errors) == (0, "")
    assert in_order(output, "browser on http://127.0.0.1:", "> /list", "No subscriptions here")
    assert output.count(f"http://127.0.0.1:{port}") == 1


async def test_a_port_that_is_taken_is_one_line_and_status_2(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, output, errors = await trial("/list\n", "--port", str(port), folder=tmp_path)
    assert (status, output) == (2, "")
    words = "is in use by another program; stop that one, or name another port"
    assert errors == f"newshound: --port {port}: {words}\n"
