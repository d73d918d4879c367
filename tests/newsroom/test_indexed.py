"""The index gets the terms that a text has, however short the way on which they are found."""

import random

import pytest

from newsroom import GAP, Indexable, indexable, indexed, says_again
from newsroom.inflections import stem_in_text, stemmed_language
from newsroom.terms import read_terms

PARTS = [
    *"abSzé0123.,'’-·&#א״中한ʼ²ǅ\n\t\u00a0\u202f\u0301\u200d\"“”«»()[]*_–—…:;!?/% ",
    *("https://", "www.", "WWW", "x.org/a b", "1,000", "1 000", "3,5", "U.S", "don’t", "l’homme"),
    *("צה״ל", "中文字", "ferries", "#BlackForest", "Mueller's", "Müller", "e-mails", "Москва", "ß"),
]


LANGUAGES = (None, "en", "de", "fr", "tr", "ru", "ar", "he", "xx")


def slowly(text: str, language: str | None) -> Indexable:
    """Return what is indexed of a text, token by token."""
    lines = [list(read_terms(line)) for line in text.split("\n")]
    exact = [" ".join(one.term for one in line if one.exact) for line in lines]
    forms = [one.term for line in lines for one in line if not one.exact]
    for chunk in text.replace("\n", " ").split(" "):
        terms = list(read_terms(chunk))
        others = [one.term for one in terms if not one.exact]
        for one in terms:
            written = chunk[one.start : one.end]
            stem = stem_in_text(one.term, written, stemmed_language(language), others)
            if one.exact and stem is not None:
                forms.append(stem)
    return Indexable(f" {GAP} ".join(exact).strip(), " ".join(forms))


def same(one: Indexable, other: Indexable) -> bool:
    """Compare the words in their order, and the other forms without any."""
    exact = one.exact.split() == other.exact.split()
    return exact and set(one.forms.split()) == set(other.forms.split())


def test_reading_by_chunks_changes_nothing() -> None:
    """A text is read by chunks between spaces, which must not change what its words are."""
    dice = random.Random(7)
    for _ in range(10_000):
        text = "".join(dice.choices(PARTS, k=dice.randint(1, 12)))
        language = dice.choice(LANGUAGES)
        assert same(indexable(text, language), slowly(text, language)), (text, language)


def test_terms_stand_apart_by_single_spaces() -> None:
    assert indexable("  A  ferry —  left  ") == ("a ferry left", "")


def test_a_line_break_is_a_gap() -> None:
    assert indexable("the ferry\nleft").exact == f"the ferry {GAP} left"


def test_a_form_is_indexed_once_however_often_its_word_comes() -> None:
    assert indexable("ferries " * 50).forms.split().count("ferry") == 1


def test_what_is_indexed_does_not_change_with_the_process() -> None:
    """An article is known by what is indexed of it, so the order must not be that of a set."""
    assert indexable("ferries churches Müller").forms == "ferry ferrie church churche mueller"


def test_what_was_read_before_is_forgotten_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory of a few chunks, begun anew again and again, says the same as one that holds all."""
    texts = [f"{one} {other} U.S. ferries" for one in ("Müller’s", "e-mails,") for other in PARTS]
    whole = [indexable(text) for text in texts]
    monkeypatch.setattr(indexed, "_KEPT_CHARS", 12)
    assert [indexable(text) for text in texts for _ in range(2)] == [
        one for one in whole for _ in range(2)
    ]


def test_a_huge_text_leaves_nothing_behind() -> None:
    indexable(" ".join(map(str, range(200_000))))
    kept = indexed._cache()
    assert sum(map(len, (*kept.young.values(), *kept.old.values()))) < 1000


@pytest.mark.parametrize("end", ["", ".", "…", " […]", " [...]"])
def test_an_excerpt_says_again_what_the_text_says(end: str) -> None:
    text = "Storm. The ferry left,\nand all were well.\nMore tomorrow: we shall see."
    assert says_again(f"The ferry left,\nand all were well{end}", text)
    assert says_again(f"Storm. The ferry{end}", text)
    assert says_again(f"we shall see{end}", text)


@pytest.mark.parametrize("excerpt", ["The ferry sank", "he ferry left", "The fer", "the ferry"])
def test_what_the_text_does_not_say_is_not_said_again(excerpt: str) -> None:
    assert not says_again(excerpt, "The ferry left, and all were well.")


def test_what_is_said_again_adds_no_term_and_no_phrase() -> None:
    """Else something would not be found by its summary once that is left out of the index."""
    dice = random.Random(11)
    said = 0
    for _ in range(8_000):
        text = "".join(dice.choices(PARTS, k=dice.randint(1, 12)))
        begin, end = sorted(dice.choices(range(len(text) + 1), k=2))
        excerpt = text[begin:end] + dice.choice(["", ".", "…", " […]"])
        language = dice.choice(LANGUAGES)
        more, whole = slowly(excerpt, language), slowly(text, language)
        phrase = more.exact.strip(f" {GAP}")
        if phrase and says_again(excerpt, text):
            said += 1
            assert f" {phrase} " in f" {whole.exact} ", (excerpt, text)
            assert set(more.forms.split()) <= set(whole.forms.split()), (excerpt, text)
    assert said > 200
