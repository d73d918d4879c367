"""FeedParserDicts that look up faster what has no second name: they answer as feedparser's own do."""

from typing import Any

from feedparser import FeedParserDict

_RENAMED = frozenset(
    {*FeedParserDict.keymap, "category", "enclosures", "license", "updated", "updated_parsed"}
)
"""Keys for which feedparser answers with another's value, or warns."""


class EntryValues(FeedParserDict):  # type: ignore[misc]  # feedparser has no types
    """All that an entry says."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, `default` where there is none."""
        return super().get(key, default) if key in _RENAMED else dict.get(self, key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return a value; where there is none, it is `default` from now on."""
        if key in _RENAMED:
            return super().setdefault(key, default)
        return dict.setdefault(self, key, default)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) if key in _RENAMED else dict.__contains__(self, key)

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(key) if key in _RENAMED else dict.__getitem__(self, key)

    def __setitem__(self, key: str, value: Any) -> None:
        if key in _RENAMED:
            super().__setitem__(key, value)
        else:
            dict.__setitem__(self, key, value)

    __hash__ = object.__hash__  # by identity, as FeedParserDict has it


class TextParameters(FeedParserDict):  # type: ignore[misc]
    """What a text's element says of it: type, language, base; later also its value. None is renamed."""

    get = dict.get
    setdefault = dict.setdefault
    __contains__ = dict.__contains__
    __getitem__ = dict.__getitem__
    __setitem__ = dict.__setitem__

    def __deepcopy__(self, _: object) -> "TextParameters":
        """Return a copy; nothing in it can change, and feedparser makes one for each text."""
        return TextParameters(self)

    __hash__ = object.__hash__  # by identity, as FeedParserDict has it
