"""What the operators of a query are called: in English, and in the language of whoever types it.

English always works. A reader's language adds names, and takes none away. All names here are folded
(`newsroom.fold`): case, accents and width do not matter. docs/search.md says what the operators do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from newsroom.fold import fold


class Operator(StrEnum):
    """What stands before a colon."""

    FEED = "feed"
    LANGUAGE = "lang"
    AFTER = "after"
    BEFORE = "before"
    SORT = "sort"


class Order(StrEnum):
    """What `sort:` may ask for."""

    DATE = "date"
    RELEVANCE = "relevance"


OR = "or"

_Name = TypeVar("_Name", bound=str)

UNITS: Mapping[str, int] = {
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
}
"""Milliseconds of what an age such as `7d` is counted in."""

_TAG = re.compile(r"([a-z]{2,3})(?![a-z])")


@dataclass(frozen=True, slots=True)
class Operators:
    """The names of one language, English among them. Each mapping leads from a folded name to ours."""

    names: Mapping[str, Operator] = field(default_factory=lambda: {one: one for one in Operator})
    orders: Mapping[str, Order] = field(default_factory=lambda: {one: one for one in Order})
    units: Mapping[str, str] = field(default_factory=lambda: {one: one for one in UNITS})
    ors: frozenset[str] = frozenset({"OR"})
    """In capitals, as they are typed: in small letters these are words."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """What languages are called, to their primary subtags: «hebrew» to `he`."""
    spoken: tuple[str, ...] = ()
    """Primary subtags of languages that whoever types is known to use: words are inflected in these."""

    def operator(self, typed: str) -> Operator | None:
        """Return which operator a word before a colon is; None where it is a word."""
        return self.names.get(fold(typed))

    def order(self, typed: str) -> Order | None:
        """Return what `sort:` asks for; None where that says nothing."""
        return self.orders.get(fold(typed))

    def language(self, typed: str) -> str | None:
        """Return the primary subtag that a tag (`pt-BR`) or a language's name stands for, or None."""
        if (named := self.languages.get(fold(typed))) is not None:
            return named
        tag = _TAG.match(unicodedata.normalize("NFKC", typed).lower())
        return tag[1] if tag else None

    def unit(self, typed: str) -> int | None:
        """Return the milliseconds of a unit, such as the `d` of `7d`; None where it is none."""
        name = self.units.get(fold(typed))
        return None if name is None else UNITS[name]


ENGLISH = Operators()


def named(
    names: Mapping[str, str],
    languages: Mapping[str, str] | None = None,
    spoken: Iterable[str] = (),
) -> Operators:
    """Return English with the names of another language.

    `names`: words parted by spaces for each Operator, each Order, each of UNITS, and `or`. `languages`: the
    name of each to its tag. `spoken`: languages that whoever types is known to use. English names stay what
    they are where another language has one of them too.
    """
    return Operators(
        names=_those(names, Operator),
        orders=_those(names, Order),
        units=_those(names, UNITS),
        ors=frozenset({"OR", *names.get(OR, "").upper().split()}),
        languages={fold(name): tag for name, tag in (languages or {}).items()},
        spoken=tuple(spoken),
    )


def _those(names: Mapping[str, str], wanted: Iterable[_Name]) -> dict[str, _Name]:
    english = {str(one): one for one in wanted}
    own = {fold(word): one for key, one in english.items() for word in names.get(key, "").split()}
    return own | english
