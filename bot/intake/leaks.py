"""What feedparser lets leak from an entry into those after it: noted before the entry, and taken back."""

from typing import Any

_LISTS = ("basestack", "langstack", "elementstack")
_DICTS = ("namespacemap", "namespaces_in_use", "sourcedata", "contentparams")
_FLAG_NAMES = """
    baseuri lang version depth incontent intextinput inimage inauthor incontributor inpublisher insource
    svgOK _summaryKey ingeometry psc_chapters_flag
"""
_FLAGS = tuple(_FLAG_NAMES.split())
"""All that a feedparser remembers from element to element, the entries and the feed aside."""

_MOST_KEPT = 2_000
"""Values that are remembered before each entry; a feed that has more of its own is out for trouble."""


class CrowdedError(Exception):
    """The feed says so much of itself that remembering it for each entry would take too long."""


def note_state(reader: Any) -> tuple[Any, ...]:
    """Return what a feedparser remembers just now; raises CrowdedError."""
    kept = (*_LISTS, *_DICTS, "feeddata")
    if sum(len(getattr(reader, name)) for name in kept) > _MOST_KEPT:
        raise CrowdedError
    return (
        tuple(getattr(reader, name) for name in _FLAGS),
        tuple(list(getattr(reader, name)) for name in _LISTS),
        tuple(dict(getattr(reader, name)) for name in _DICTS),
        dict(reader.feeddata),
    )


def take_back(reader: Any, before: tuple[Any, ...]) -> bool:
    """Take back all that an entry changed, the list of entries aside.

    Returns whether what elements are called may have changed with it.
    """
    changed = False
    flags, lists, dicts, feed = before
    for name, value in zip(_FLAGS, flags, strict=True):
        setattr(reader, name, value)
    for name, items in zip(_LISTS, lists, strict=True):
        getattr(reader, name)[:] = items
    kept = (*(getattr(reader, name) for name in _DICTS), reader.feeddata)
    for values, pairs in zip(kept, (*dicts, feed), strict=True):
        if values != pairs:
            values.clear()
            values.update(pairs)
            changed = True
    return changed
