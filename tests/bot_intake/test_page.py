"""A web page becomes one entry."""

import json
import random
from typing import Any

import pytest

from bot.intake.limits import MAX_TEXT, MAX_TITLE
from bot.intake.page import read_page, read_page_job
from bot.intake.wire import from_wire
from newsroom import Entry, ParsedFeed, Problem, ProblemKind

URL = "https://paper.example/news/bridge.html"
NOW = 1_795_392_000_000  # 22 November 2026
STORY = [
    "The old bridge over the Ansel was closed on Monday after engineers had found three cracks.",
    "It will stay closed for eleven weeks, said the council, which has set aside money for the work.",
]
HEAD = '<meta property="og:site_name" content="The Paper"><title>Bridge closed | The Paper</title>'


def page(body: str, head: str = HEAD, lang: str = "en-GB") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()
    )


def article(*before: str, after: str = "") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return f"<article>{''.join(before)}{paragraphs}{after}</article>"


def entry_of(body: bytes, url: str = URL, charset: str | None = None) -> Entry:
    read = read_page(body, url=url, charset=charset, now=NOW)
    assert isinstance(read, ParsedFeed), read
    (entry,) = read.entries
    return entry


def test_a_page_is_a_feed_of_one_entry_named_for_its_site() -> None:
    read = read_page(page(article()), url=URL, charset=None, now=NOW)
    assert isinstance(read, ParsedFeed)
    assert (read.title, read.language) == ("The Paper", "en-gb")
    (entry,) = read.entries
    assert (entry.url, entry.guid, entry.language) == (URL, None, "en-gb")
    assert entry.text.split("\n") == STORY


def test_the_workers_job_brings_it_home_whole() -> None:
    params = {"url": URL, "charset": None, "now": NOW}
    wire = json.loads(json.dumps(read_page_job(page(article()), params)))
    assert from_wire(wire) == read_page(page(article()), url=URL, charset=None, now=NOW)


# The story


def test_what_surrounds_the_story_is_left_out() -> None:
    furniture = "We use cookies to remember you and to count our readers, as everybody does."
    body = (
        f"<div>{furniture}</div><header><p>{furniture}</p></header><nav>{furniture}</nav>"
        + article(f"<form>{furniture}</form>", after=f"<aside>{furniture}</aside>")
        + f"<footer>{furniture}</footer><script>{furniture}</script>"
    )
    assert entry_of(page(body)).text.split("\n") == STORY


def test_the_largest_article_is_the_story() -> None:
    """Comments and teasers are often articles too."""
    comment = (
        "<article><p>I have always said that this bridge would not last for ever.</p></article>"
    )
    assert entry_of(page(comment + article() + comment)).text.split("\n") == STORY


def test_main_is_the_story_where_there_is_no_article() -> None:
    body = f"<p>{'Something else altogether. ' * 4}</p><main><p>{STORY[0]}<br>{STORY[1]}</main>"
    assert entry_of(page(body)).text.split("\n") == STORY


def test_of_a_front_page_everything_is_read() -> None:
    """No article of it holds half of the prose."""
    teasers = [f"{number}: {STORY[0]}" for number in range(5)]
    body = "".join(f"<article><p>{teaser}</p></article>" for teaser in teasers)
    assert entry_of(page(body)).text.split("\n") == teasers


def test_the_headline_is_not_repeated_in_the_text() -> None:
    body = article("<h1>Bridge closed</h1>")
    assert entry_of(page(body)).title == "Bridge closed"
    assert entry_of(page(body)).text.split("\n") == STORY


# What a page says of itself


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="By OpenGraph"><title>T</title>', "By OpenGraph"),
        ('<script type="application/ld+json">{"headline": "By data"}</script>', "By data"),
        ("<title>Heading | The Paper</title>", "Heading"),
        ("<title>Another title</title>", "Another title"),
        ("", "Heading"),
        ("<title>  \n </title>", "Heading"),
    ],
)
def test_where_the_title_is_from(head: str, title: str) -> None:
    assert entry_of(page(article("<h1> <b>Head</b>ing </h1>"), head)).title == title


DATA: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "H",
    "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Chan"],
    "datePublished": "2026-11-20T10:00:00+02:00",
    "dateModified": "2026-11-21",
}


@pytest.mark.parametrize("data", [DATA, [{"@type": "WebSite"}, DATA], {"@graph": [5, DATA]}])
def test_linked_data_tells_author_and_dates(data: object) -> None:
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    entry = entry_of(page(article(), head))
    assert entry.author == "Ann Lee, Bo Chan"
    assert entry.published_at == 1_795_161_600_000
    assert entry.updated_at == 1_795_219_200_000


def test_meta_elements_tell_the_rest() -> None:
    head = """
        <meta name="Author" content="Ann Lee"><meta property="og:image" content="/bridge.jpg">
        <meta name="description" content="A bridge &amp; its cracks.">
        <meta property="article:published_time" content="2026-11-20T08:00:00Z">
    """
    entry = entry_of(page(article(), head))
    assert (entry.author, entry.summary) == ("Ann Lee", "A bridge & its cracks.")
    assert entry.image_url == "https://paper.example/bridge.jpg"
    assert entry.published_at == 1_795_161_600_000


def test_what_the_page_does_not_say_is_looked_for_in_the_story() -> None:
    body = "<time datetime='2001-01-01'>then</time>" + article(
        "<time datetime='soon'>soon</time><time datetime='2026-11-20T08:00:00Z'>Friday</time>",
        after="<img src='pixel.gif' width=1><img src='photo.jpg'>",
    )
    entry = entry_of(page(body))
    assert entry.published_at == 1_795_161_600_000
    assert entry.image_url == "https://paper.example/news/photo.jpg"


def test_a_lone_date_is_taken_for_that_of_publication() -> None:
    head = '<meta property="article:modified_time" content="2026-11-20T08:00:00Z">'
    entry = entry_of(page(article(), head))
    assert (entry.published_at, entry.updated_at) == (1_795_161_600_000, None)


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2099-01-01", "1969-12-31", "0001-01-01T00:00+14:00", "9" * 5000]
)
def test_a_date_that_cannot_be_true_is_none(written: str) -> None:
    head = f'<meta name="date" content="{written}">'
    assert entry_of(page(article(), head)).published_at is None


@pytest.mark.parametrize(
    ("canonical", "url", "expected"),
    [
        ("/bridge", URL, "https://paper.example/bridge"),
        ("https://other.example/bridge", URL, URL),
        ("javascript:alert(1)", URL, URL),
        ("https://paper.example/bridge", "", "https://paper.example/bridge"),
        ("/bridge", "", None),
    ],
)
def test_the_address_is_the_pages_own_within_its_host(
    canonical: str, url: str, expected: str | None
) -> None:
    """No page may pass for one of another site's."""
    assert (
        entry_of(page(article(), f'<link rel=canonical href="{canonical}">'), url).url == expected
    )


# Encodings


@pytest.mark.parametrize(
    ("encoding", "charset", "head"),
    [
        ("utf-8", None, ""),
        ("utf-8", "iso-8859-1", ""),
        ("cp1251", "windows-1251", ""),
        ("cp1251", None, '<meta charset="windows-1251">'),
        ("cp1251", None, '<meta content="text/html; charset=windows-1251" http-equiv=x>'),
        ("utf-16", None, ""),
    ],
)
def test_a_page_is_read_in_its_encoding(encoding: str, charset: str | None, head: str) -> None:
    text = "Старый мост через реку закрыт на одиннадцать недель, сообщил городской совет."
    body = page(f"<p>{text}</p>", head).decode().encode(encoding)
    assert entry_of(body, charset=charset).text == text


# Hostile pages


@pytest.mark.parametrize("body", [b"", b"  \n", b"<html></html>", b"<!-- x -->", b"\0\0<p>\0"])
def test_a_page_with_nothing_in_it_is_empty(body: bytes) -> None:
    assert read_page(body, url=URL, charset=None, now=NOW) == Problem(ProblemKind.EMPTY)


@pytest.mark.parametrize(
    "data",
    ["[" * 100_000, "{", "NaN", '"x"', '{"headline": {"a": 1}, "author": [[1]]}', "1" * 9999],
)
def test_broken_linked_data_says_nothing(data: str) -> None:
    head = f'<script type="application/ld+json">{data}</script><title>T</title>'
    assert entry_of(page(article(), head)).title == "T"


def test_control_and_reordering_characters_are_taken_out() -> None:
    dirty = "Bri\x1b[31mdge\u202e &#x202e;&#27;&#xd800;closed"
    entry = entry_of(page(f"<p>{dirty}</p>", f"<title>{dirty}</title>"))
    assert entry.title.isprintable()
    assert entry.text.isprintable()
    assert "\u202e" not in entry.title + entry.text


def test_a_page_of_ten_megabytes_is_read_and_cut() -> None:
    entry = entry_of(page(f"<title>{'t' * 10_000}</title>" + f"<p>{STORY[0]}</p>" * 100_000))
    assert len(entry.text) <= MAX_TEXT
    assert len(entry.title) <= MAX_TITLE


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + STORY[0],
        "<article>" * 10_000 + STORY[0],
        "<article>x</article>" * 50_000,
        "<nav></nav>x" * 100_000,
        "<h1>" * 10_000,
        "x" * 11_000_000,
    ],
    ids=["deep", "deep articles", "many articles", "much furniture", "many headings", "one text"],
)
def test_odd_shapes_are_read_in_little_time(body: str) -> None:
    assert entry_of(page(body)).title == "Bridge closed | The Paper"


def test_whatever_becomes_of_a_pages_bytes_it_is_read_or_a_problem() -> None:
    """2,000 mutations, seeded."""
    dice = random.Random(3)
    head = HEAD + f'<script type="application/ld+json">{json.dumps(DATA)}</script>'
    whole = page(article("<h1>T</h1><time datetime='2026-11-20'>x</time>"), head)
    for _ in range(2_000):
        body = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            place = dice.randrange(len(body))
            body[place : place + dice.randrange(8)] = dice.randbytes(dice.randrange(8))
        read = read_page(bytes(body), url=URL, charset=None, now=NOW)
        assert isinstance(read, ParsedFeed | Problem)
