"""A parsed feed as a JSON object, for the way from a worker to the bot."""

from dataclasses import asdict
from typing import Any

from newsroom import Asks, Enclosure, Entry, ParsedFeed, Problem, ProblemKind


def to_wire(outcome: ParsedFeed | Problem) -> dict[str, Any]:
    """Return what `from_wire` reads back."""
    if isinstance(outcome, Problem):
        return {"problem": asdict(outcome)}
    return {"feed": {**asdict(outcome), "unread": sorted(outcome.unread)}}


def from_wire(wire: dict[str, Any]) -> ParsedFeed | Problem:
    """Return what `to_wire` was given."""
    if "problem" in wire:
        return Problem(ProblemKind(wire["problem"]["kind"]), wire["problem"]["detail"])
    feed = wire["feed"]
    return ParsedFeed(
        **{
            **feed,
            "entries": tuple(map(_entry, feed["entries"])),
            "unread": frozenset(feed["unread"]),
            "asks": Asks(**feed["asks"]),
        }
    )


def _entry(wire: dict[str, Any]) -> Entry:
    files = tuple(Enclosure(**file) for file in wire["enclosures"])
    return Entry(**{**wire, "enclosures": files})
