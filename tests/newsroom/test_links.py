"""Which spellings are one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.links import _normalise, host_and_place, normalise_url

PLAIN = "https://a.example/story?id=1"

ONE_PAGE = [
    "https://www.a.example/story?id=1",
    "http://a.example/story/?id=1",
    "https://a.example/story?id=1&",
    "https://a.example/s%74ory?id=1",
    "https://a.example/story?id=1#:~:text=storm",
    "https://a.example/story?id=1#xtor=RSS-3208",
    "https://a.example/story?id=1#ref=rss",
    "https://a.example/story;jsessionid=0A1B?id=1",
]

TRACKING = [
    "utm_campaign=x",
    "UTM_Source=x",
    "fbclid=x",
    "gclid=x",
    "msclkid=x",
    "yclid=x",
    "gbraid=x",
    "igshid=x",
    "mc_cid=x",
    "mc_eid=x",
    "at_medium=RSS",
    "at_campaign=KARANGA",
    "ns_mchannel=rss",
    "ns_source=PublicRSS20-sa",
    "cmpid=rss",
    "wt_mc=rss.red.ho",
    "mtm_campaign=x",
    "pk_kwd=x",
    "_hsenc=x",
    "__hssc=x",
    "ref=rss",
    "source=rss----3c2a---4",
    "partner=rss",
    "emc=rss",
    "mod=rss_markets_main",
    "from=feed",
    "amp=1",
    "amp",
    "PHPSESSID=0a1b",
]

OTHER_PAGES = [
    "id=2",
    "ref=main",
    "source=reuters",
    "from=12",
    "sid=7",
    "cid=7",
    "eid=7",
    "p=7",
    "s=storm",
    "source=rssing",
    "page=2",
    "utm=7",
    "campaign=harbour",
]


@pytest.mark.parametrize("spelling", ONE_PAGE)
def test_spellings_of_one_page_are_equal(spelling: str) -> None:
    assert normalise_url(spelling) == normalise_url(PLAIN)


@pytest.mark.parametrize("parameter", TRACKING)
def test_tracking_goes_wherever_it_stands(parameter: str) -> None:
    for spelling in (f"{PLAIN}&{parameter}", f"https://a.example/story?{parameter}&id=1"):
        assert normalise_url(spelling) == normalise_url(PLAIN)
    assert normalise_url(f"{PLAIN}#{parameter}") == normalise_url(PLAIN)


@pytest.mark.parametrize("parameter", OTHER_PAGES)
def test_what_may_name_a_page_stays(parameter: str) -> None:
    other = f"https://a.example/story?{parameter}"
    assert normalise_url(other) != normalise_url("https://a.example/story")


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/Story?id=1",
        "https://a.example/story?id=1#part-2",
        "https://m.a.example/story?id=1",
        "https://a.example:8443/story?id=1",
        "https://a.example/story/amp?id=1",
        "https://a.example/story%2F?id=1",
    ],
)
def test_other_pages_stay_others(other: str) -> None:
    assert normalise_url(other) != normalise_url(PLAIN)


def test_the_order_of_parameters_is_nothing_and_that_of_their_values_something() -> None:
    assert normalise_url("https://a.example/?b=1&a=2") == normalise_url(
        "https://a.example/?a=2&b=1"
    )
    assert normalise_url("https://a.example/?a=1&a=2") != normalise_url(
        "https://a.example/?a=2&a=1"
    )


def test_escapes_are_written_in_one_way() -> None:
    plain = normalise_url("https://a.example/Übung?q=é")
    assert normalise_url("https://a.example/%c3%9Cbung?q=%C3%a9") == plain


def test_a_host_that_is_only_www_stays() -> None:
    assert normalise_url("https://www.example/1") == "//www.example/1"


@pytest.mark.parametrize(
    ("url", "host", "place"),
    [
        ("https://www.a.example/1/2/?b=1&a=2#x", "a.example", "/1/2?a=2&b=1#x"),
        ("https://a.example/", "a.example", ""),
        ("https://a.example?a=2/1", "a.example", "?a=2/1"),
        ("https://a.example:8443/1", "a.example:8443", "/1"),
    ],
)
def test_a_link_is_a_host_and_a_place(url: str, host: str, place: str) -> None:
    assert host_and_place(normalise_url(url)) == (host, place)


@given(st.text())
def test_any_text_has_a_form_and_any_address_keeps_it(text: str) -> None:
    normalise_url(text)
    form = normalise_url(f"https://a.example/{text}")
    assert normalise_url(f"https:{form}") == form


_PARTS_OF_ADDRESSES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP://",
            "www.",
            "a",
            ".example",
            ":443",
            "/",
            "//",
            "-",
            ".",
            "é",
            "%7E",
        ),
        *(
            "?a=1",
            "#x",
            ";jsessionid=1",
            "&",
            "utm_source=x",
            "A",
            "@",
            ":",
            "[",
            "+",
            ",",
            "\n",
            "_",
            " ",
        ),
    ]
)


@given(st.lists(_PARTS_OF_ADDRESSES, max_size=8).map("".join))
def test_the_quick_way_of_tame_addresses_comes_to_the_same(url: str) -> None:
    for each in (url, f"https://www.a.example/{url}", f"http://www.{url}"):
        assert normalise_url(each) == _normalise(each)
