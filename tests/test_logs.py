"""What the log shows, in both forms, and what it never shows."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import Redactor, log_context, setup

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
TALKATIVE = ["httpx", "httpcore", "aiosqlite", "aiohttp.access", "telegram"]
MOMENT = 1_795_370_709.25  # 2026-11-22T18:05:09.250Z

log = logging.getLogger("newshound.test")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards logging is as it was before."""
    levels = {name: logging.getLogger(name).level for name in (None, *TALKATIVE)}
    yield io.StringIO()
    root = logging.getLogger()
    root.handlers[:] = [handler for handler in root.handlers if handler.name != "newshound"]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def logged_at(moment: float) -> logging.LoggerAdapter[logging.Logger]:
    """Return a logger whose records were made at `moment`, in seconds since 1970."""

    class At(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            record.created = moment
            return True

    logger = logging.getLogger("newshound.moment")
    logger.filters[:] = [At()]
    return logging.LoggerAdapter(logger)


def log_failure(error: Exception, message: str) -> None:
    """Log an exception as a bug is logged, from where it was caught."""

    def fail() -> None:
        raise error

    try:
        fail()
    except type(error):
        log.exception(message)


def test_text_is_one_line_with_the_time_in_utc(stream: io.StringIO) -> None:
    setup("info", "text", stream)
    logged_at(MOMENT).info("%d feeds are due", 3)
    assert stream.getvalue() == "2026-11-22T18:05:09.250Z INFO newshound.moment 3 feeds are due\n"


def test_json_is_one_object_a_line(stream: io.StringIO) -> None:
    setup("info", "json", stream)
    with log_context(feed=3):
        logged_at(MOMENT).warning("„%s“\nis gone", "naïve")
    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue()) == {
        "time": "2026-11-22T18:05:09.250Z",
        "level": "warning",
        "logger": "newshound.moment",
        "message": "„naïve“\nis gone",
        "feed": 3,
    }


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_the_level_is_the_least_that_is_seen(
    stream: io.StringIO, level: str, seen: list[str]
) -> None:
    setup(level, "json", stream)
    for name in ("debug", "info", "warning", "error"):
        log.log(logging.getLevelNamesMapping()[name.upper()], "x")
    lines = stream.getvalue().splitlines()
    assert [json.loads(line)["level"] for line in lines] == seen


def test_setting_up_again_replaces_what_was_before(stream: io.StringIO) -> None:
    setup("info", "text", io.StringIO())
    setup("info", "text", stream)
    log.info("once")
    assert stream.getvalue().count("once") == 1


def test_without_a_stream_the_log_goes_to_standard_error(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    setup("info", "text")
    log.info("hello")
    assert "hello" in capsys.readouterr().err
    assert stream.getvalue() == ""


def test_the_context_stands_on_each_record_and_ends_with_its_block(stream: io.StringIO) -> None:
    setup("info", "text", stream)
    with log_context(update=7):
        with log_context(feed=3, delivery=9):
            log.info("inner")
        log.info("outer")
    log.info("none")
    inner, outer, none = stream.getvalue().splitlines()
    assert inner.endswith("newshound.test [update=7 feed=3 delivery=9] inner")
    assert outer.endswith("newshound.test [update=7] outer")
    assert none.endswith("newshound.test none")


async def test_each_task_has_a_context_of_its_own(stream: io.StringIO) -> None:
    setup("info", "json", stream)
    both_inside = asyncio.Barrier(2)

    async def check(feed: int) -> None:
        with log_context(feed=feed):
            await both_inside.wait()
            log.info("%d", feed)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(check(1))
        tasks.create_task(check(2))
    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert sorted((record["feed"], record["message"]) for record in records) == [(1, "1"), (2, "2")]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "written",
    [TOKEN, f"https://api.telegram.org/bot{TOKEN}/getMe", TOKEN.replace(":", "%3A")],
)
def test_whatever_looks_like_a_token_is_hidden(
    stream: io.StringIO, form: str, written: str
) -> None:
    """Even one that nobody configured; in the message, its arguments and an exception's text."""
    setup("info", form, stream)
    log.info("calling " + written)  # noqa: G003 - a message that was put together carelessly
    log.info("calling %s", [written])
    log_failure(ValueError(written), "failed")
    assert "AAF-abc" not in stream.getvalue()
    assert stream.getvalue().count("<token>") == 3


@pytest.mark.parametrize("form", ["text", "json"])
def test_configured_secrets_are_hidden_whatever_they_look_like(
    stream: io.StringIO, form: str
) -> None:
    secret = 'sk "ключ"\\'
    setup("info", form, stream, secrets=[secret])
    log.info("the key is %s.", secret)
    assert "the key is <token>." in stream.getvalue()
    assert "ключ" not in stream.getvalue()


def test_of_two_secrets_the_longer_one_is_hidden_whole() -> None:
    assert Redactor(["open", "open-sesame"])("say open-sesame") == "say <token>"


def test_a_secret_too_short_to_be_one_leaves_the_log_readable() -> None:
    assert Redactor(["a", ""])("a database") == "a database"


def test_a_traceback_is_part_of_its_record_and_indented(stream: io.StringIO) -> None:
    setup("info", "text", stream)
    log_failure(KeyError("guid"), "a bug")
    first, *rest = stream.getvalue().splitlines()
    assert first.endswith("ERROR newshound.test a bug")
    assert rest[0] == "    Traceback (most recent call last):"
    assert rest[-1] == "    KeyError: 'guid'"
    assert all(line.startswith("    ") for line in rest)


def test_json_carries_a_traceback_as_a_field(stream: io.StringIO) -> None:
    setup("info", "json", stream)
    log_failure(KeyError("guid"), "a bug")
    record = json.loads(stream.getvalue())
    assert record["traceback"].startswith("Traceback")
    assert record["traceback"].endswith("KeyError: 'guid'")


def test_no_text_forges_a_line_or_steers_the_terminal(stream: io.StringIO) -> None:
    setup("info", "text", stream)
    log.info("title: %s", "x\n2026-11-22T18:05:09.250Z ERROR\u2028 all is lost\x1b[2J\x85")
    assert stream.getvalue().count("\n") == 1
    assert "x\\n2026-11-22T18:05:09.250Z ERROR\\u2028 all is lost\\x1b[2J\\x85" in stream.getvalue()


@pytest.mark.parametrize("name", TALKATIVE)
def test_talkative_libraries_are_heard_from_warning_up(stream: io.StringIO, name: str) -> None:
    """Below, they write addresses with the token, SQL with its values, and messages of people."""
    setup("debug", "text", stream)
    logging.getLogger(name).info("GET %s", "https://example.org/private")
    logging.getLogger(name).warning("trouble")
    assert "private" not in stream.getvalue()
    assert "trouble" in stream.getvalue()


def test_a_record_that_cannot_be_written_shows_nothing_of_its_arguments(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup("info", "text", stream)
    root = logging.getLogger()
    ours = [handler for handler in root.handlers if handler.name == "newshound"]
    monkeypatch.setattr(root, "handlers", ours)  # pytest's own would raise
    log.info("%d feeds", TOKEN)
    assert stream.getvalue().startswith("a log record of newshound.test:")
    assert stream.getvalue().endswith(" was lost\n")
    assert capsys.readouterr().err == ""


def test_a_closed_stream_stops_nobody(stream: io.StringIO) -> None:
    setup("info", "text", stream)
    stream.close()
    log.info("hello")
    assert stream.closed
