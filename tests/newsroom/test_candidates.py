"""Which links may be feeds, in which order they are tried, and which of them are one."""

import pytest

from newsroom import (
    Entry,
    FeedLink,
    Look,
    ParsedFeed,
    Problem,
    ProblemKind,
    common_paths,
    folded,
    header_links,
    is_feed_link,
    is_of_comments,
    looks_like_feed,
    ranked,
)

SITE = "https://paper.example"


@pytest.mark.parametrize(
    ("rel", "kind", "expected"),
    [
        ("alternate", "application/rss+xml", True),
        ("ALTERNATE", "Application/Atom+XML; charset=utf-8", True),
        ("alternate home", "application/feed+json", True),
        ("alternate", "application/rdf+xml", True),
        ("alternate", "text/xml", True),
        ("feed", "", True),
        ("alternate", "text/html", False),
        ("alternate", "", False),
        ("alternate", "application/json+oembed", False),
        ("stylesheet", "application/rss+xml", False),
    ],
)
def test_what_announces_a_feed(rel: str, kind: str, expected: bool) -> None:
    assert is_feed_link(rel, kind) is expected


@pytest.mark.parametrize(
    ("url", "label", "expected"),
    [
        (f"{SITE}/feed", "", True),
        (f"{SITE}/news/feed/", "", True),
        (f"{SITE}/rss.xml", "", True),
        (f"{SITE}/atom.xml", "", True),
        (f"{SITE}/news.rss", "", True),
        (f"{SITE}/news?format=rss", "", True),
        ("https://feeds.paper.example/news", "", True),
        (f"{SITE}/subscribe/12", "RSS", True),
        (f"{SITE}/subscribe/12", "» RSS feed", True),
        (f"{SITE}/feedback", "Feedback", False),
        (f"{SITE}/feeding-birds", "How to feed birds", False),
        (f"{SITE}/sitemap.xml", "Sitemap", False),
        ("https://feedly.com/i/subscription/feed/https://paper.example/rss.xml", "RSS", False),
    ],
)
def test_what_looks_like_a_feed(url: str, label: str, expected: bool) -> None:
    assert looks_like_feed(url, label) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            '</feed>; rel="alternate"; type="application/rss+xml"; title="A, b; c"',
            [("/feed", {"rel": "alternate", "type": "application/rss+xml", "title": "A, b; c"})],
        ),
        (
            "</a>; rel=next, <b>;REL=alternate",
            [("/a", {"rel": "next"}), ("b", {"rel": "alternate"})],
        ),
        ("<https://x.example/?a,b>", [("https://x.example/?a,b", {})]),
        ("nonsense; rel=alternate", []),
        ("", []),
    ],
)
def test_a_link_header_is_read(header: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert list(header_links(header)) == expected


def test_a_long_link_header_takes_no_time() -> None:
    """An expression that tried all ways would take minutes for this."""
    assert list(header_links("<a>" + ";a=b " * 6_000 + '"')) != []
    assert list(header_links("<" * 30_000)) == []


def test_links_are_ranked_and_named_once() -> None:
    """Announced before what only looks like a feed, XML before JSON, comments last."""
    comments = FeedLink(f"{SITE}/comments/feed/")
    titled = FeedLink(f"{SITE}/x/feed/", "Paper » A story Comments Feed")
    json = FeedLink(f"{SITE}/feed.json", is_json=True)
    rss, atom = FeedLink(f"{SITE}/feed/"), FeedLink(f"{SITE}/atom.xml")
    alike = FeedLink(f"{SITE}/sport.rss", announced=False)
    again = FeedLink("http://paper.example/feed/", "again", announced=False)
    interface = FeedLink(f"{SITE}/wp-json/wp/v2/posts/1", is_json=True)
    listed = [titled, comments, alike, json, rss, interface, atom, again]
    assert ranked(listed) == (rss, atom, json, alike, titled, comments)


@pytest.mark.parametrize(
    ("url", "title", "expected"),
    [
        (f"{SITE}/comments/feed/", "", True),
        (f"{SITE}/feed", "Kommentare zu: Der Fluss", True),
        (f"{SITE}/feed", "Comments on: The river", True),
        (f"{SITE}/commentisfree/rss", "Comment is free", False),
        (f"{SITE}/feed", "Comment ça marche", False),
        (f"{SITE}/feed", "Paper", False),
    ],
)
def test_feeds_of_comments_are_known(url: str, title: str, expected: bool) -> None:
    assert is_of_comments(url, title) is expected


def test_common_places_are_beside_the_page_and_at_the_root() -> None:
    """Not below it: there are the comments."""
    places = common_paths(f"{SITE}/blog/a-story?x=1#y")
    assert places[:3] == (f"{SITE}/blog/feed", f"{SITE}/blog/rss.xml", f"{SITE}/blog/feed.xml")
    assert f"{SITE}/feed" in places
    assert len(places) == len(set(places)) <= 12
    at_root = common_paths(SITE)
    assert at_root == common_paths(f"{SITE}/about")
    assert at_root[0] == f"{SITE}/feed"


def look(url: str, title: str, *names: str, text: str = "Text.") -> Look:
    entries = tuple(
        Entry(name, name, name, text, url=f"{SITE}/{name}") if name else Entry("", "", "", text)
        for name in names
    )
    return Look(url, parsed=ParsedFeed(title, entries))


RSS = look(f"{SITE}/rss", "Paper", "a", "b", "c", "d", "e")


def test_rss_and_atom_of_a_site_are_one_feed() -> None:
    """Also where the one has a new article already. The first is kept."""
    atom = look(f"{SITE}/atom", "paper", "new", "a", "b", "c", "d")
    assert folded([RSS, atom]) == (RSS,)


def test_the_version_with_much_more_text_is_kept() -> None:
    full = look(f"{SITE}/full", "Paper", "a", "b", "c", "d", "e", text="Text. " * 50)
    assert folded([RSS, full]) == (full,)
    assert folded([full, RSS]) == (full,)


def test_one_address_is_one_feed_and_https_is_better() -> None:
    plain = look("http://paper.example/rss", "Other title", "x", text="Text. " * 50)
    assert folded([plain, RSS]) == (RSS,)
    assert folded([RSS, plain]) == (RSS,)


def test_other_entries_or_another_title_are_another_feed() -> None:
    sport = look(f"{SITE}/sport", "Paper", "x", "y", "a")
    comments = look(f"{SITE}/comments", "Comments on Paper", "a", "b", "c", "d", "e")
    assert folded([RSS, sport, comments]) == (RSS, sport, comments)


def test_empty_feeds_of_one_title_are_one() -> None:
    one, other = look(f"{SITE}/1", "Paper"), look(f"{SITE}/2", "Paper")
    assert folded([one, other]) == (one,)
    assert folded([one, RSS]) == (one, RSS)


def test_what_is_no_feed_is_the_same_as_nothing_else() -> None:
    problem = Look(f"{SITE}/x", problem=Problem(ProblemKind.NOT_A_FEED))
    assert folded([problem, RSS]) == (problem, RSS)
