"""What the operators of a search are called in the reader's language, out of `locales/operators.toml`.

A language may have its names there before it has a file of sentences.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from babel import Locale

from handlers.texts import DEFAULT
from newsroom import OR, Operator, Operators, Order, named, stemmed_language

_SHORTEST_NAME = 4
"""ASCII letters of a language's name: shorter ones («Twi», «Vai») are read as tags."""


class OperatorNames:
    """The names in all languages that have some."""

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        self._names = names
        self._made: dict[tuple[str, str | None], Operators] = {}

    @classmethod
    def load(cls) -> "OperatorNames":
        """Read the file of this package."""
        source = files("handlers") / "locales" / "operators.toml"
        return cls(tomllib.loads(source.read_text(encoding="utf-8")))

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages that have names of their own."""
        return tuple(self._names)

    def of(self, language: str | None) -> Operators:
        """Return what may be typed by a reader of this language: its names, and the English ones.

        Words are inflected in it, also where it has no names.
        """
        made = tag, spoken = self._tag(language), stemmed_language(_base(language))
        if made not in self._made:
            called = _languages_in(DEFAULT) | _languages_in(tag)
            inflected = [] if spoken is None else [spoken]
            self._made[made] = named(self._names.get(tag, {}), called, inflected)
        return self._made[made]

    def examples(self, language: str | None) -> tuple[tuple[str, str], ...]:
        """Return how a reader of this language may write what in English is the other one of each pair.

        Such as («nach:7t», «after:7d»). Empty: as in English.
        """
        own = {key: words.split()[0] for key, words in self._names.get(_base(language), {}).items()}
        if not own:
            return ()
        day = own.get("d", "d")
        pairs = [
            (f"{own[Operator.FEED]}:12", "feed:12"),
            (f"{own[Operator.LANGUAGE]}:he", "lang:he"),
            (f"{own[Operator.AFTER]}:7{day}", "after:7d"),
            (f"{own[Operator.BEFORE]}:2026-05", "before:2026-05"),
            (f"{own[Operator.SORT]}:{own[Order.DATE]}", "sort:date"),
            (own.get(OR, OR).upper(), "OR"),
        ]
        return tuple(pair for pair in pairs if pair[0] != pair[1])

    def _tag(self, language: str | None) -> str:
        base = _base(language)
        return base if base in self._names else DEFAULT


def _base(language: str | None) -> str:
    return (language or DEFAULT).lower().partition("-")[0]


def _languages_in(tag: str) -> dict[str, str]:
    """Return what languages are called in one of them, each with its primary subtag."""
    return {
        name: code
        for code, name in sorted(Locale.parse(tag).languages.items())
        if "_" not in code and (not name.isascii() or len(name) >= _SHORTEST_NAME)
    }
