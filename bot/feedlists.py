"""`newshound import` and `newshound export`: the catalogue from and to OPML, also beside a running bot."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.lists import judge
from bot.streams import NoRegularFile, read_regular_file, write_utf8
from newsroom import MAX_OPML, NotOpml, Outline, Refusal, clean_line, read_opml, write_opml
from storage import Imported, export_feeds, import_feeds

BY = 0
"""The operator at the machine, in the audit."""

_NO_ADDRESS = "not an http or https address"
_REASONS: Mapping[Refusal, str] = {
    Refusal.BAD_ADDRESS: _NO_ADDRESS,
    Refusal.FILE: _NO_ADDRESS,
    Refusal.LOGIN: _NO_ADDRESS,
    Refusal.FORBIDDEN: "an address that the bot may not go to",
    Refusal.SCRAPED: "a page that another program cuts up; the bot reads feeds only",
    Refusal.PRIVATE: "a feed of one chat alone",
}


async def run_import(config: Config, file: Path, clock: Clock | None = None) -> int:
    """Add a list's feeds to the catalogue, a line each; return 0, or 1 where it is no list.

    Nothing is fetched: the bot looks at what is new when it is due, which is at once.
    """
    write_utf8()
    try:
        outlines = read_opml(read_regular_file(str(file), MAX_OPML + 1))
    except NoRegularFile as error:
        sys.stderr.write(f"newshound: {file}: {error}\n")
        return 1
    except NotOpml as error:
        sys.stderr.write(f"newshound: {file} is no OPML that can be read: {error}\n")
        return 1
    private = config.polling.allow_private_addresses
    judged = [judge(outline, allow_private=private) for outline in outlines]
    wanted = [each.outline for each in judged if each.refused is None]
    now = (clock or SystemClock()).now()
    taken = iter(await import_feeds(config.storage.path, wanted, by=BY, now=now))
    counts = dict.fromkeys(("new", "known", "refused"), 0)
    for each in judged:
        became = next(taken) if each.refused is None else _reason(each.refused, each.detail)
        word, text = _line(each.outline, became)
        counts[word] += 1
        sys.stdout.write(f"{word:8}{text}\n")
    sys.stdout.write(", ".join(f"{count} {word}" for word, count in counts.items()) + "\n")
    return 0


async def run_export(config: Config, clock: Clock | None = None) -> int:
    """Write the catalogue as OPML to standard output; feeds of single chats are left out."""
    write_utf8()
    feeds = await export_feeds(config.storage.path)
    now = datetime.fromtimestamp((clock or SystemClock()).now() / 1000, UTC)
    sys.stdout.write(write_opml(feeds, title="Newshound", created=format_datetime(now)))
    return 0


def _reason(refused: Refusal, detail: str) -> str:
    return f"{_REASONS[refused]} ({detail})" if detail else _REASONS[refused]


def _line(outline: Outline, became: Imported | str) -> tuple[str, str]:
    """Return a word and a line. What was refused is named by its place: its address may hold a password."""
    if isinstance(became, str):
        title = f" “{outline.title}”" if outline.title else ""
        return "refused", f"line {outline.line}{title}: {became}"
    return "new" if became.is_new else "known", f"#{became.feed_id} {clean_line(became.title)}"
