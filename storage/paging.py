"""Pages of lists that are short enough to be counted."""

from collections.abc import Sequence
from typing import TypeVar

from newsroom import Page

T = TypeVar("T")


def page_of(items: Sequence[T], *, number: int, size: int) -> Page[T]:
    """Cut page `number` (from 0) out of all `items`; past the end, the last one."""
    number, pages = page_bounds(len(items), number=number, size=size)
    part = tuple(items[number * size : (number + 1) * size])
    return Page(items=part, number=number, pages=pages, total=len(items))


def page_bounds(total: int, *, number: int, size: int) -> tuple[int, int]:
    """Return the number of the page that is shown for `number`, and how many there are."""
    pages = max(1, -(-total // size))
    return min(max(number, 0), pages - 1), pages
