"""What a watch and a filter find, by example; `test_matching_like_search` holds them against the index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import FilterMatcher, Matcher, Wording, read_filter, read_wish, word_article
from newsroom.typed import split_items

DAY = 86_400_000
NOW = 1_790_000_000_000


def said(title: str, *paragraphs: str, language: str | None = "en", age: int = 0) -> Wording:
    return word_article(
        [title, *paragraphs], feed_id=12, language=language, dated_at=NOW - age, found_at=NOW
    )


STRIKE = said("The harbour strike", "Two ferries left.", "At dawn, Müller said nothing.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry", True),
        ("ferry harbour", True),
        ("ferry train", False),
        ("train OR ferry", True),
        ("ferry -strike", False),
        ("mueller", True),
        ('"harbour strike"', True),
        ('"strike two"', False),  # not within one paragraph
        ('"ferry left"', False),  # in another form
        ("harb*", True),
        ('"harbour str"*', True),
        ("feed:12 ferry", True),
        ("feed:3 ferry", False),
        ("lang:en ferry", True),
        ("lang:he ferry", False),
        ("-train", True),
        ("…", False),  # nothing is asked for
    ],
)
def test_a_wish_finds_what_a_search_finds(typed: str, found: bool) -> None:
    assert read_wish(typed).finds(STRIKE) is found
    assert Matcher({"it": read_wish(typed)}).matches(STRIKE) == (("it",) if found else ())


@pytest.mark.parametrize(
    ("typed", "found"),
    [("after:3d", False), ("before:3d", True), ("after:5d", True), ("after:2020", True)],
)
def test_dates_are_counted_from_when_the_article_was_found(typed: str, found: bool) -> None:
    """So that asking again later, why an alert came, gives the same answer."""
    assert read_wish(f"harbour {typed}").finds(said("Harbour", age=4 * DAY)) is found


def test_a_title_of_a_feed_is_none_of_its_numbers() -> None:
    assert not read_wish('ferry feed:"Morning Post"').finds(STRIKE)


def test_many_wishes_at_once() -> None:
    matcher = Matcher(
        {typed: read_wish(typed) for typed in ("ferry", "boat", "har*", "-boat", "ferry OR boat")}
    )
    assert set(matcher.matches(STRIKE)) == {"ferry", "har*", "-boat", "ferry OR boat"}
    assert set(matcher.matches(said("A boat"))) == {"boat", "ferry OR boat"}
    assert Matcher({}).matches(STRIKE) == ()


@pytest.mark.parametrize(
    ("typed", "passes"),
    [
        ("", True),
        ("ferry", True),
        ("train, ferry", True),
        ("train, boat", False),
        ("-train", True),
        ("-ferry", False),
        ("ferry, -strike", False),
        ("train ferry", False),  # both, as in a search
        ("-train ferry", True),  # a minus reaches to the comma
        ("-train -ferry", False),  # or to the next minus
        ("- ferry", False),
        ('"harbour strike"', True),
        ('"strike harbour", "left at"', False),
        ('-"harbour strike"', False),
        ("harb*", True),
        ("“train, ferry”", False),
        ("ferry -strike, two", True),
        ("…, ,", True),  # says nothing
    ],
)
def test_a_filter_passes_any_of_its_words_and_none_with_a_minus(typed: str, passes: bool) -> None:
    assert read_filter(typed).passes(STRIKE) is passes


@pytest.mark.parametrize(
    ("typed", "title", "passes"),
    [
        ("גשר, נחל", "הגשר נפתח", True),
        ("-גשר", "הגשר נפתח", False),
        ('צה"ל,מד"א', "מד״א הודיעה", True),
        ("قطار، جسر", "الجسر مفتوح", True),
        ("-قطار؛ -جسر", "الجسر مفتوح", False),
        ("列车，大桥", "长江大桥开通", True),
        ("-大桥、列车", "长江大桥开通", False),
        ("「大桥开通」", "长江大桥开通", True),
    ],
)
def test_filters_in_other_scripts_have_their_own_commas_and_quotes(
    typed: str, title: str, passes: bool
) -> None:
    assert read_filter(typed).passes(said(title)) is passes


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("ferry,-boat", [("ferry", False), ("boat", True)]),
        ("1,000 tons, 3", [("1,000 tons", False), ("3", False)]),
        ("2024,2025", [("2024", False), ("2025", False)]),
        ('"a, b" , c', [('"a, b"', False), ("c", False)]),
        ("-real madrid, goal -own", [("real madrid", True), ("goal -own", False)]),
        ("a\nb", [("a", False), ("b", False)]),
        ("", []),
        (",,", []),
    ],
)
def test_items_between_commas(typed: str, items: list[tuple[str, bool]]) -> None:
    assert [(item.text, item.negative) for item in split_items(typed)] == items


words = st.lists(st.sampled_from(["ferry", "boat", "train", "tram", "bus"]), max_size=3)


@given(
    wanted=st.lists(words.filter(bool), max_size=3),
    unwanted=st.lists(words.filter(bool), max_size=3),
    text=words,
)
def test_a_filter_is_what_a_plain_model_says(
    wanted: list[list[str]], unwanted: list[list[str]], text: list[str]
) -> None:
    typed = ", ".join([*map(" ".join, wanted), *(f"-{' '.join(each)}" for each in unwanted)])
    has = [set(each) <= set(text) for each in wanted]
    has_not = [set(each) <= set(text) for each in unwanted]
    article = said(" ".join(text))
    passes = (any(has) or not wanted) and not any(has_not)
    assert read_filter(typed).passes(article) is passes
    others = {"ferry, -boat", "-ferry", "boat, train"} - {typed}
    refusing = FilterMatcher([typed, *others]).refusing(article)
    assert refusing == {one for one in (typed, *others) if not read_filter(one).passes(article)}
