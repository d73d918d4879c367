"""A short memory: what was found a moment ago need not be asked for again."""

from collections.abc import Hashable
from typing import Generic, TypeVar

LIFETIME = 10 * 60 * 1000
"""Milliseconds."""

SIZE = 50

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """Keeps the newest few values, for a while."""

    def __init__(self) -> None:
        self._kept: dict[_Key, tuple[int, _Value]] = {}

    def get(self, key: _Key, now: int) -> _Value | None:
        """Return what was put under `key` within the lifetime; None where nothing was."""
        at, value = self._kept.get(key, (0, None))
        return value if 0 <= now - at < LIFETIME else None

    def put(self, key: _Key, value: _Value, now: int) -> None:
        """Keep a value; the oldest makes room."""
        self._kept.pop(key, None)
        self._kept[key] = now, value
        while len(self._kept) > SIZE:
            del self._kept[next(iter(self._kept))]
