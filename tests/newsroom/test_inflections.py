"""A query's word and a text's meet by their stems where the language is the same, and only there."""

import pytest

from newsroom import evident_language, indexable
from newsroom.inflections import _ALPHABETS, _LATIN, is_stem, stemmed_language, stems_in_query
from newsroom.terms import query_phrases
from newsroom.tongue import _BINDING


def meets(query: str, text: str, language: str | None, reader: str = "") -> bool:
    """Tell whether the index would find a text by one word."""
    asked = {phrase[0] for phrase in query_phrases(query, [reader] if reader else [])}
    exact, forms = indexable(text, language)
    return not asked.isdisjoint([*exact.split(), *forms.split()])


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("running", "runs", "en"),
        ("Häuser", "Haus", "de"),
        ("Haus", "Häusern", "de"),
        ("préférée", "préférer", "fr"),
        ("canción", "canciones", "es"),
        ("москвы", "Москва", "ru"),
        ("москвы", "Москва", None),
        ("книгою", "книга", "uk"),
        ("çocuk", "çocukları", "tr"),
        ("σχολείο", "σχολεία", "el"),
    ],
)
def test_inflections_meet(query: str, text: str, language: str | None) -> None:
    assert meets(query, text, language)


def test_a_short_stem_is_looked_for_in_a_language_that_the_reader_knows() -> None:
    assert not meets("caro", "cari", "it")
    assert meets("caro", "cari", "it", reader="it")


def test_a_language_without_a_stemmer_does_no_harm() -> None:
    assert indexable("some words here", "xx") == indexable("some words here")
    assert stemmed_language("xx") is stemmed_language(None) is None
    assert stems_in_query("words", "words", ["xx", "he"]) == stems_in_query("words", "words", [])


def test_words_that_bind_and_words_that_are_their_own_stem_cost_nothing() -> None:
    assert indexable("the school of rock", "en").forms == ""
    assert indexable("die und der", "de").forms == ""


def test_a_query_looks_for_a_few_terms_only() -> None:
    for word in ("internationalisation", "größeren", "éléments", "вооружённых", "niños"):
        assert len(query_phrases(word, ["sv"])) <= 12, query_phrases(word, ["sv"])


def test_no_word_can_pass_for_a_stem() -> None:
    exact, _ = indexable("¦run ¤run a¦run a¤run §run", "en")
    assert not any(map(is_stem, exact.split()))
    assert not any(is_stem(one) for phrase in query_phrases("¦run¤x") for one in phrase)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry left and it was late for the town", "en"),
        ("Die Fähre ist nicht mit dem Zug in die Stadt gefahren", "de"),
        ("Le bateau est dans le port et les passagers sont sur le quai pour la nuit", "fr"),
        ("El barco de las islas no salió por la tormenta, que es una de las más fuertes", "es"),
        ("Ferry 12 Kiel", None),
        ("", None),
        ("Паром ушёл", None),
    ],
)
def test_a_language_is_guessed_where_it_is_plain(text: str, language: str | None) -> None:
    assert evident_language(text) == language


def test_tables_name_languages_with_a_stemmer() -> None:
    named = {language for languages in _ALPHABETS.values() for language in languages}
    assert named | set(_BINDING) <= set(_LATIN)
