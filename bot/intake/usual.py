"""What a usual entry of a feed is written as: a few elements with texts, and none within these."""

from typing import NamedTuple

from bot.intake.marks import Span


class Field(NamedTuple):
    """An element of an entry."""

    name: str
    """As it is written, with its prefix."""
    attributes: dict[str, str]
    text: str


class UsualEntry(NamedTuple):
    """An entry's element."""

    fields: tuple[Field, ...]
    """Without what nobody reads."""
    prefixes: frozenset[str]
    """Of all names in it: each has to stand for a namespace, or the document is none of XML."""
    span: Span
    unread: list[Span]
    """Its elements that nobody reads."""
