"""Which short blocks are a picture's: by a credit, or by a name behind what it shows."""

import re
from collections.abc import Sequence

from newsroom.asides import FRAGMENT_WORDS, Sentence
from newsroom.cues import Kind

_CAPTION_WORDS = 30
_SIGNATURE_MARKS = ("/", "|", "©", "–", "—")
_INITIAL = re.compile(r"[^\W\d_]{1,2}\.")
_NAME_PARTICLES = frozenset(
    "de da do dos di du del della der den van von ter ten la le el al bin bint ben y e i".split()  # noqa: SIM905
)


def is_caption(sentences: Sequence[Sentence]) -> bool:
    """Return whether a block is a picture's: short, with a credit at an end, or a name alone behind it."""
    if not sentences or sum(each.words for each in sentences) > _CAPTION_WORDS:
        return False
    first, *others = sentences
    credited = (Kind.CREDITS in each.kinds and each.words <= FRAGMENT_WORDS for each in others)
    if Kind.CREDITS in first.kinds or any(credited) or Kind.CREDITS in sentences[-1].kinds:
        return True
    return bool(others) and sum(map(_length, others)) <= FRAGMENT_WORDS and _is_signature(others)


def _length(sentence: Sentence) -> float:
    return sentence.words


def _is_signature(pieces: Sequence[Sentence]) -> bool:
    """Return whether last pieces are a name («JANE DOE», «/ J. D.»), maybe labelled («Author: …»)."""
    text = " ".join(piece.text for piece in pieces)
    words = text.strip("()[]（） /|").split()
    if text.startswith(_SIGNATURE_MARKS) or all(_INITIAL.fullmatch(word) for word in words):
        return True
    if pieces[-1].complete:
        return False
    if any(mark in text for mark in ":：/／") or pieces[-1].names_publisher:
        return True
    return len(words) > 1 and not any(
        word[0].islower() and word not in _NAME_PARTICLES for word in words
    )
