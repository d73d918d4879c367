"""A summary of an article in a few of its own sentences.

Position weighs most, because news tells the most important first; then what later sentences go on to speak
of, then the headline's words; what was said already counts less. No list of stop words: a word that stands in
many sentences weighs little. How this compares with the lead of the article is measured by
`benchmarks/summaries.py`; the figures stand in `docs/summaries.md`.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from newsroom.asides import Sentence, reader
from newsroom.cues import Kind, fold, guess_language
from newsroom.echoes import Known, plain
from newsroom.furniture import read_story
from newsroom.referring import needs_the_one_before
from newsroom.stems import stems
from newsroom.wordcount import count_words

Vector = Mapping[str, float]

# How much of the wanted length a summary may miss or exceed, and what is not worth cutting.
_SHORTEST, _LONGEST, _WHOLE = 5 / 6, 1.1, 1.25
# A sentence's weight by its place: falls over some eight sentences to a floor that keeps the rest in play.
_FLOOR, _FALL = 0.3, 8.0
_TITLE = 0.5
_AWKWARD = 0.4
_FEWEST_WORDS = 6
_ADDRESSING = frozenset({Kind.CALL, Kind.YOU})
# A summary of news needs no more; it bounds the time that a book takes.
_MOST_SENTENCES = 400

# Between Hebrew letters it is gershayim, the sign of an abbreviation: ד"ר.
_STRAIGHT_QUOTE = re.compile(r'"(?!(?<=[א-ת]")[א-ת])')
_ASCII_PAIRS = ("()", "[]")
_PAIRS = (*_ASCII_PAIRS, "“”", "«»", "「」", "『』", "（）")


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of an article, each verbatim, in its order; none where nothing of it is a story."""

    sentences: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentences as one paragraph."""
        spaced = (
            sentence if sentence[-1] in "。！？｡" else sentence + " " for sentence in self.sentences
        )
        return "".join(spaced).rstrip()


def summarize(
    text: str,
    *,
    title: str = "",
    language: str | None = None,
    words: int = 60,
    author: str | None = None,
    feed_title: str = "",
    standing: Collection[str] = frozenset(),
) -> Summary:
    """Return about `words` words of an article's text (one paragraph a line) in whole sentences.

    A short article comes back whole. Two Chinese or Japanese characters count as a word. For `language` and
    `standing` see `story_blocks`.
    """
    known = Known(plain(title), plain(feed_title), plain(author or ""), standing)
    blocks = text.split("\n")
    reads = reader(title, feed_title, author, blocks, guess_language(text, language))
    story = read_story(blocks, known, reads)
    told = {each.text: each for block in story.blocks for each in block.sentences if each.words}
    sentences = list(told.values())[:_MOST_SENTENCES]
    if sum(each.words for each in sentences) > _WHOLE * words:
        sentences = _choose(sentences, stems(fold(title)), story.language, words)
    return Summary(tuple(each.text for each in sentences))


def one_sentence(sentences: Sequence[str], language: str | None = None, *, words: int = 25) -> str:
    """Return the one of a summary's sentences that tells the most alone: the first, unless it is long.

    One that needs the one before it is no choice, nor is one of more than `words` words where another is
    shorter. Raises ValueError where there is none.
    """
    if not sentences:
        raise ValueError("there is no sentence")
    told = guess_language(" ".join(sentences), language)
    alone = [each for each in sentences[1:] if not needs_the_one_before(each, told)]
    choices = [sentences[0], *alone]
    return next((each for each in choices if count_words(each) <= words), choices[0])


def _choose(
    sentences: Sequence[Sentence], headline: Collection[str], language: str, words: int
) -> list[Sentence]:
    """Return the sentences, in order, that say the most of a story in about `words` words."""
    vectors = _vectors(sentences)
    scores = _scores(sentences, vectors, headline, longest=2 * words)
    chosen: list[int] = []
    left = set(range(len(sentences)))
    length = 0.0
    while length < _SHORTEST * words:
        room = _LONGEST * words - length
        fitting = [number for number in left if not chosen or sentences[number].words <= room]
        best = next(
            (
                number
                for number in sorted(fitting, key=lambda number: (-scores[number], number))
                if number - 1 in chosen or not _leans(number, sentences, language)
            ),
            None,
        )
        if best is None:
            break
        chosen.append(best)
        left.remove(best)
        length += sentences[best].words
        for number in left:
            scores[number] *= 1 - _product(vectors[number], vectors[best])
    return [sentences[number] for number in sorted(chosen)]


def _leans(number: int, sentences: Sequence[Sentence], language: str) -> bool:
    return number > 0 and needs_the_one_before(sentences[number].text, language)


def _scores(
    sentences: Sequence[Sentence],
    vectors: Sequence[Vector],
    headline: Collection[str],
    *,
    longest: float,
) -> list[float]:
    """Return what each sentence is worth, before what others have said already."""
    centrality = _forward_centrality(vectors)
    highest = max(centrality, default=0.0) or 1.0
    rarity = {
        term: weight for vector in vectors for term, weight in vector.items() if term in headline
    }
    whole = sum(rarity.values()) or 1.0
    scores = []
    for number, vector in enumerate(vectors):
        place = _FLOOR + (1 - _FLOOR) * math.exp(-number / _FALL)
        named = sum(weight for term, weight in rarity.items() if term in vector) / whole
        worth = 1 + centrality[number] / highest + _TITLE * named
        awkward = _is_awkward(sentences[number], longest)
        scores.append(place * worth * (_AWKWARD if awkward else 1))
    return scores


def _is_awkward(sentence: Sentence, longest: float) -> bool:
    """Return whether a sentence reads badly alone: too short or long, cut off, half of a quotation."""
    text = sentence.text
    if sentence.asks or sentence.names_publisher or sentence.kinds & _ADDRESSING:
        return True
    if (
        not _FEWEST_WORDS <= sentence.words <= longest
        or not sentence.complete
        or text.endswith(("…", "..."))
    ):
        return True
    halves = len(_STRAIGHT_QUOTE.findall(text)) % 2 if '"' in text else 0
    pairs = _ASCII_PAIRS if text.isascii() else _PAIRS
    return bool(halves) or any(text.count(pair[0]) != text.count(pair[1]) for pair in pairs)


def _vectors(sentences: Sequence[Sentence]) -> list[Vector]:
    """Return the sentences as vectors of length one: the rarer a word among them, the more it weighs."""
    terms = [dict.fromkeys(sentence.stems) for sentence in sentences]
    spread = Counter(term for found in terms for term in found)
    rarity = {term: math.log((len(terms) + 1) / (number + 0.5)) for term, number in spread.items()}
    vectors: list[Vector] = []
    for found in terms:
        norm = math.sqrt(sum(rarity[term] ** 2 for term in found)) or 1.0
        vectors.append({term: rarity[term] / norm for term in found})
    return vectors


def _forward_centrality(vectors: Sequence[Vector]) -> list[float]:
    """Return how much each sentence has in common with those after it."""
    centrality = [0.0] * len(vectors)
    after: dict[str, float] = {}
    for number in range(len(vectors) - 1, -1, -1):
        vector = vectors[number]
        following = len(vectors) - 1 - number
        centrality[number] = _product(vector, after) / math.sqrt(max(1, following))
        for term, weight in vector.items():
            after[term] = after.get(term, 0.0) + weight
    return centrality


def _product(one: Vector, other: Vector) -> float:
    return sum(weight * other[term] for term, weight in one.items() if term in other)
