"""`newshound inspect`: what cannot be read is a result, whatever the bytes."""

import gzip
import json
import os
import random
from dataclasses import replace

import pytest

from bot.config import Config
from newsroom import ProblemKind
from tests.bot_cli.sources import FEED, PAGE, Inspect, written

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><rss version='2.0'><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>"
)


def sized(max_size: int) -> Config:
    config = Config()
    return replace(config, polling=replace(config.polling, max_size=max_size))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("just a text", "not-a-feed"),
        ('{"total": 1, "items": [{"id": 1, "name": "Some other JSON"}]}', "not-a-feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "unparsable"),
        ("<?xml version='1.0'?><opml><head><title>T</title></head></opml>", "not-a-feed"),
        (random.Random(1).randbytes(100_000), "not-a-feed"),
        (gzip.compress(b"<rss>" * 1000), "not-a-feed"),
        ("<html><body></body></html>", "empty"),
        ("<rss version='2.0'><channel><title>Cut", "unparsable"),
    ],
    ids=[
        "nothing",
        "space",
        "text",
        "json",
        "items",
        "opml",
        "noise",
        "gzip",
        "bare page",
        "cut off",
    ],
)
async def test_what_is_no_feed_and_no_page_is_a_problem(
    inspect: Inspect, content: str | bytes, problem: str
) -> None:
    (seen,) = await inspect(written("document", content))
    assert (seen["problem"], seen["title"], seen["entries"]) == (problem, None, [])


async def test_a_name_that_cannot_be_read_is_a_problem(inspect: Inspect) -> None:
    """Nor does a pipe that nobody writes to hold up the others, or an endless device."""
    os.mkdir("folder")  # noqa: PTH102 - ruff would have a thread for a Path's
    os.mkfifo("pipe")
    names = ["missing.xml", "folder", "pipe", "/dev/zero", "feed.xml/x", "a\0b", "x" * 5000, ""]
    written("feed.xml", FEED)
    seen = await inspect(*names)
    assert {each["problem"] for each in seen} == {"not-found"}


async def test_a_file_that_may_not_be_read_is_forbidden(
    inspect: Inspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.streams.os.open", refuse)
    assert [each["problem"] for each in await inspect("feed.xml")] == ["forbidden"]


async def test_a_file_may_be_as_large_as_an_answer(inspect: Inspect) -> None:
    written("feed.xml", FEED)
    size = len(FEED.encode())
    assert (await inspect("feed.xml", config=sized(size)))[0]["problem"] is None
    assert (await inspect("feed.xml", config=sized(size - 1)))[0]["problem"] == "too-large"


async def test_a_page_of_six_megabytes_is_too_large_unless_the_limit_is_raised(
    inspect: Inspect,
) -> None:
    written("page.html", PAGE.replace("<p>", "<p>Eine sehr lange Geschichte. " * 200_000))
    assert (await inspect("page.html"))[0]["problem"] == "too-large"
    (seen,) = await inspect("page.html", config=sized(20 << 20))
    assert seen["problem"] is None
    assert len(seen["entries"][0]["text"]) <= 100_000


async def test_a_bomb_of_entities_harms_nobody(inspect: Inspect) -> None:
    (seen,) = await inspect(written("bomb.xml", BOMB))
    assert len(json.dumps(seen)) < 10_000


async def test_a_document_that_takes_too_long_is_too_hard_and_the_next_is_read(
    inspect: Inspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libxml2 compares each attribute of an element with all before it."""
    monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", 1.0)
    monkeypatch.setattr("bot.intake.reading.PAGE_DEADLINE", 0.3)
    attributes = " ".join(f'a{number}=""' for number in range(100_000))
    written("page.html", f"<html><body {attributes}>")
    seen = await inspect("page.html", written("feed.xml", FEED))
    assert [each["problem"] for each in seen] == ["too-hard", None]


async def test_whatever_the_bytes_a_source_is_a_line(inspect: Inspect) -> None:
    """150 seeded mutations of a feed and a page."""
    dice = random.Random(7)
    names = []
    for number in range(150):
        body = bytearray((FEED if number % 2 else PAGE).encode())
        for _ in range(dice.randrange(1, 20)):
            place = dice.randrange(len(body))
            body[place : place + dice.randrange(6)] = dice.randbytes(dice.randrange(6))
        names.append(written(f"{number}.xml", bytes(body)))
    known = {None, *ProblemKind}
    assert {each["problem"] for each in await inspect(*names)} <= known
