"""A page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    number: int
    """Counts from 0; a page past the end comes out as the last one."""
    pages: int
    """At least 1."""
    total: int
