"""What one check of a feed changes, decided from values alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from newsroom.identity import marks_of
from newsroom.models import Entry, Feed, ParsedFeed, Problem, Seen, Validators, Verdict
from newsroom.moves import is_settled, watch_move
from newsroom.novelty import silent_keys
from newsroom.recognise import Known, Recognised, recognise
from newsroom.rhythm import after_check
from newsroom.schedule import Pace, next_check
from newsroom.standing import is_taken_down, standing_failed, standing_read


@dataclass(frozen=True, slots=True)
class Failed:
    """The feed could not be read. `retry_after`: milliseconds its server asks for; None = none."""

    problem: Problem
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server said so, or sent the very bytes that are known; it was not parsed."""

    validators: Validators
    lasting_url: str | None = None
    """What the server wants to be asked next time; None = the address that it was asked by."""
    fresh_for: int | None = None
    """Milliseconds for which the server says that nothing will change; None = it does not say."""


@dataclass(frozen=True, slots=True)
class Read:
    """The feed was parsed anew."""

    parsed: ParsedFeed
    validators: Validators
    lasting_url: str | None = None
    fresh_for: int | None = None
    """Both as in `Unchanged`."""


Outcome: TypeAlias = Failed | Unchanged | Read


def decide(feed: Feed, outcome: Outcome, known: Known, now: int, pace: Pace) -> Verdict:
    """Return all that a check at `now` changes. `known`: what is remembered of the feed's entries."""
    if isinstance(outcome, Failed):
        return _failed(feed, outcome, now, pace)
    if isinstance(outcome, Unchanged):
        return _well(feed, outcome, 0, now, pace)
    return _read(feed, outcome, known, now, pace)


def _read(feed: Feed, outcome: Read, known: Known, now: int, pace: Pace) -> Verdict:
    """Return what a document changes."""
    parsed = outcome.parsed
    found = recognise(parsed, known)
    listed = (*_listed(found, known), *_unread(parsed, found, known))
    silent = silent_keys(
        found.new,
        (one.marks.published_at for one in known.values() if one.marks is not None),
        known=len(known),
        listed=len(listed),
        now=now,
    )
    return replace(
        _well(feed, outcome, len(found.new) - len(silent), now, pace),
        parsed=True,
        title=parsed.title or None,
        site_url=parsed.site_url,
        language=parsed.language,
        new=_oldest_first(found.new),
        changed=_changed(found, known),
        renamed=tuple((key, entry.key) for key, entry in found.known if key != entry.key),
        silent=silent,
        seen=listed,
        alerting=not _is_first(feed, all_new=len(listed) == len(found.new)),
    )


def _failed(feed: Feed, outcome: Failed, now: int, pace: Pace) -> Verdict:
    problem = outcome.problem
    return Verdict(
        feed_id=feed.id,
        at=now,
        next_check_at=next_check(feed, now, pace, failed=True, retry_after=outcome.retry_after),
        problem=problem,
        move=feed.move,
        standing=standing_failed(feed, problem, now),
        stop=is_taken_down(feed, problem),
    )


def _well(feed: Feed, outcome: Unchanged | Read, found: int, now: int, pace: Pace) -> Verdict:
    """Return what any check changes that could read the feed and found so many new entries."""
    asks = outcome.parsed.asks if isinstance(outcome, Read) else feed.asks
    rhythm = after_check(feed.rhythm, found, now)
    # What a poll is the first to find, the feed's hub has not pushed.
    distrusted = found > 0 and feed.pushed_until is not None
    same = asks is feed.asks and rhythm is feed.rhythm and not distrusted
    pushed_until = None if distrusted else feed.pushed_until
    shown = feed if same else replace(feed, asks=asks, rhythm=rhythm, pushed_until=pushed_until)
    moved = outcome.lasting_url not in (None, feed.url)
    move = watch_move(feed, outcome.lasting_url if moved else asks.new_url, now)
    settled = move is not None and _has_entries(outcome) and is_settled(feed, move, now, pace)
    return Verdict(
        feed_id=feed.id,
        at=now,
        next_check_at=next_check(shown, now, pace, fresh_for=outcome.fresh_for),
        validators=outcome.validators if outcome.validators != feed.validators else None,
        asks=asks if asks != feed.asks else None,
        rhythm=rhythm if rhythm != feed.rhythm else None,
        move=move,
        moved_to=move.url if move is not None and settled else None,
        standing=standing_read(feed, rhythm, now),
        trusts_hub=False if distrusted else None,
    )


def _has_entries(outcome: Unchanged | Read) -> bool:
    """Tell whether there is a feed worth following: who takes over a dead address may serve an empty one."""
    if isinstance(outcome, Unchanged):
        return True
    return bool(outcome.parsed.entries or outcome.parsed.unread)


def _is_first(feed: Feed, *, all_new: bool) -> bool:
    """Whether this is the first time that the feed is read, or that what its new address leads to is.

    A feed that was given another address has no validators left, for they were the old address's. Where
    nothing is recognised there, it lists another archive.
    """
    if feed.succeeded_at is None:
        return True
    return all_new and feed.validators.body_hash is None


def _changed(found: Recognised, known: Known) -> tuple[tuple[int, Entry], ...]:
    """Return the entries that say something else than their articles, with the articles' numbers."""
    return tuple(
        (remembered.article_id, entry)
        for key, entry in found.known
        if (remembered := known[key]).article_id is not None
        and remembered.raw_hash != entry.raw_hash
    )


def _listed(found: Recognised, known: Known) -> Iterator[Seen]:
    """Yield what was read as it is to be remembered; marks are made only where they may have changed."""
    for key, entry in found.known:
        marks = known[key].marks
        if (
            marks is None
            or known[key].raw_hash != entry.raw_hash
            or marks.published_at != entry.published_at
        ):
            marks = marks_of(entry)
        yield Seen(entry.key, entry.raw_hash, entry.element, marks)
    for entry in found.new:
        yield Seen(entry.key, entry.raw_hash, entry.element, found.marks[entry.key])


def _unread(parsed: ParsedFeed, found: Recognised, known: Known) -> Iterator[Seen]:
    """Yield what was cut away unread, as it is remembered; what was read meanwhile counts as read."""
    read = {key for key, _ in found.known}
    for key, remembered in known.items():
        if remembered.element in parsed.unread and key not in read:
            yield Seen(key, remembered.raw_hash, remembered.element, remembered.marks)


def _oldest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries in the order they were published, so that article numbers follow it too.

    Without dates it is the reverse of the feed's own order, as nearly all list the newest first.
    """
    backwards = entries[::-1]
    dates = [entry.published_at for entry in backwards]
    if None in dates:
        return backwards
    return tuple(sorted(backwards, key=lambda entry: entry.published_at or 0))
