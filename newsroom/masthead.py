"""What a publication calls itself, as far as its page tells: by the lines above the story.

A feed gives its title; a text that came by another way does not. What stands by itself at the top, and
again in a line below the story («The Courier is written by three people»), but not in the story's lead
nor all over it, is the name of the paper or of the writer.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from newsroom.cues import fold
from newsroom.sentences import is_sentence
from newsroom.wordcount import count_words

_PARTS = re.compile(r"\s*[|·•—–/:;,،؛：／　]\s*|\s-\s")
_BETWEEN = re.compile(r"[\s,.:;،؛|'’«»\"„“”-]+")
_HEAD_LENGTH, _HEAD_WORDS = 60, 4
_PAPER_WORDS = """
    gazette courier messenger tribune herald chronicle ledger observer dispatch telegraph
    newsletter newsroom magazine zeitung kurier anzeiger rundschau tageblatt tagblatt
    nachrichten journal gazzetta giornale quotidiano corriere gazeta dziennik bladet tidningen
    dagblad krant courant avisen diario digital periódico noticias notícias jornal folha
    quotidien dépêche infos gazetesi postası вести газета новости вісник газети εφημερίδα 日报 日報
    周报 週報 晚报 晚報 新闻网 新聞網 新聞 新報 신문 일보
"""
_TOP_LINES = 8
_LEAD_WORDS = 8
_MOST_WORDS = 4
_FEWEST_CHARACTERS, _FEWEST_UNSPACED = 4, 2
_UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af]")
_SPREAD = 4
"""A name stands in one of so many blocks at the most, or in two."""


def mastheads(blocks: Sequence[str], title: str) -> tuple[str, ...]:
    """Return the folded names that a page gives itself or its writer, above its story."""
    top = _top(blocks)
    lead = fold(blocks[len(top)]) if len(top) < len(blocks) else ""
    below = [fold(block) for block in blocks[len(top) :]]
    headline = fold(title)
    names = []
    for name in dict.fromkeys(_names(top)):
        told = sum(names_it(block, name) for block in below)
        known = names_it(headline, name) or names_it(lead, name)
        if not known and 0 < told <= max(2, len(below) // _SPREAD):
            names.append(name)
    return tuple(names)


def begins_with_a_paper(sentence: str) -> bool:
    """Return whether a sentence begins with a name such as newspapers have: «The Courier is written by …»."""
    words = _BETWEEN.split(sentence[:_HEAD_LENGTH])[:_HEAD_WORDS]
    return any(
        not word[:1].islower() and fold(word).endswith(_paper_endings())
        for place, word in enumerate(words)
        if place or not word.isascii() or len(word) > _FEWEST_CHARACTERS
    )


@cache
def _paper_endings() -> tuple[str, ...]:
    return tuple(_PAPER_WORDS.split())


def name_parts(names: Sequence[str]) -> frozenset[str]:
    """Return the words of names that are long enough to tell."""
    words = (word for name in names for word in _BETWEEN.split(name))
    return frozenset(word for word in words if len(word) >= _FEWEST_CHARACTERS)


def begins_with_part(folded: str, parts: frozenset[str]) -> bool:
    """Return whether a folded sentence begins with a word of a name: «Nell lives with …» of Nell Carter.

    A short word may stand before it: «The Courier …».
    """
    if not parts:
        return False
    head = [word for word in _BETWEEN.split(folded[:_HEAD_LENGTH]) if word][:2]
    return bool(head) and (
        head[0] in parts or (len(head[0]) < _FEWEST_CHARACTERS and head[-1] in parts)
    )


def names_it(folded: str, name: str) -> bool:
    """Return whether a folded text holds a folded name as words of their own."""
    if name not in folded:
        return False
    if _UNSPACED.search(name):
        return True
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) is not None


def _top(blocks: Sequence[str]) -> Sequence[str]:
    """Return the lines above the first that may be a story's."""
    for number, block in enumerate(blocks[: _TOP_LINES + 1]):
        if is_sentence(block) and count_words(block) >= _LEAD_WORDS:
            return blocks[:number]
    return ()


def _names(top: Sequence[str]) -> Iterator[str]:
    """Yield what may be names among the lines at the top; one word alone only in the first."""
    for number, line in enumerate(top):
        for part in map(str.strip, _PARTS.split(line)):
            words = part.split()
            if not 1 <= len(words) <= _MOST_WORDS or part[0].islower() or re.search(r"\d", part):
                continue
            unspaced = bool(_UNSPACED.search(part))
            fewest = _FEWEST_UNSPACED if unspaced else _FEWEST_CHARACTERS - (part[0] > "\u0590")
            if len(part) >= fewest and (len(words) > 1 or number == 0 or unspaced):
                yield fold(part)
