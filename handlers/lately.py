"""What was worked out of the articles that people look at just now, so that it is not each time.

Turning a page, opening a hit and coming back show the same articles again, and the newest are everybody's.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.standing import text_of
from newsroom import Article

ROOM = 1_000_000
"""Characters of articles: a few hundred usual ones, a few megabytes with what was made of them."""

_EACH = 1_000
"""Characters that an article counts for besides its text: its title, its address."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Made(Generic[T]):
    """What was made, and what of."""

    article: Article
    beside: Hashable
    made: T


class Lately(Generic[T]):
    """Keeps what was made of the articles that were looked at last.

    Of one that has been corrected since, nothing is found.
    """

    def __init__(self, room: int = ROOM) -> None:
        """`room`: characters of the articles that are kept."""
        self._most = self._room = room
        self._kept: dict[int, _Made[T]] = {}
        """By their numbers; the one that was looked at last stands last."""

    def find(self, article: Article, beside: Hashable = None) -> T | None:
        """Return what was made of an article, and of what counts `beside` it."""
        kept = self._kept.get(article.id)
        if kept is None or (kept.article, kept.beside) != (article, beside):
            return None
        self._kept[article.id] = self._kept.pop(article.id)
        return kept.made

    def keep(self, made: T, article: Article, beside: Hashable = None) -> None:
        """Keep it, and forget what nobody has looked at for longest. A very long article is not kept."""
        self._drop(article.id)
        size = _size(article)
        if size > self._most:
            return
        while size > self._room:
            self._drop(next(iter(self._kept)))
        self._room -= size
        self._kept[article.id] = _Made(article, beside, made)

    def _drop(self, article_id: int) -> None:
        kept = self._kept.pop(article_id, None)
        if kept is not None:
            self._room += _size(kept.article)


def _size(article: Article) -> int:
    return _EACH + len(text_of(article))
