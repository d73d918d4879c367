"""Queries and filters as they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import parse_query, same_query, settle_filter, settle_query

NOW = 1_790_000_000_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ferry  harbour", "Ferry harbour"),
        ("ferry … harbour", "ferry harbour"),
        ("“ferry left”", '"ferry left"'),
        ('-"ferry left', '-"ferry left"'),
        ("「大桥」", '"大桥"'),
        ('«say "it"»', '"say  it "'),
        ("«ferry “a phrase”", '"ferry  a phrase "'),
        ('«זה צה"ל»', '"זה צה"ל"'),
        ("ferr*", "ferr*"),
        ("“ferry lef”*", '"ferry lef"*'),
        ("ferry OR boat", "ferry OR boat"),
        ("ferry | boat", "ferry OR boat"),
        ("OR ferry OR -boat OR", "ferry -boat"),
        ("ferry OR lang:HE boat", "ferry lang:he OR boat"),
        ("ferry sort:date", "ferry"),
        ("ferry lang:pt-BR lang:?", "ferry lang:pt"),
        ("ferry after:1w before:90m", "ferry after:7d before:90m"),
        ("ferry after:2026 before:2026-5-3", "ferry after:2026-01-01 before:2026-05-03"),
        ("ferry after:yesterday -lang:en", "ferry"),
        ('ferry feed:"Morning Post" boat', "ferry boat feed:7 feed:12"),
        ("-ferry", "-ferry"),
        ("…", "feed:7 feed:12"),
    ],
)
def test_a_query_is_kept_without_what_is_not_looked_for(typed: str, kept: str) -> None:
    feeds = (12, 7) if "feed" in kept else ()
    assert settle_query(typed, NOW, feeds) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ferry,-boat", "ferry, -boat"),
        ("-real madrid，“own goal”", '-real madrid, "own goal"'),
        ("-a -b", "-a, -b"),
        ("…, ferry, -…, feed:3", "ferry"),
        ("- ferry", "-ferry"),
        ("קו, -קטע", "קו, -קטע"),
        ("", ""),
    ],
)
def test_a_filter_is_kept_with_plain_commas(typed: str, kept: str) -> None:
    assert settle_filter(typed, NOW) == kept
    assert settle_filter(kept, NOW) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ferry harbour", "Harbour FERRY", True),
        ("ferry OR boat", "boat OR ferry", True),
        ("ferry -boat", "-boat ferry", True),
        ("ferry feed:1 feed:2", "ferry feed:2 feed:1", True),
        ("ferry", "ferries", False),
        ("ferry boat", "ferry OR boat", False),
        ("ferry boat", '"ferry boat"', False),
        ("ferry after:7d", "ferry after:8d", False),
        ("ferry after:7d", "ferry after:168h", True),
        ("ferry", "ferry lang:en", False),
    ],
)
def test_the_same_is_seen(one: str, other: str, same: bool) -> None:
    assert same_query(one, other) is same


part = st.sampled_from(
    [
        *(
            "ferry",
            "-boat",
            "OR",
            "|",
            "…",
            "“a phrase”",
            '-"a phrase',
            "harb*",
            "«ferry",
            "大桥",
            "x*",
        ),
        *(
            "lang:he",
            "lang:?",
            "after:7d",
            "before:2026",
            "after:x",
            "sort:date",
            "-lang:en",
            "e-mail",
        ),
    ]
)


@given(st.lists(part, max_size=6).map(" ".join))
def test_what_is_kept_means_what_was_typed(typed: str) -> None:
    kept = settle_query(typed, NOW)
    meant, means = parse_query(typed, NOW), parse_query(kept, NOW)
    assert (means.wanted, means.unwanted) == (meant.wanted, meant.unwanted)
    assert (means.languages, means.after, means.before) == (
        meant.languages,
        meant.after,
        meant.before,
    )
    assert means.ignored == ()
    assert settle_query(kept, NOW) == kept
