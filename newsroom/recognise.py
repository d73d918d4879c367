"""Which entries of a document are known already, whatever became of their guids, links and dates.

To take two articles for one loses an alert, which is worse than telling one article twice. So a single
thing in common is never enough; what several entries have in common is no evidence at all; and an entry
is never recognised in one that the feed lists beside it. The table of cases stands in docs/known-entries.md.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

from newsroom.identity import content_key, link_key, marks_of
from newsroom.links import host_and_place, normalise_url
from newsroom.models import Entry, KnownEntry, Marks, ParsedFeed

TELLING_TEXT = 100
"""Characters from which on a text tells an article apart without help: «Play now» does not."""

LEAST_PAIRS = 2
"""What happens to a whole feed at once is seen in so many entries at the least."""

_DAY = 24 * 60 * 60 * 1000
_LONGEST_COUNTER = 3

Known: TypeAlias = Mapping[str, KnownEntry]
Pairs: TypeAlias = dict[str, str]
"""Keys of entries, each with the key that the same entry is remembered by."""
Sign: TypeAlias = Callable[[Marks], Hashable]
"""What an entry may be recognised by; None where it has no such thing."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document's entries, each known or new."""

    known: tuple[tuple[str, Entry], ...]
    """Remembered keys with what the entries say now; an entry's own key may be another one."""
    new: tuple[Entry, ...]
    marks: Mapping[str, Marks]
    """Of the entries that were looked at closely, by key."""


def recognise(parsed: ParsedFeed, known: Known) -> Recognised:
    """Tell the known entries of a document from the new ones; what is listed twice counts once.

    The document may have been read in part: what it lists unread is known, and listed.
    """
    unread = {key for key, one in known.items() if one.element in parsed.unread}
    entries = _told_apart(parsed.entries, unread, known)
    strangers = {key: entry for key, entry in entries.items() if key not in known}
    if not strangers:
        return Recognised(tuple(entries.items()), (), {})
    listed = unread | entries.keys()
    marks = {key: marks_of(entry) for key, entry in strangers.items()}
    for key in _repeated(marks, (known[one].marks for one in listed & known.keys())):
        del entries[key], strangers[key], marks[key]
    pairs = _pairs(strangers, marks, known, listed)
    return Recognised(
        tuple(
            (pairs.get(key, key), entry)
            for key, entry in entries.items()
            if key in known or key in pairs
        ),
        tuple(entry for key, entry in strangers.items() if key not in pairs),
        marks,
    )


def _told_apart(entries: Iterable[Entry], unread: set[str], known: Known) -> dict[str, Entry]:
    """Return the entries by key, none of them a key that is taken by one that was cut away unread.

    It is what `distinct` does, for entries of which it saw only some: one that shares the guid of an
    unread entry is known by its link, unless it says the same and is that entry, listed twice.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.key
        if key in unread:
            key = _free_key(entry, unread, known)
        if key:
            found.setdefault(key, entry if key == entry.key else replace(entry, key=key))
    return found


def _free_key(entry: Entry, unread: set[str], known: Known) -> str:
    """Return a key for an entry whose own is taken; "" where it is the entry that took it."""
    mine, theirs = marks_of(entry), known[entry.key].marks
    if theirs is None or (mine.link, mine.title) == (theirs.link, theirs.title):
        return ""
    keys = (link_key(entry), content_key(entry))
    return next((key for key in keys if key not in unread), "")


def _repeated(marks: Mapping[str, Marks], listed: Iterable[Marks | None]) -> list[str]:
    """Return the keys of entries that repeat another of the document to the second, but for the guid."""
    seen = set(listed)
    repeated = []
    for key, mark in marks.items():
        if mark.link and mark.published_at is not None and mark in seen:
            repeated.append(key)
        seen.add(mark)
    return repeated


def _pairs(
    strangers: Mapping[str, Entry],
    marks: Mapping[str, Marks],
    known: Known,
    listed: AbstractSet[str],
) -> Pairs:
    """Return which strangers are entries that the feed no longer lists under their old keys."""
    before = {key: one.marks for key, one in known.items() if one.marks is not None}
    missing = before.keys() - listed
    if not missing:
        return {}
    links, titles = {one.link for one in marks.values()}, {one.title for one in marks.values()}
    alike = {key: one for key, one in before.items() if one.link in links or one.title in titles}
    pairs: Pairs = {}
    for sign, is_enough in _SIGNS:
        found = _unique_pairs(sign, marks, alike, missing)
        _add(pairs, {key: old for key, old in found.items() if is_enough(strangers[key])})
    _add(pairs, _new_guids(pairs, _unique_pairs(_link, marks, alike, missing)))
    if len(pairs) < len(marks) >= LEAST_PAIRS:
        _add(pairs, _new_host(pairs, marks, before, missing))
    return pairs


def _new_guids(settled: Pairs, same_link: Pairs) -> Pairs:
    """Return the pairs with one link where all guids changed: most of them have been recognised already.

    What was edited on that occasion has nothing but its link in common with what it was.
    """
    agreed = sum(settled.get(key) == old for key, old in same_link.items())
    return same_link if _is_common(agreed, same_link) else {}


def _new_host(
    settled: Pairs,
    marks: Mapping[str, Marks],
    before: Mapping[str, Marks],
    missing: AbstractSet[str],
) -> Pairs:
    """Return the pairs of one place on two hosts where a site moved: most keep their title too."""
    places = _unique_pairs(_place, marks, before, missing)
    moves = {key: _hosts(before[old], marks[key]) for key, old in places.items()}
    moves = {key: (old, new) for key, (old, new) in moves.items() if old != new}
    if not moves:
        return {}
    ((move, _),) = Counter(moves.values()).most_common(1)
    moved = {key: places[key] for key, hosts in moves.items() if hosts == move}
    agreed = sum(
        settled.get(key) == old or marks[key].title == before[old].title
        for key, old in moved.items()
    )
    return moved if _is_common(agreed, moved) else {}


def _is_common(agreed: int, pairs: Pairs) -> bool:
    return len(pairs) >= LEAST_PAIRS and 2 * agreed >= len(pairs)


def _add(pairs: Pairs, more: Pairs) -> None:
    """Add what neither side of is paired yet."""
    taken = set(pairs.values())
    pairs.update({key: old for key, old in more.items() if key not in pairs and old not in taken})


def _unique_pairs(
    sign: Sign, marks: Mapping[str, Marks], before: Mapping[str, Marks], missing: AbstractSet[str]
) -> Pairs:
    """Return the pairs that share a sign which no other entry has, now or before."""
    now, then = _unique(sign, marks), _unique(sign, before)
    return {now[value]: then[value] for value in now.keys() & then.keys() if then[value] in missing}


def _unique(sign: Sign, marks: Mapping[str, Marks]) -> dict[Hashable, str]:
    found: dict[Hashable, str] = {}
    several: set[Hashable] = set()
    for key, one in marks.items():
        value = sign(one)
        if value in found:
            several.add(value)
        elif value is not None:
            found[value] = key
    return {value: key for value, key in found.items() if value not in several}


def _link(marks: Marks) -> Hashable:
    return marks.link


def _link_and_words(marks: Marks) -> Hashable:
    return marks.link and (marks.link, marks.title, marks.text)


def _link_and_moment(marks: Marks) -> Hashable:
    moment = _moment(marks)
    return None if moment is None else marks.link and (marks.link, moment)


def _words(marks: Marks) -> Hashable:
    return marks.title, marks.text


def _title_and_moment(marks: Marks) -> Hashable:
    moment = _moment(marks)
    return None if moment is None else (marks.title, moment)


def _moment(marks: Marks) -> int | None:
    """Return the second of publication; None where only the day is known, which several may share."""
    at = marks.published_at
    return None if at is None or at % _DAY == 0 else at


def _place(marks: Marks) -> Hashable:
    return host_and_place(marks.link)[1] or None if marks.link else None


def _hosts(old: Marks, new: Marks) -> tuple[str, str]:
    return host_and_place(old.link or "")[0], host_and_place(new.link or "")[0]


def _always(_: Entry) -> bool:
    return True


def _has_counted_guid(entry: Entry) -> bool:
    """Whether the guid is the link with the number of its revision, as the BBC's are: `…/c0x7y#3`."""
    address, _, counter = (entry.guid or "").rpartition("#")
    if not (entry.url and counter.isdecimal() and len(counter) <= _LONGEST_COUNTER):
        return False
    return normalise_url(address) == normalise_url(entry.url)


def _has_telling_text(entry: Entry) -> bool:
    return len(entry.text) >= TELLING_TEXT


def _has_title(entry: Entry) -> bool:
    return bool(entry.title)


_SIGNS: tuple[tuple[Sign, Callable[[Entry], bool]], ...] = (
    (_link_and_words, _always),
    (_link_and_moment, _always),
    (_link, _has_counted_guid),
    (_words, _has_telling_text),
    (_title_and_moment, _has_title),
)
"""What is enough to recognise an entry by, the surest first."""
