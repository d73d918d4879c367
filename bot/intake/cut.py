"""What of a feed document has to be read: not the entries that are known and say nothing new.

An entry's element is known by a hash of all that decides how it is read (`bot.intake.outline`), and entries
are read one apart from the others (`bot.intake.strict`). So what is left gives the very entries that it gives
in the whole document, as long as no two entries have one key: `newsroom.distinct` would look at both.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.intake.marks import without
from bot.intake.outline import CONTENT_DIGITS, Listed, Outline
from newsroom import Entry, distinct


@dataclass(frozen=True, slots=True)
class Cut:
    """A document with some of its entries."""

    document: bytes
    kept: tuple[Listed, ...]
    """The entries that are still in it, themselves or as marks."""
    unread: Mapping[str, str]
    """Hashes of the entries that are no longer in it, and the key of each."""


def cut(outline: Outline, known: Mapping[str, str]) -> Cut:
    """Leave out the elements that are `known` (with their keys), and of the others what nobody reads.

    Those that are known but for what nobody reads stay unread too.
    """
    elements = {element[:CONTENT_DIGITS]: element for element in known}
    unread, kept, holes = {}, [], []
    for one in outline.listed:
        element = elements.get(one.element[:CONTENT_DIGITS])
        if element is not None:
            unread[element] = known[element]
        if element is not None or one.is_mark:
            holes.append(one.span)
        else:
            kept.append(one)
            holes += one.unread
    whole = outline.document
    pieces = [whole[begin:end] for begin, end in without((0, len(whole)), holes)]
    return Cut(b"".join(pieces), tuple(kept), unread)


def joined(entries: Sequence[Entry], unread: Mapping[str, str]) -> tuple[Entry, ...] | None:
    """Return the distinct ones of the entries that were read, in their order.

    None where one has the key of an entry that was not read, or shares its key while others were not read:
    the whole has to be read then. An entry that has not its own key alone is not to be cut away next time.
    """
    counts = Counter(entry.key for entry in entries)
    alone = len(counts) == len(entries)
    if unread and not (alone and counts.keys().isdisjoint(unread.values())):
        return None
    if alone:
        return tuple(entries)
    sharing = (
        entry if counts[entry.key] == 1 else replace(entry, element=None) for entry in entries
    )
    return tuple(
        entry if counts[entry.key] == 1 else replace(entry, element=None)
        for entry in distinct(sharing)
    )
