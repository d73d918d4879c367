"""One sentence splitter for all scripts.

A sentence ends at a mark that ends sentences somewhere in the world (Unicode's Sentence_Terminal), together
with the quotes and brackets that close behind it. Marks that are also written inside words and numbers
(`. ! ? …`) need white space behind them and something that looks like a beginning; a full stop must also
not belong to an abbreviation, an initial or an ordinal. In doubt two sentences stay one: a summary reads
better with a sentence too long than with half a one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.abbreviations import (
    before_number,
    maybe_last,
    never_last,
    ordinal_languages,
    ordinal_nouns,
    starters,
)

_NARROW = ".!?…‼⁇⁈⁉"
_WIDE = "。！？｡．︒﹒﹖﹗"  # scripts that put no space between sentences
_OTHERS = "؟۔।॥։፨።፧།༎။။។៕᠃᠉᙮۔⸮"  # never inside a word: no space is needed
_MARKS = re.compile(f"[{_NARROW}{_WIDE}{_OTHERS}]+")
_ALL_MARKS = tuple(_NARROW + _WIDE + _OTHERS)
_GREEK_MARKS = re.compile(f"[{_NARROW};\u037e]+")  # the Greek question mark looks like a semicolon

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SPACE = re.compile(r"\s")
_NOTE = re.compile(r"(?:\[\d{1,3}\])+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ROMAN = re.compile(r"[IVXLCM]{2,}")
_PLACE = re.compile(r"https?:|www\.|[@/\\]")

_NAME_ENDING = re.compile(
    r"(?:com|net|org|info|io|ai|co|uk|de|fr|js|py|md|txt|pdf|docx?|exe|zip)$", re.IGNORECASE
)

_ALWAYS_CLOSE = ")]}）］｝】〉》」』〕〗”’\u200e\u200f"
_MAYBE_CLOSE = "\"'“«»‹›‘„"
_OPENERS = "\"'“”«»‹›‘’„‚([{（［【「『《〈¿¡–—-•·*\u200e\u200f "
_CONTINUE = ",;:)]}、，；：）］」』，،؛%"
_BRACKETS = (("「", "」"), ("『", "』"), ("（", "）"), ("【", "】"))
# How far, in characters, a quote, a bracket or a word is looked for: so no text takes more than linear time.
_LONGEST_QUOTE = 200
_FAR_ENOUGH = 80
# What follows a closed quotation as part of the same sentence: Japanese と, Chinese «he said».
_SPEECH_TAIL = re.compile(
    r"(?:と|って|との|という|など|[^。！？，、\s]{0,6}(?:说|說|道|问|問|答|表示)[。，：])"
)


@dataclass(frozen=True, slots=True)
class _Language:
    marks: re.Pattern[str]
    ordinals: bool | None
    """Whether «3.» is an ordinal; None = not known."""
    cased: bool
    """False: the text has no capitals, so a small letter may begin a sentence."""


def split(text: str, language: str | None = None) -> list[str]:
    """Return the sentences of `text`, each verbatim; what lies between them is white space alone.

    A line break always ends a sentence. `language` is a BCP 47 tag that settles what scripts share
    («am 3. Mai»); None = not known.
    """
    primary = (language or "").lower().partition("-")[0]
    rules = _Language(
        marks=_GREEK_MARKS if primary == "el" else _MARKS,
        ordinals=primary in ordinal_languages() if primary else None,
        cased=text != text.lower(),
    )
    return [sentence for line in _LINE.findall(text) for sentence in _sentences(line, rules)]


def is_sentence(text: str) -> bool:
    """Return whether `text` ends as a sentence does: with a mark, maybe quoted or in brackets."""
    return text.rstrip(_ALWAYS_CLOSE + _MAYBE_CLOSE + " ")[-1:] in _ALL_MARKS


def _sentences(line: str, rules: _Language) -> Iterator[str]:
    flat = _SPACE.sub(" ", line)  # of the same length: what is given out is cut from `line`
    start = 0
    for match in rules.marks.finditer(flat):
        end = _after_closers(flat, start, match.end())
        if end > start and _ends(flat, start, match.span(), end, rules):
            yield line[start:end].strip()
            start = end
    rest = line[start:].strip()
    if rest:
        yield rest


def _after_closers(flat: str, start: int, position: int) -> int:
    """Return where the quotes and brackets that close behind a mark end."""
    while position < len(flat):
        char = flat[position]
        following = flat[position + 1 : position + 2]
        if char in _MAYBE_CLOSE:
            opens_next = following.isalnum() or following in ("¿", "¡")
            nearby = max(start, position - _LONGEST_QUOTE)
            if opens_next and not (char == '"' and flat.count('"', nearby, position) % 2):
                break
        elif char == " " and following and following in "»›":  # French sets a space before it
            if flat[position + 2 : position + 3].isalnum():
                break
            position += 1
        elif char not in _ALWAYS_CLOSE:
            break
        position += 1
    note = _NOTE.match(flat, position)
    return note.end() if note else position


def _ends(flat: str, start: int, mark: tuple[int, int], end: int, rules: _Language) -> bool:
    """Return whether the mark, with what closes behind it up to `end`, ends the sentence."""
    following = flat[end : end + _FAR_ENOUGH].lstrip(" ")
    if not following:
        return True
    last = flat[mark[1] - 1]
    if _inside_brackets(flat, start, end):
        return False
    if last in _WIDE:
        return _ends_wide(flat, start, mark[1], end, following)
    if last in _OTHERS:
        return following[0] not in _CONTINUE
    if flat[mark[0] - 1 : mark[0]] in ("(", "[") and end > mark[1]:  # «(...)»: words left out
        return False
    if not _begins(following, rules):
        return False
    if flat[end] != " ":
        return _ends_glued(flat, start, mark[0], end)
    stops = flat[mark[0] : mark[1]]
    return stops != "." or end > mark[1] or not _abbreviates(flat, start, mark[0], following, rules)


def _inside_brackets(flat: str, start: int, end: int) -> bool:
    """Return whether a bracket of East Asia is open that closes soon: its sentences stay together."""
    nearby = max(start, end - _LONGEST_QUOTE)
    return any(
        flat.count(opening, nearby, end) > flat.count(closing, nearby, end)
        and closing in flat[end : end + _LONGEST_QUOTE]
        for opening, closing in _BRACKETS
    )


def _ends_wide(flat: str, start: int, mark_end: int, end: int, following: str) -> bool:
    if following[0] in _CONTINUE or following[0] in _WIDE:
        return False
    if flat[mark_end - 1] == "．" and following[0].isdigit():
        return False
    nearby = max(start + 1, mark_end - _LONGEST_QUOTE)
    if "）" in flat[mark_end:end] and "（" in flat[nearby:mark_end]:  # a remark within it
        return False
    return end == mark_end or not _SPEECH_TAIL.match(following)


def _begins(following: str, rules: _Language) -> bool:
    """Return whether a sentence may begin so."""
    if following[0] in _CONTINUE:
        return False
    head = following.lstrip(_OPENERS)
    if not head or head[0] in _NARROW or head[0] in _CONTINUE:
        return False
    if not head[0].islower() or not rules.cased:
        return True
    return head[1:2].isupper()  # «iPhone»


def _ends_glued(flat: str, start: int, mark: int, end: int) -> bool:
    """Return whether a mark without white space behind it ends a sentence: «la fin.Il part»."""
    before = flat[max(start, mark - _FAR_ENOUGH) : mark].rpartition(" ")[2]
    after, space, _ = flat[end : end + _FAR_ENOUGH].partition(" ")
    if _PLACE.search(before) or _PLACE.search(after) or "." in before:
        return False
    word = after.lstrip(_OPENERS)
    if not word[:1].isupper() or (word[1:2] and not (word[1].islower() or word[1] in "'’")):
        return False
    quoted = before[-1:] in "\"”»'’)" or end > mark + 1 or after[:1] in _MAYBE_CLOSE
    piece = re.split(r"['’-]", before)[-1]
    words = bool(space) and piece[1:].islower() and piece.isalpha()
    return quoted or (words and not _NAME_ENDING.match(word))


def _abbreviates(flat: str, start: int, mark: int, following: str, rules: _Language) -> bool:
    """Return whether the full stop at `mark` belongs to the word before it alone."""
    token_start = max(flat.rfind(" ", max(start, mark - _FAR_ENOUGH), mark) + 1, start)
    token = flat[max(token_start, mark - _FAR_ENOUGH) : mark].lstrip(_OPENERS)
    match = _WORD.match(following.lstrip(_OPENERS))
    word = match.group() if match else ""
    if token.isdecimal() or _ROMAN.fullmatch(token):
        listed = token.isdecimal() and not flat[start:token_start].strip(_OPENERS)
        return (listed and len(token) < 4) or _is_ordinal(token, word, rules)
    piece = re.split(r"[-–'’/(]", token)[-1]
    folded = piece.casefold()
    if not folded:
        return False
    if folded in never_last():
        return True
    if folded in before_number() and (word[:1].isdigit() or _ROMAN.fullmatch(word)):
        return True
    if _is_letter(piece) or _DOTTED.fullmatch(piece) or folded in maybe_last():
        return not _starts_sentence(following, word)
    return False


def _is_letter(piece: str) -> bool:
    return len(piece) == 1 and piece.isalpha() and not "\u2e80" <= piece <= "\uffef"


def _is_ordinal(number: str, word: str, rules: _Language) -> bool:
    """Return whether «3.» or «II.» means the third or the second of what follows."""
    if rules.ordinals is None:
        return number.isdecimal() and word in ordinal_nouns()
    return rules.ordinals and len(number) < 4 and word not in starters()


def _starts_sentence(following: str, word: str) -> bool:
    """Return whether the word after an abbreviation tells that a new sentence began."""
    head = following.lstrip(_OPENERS)
    initial = len(word) == 1 and head[1:2] == "."
    return not initial and (word in starters() or word.partition("'")[0] + "'" in starters())
