"""A parsed feed as a JSON object, for the way from a worker to the bot.

An entry is a list of its values in the order of `Entry`, so that the bot's side, which has a loop to serve,
builds it without looking anything up. JSON, not pickle: what is in it was written by strangers.
"""

from dataclasses import fields
from operator import attrgetter
from typing import Any

from newsroom import Asks, Enclosure, Entry, ParsedFeed, Problem, ProblemKind

_OF_FEED = tuple({field.name for field in fields(ParsedFeed)} - {"entries", "unread"})
_OF_ENTRY = tuple(field.name for field in fields(Entry))
_OF_FILE = tuple(field.name for field in fields(Enclosure))
_FILES = _OF_ENTRY.index("enclosures")

_values = attrgetter(*_OF_ENTRY)
_file_values = attrgetter(*_OF_FILE)
_asks_values = attrgetter(*(field.name for field in fields(Asks)))


def to_wire(outcome: ParsedFeed | Problem) -> dict[str, Any]:
    """Return what `from_wire` reads back."""
    if isinstance(outcome, Problem):
        return {"problem": [outcome.kind, outcome.detail]}
    return {
        "feed": {
            **{name: getattr(outcome, name) for name in _OF_FEED},
            "asks": _asks_values(outcome.asks),
        },
        "entries": list(map(_entry_values, outcome.entries)),
        "unread": sorted(outcome.unread),
    }


def from_wire(wire: dict[str, Any]) -> ParsedFeed | Problem:
    """Return what `to_wire` was given."""
    if "problem" in wire:
        kind, detail = wire["problem"]
        return Problem(ProblemKind(kind), detail)
    return ParsedFeed(
        **{**wire["feed"], "asks": Asks(*wire["feed"]["asks"])},
        entries=tuple(map(_entry, wire["entries"])),
        unread=frozenset(wire["unread"]),
    )


def _entry_values(entry: Entry) -> list[Any]:
    values = list(_values(entry))
    values[_FILES] = list(map(_file_values, entry.enclosures))
    return values


def _entry(values: list[Any]) -> Entry:
    values[_FILES] = tuple(Enclosure(*file) for file in values[_FILES])
    return Entry(*values)
