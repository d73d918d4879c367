"""The words of the index, so that one which is nearly spelt like another can be found.

FTS5 has a list of its terms too (`fts5vocab`), but it can be walked only together with all their places.
So the words of titles, which are what people search for, are also counted in a small table. It may hold
words that no article has any more, and those of feeds that not everybody sees: who offers one looks for it
first.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from newsroom import edits_between, is_spelt, most_edits, one_edit_away

MOST_NEAR = 6
"""Words that are near another, at the most: the nearest, of these the most frequent."""

_FIRST_LETTERS = 3
"""Letters that a word has in common with one from which it differs twice: so few are looked through."""

_LOOKED_THROUGH = 1_500
"""Words with the same first letters that are compared, the most frequent ones."""

_LAST_CHARACTER = "\U0010ffff"


def count_words(raw: sqlite3.Connection, titles: Iterable[str]) -> None:
    """Count the words of titles, each of which is its exact terms joined by spaces."""
    counted = Counter(word for title in titles for word in title.split())
    raw.executemany(
        "INSERT INTO words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET seen = seen + excluded.seen",
        sorted((word, seen) for word, seen in counted.items() if is_spelt(word)),
    )


def near_words(raw: sqlite3.Connection, word: str) -> list[str]:
    """Return words that may be meant by a folded word which is not found, the likeliest first.

    Those it is the beginning of are among them: many people write no star.
    """
    most = most_edits(word)
    if not most or not is_spelt(word):
        return []
    found = [*_by_spelling(raw, word), *_by_first_letters(raw, word, most)]
    ranked = {
        near: (edits, -seen, near)
        for near, seen in found
        if (edits := _difference(word, near, most)) is not None
    }
    return sorted(ranked, key=lambda near: ranked[near])[:MOST_NEAR]


def _by_spelling(raw: sqlite3.Connection, word: str) -> list[tuple[str, int]]:
    spellings = json.dumps([one for one in one_edit_away(word) if is_spelt(one)])
    rows = raw.execute(
        "SELECT word, seen FROM words WHERE word IN (SELECT value FROM json_each(?))", (spellings,)
    )
    return [(row["word"], row["seen"]) for row in rows]


def _by_first_letters(raw: sqlite3.Connection, word: str, most: int) -> list[tuple[str, int]]:
    first = word[:_FIRST_LETTERS]
    rows = raw.execute(
        """
        SELECT word, seen FROM words
        WHERE word > ? AND word < ? AND (length(word) BETWEEN ? AND ? OR word BETWEEN ? AND ?)
        ORDER BY seen DESC LIMIT ?
        """,
        (
            *(first, first + _LAST_CHARACTER),
            *(len(word) - most, len(word) + most),
            *(word, word + _LAST_CHARACTER),
            _LOOKED_THROUGH,
        ),
    )
    return [(row["word"], row["seen"]) for row in rows]


def _difference(word: str, near: str, most: int) -> int | None:
    """Return by how many edits two words differ; a longer word with this beginning counts as one."""
    if near == word:
        return None
    return 1 if near.startswith(word) else edits_between(word, near, most)
