"""Which words are nearly spelt alike: letters left out, added, mistaken, or two in each other's place.

All words here are folded (`newsroom.fold`), so that case, accents and vowel points are no difference.
"""

from collections.abc import Iterator

from newsroom.dense import DENSE_RUN

SHORTEST_WORD = 3
"""Letters of a word that is offered."""

SHORTEST_MISSPELT = 4
"""Letters of a word that others are offered for: to shorter ones too many are near."""

_TWO_EDITS_FROM = 6
"""Letters from which a word may differ in two places; a shorter one is another word then."""

# By script, as they stand in folded words. Words of other scripts are found by their first letters only.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


def is_spelt(term: str) -> bool:
    """Tell whether a term is a word of letters: no number, and of no script that is indexed by characters."""
    return (
        len(term) >= SHORTEST_WORD
        and not any(map(str.isdecimal, term))
        and not DENSE_RUN.search(term)
    )


def most_edits(word: str) -> int:
    """Return by how many edits a word may differ from `word` and still be meant by it; 0 = by none."""
    if len(word) < SHORTEST_MISSPELT:
        return 0
    return 2 if len(word) >= _TWO_EDITS_FROM else 1


def one_edit_away(word: str) -> set[str]:
    """Return all that is one edit from `word`, in the letters of its script."""
    letters = next((one for one in _ALPHABETS if word[0] in one or word[-1] in one), "")
    return {*_edited(word, letters)} - {word}


def _edited(word: str, letters: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            yield head + letter + tail[1:]


def edits_between(one: str, other: str, most: int) -> int | None:
    """Return how many edits make one word of the other, or None where it takes more than `most`.

    Two neighbouring letters in each other's place are one edit, and no letter is edited twice: the distance
    called optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        last, before, row = before, row, [place]
        for at, mate in enumerate(other, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != mate))
            swapped = place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == mate
            row.append(min(cost, last[at - 2] + 1) if swapped else cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
