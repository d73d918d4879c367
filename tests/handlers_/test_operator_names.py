"""The operators of a search in every language: each name parses, none means two things."""

from itertools import combinations

import pytest

from handlers.operator_names import OperatorNames
from handlers.texts import Library
from newsroom import OR, UNITS, Ignored, Operator, Order, Query, parse_query
from newsroom.fold import fold
from tests.handlers_.talk import Talk

DAY = 86_400_000
NOW = 1_790_000_000_000
NAMES = OperatorNames.load()
VALUES = {Operator.FEED: "12", Operator.LANGUAGE: "he", Operator.SORT: "date"}


def parsed(language: str | None, typed: str) -> Query:
    return parse_query(typed, NOW, NAMES.of(language))


@pytest.mark.parametrize("language", NAMES.languages)
def test_each_name_means_what_its_english_one_does(language: str) -> None:
    for key, words in NAMES._names[language].items():
        for word in words.split():
            _assert_means(language, key, word)


def _assert_means(language: str, key: str, word: str) -> None:
    for spelt in (word, word.upper(), word.title(), fold(word)):
        if key in list(Operator):
            value = VALUES.get(Operator(key), "7d")
            own, english = f"{spelt}:{value}", f"{key}:{value}"
        elif key in list(Order):
            own, english = f"sort:{spelt}", f"sort:{key}"
        elif key == OR:
            own, english = f"a {word.upper()} b", "a OR b"
        else:
            own, english = f"after:7{spelt}", f"after:7{key}"
        assert parsed(language, own) == parse_query(english, NOW), own
        assert parsed(language, english) == parse_query(english, NOW), english


@pytest.mark.parametrize(
    ("language", "spoken"), [("it", ("it",)), ("nb-NO", ("no",)), ("he", ()), (None, ("en",))]
)
def test_words_are_inflected_in_the_readers_language(
    language: str | None, spoken: tuple[str, ...]
) -> None:
    """Whether or not the bot speaks it, where there is a stemmer: Italian «caro» then meets «cari»."""
    assert NAMES.of(language).spoken == spoken
    phrases = parsed(language, "caro").wanted[0][0].phrases
    assert (("¤car",) in phrases) == (language == "it")


@pytest.mark.parametrize("language", NAMES.languages)
def test_a_language_has_all_names_and_none_means_two_things(language: str) -> None:
    """Of one kind, that is: «date» may be an order and something else elsewhere."""
    names = NAMES._names[language]
    assert {*Operator, *Order, "d", "w"} <= set(names) <= {*Operator, *Order, *UNITS, OR}
    for kind in (Operator, Order, UNITS):
        of_kind = {str(one): {fold(w) for w in names.get(one, "").split()} for one in kind}
        for one, other in combinations(of_kind, 2):
            assert not of_kind[one] & of_kind[other], (one, other)
            assert one not in of_kind[other], "the English name of another"
            assert other not in of_kind[one], "the English name of another"


@pytest.mark.parametrize("language", NAMES.languages)
def test_no_name_is_the_beginning_of_a_link(language: str) -> None:
    known = NAMES.of(language).names
    assert not {"http", "https", "mailto", "tel", "tg", "ftp", "www"} & set(known)


def test_a_name_of_one_language_is_a_word_in_another() -> None:
    """«Vor:» at the head of a headline is no operator for who reads English or French."""
    for language in (None, "en", "fr", "xx"):
        query = parsed(language, "vor: Gericht nach:7d")
        assert [group[0].phrases[0] for group in query.wanted] == [
            ("vor",),
            ("gericht",),
            ("nach", "7d"),
        ]
        assert query.after is None
        assert query.ignored == ()


def test_every_language_that_the_bot_speaks_has_names() -> None:
    assert {one.partition("-")[0] for one in Library.load().languages} <= {*NAMES.languages, "en"}


@pytest.mark.parametrize(
    ("language", "typed", "tag"),
    [
        ("de", "sprache:Hebräisch", "he"),
        ("de", "SPRACHE:hebraisch", "he"),
        ("de", "lang:french", "fr"),
        ("de-AT", "sprache:französisch", "fr"),
        ("fr", "langue:allemand", "de"),
        ("ru", "язык:Немецкий", "de"),
        ("he", "שפה:אנגלית", "en"),
        ("ar", "لغة:العربية", "ar"),
        ("en", "lang:Portuguese", "pt"),
        (None, "lang:Ukrainian", "uk"),
        ("tr", "dil:türkçe", "tr"),
    ],
)
def test_languages_are_called_by_their_names_too(
    language: str | None, typed: str, tag: str
) -> None:
    assert parsed(language, typed).languages == (tag,)


def test_what_says_nothing_in_the_readers_language_is_said() -> None:
    query = parsed("de", "nach:gestern sprache:marsianisch sortiert:größe quelle: -vor:7t")
    assert query.ignored == (
        ("nach:gestern", Ignored.BAD_DATE),
        ("sprache:marsianisch", Ignored.BAD_LANGUAGE),
        ("sortiert:größe", Ignored.BAD_ORDER),
        ("quelle:", Ignored.NO_VALUE),
        ("-vor:7t", Ignored.NO_MINUS),
    )


# In the chat


async def test_help_for_search_lists_the_names_of_the_readers_language(talk: Talk) -> None:
    ada = talk.api.world.add_user("Ada", language_code="de")
    said = (await talk.say(ada, "/help search")).text
    assert "In your language too:" in said
    for line in ("quelle:12 = feed:12", "nach:7t = after:7d", "sortiert:datum = sort:date"):
        assert line in said.splitlines()
    eve = await talk.user("Eve")
    assert "In your language too" not in (await talk.say(eve, "/help search")).text
    assert "In your language too" not in (await talk.say(ada, "/help sub")).text
