"""A query in FTS5's syntax (https://www.sqlite.org/fts5.html#full_text_query_syntax).

Terms hold neither quotes nor white space (newsroom.fold), and each stands in quotes: whatever a person
types, no operator and no column of FTS5 is reached.
"""

from collections.abc import Collection, Iterable

from newsroom import Clause, Query, is_pair
from storage.index.schema import TAG_ANY, tag_feed, tag_language

_ANYWHERE = ""
"""A word, or a form of it; tags are no words (see schema.py)."""

_TEXT = "{head body} : "
"""Words as they stand, in their order, which forms are without."""

_HEAD, _HEAD_AND_FORMS = "{head} : ", "{head head_forms} : "


def match_expression(query: Query, feeds: Collection[int] | None) -> str:
    """Return what finds the documents of a query. `feeds`: numbers of feeds; None = all."""
    wanted = _wanted(query, feeds, _TEXT)
    if not query.unwanted:
        return wanted
    unwanted = _any(_clause(one, _TEXT, _ANYWHERE) for one in query.unwanted)
    return f"({wanted}) NOT {unwanted}"


def loose_expression(query: Query, feeds: Collection[int] | None) -> str:
    """Return what finds at least the documents of a query, in less time where it finds none.

    Of words, and of pairs of characters, it is the same as what finds just those.
    """
    return _wanted(query, feeds, _ANYWHERE)


def head_expression(query: Query) -> str | None:
    """Return what finds the documents whose head alone has everything wanted; None = not worth it.

    FTS5 reads all words with a prefix before it answers: asking so twice would double the slowest part.
    """
    clauses = query.clauses
    if not clauses or any(clause.prefix for clause in clauses):
        return None
    return " AND ".join(one_by_one(query))


def one_by_one(query: Query) -> tuple[str, ...]:
    """Return, for each thing that is wanted, what finds the documents whose head has it."""
    return tuple(
        _any(_clause(one, _HEAD, _HEAD_AND_FORMS) for one in group) for group in query.wanted
    )


def as_in_title(group: Iterable[Clause]) -> tuple[str, ...]:
    """Return how the clauses stand in a title, its terms each between spaces; any of them will do."""
    return tuple(
        f" {' '.join(phrase)}{'' if clause.prefix else ' '}"
        for clause in group
        for phrase in clause.phrases
    )


def _wanted(query: Query, feeds: Collection[int] | None, text: str) -> str:
    """Return what finds the documents with all that is wanted, phrases in the columns `text`."""
    parts = [_any(_clause(one, text, _ANYWHERE) for one in group) for group in query.wanted]
    if feeds is not None:
        parts.append(_tags(map(tag_feed, feeds)))
    if query.languages:
        parts.append(_tags(map(tag_language, query.languages)))
    return " AND ".join(parts or [_tags([TAG_ANY])])


def _clause(clause: Clause, text: str, text_and_forms: str) -> str:
    """Return what finds a clause: phrases in the columns `text`, words also among the forms of others."""
    star = " *" if clause.prefix else ""
    return _any(
        f'{text_and_forms if _is_exact_anywhere(phrase) else text}"{" ".join(phrase)}"{star}'
        for phrase in clause.phrases
    )


def _is_exact_anywhere(phrase: tuple[str, ...]) -> bool:
    """Tell whether the columns of forms have nothing that only looks like a phrase.

    Each column that is left out costs: for every document with a word, its places are gone through.
    """
    return len(phrase) == 1 or any(map(is_pair, phrase))


def _tags(tags: Iterable[str]) -> str:
    return "{tags} : (" + " OR ".join(f'"{tag}"' for tag in tags) + ")"


def _any(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"
