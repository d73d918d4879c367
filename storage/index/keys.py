"""Where a page of a search begins, in a few characters: buttons carry it, nothing is kept for it.

The order of hits does not depend on what else is in the index, and a page begins behind one of them: so
nothing is shown twice or left out, however many articles arrive between two pages.
"""

import re
from dataclasses import dataclass

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = 36
_KEY = re.compile(
    r"([0-9a-z]{1,13})\.([0-9a-z]{1,8})(?:\.([0-9a-z]{1,8})\.(-?[0-9a-z]{1,12}))?(?:~(-?[0-9a-z]{1,8}))?(\+)?"
)
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Key:
    """One place in the list of hits that a search had when its first page was asked for."""

    ceiling: int
    """The newest article number at that time; later ones are not of this list."""
    hour: int
    """When that was, in hours since 1970: how fresh a hit is counts from it."""
    score: int = 0
    docid: int | None = None
    """The hit behind which the page begins, with its score; None = the list's beginning."""
    since: int | None = None
    """The hour, since 1970, down to which the list was looked for; None = all of the archive."""
    is_open: bool = False
    """Some of that was left out, as it could not change the pages so far: later ones have to look there, and
    may come less far back."""

    def __str__(self) -> str:
        start = f"{_written(self.ceiling)}.{_written(self.hour)}"
        reach = "" if self.since is None else f"~{_written(self.since)}"
        reach += "+" if self.is_open else ""
        if self.docid is None:
            return f"{start}{reach}"
        return f"{start}.{_written(self.score)}.{_written(self.docid)}{reach}"


def read_key(text: str) -> Key | None:
    """Return the key that was written as `text`; None where that is none of ours."""
    found = _KEY.fullmatch(text)
    if found is None:
        return None
    ceiling, hour = int(found[1], _BASE), int(found[2], _BASE)
    score, docid = int(found[3] or "0", _BASE), None if found[4] is None else int(found[4], _BASE)
    since = None if found[5] is None else int(found[5], _BASE)
    key = Key(ceiling, hour, score, docid, since, is_open=found[6] is not None)
    return key if ceiling <= _LARGEST else None


def _written(number: int) -> str:
    if number < 0:
        return f"-{_written(-number)}"
    rest, digit = divmod(number, _BASE)
    return (_written(rest) if rest else "") + _DIGITS[digit]
