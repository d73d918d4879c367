"""What a language model is asked for, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a language model gets it: its story alone, nothing of the page around it."""

    title: str
    text: str
    """One paragraph a line; maybe empty, where there is no more than a title."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be written."""

    sources: tuple[Source, ...]
    """One = tell it in other words; several = one overview of all."""
    language: str
    """The language of the answer: a BCP 47 tag, lower case."""
    language_name: str
    """The same as its English name, for the model."""
    words: int
    """How long the answer should be, about."""


class Trouble(StrEnum):
    """Why a language model has written nothing that can be shown."""

    UNREACHABLE = "unreachable"
    """No connection, so nothing was asked."""
    REJECTED = "rejected"
    """The service refused the call: wrong key, model or address, or too many calls."""
    SILENT = "silent"
    """It took too long."""
    BROKEN = "broken"
    """What came was no answer, or only a part of one."""
    UNUSABLE = "unusable"
    """There was an answer, but none to show: empty, a refusal, in another language."""
    LIMIT = "limit"
    """The day's summaries are used up."""


SPENT_NOTHING = frozenset({Trouble.UNREACHABLE, Trouble.REJECTED})
"""Troubles after which an attempt does not count for the day."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a language model wrote, fit to be shown as plain text."""

    text: str
    """Paragraphs, one a line."""
    doubtful: tuple[str, ...] = ()
    """Numbers, names and quotations of the text that its sources do not contain, as they stand in it."""


@dataclass(frozen=True, slots=True)
class NotRewritten:
    """There is nothing to show, and why."""

    trouble: Trouble
