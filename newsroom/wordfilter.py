"""The words that a subscription is filtered by: `ferry, "mill bridge", -football`.

What stands between two commas is a search of its own (docs/search.md). An article passes that is found by
any of those without a minus, if there are such, and by none of those with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from newsroom.matcher import Matcher, Wish, Wording, read_wish
from newsroom.typed import split_items

_KEPT_FILTERS = 1 << 16


@dataclass(frozen=True, slots=True)
class WordFilter:
    """What is to be in an article, and what is not."""

    wanted: tuple[Wish, ...] = ()
    """Of these any; none = everything."""
    unwanted: tuple[Wish, ...] = ()

    def passes(self, said: Wording) -> bool:
        """Tell whether an article passes."""
        return (not self.wanted or any(wish.finds(said) for wish in self.wanted)) and not any(
            wish.finds(said) for wish in self.unwanted
        )


@lru_cache(_KEPT_FILTERS)
def read_filter(typed: str) -> WordFilter:
    """Read a filter. What says nothing is left out."""
    items = [(read_wish(item.text), item.negative) for item in split_items(typed)]
    told = [(wish, negative) for wish, negative in items if not wish.query.is_empty]
    return WordFilter(
        wanted=tuple(wish for wish, negative in told if not negative),
        unwanted=tuple(wish for wish, negative in told if negative),
    )


class FilterMatcher:
    """Many filters, to which articles are put all at once."""

    def __init__(self, filters: Iterable[str]) -> None:
        read = {typed: read_filter(typed) for typed in filters}
        self._choosy = frozenset(typed for typed, one in read.items() if one.wanted)
        """Those that an article passes only by a word of theirs."""
        self._wanted = Matcher(
            {(typed, at): wish for typed, one in read.items() for at, wish in enumerate(one.wanted)}
        )
        self._unwanted = Matcher(
            {
                (typed, at): wish
                for typed, one in read.items()
                for at, wish in enumerate(one.unwanted)
            }
        )

    def refusing(self, said: Wording) -> frozenset[str]:
        """Return the filters that an article does not pass."""
        welcome = {typed for typed, _ in self._wanted.matches(said)}
        return self._choosy - welcome | {typed for typed, _ in self._unwanted.matches(said)}
