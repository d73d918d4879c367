"""What one check of a feed changes, decided from values alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from newsroom.models import Entry, Feed, KnownEntry, ParsedFeed, Problem, Seen, Validators, Verdict
from newsroom.schedule import Pace, next_check


@dataclass(frozen=True, slots=True)
class Failed:
    """The feed could not be read. `retry_after`: milliseconds its server asks for; None = none."""

    problem: Problem
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server said so, or sent the very bytes that are known; it was not parsed."""

    validators: Validators


@dataclass(frozen=True, slots=True)
class Read:
    """The feed was parsed anew."""

    parsed: ParsedFeed
    validators: Validators


Outcome: TypeAlias = Failed | Unchanged | Read


def decide(
    feed: Feed, outcome: Outcome, known: Mapping[str, KnownEntry], now: int, pace: Pace
) -> Verdict:
    """Return all that a check at `now` changes. `known`: what is remembered of the feed's entries."""
    if isinstance(outcome, Failed):
        return Verdict(
            feed_id=feed.id,
            at=now,
            next_check_at=next_check(feed, now, pace, failed=True, retry_after=outcome.retry_after),
            problem=outcome.problem,
        )
    validators = outcome.validators if outcome.validators != feed.validators else None
    due = next_check(feed, now, pace)
    if isinstance(outcome, Unchanged):
        return Verdict(feed_id=feed.id, at=now, next_check_at=due, validators=validators)
    parsed = outcome.parsed
    return Verdict(
        feed_id=feed.id,
        at=now,
        next_check_at=due,
        parsed=True,
        validators=validators,
        title=parsed.title or None,
        site_url=parsed.site_url,
        language=parsed.language,
        new=_oldest_first(tuple(entry for entry in parsed.entries if entry.key not in known)),
        changed=_changed(parsed.entries, known),
        seen=(*_seen(parsed), *_unread(parsed, known)),
        alerting=feed.succeeded_at is not None,
    )


def _changed(
    entries: tuple[Entry, ...], known: Mapping[str, KnownEntry]
) -> tuple[tuple[int, Entry], ...]:
    """Return the entries that say something else than their articles, with the articles' numbers."""
    return tuple(
        (remembered.article_id, entry)
        for entry in entries
        if (remembered := known.get(entry.key)) is not None
        and remembered.article_id is not None
        and remembered.raw_hash != entry.raw_hash
    )


def _seen(parsed: ParsedFeed) -> Iterator[Seen]:
    for entry in parsed.entries:
        yield Seen(entry.key, entry.raw_hash, entry.element)


def _unread(parsed: ParsedFeed, known: Mapping[str, KnownEntry]) -> Iterator[Seen]:
    """Yield what was cut away unread, as it is remembered; what was read meanwhile counts as read."""
    read = {entry.key for entry in parsed.entries}
    for key, remembered in known.items():
        if remembered.element in parsed.unread and key not in read:
            yield Seen(key, remembered.raw_hash, remembered.element)


def _oldest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries in the order they were published, so that article numbers follow it too.

    Without dates it is the reverse of the feed's own order, as nearly all list the newest first.
    """
    backwards = entries[::-1]
    dates = [entry.published_at for entry in backwards]
    if None in dates:
        return backwards
    return tuple(sorted(backwards, key=lambda entry: entry.published_at or 0))
