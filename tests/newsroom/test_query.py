"""Whatever a person types is a query; what is not looked for is said."""

import random

import pytest

from newsroom import MOST_TERMS, Clause, Ignored, Query, parse_query

DAY = 86_400_000
NOW = 1_790_000_000_000
MAY_2026 = 1_777_593_600_000


def words(typed: str) -> list[list[str]]:
    """Return the wanted groups, each clause as its first phrase."""
    query = parse_query(typed, NOW)
    return [[" ".join(clause.phrases[0]) for clause in group] for group in query.wanted]


@pytest.mark.parametrize(
    "typed",
    [
        'a "ferry left" b',
        "a “ferry left” b",
        "a „ferry left“ b",
        "a ”ferry left” b",
        'a “ferry left" b',
        "a «ferry left» b",
        "a « ferry left » b",
        "a »ferry left« b",
        "a「ferry left」b",
        "a『ferry left』 b",
        "a ＂ferry left＂ b",
    ],
)
def test_a_phrase_stands_in_quotes_of_any_kind(typed: str) -> None:
    assert words(typed) == [["a"], ["ferry left"], ["b"]]


def test_quotes_that_nobody_closes_reach_to_the_end() -> None:
    assert words('a "ferry left') == [["a"], ["ferry left"]]
    assert words('a"') == [["a"]]
    assert words('5" screen') == [["5"], ["screen"]]


def test_the_quotation_mark_within_a_hebrew_word_opens_nothing() -> None:
    assert words('כוחות צה"ל היום') == [["כוחות"], ["צהל"], ["היום"]]
    assert words('"צה"ל תקף" היום') == [["צהל תקף"], ["היום"]]


@pytest.mark.parametrize("minus", ["-", "−", "–", "—", "－", "--"])
def test_a_minus_before_a_word_or_phrase_excludes_it(minus: str) -> None:
    query = parse_query(f'ferry {minus}harbour {minus}"left today" e-mail', NOW)
    assert [clause.phrases[0] for clause in query.unwanted] == [("harbour",), ("left", "today")]
    assert [group[0].phrases[0] for group in query.wanted] == [("ferry",), ("e", "mail")]


def test_a_minus_between_spaces_is_a_dash() -> None:
    query = parse_query("ferry - harbour", NOW)
    assert not query.unwanted
    assert words("ferry - harbour") == [["ferry"], ["harbour"]]


def test_or_joins_what_stands_beside_it() -> None:
    assert words("a OR b c | d OR e f") == [["a", "b"], ["c", "d", "e"], ["f"]]
    assert words("a or b") == [["a"], ["or"], ["b"]]


@pytest.mark.parametrize("typed", ["OR a", "a OR", "a OR -b", "a OR OR b"])
def test_an_or_with_nothing_to_join_is_ignored_and_said(typed: str) -> None:
    assert ("OR", Ignored.LONE_OR) in parse_query(typed, NOW).ignored


def test_a_star_makes_a_beginning() -> None:
    query = parse_query("harb* “the harb”* ab* 北京* **", NOW)
    assert query.wanted == (
        (Clause((("harb",),), prefix=True),),
        (Clause((("the", "harb"),), prefix=True),),
        (Clause((("ab",),)),),
        (Clause((("北京",),)),),
    )
    assert query.ignored == (("ab*", Ignored.SHORT_PREFIX), ("**", Ignored.NO_WORD))


def test_feeds_are_named_by_number_or_title() -> None:
    query = parse_query("feed:12 FEED:“Harbour Courier” feed：rivers feed:", NOW)
    assert query.feeds == ("12", "Harbour Courier", "rivers")
    assert query.ignored == (("feed:", Ignored.NO_VALUE),)
    assert not query.wanted


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7d", NOW - 7 * DAY),
        ("2w", NOW - 14 * DAY),
        ("90m", NOW - 5_400_000),
        ("36H", NOW - 129_600_000),
        ("2026-05-01", MAY_2026),
        ("2026-05", MAY_2026),
        ("2026-5-1", MAY_2026),
        ("2026/05/01", MAY_2026),
        ("2026.5.1", MAY_2026),
        ("2026", 1_767_225_600_000),
        ("1969-12-31", -DAY),
        ("٢٠٢٦-٠٥", MAY_2026),
    ],
)
def test_dates_and_ages(typed: str, at: int) -> None:
    assert parse_query(f"after:{typed}", NOW) == Query(after=at)
    assert parse_query(f"before:{typed}", NOW) == Query(before=at)


@pytest.mark.parametrize(
    "typed", ["soon", "2026-13-01", "2026-02-30", "0000", "d7", "7y", "2026/05-01", "1.5.2026", ""]
)
def test_a_date_that_is_none_is_ignored_and_said(typed: str) -> None:
    query = parse_query(f"ferry after:{typed}", NOW)
    assert query.after is None
    assert query.ignored == ((f"after:{typed}", Ignored.BAD_DATE if typed else Ignored.NO_VALUE),)


def test_a_value_may_stand_behind_a_space_where_it_can_be_nothing_else() -> None:
    """Phones put a space behind a colon."""
    query = parse_query("after: 7d before: 2026/05 lang: he sort: date feed: 12 feed: “A b”", NOW)
    assert query == Query(
        feeds=("12", "A b"),
        languages=("he",),
        after=NOW - 7 * DAY,
        before=MAY_2026,
        newest_first=True,
    )
    storm = parse_query("before: the storm feed: rivers", NOW)
    assert [group[0].phrases[0] for group in storm.wanted] == [("the",), ("storm",), ("rivers",)]
    assert storm.ignored == (("before:", Ignored.NO_VALUE), ("feed:", Ignored.NO_VALUE))


def test_of_several_dates_all_hold() -> None:
    query = parse_query("after:7d after:30d before:1d before:2d", NOW)
    assert (query.after, query.before) == (NOW - 7 * DAY, NOW - 2 * DAY)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ａｆｔｅｒ：７ｄ", "after:7d"),
        ("AFTER﹕7D", "after:7d"),
        ("Áfter:7d", "after:7d"),
        ("before:2026‐05–01", "before:2026-05-01"),
        ("before:２０２６－０５", "before:2026-05"),
        ("feed:１２ feed:٧", "feed:12 feed:7"),
        ("ｌａｎｇ:ｈｅ", "lang:he"),
        ("a ｜ b", "a | b"),
        ("a ＯＲ b", "a OR b"),
        ("harb＊ ferr﹡", "harb* ferr*"),
        ("a ﹣b －“c d”", 'a -b -"c d"'),
        ("｢a b｣ ❝c d❞", '"a b" "c d"'),
        ("‏after:7d ⁨-ferry⁩ ‫OR‬ x", "after:7d -ferry OR x"),
    ],
)
def test_other_keyboards_write_the_same(typed: str, plain: str) -> None:
    """Full-width forms, typographic dashes, other digits, the marks that turn a text."""
    query, wanted = parse_query(typed, NOW), parse_query(plain, NOW)
    assert query.ignored == wanted.ignored
    assert (query.feeds, query.languages) == (wanted.feeds, wanted.languages)
    assert (query.after, query.before) == (wanted.after, wanted.before)
    assert (query.wanted, query.unwanted) == (wanted.wanted, wanted.unwanted)


def test_languages_and_order() -> None:
    query = parse_query("lang:he lang:pt-BR sort:date lang:klingon sort:size -lang:de", NOW)
    assert query.languages == ("he", "pt")
    assert parse_query("sort:date", NOW).newest_first
    assert query.ignored == (
        ("lang:klingon", Ignored.BAD_LANGUAGE),
        ("sort:size", Ignored.BAD_ORDER),
        ("-lang:de", Ignored.NO_MINUS),
    )


def test_what_is_no_operator_is_words() -> None:
    assert words("site:example.org http://a.example/feed:3") == [
        ["site example org"],
        ["a example feed 3"],
    ]


def test_only_so_many_terms_are_looked_for() -> None:
    query = parse_query(" ".join(f"w{n}" for n in range(20)), NOW)
    assert len(query.wanted) == MOST_TERMS
    assert [typed for typed, _ in query.ignored] == ["w16", "w17", "w18", "w19"]
    long = parse_query("“" + "w " * 30 + "” more", NOW)
    assert long.wanted == ((Clause((("w",) * MOST_TERMS,)),),)
    assert [why for _, why in long.ignored] == [Ignored.TOO_MANY] * 2


@pytest.mark.parametrize(
    "typed", ["", "   ", "!!!", "« »", "OR", "🦊", "feed:", "-", "\ud800", "\0"]
)
def test_a_query_that_says_nothing_is_empty(typed: str) -> None:
    assert parse_query(typed, NOW).is_empty


def test_filters_alone_are_a_query() -> None:
    for typed in ("-ferry", "feed:3", "lang:de", "after:7d", "before:7d", "sort:date"):
        assert not parse_query(typed, NOW).is_empty


def test_nothing_that_is_typed_is_lost_without_a_word() -> None:
    """Random pieces of the language in random order: each is looked for, applied or named as ignored."""
    dice = random.Random(20261122)
    pieces = [
        "ferry",
        "“a b”",
        "-x",
        "OR",
        "feed:3",
        "lang:de",
        "after:7d",
        "sort:up",
        "ab*",
        "!!",
        "*",
    ]
    for _ in range(2000):
        typed = [dice.choice(pieces) for _ in range(dice.randint(1, 12))]
        query = parse_query(" ".join(typed), NOW)
        ignored = [piece for piece, _ in query.ignored]
        ors = typed.count("OR") - ignored.count("OR")
        assert sum(map(len, query.wanted)) - len(query.wanted) == ors
        looked_for = sum(map(len, query.wanted)) + len(query.unwanted)
        assert looked_for == sum(typed.count(word) for word in ("ferry", "“a b”", "-x", "ab*"))
        assert ignored.count("!!") == typed.count("!!")
        assert ignored.count("sort:up") == typed.count("sort:up")
