"""`newshound check`: one line a finding, and an exit status that says whether all is well."""

import asyncio
import shutil
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.clock import SystemClock
from bot.config import Config, Llm
from bot.http import ChatModel, ModelError
from bot.inbound import UPDATES, address_below
from bot.progress import Progress
from bot.telegram import BotIdentity, TelegramUnreachable, TokenRefused, identify
from newsroom import Trouble
from storage import (
    Database,
    DatabaseReport,
    SearchIndex,
    StorageError,
    examine_database,
    examine_index,
)

LITTLE_DISK = 500 * 1024**2
"""Bytes: with less than this free, it is time to do something."""

_GIB = 1024**3
_NAMED = 5
_MEND_INDEX = "stop the bot and run: newshound check --rebuild-index"


class Mark(Enum):
    """How a finding is meant."""

    WELL = "ok  "
    NOTE = "note"
    BAD = "BAD "


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the report, and the exit status that it asks for."""

    mark: Mark
    about: str
    text: str
    status: int = 0


async def run_check(config: Config, *, rebuild_index: bool = False) -> int:
    """Print what is well and what is not; return 0 well, 2 configuration or refused token, else 1.

    `rebuild_index`: build the search index anew first; raises DatabaseInUse where the bot runs.
    """
    if rebuild_index:
        await _rebuild_index(config.storage.path)
    findings = [
        Finding(Mark.WELL, "configuration", "every setting is understood"),
        *[Finding(Mark.NOTE, "configuration", warning) for warning in config.warnings],
        *_guard(config),
        *await _database(config.storage.path),
        *await _index(config.storage.path),
        await asyncio.to_thread(_disk, config.storage.path),
        *await _telegram(config),
        *await _model(config.llm),
    ]
    for finding in findings:
        sys.stdout.write(f"{finding.mark.value} {finding.about}: {finding.text}\n")
    statuses = {finding.status for finding in findings}
    return 2 if 2 in statuses else max(statuses)


def _guard(config: Config) -> list[Finding]:
    """Say which part of the address guard is off or somebody else's."""
    notes = []
    if config.polling.allow_private_addresses:
        text = "allow_private_addresses is on: who adds a feed can reach this machine's own network"
        notes.append(Finding(Mark.NOTE, "polling", text))
    elif config.polling.proxy:
        text = "names are looked up by polling.proxy, which must refuse private addresses itself"
        notes.append(Finding(Mark.NOTE, "polling", text))
    return notes


async def _database(path: Path) -> list[Finding]:
    try:
        report = await examine_database(path)
    except StorageError as error:
        return [Finding(Mark.BAD, "database", str(error), 1)]
    if report is None:
        return [
            Finding(Mark.NOTE, "database", f"{path} is not there yet; the first start makes it")
        ]
    bad = [Finding(Mark.BAD, "database", problem, 1) for problem in report.problems]
    return bad or [Finding(Mark.WELL, "database", _described(path, report))]


def _described(path: Path, report: DatabaseReport) -> str:
    user = "nobody has it open" if report.held_by is None else f"in use by process {report.held_by}"
    return (
        f"{path}, version {report.version} of {report.newest_version}, {user}; "
        f"feeds {report.feeds}, articles {report.articles}, "
        f"subscriptions {report.subscriptions}, messages waiting {report.waiting}"
    )


async def _index(path: Path) -> list[Finding]:
    try:
        report = await examine_index(path)
    except StorageError as error:
        return [Finding(Mark.BAD, "search index", f"{error}; {_MEND_INDEX}", 1)]
    if report is None:
        return [Finding(Mark.NOTE, "search index", "it is not there yet; the next start makes it")]
    if report.problems:
        text = f"{'; '.join(report.problems)}; {_MEND_INDEX}"
        return [Finding(Mark.BAD, "search index", text, 1)]
    waiting = f", {report.waiting} waiting" if report.waiting else ""
    text = f"{report.indexed} of {report.articles} articles{waiting}"
    if report.is_outdated:
        text = f"{text}; it is of an earlier version, and the next start builds a new one beside it"
        return [Finding(Mark.NOTE, "search index", text)]
    return [Finding(Mark.WELL, "search index", text)]


async def _rebuild_index(path: Path) -> None:
    """Build the index anew, and show on standard error how far that is."""
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        progress = Progress("indexing", "articles", sys.stderr, SystemClock().monotonic)
        await index.rebuild(progress)
        progress.end("the search index has been built anew")


def _disk(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    text = f"{free / _GIB:.1f} GiB free in {folder}"
    if free < LITTLE_DISK:
        return Finding(Mark.BAD, "disk", f"only {text}; make room or move storage.path", 1)
    return Finding(Mark.WELL, "disk", text)


async def _telegram(config: Config) -> list[Finding]:
    settings = config.telegram
    if not settings.token:
        text = "telegram.token is empty; @BotFather on Telegram gives you one (send it /newbot)"
        return [Finding(Mark.BAD, "Telegram", text, 2)]
    try:
        bot = await identify(settings.token, settings.api_url, settings.proxy or None)
    except TokenRefused:
        text = "telegram.token was refused; copy it anew from @BotFather (send it /mybots)"
        return [Finding(Mark.BAD, "Telegram", text, 2)]
    except TelegramUnreachable as error:
        return [Finding(Mark.BAD, "Telegram", f"{settings.api_url} did not answer: {error}", 1)]
    return [Finding(Mark.WELL, "Telegram", f"the bot is @{bot.username}"), *_modes(bot, config)]


def _modes(bot: BotIdentity, config: Config) -> list[Finding]:
    inline = (
        Finding(Mark.WELL, "inline mode", "on")
        if bot.inline_mode
        else Finding(Mark.NOTE, "inline mode", "off; send @BotFather /setinline to switch it on")
    )
    privacy = Finding(
        Mark.WELL,
        "privacy mode",
        "off: Telegram sends the bot every message of its groups; it needs only commands"
        if bot.reads_groups
        else "on: in groups the bot gets commands and replies only, which is all it needs",
    )
    return [inline, privacy, _webhook(bot, config.telegram.webhook_url)]


def _webhook(bot: BotIdentity, wanted: str) -> Finding:
    """Say what webhook Telegram has and whether it errs. `wanted`: `telegram.webhook_url`."""
    about, waiting = "webhook", f"{bot.waiting} updates waiting"
    if not wanted:
        if not bot.webhook_url:
            return Finding(Mark.WELL, about, "none")
        text = "one is set at Telegram; `newshound run` removes it and asks for updates itself"
        return Finding(Mark.NOTE, about, text)
    address = address_below(wanted, UPDATES)
    if not bot.webhook_url:
        return Finding(Mark.NOTE, about, f"none at Telegram yet; `newshound run` sets {address}")
    if bot.webhook_url != address:
        # Which one is not said: with other programs the address itself is the secret.
        text = f"another one is set at Telegram; `newshound run` sets {address}"
        return Finding(Mark.NOTE, about, text)
    if bot.webhook_error is None:
        return Finding(Mark.WELL, about, f"{address}, {waiting}")
    text = f"{address}, {waiting}; Telegram last met: {bot.webhook_error}"
    if not bot.waiting:
        return Finding(Mark.NOTE, about, text)
    return Finding(Mark.BAD, about, f"{text}; see docs/webhook.md", 1)


async def _model(llm: Llm) -> list[Finding]:
    """Say whether the language model's service answers, without having it write anything."""
    if not llm.url:
        return []
    about = "language model"
    try:
        async with ChatModel(llm.url, llm.model, llm.key) as model:
            names = await model.list_models()
    except ModelError as error:
        hint = "; check llm.url and llm.key" if error.trouble is Trouble.REJECTED else ""
        return [Finding(Mark.BAD, about, f"llm.url does not answer as it should: {error}{hint}", 1)]
    if names is None:
        text = f"llm.url answers; whether it has {llm.model} it does not tell"
        return [Finding(Mark.NOTE, about, text)]
    if llm.model not in names:
        text = f"llm.url answers, but does not list {llm.model}; it has {', '.join(names[:_NAMED])}"
        return [Finding(Mark.NOTE, about, text)]
    return [Finding(Mark.WELL, about, f"llm.url answers and has {llm.model}")]
