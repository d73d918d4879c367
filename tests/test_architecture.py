"""The house rules of docs/architecture.md, held against the code by reading it.

Each rule of `house_rules` runs over the real code, over small bad examples that prove that it bites, and
over a good one.
"""

import pytest

from tests.code_reading import Module, floor_of, parse, read_modules
from tests.house_rules import (
    RULES,
    Rule,
    files_are_short,
    folders_are_entered_by_their_doors,
    importing_does_nothing,
    imports_go_down,
    islands_stand_alone,
    late_doors_open_where_they_say,
    libraries_stay_at_home,
    newsroom_is_pure,
    newsroom_reads_nothing,
    nothing_global_is_written,
    nothing_is_imported_by_a_text,
    only_the_terminal_is_printed_to,
    some_modules_do_not_know_each_other,
    sql_asks_for_no_time,
    storage_knows_no_clock,
    the_local_endpoint_only_serves,
    there_are_no_circles,
)
from tests.house_tables import (
    APART,
    FLOORS,
    HOMES,
    IMPORTERS,
    ISLANDS,
    MOST_LINES,
    NO_DOORS,
    PRINTERS,
    SIDE_DOORS,
)


@pytest.fixture(scope="module")
def house() -> dict[str, Module]:
    return read_modules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(house: dict[str, Module], rule: Rule) -> None:
    assert sorted(set(rule(house))) == []


def test_the_whole_house_is_read(house: dict[str, Module]) -> None:
    assert {floor_of(name) for name in house} == set(FLOORS)
    assert {"bot.app", "handlers.commands", "newsroom.deciding", "storage"} <= house.keys()
    assert house["storage"].is_package
    assert not house["newsroom.deciding"].is_package


def test_the_tables_name_what_exists(house: dict[str, Module]) -> None:
    """A rule about a module that was renamed would hold nothing."""
    named = {place for home in HOMES.values() for place in home}
    named |= NO_DOORS | SIDE_DOORS.keys() | {one for many in SIDE_DOORS.values() for one in many}
    named |= {*APART, *ISLANDS, *IMPORTERS, *PRINTERS}
    assert named - house.keys() == set()


# Small houses, each with one thing wrong; a name that ends with a slash is a package.

PACKAGES = {"bot/": "", "handlers/": "", "storage/": "", "newsroom/": ""}

LATE = """
if TYPE_CHECKING:
    from bot.worker.pool import run
__all__ = ["run"]
"""
HOMELESS = "_HOMES = {'run': 'jobs'}"

BAD: list[tuple[Rule, dict[str, str], str]] = [
    (imports_go_down, {"storage.a": "from handlers import x"}, "above"),
    (imports_go_down, {"newsroom.a": "def f():\n import storage"}, "newsroom.a:2"),
    (imports_go_down, {"handlers.a": "import bot.config"}, "above"),
    (imports_go_down, {"bot.a": "from tests.fakeclock import FakeClock"}, "tests"),
    (newsroom_is_pure, {"newsroom.a": "import os.path"}, "os.path"),
    (newsroom_is_pure, {"newsroom.a": "from time import time"}, "time"),
    (newsroom_is_pure, {"newsroom.a": "import asyncio, re"}, "asyncio"),
    (newsroom_is_pure, {"newsroom.a": "import random"}, "random"),
    (newsroom_is_pure, {"newsroom.a": "from urllib import request"}, "urllib.request"),
    (newsroom_is_pure, {"newsroom.a": "from lxml import etree"}, "lxml"),
    (newsroom_is_pure, {"newsroom.a": "from pathlib import Path"}, "pathlib"),
    (newsroom_reads_nothing, {"newsroom.a": "open('x')"}, "open"),
    (newsroom_reads_nothing, {"newsroom.a": "x = datetime.now(UTC)"}, "now"),
    (newsroom_reads_nothing, {"newsroom.a": "x = datetime.date.today()"}, "today"),
    (storage_knows_no_clock, {"storage.a": "import time"}, "time"),
    (storage_knows_no_clock, {"storage.a": "from datetime import datetime"}, "datetime"),
    (storage_knows_no_clock, {"storage.a": "async def f(): await asyncio.sleep(1)"}, "sleep"),
    (storage_knows_no_clock, {"storage.a": "x = loop.time()"}, "time"),
    (sql_asks_for_no_time, {"storage.a": "X = 'SELECT unixepoch()'"}, "unixepoch"),
    (sql_asks_for_no_time, {"storage.a": 'X = f"{x} DEFAULT CURRENT_TIMESTAMP"'}, "CURRENT_TIME"),
    (libraries_stay_at_home, {"storage.feeds": "import aiosqlite"}, "elsewhere"),
    (libraries_stay_at_home, {"bot.intake.check": "import feedparser"}, "elsewhere"),
    (libraries_stay_at_home, {"storage.a": "import aiohttp"}, "elsewhere"),
    (libraries_stay_at_home, {"bot.intake.poll": "from telegram import Bot"}, "elsewhere"),
    (libraries_stay_at_home, {"storage.a": "from telegram.error import X"}, "elsewhere"),
    (libraries_stay_at_home, {"handlers.a": "import sqlite3"}, "elsewhere"),
    (libraries_stay_at_home, {"bot.a": "import requests"}, "no home"),
    (libraries_stay_at_home, {"bot.httpx": "import aiohttp"}, "elsewhere"),
    (
        the_local_endpoint_only_serves,
        {"bot.local.a": "from aiohttp import ClientSession"},
        "Client",
    ),
    (the_local_endpoint_only_serves, {"bot.local.a": "import aiohttp"}, "aiohttp"),
    (islands_stand_alone, {"bot.local.botapi.a": "import newsroom"}, "newsroom"),
    (islands_stand_alone, {"bot.local.botapi.a": "from bot.clock import Clock"}, "bot.clock"),
    (islands_stand_alone, {"bot.local.botapi.a": "from ..console import X"}, "bot.local.console"),
    (
        folders_are_entered_by_their_doors,
        {"storage.feeds": "", "handlers.a": "from storage.feeds import add_feed"},
        "past the door of storage",
    ),
    (
        folders_are_entered_by_their_doors,
        {"storage.feeds": "", "handlers.a": "from storage import feeds"},
        "imports storage.feeds",
    ),
    (
        folders_are_entered_by_their_doors,
        {"storage.feeds": "", "bot.a": "import storage.feeds"},
        "imports storage.feeds",
    ),
    (
        folders_are_entered_by_their_doors,
        {"bot.http/": "", "bot.http.guard": "", "bot.a": "from bot.http.guard import x"},
        "past the door of bot.http",
    ),
    (
        folders_are_entered_by_their_doors,
        {"newsroom.blocks": "", "bot.app": "from newsroom.blocks import read_markup"},
        "past the door of newsroom",
    ),
    (late_doors_open_where_they_say, {"bot.worker/": LATE + HOMELESS}, "other names"),
    (
        late_doors_open_where_they_say,
        {"bot.worker/": LATE + "_HOMES = {'run': 'pool'}", "bot.worker.run": ""},
        "a module too",
    ),
    (
        there_are_no_circles,
        {
            "bot.a": "import bot.b",
            "bot.b": "def f():\n from bot.c import x",
            "bot.c": "import bot.a",
        },
        "bot.a -> bot.b -> bot.c -> bot.a",
    ),
    (
        there_are_no_circles,
        {"bot.a": "from bot import b", "bot.b": "from .a import x"},
        "bot.a -> bot.b -> bot.a",
    ),
    (
        there_are_no_circles,
        {"bot.x/": "from bot.x.a import b", "bot.x.a": "from bot.x import b"},
        "bot.x -> bot.x.a -> bot.x",
    ),
    (
        some_modules_do_not_know_each_other,
        {
            "handlers.commands/": "",
            "handlers.commands.a": "from handlers.commands import b",
            "handlers.commands.b": "",
        },
        "its neighbour handlers.commands.b",
    ),
    (nothing_is_imported_by_a_text, {"bot.a": "importlib.import_module('x')"}, "import_module"),
    (nothing_is_imported_by_a_text, {"bot.a": "x = __import__('x')"}, "__import__"),
    (importing_does_nothing, {"bot.a": "start()"}, "bot.a:1"),
    (importing_does_nothing, {"bot.a": "'''Doc.'''\nfor x in y: pass"}, "bot.a:2"),
    (nothing_global_is_written, {"bot.a": "def f():\n global x\n x = 1"}, "global x"),
    (only_the_terminal_is_printed_to, {"handlers.a": "def f(): print(1)"}, "prints"),
    (files_are_short, {"bot.a": "x = 1\n" * (MOST_LINES + 1)}, str(MOST_LINES + 1)),
]


def built(sources: dict[str, str]) -> dict[str, Module]:
    modules = {}
    for name, source in (PACKAGES | sources).items():
        plain = name.removesuffix("/")
        modules[plain] = parse(plain, source, is_package=name.endswith("/"))
    return modules


@pytest.mark.parametrize(("rule", "sources", "complaint"), BAD)
def test_each_rule_bites(rule: Rule, sources: dict[str, str], complaint: str) -> None:
    complaints = list(rule(built(sources)))
    assert any(complaint in one for one in complaints), complaints


def test_each_rule_has_an_example() -> None:
    assert {rule for rule, *_ in BAD} == set(RULES)


GOOD = {
    "bot.__main__": "import sys\nfrom bot.cli import main\nif __name__ == '__main__':\n main()",
    "bot.cli": "def main() -> None:\n from bot.app import run\n print(run())",
    "bot.app": "import handlers\nimport storage\nimport newsroom",
    "bot.acquaintance": "from telegram.error import TelegramError",
    "bot.config/": "from bot.config.load import load",
    "bot.config.load": "def load(): pass",
    "bot.service": "from bot.config import load",
    "bot.http/": "from bot.http.fetch import Fetcher",
    "bot.http.fetch": "import aiohttp\nfrom bot.http import guard",
    "bot.http.guard": "import socket, time",
    "bot.local/": "",
    "bot.local.botapi/": "",
    "bot.local.botapi.server": "from aiohttp import web\nfrom bot.local.botapi.a import x",
    "bot.local.botapi.a": "import time",
    "bot.intake/": "",
    "bot.intake.fields": "from newsroom.blocks import read_markup",
    "handlers.commands/": "",
    "handlers.commands.a": "from handlers.context import Request",
    "handlers.context": "from storage import Database\nfrom newsroom import Feed",
    "storage/": "from storage.feeds import add_feed, Database",
    "storage.feeds": "import sqlite3\nfrom storage import audit\nfrom newsroom import Feed",
    "storage.audit": "X = 'now and then'",
    "newsroom/": "from newsroom.models import Feed",
    "newsroom.models": "from datetime import UTC, datetime\nfrom collections.abc import Mapping",
    "newsroom.blocks": "from lxml import etree\nfrom urllib.parse import urlsplit",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_house_is_left_in_peace(rule: Rule) -> None:
    assert list(rule(built(GOOD))) == []
