"""The feeds that a page names: pages in the shape of well-known software, and broken ones."""

import tarfile
from pathlib import Path

import pytest

from bot.intake.links import MOST_LINKS, find_links
from newsroom import FeedLink

SITES = Path(__file__).parent / "sites"
REAL_PAGES = Path(__file__).resolve().parents[3] / "shared/data/pages/readability.tar.gz"
REAL = {
    "ars-1": "http://feeds.arstechnica.com/arstechnica/index/",
    "engadget": "https://www.engadget.com/rss.xml",
    "heise": "http://www.heise.de/mac-and-i/news-atom.xml",
    "lemonde-1": "http://www.lemonde.fr/pixels/rss_full.xml",
    "pixnet": "http://feed.pixnet.net/blog/posts/rss/stevenhgm",
    "royal-road": "https://site.example/fiction/syndication/63759",
    "seattletimes-1": "https://www.seattletimes.com/feed/",
    "theverge": "https://site.example/rss/index.xml",
    "v8-blog": "https://site.example/blog.atom",
}
"""The first feed that real pages announce, or, of royal-road, the only link called “RSS”."""
VIDEOS = "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"


def links_of(page: str | bytes, url: str = "https://paper.example/", header: str = "") -> list[str]:
    body = page.encode() if isinstance(page, str) else page
    return [link.url for link in find_links(body, url=url, charset=None, link_header=header)]


@pytest.mark.parametrize(
    ("site", "url", "feeds"),
    [
        (
            "wordpress",
            "https://notes.example/ferry/",
            [
                "https://notes.example/feed/",
                "https://notes.example/comments/feed/",
                "https://notes.example/ferry/feed/",
            ],
        ),
        ("mastodon", "https://social.example/@ann", ["https://social.example/@ann.rss"]),
        ("youtube-channel", "https://www.youtube.com/@river", [VIDEOS]),
        ("youtube-video", "https://www.youtube.com/watch?v=a1b2c3d4e5f", [VIDEOS]),
        ("substack", "https://quay.substack.com/p/ferry", ["https://quay.substack.com/feed"]),
        (
            "blogger",
            "https://river.blogspot.com/",
            [
                "https://river.blogspot.com/feeds/posts/default",
                "https://river.blogspot.com/feeds/posts/default?alt=rss",
            ],
        ),
        (
            "soundcloud",
            "https://soundcloud.com/harbour",
            ["https://feeds.soundcloud.com/users/soundcloud:users:4711/sounds.rss"],
        ),
        (
            "newspaper",
            "https://blatt.example/",
            [
                "https://blatt.example/de/rss/alles.xml",
                "https://rss.blatt.example/sport",
                "https://blatt.example/de/feed.json",
                "https://blatt.example/abo/rss.html",
                "https://blatt.example/de/kultur.rss",
                "https://blatt.example/wetter.xml",
                "https://blatt.example/wasser.xml",
            ],
        ),
    ],
)
def test_a_sites_page_names_its_feeds(site: str, url: str, feeds: list[str]) -> None:
    """Its own feed first, those of comments last; what is no feed is left out."""
    assert links_of((SITES / f"{site}.html").read_bytes(), url) == feeds


def test_titles_are_plain_lines() -> None:
    body = (SITES / "newspaper.html").read_bytes()
    first, second, *_ = find_links(body, url="https://blatt.example/", charset=None, link_header="")
    assert first == FeedLink("https://blatt.example/de/rss/alles.xml", "Alle Nachrichten")
    assert second.title == "Sport"


def test_the_servers_link_header_counts_before_the_page() -> None:
    header = (
        '</all.atom>; rel="alternate"; type="application/atom+xml"; title="All", '
        '</de>; rel="alternate"; hreflang="de", <https://paper.example/x.css>; rel=preload'
    )
    page = '<link rel="alternate" type="application/rss+xml" href="/page.rss">'
    assert links_of(page, header=header) == [
        "https://paper.example/all.atom",
        "https://paper.example/page.rss",
    ]


def test_what_stands_in_a_comment_or_a_script_is_no_link() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/x.rss">'
    assert links_of(f"<html><!-- {link} --><script>var x = '{link}';</script></html>") == []


def test_a_link_is_found_however_the_page_is_broken() -> None:
    page = '<p><table><link rel=alternate type="application/rss+xml" href=" /x y.rss\n"</table>'
    assert links_of(page) == ["https://paper.example/x%20y.rss"]
    assert links_of(b"\xff\xfe" + page.encode("utf-16-le")) == ["https://paper.example/x%20y.rss"]
    assert links_of(f"<p>\0{page}") == ["https://paper.example/x%20y.rss"]


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "ftp://x.example/rss", "http://[", "", "data:text/xml,<rss>"]
)
def test_only_addresses_of_the_web_are_links(href: str) -> None:
    assert links_of(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == []


@pytest.mark.parametrize(
    "page",
    [
        "<a>" * 100_000,
        '<a href="/rss">' * 100_000,
        "<link rel=alternate type=text/xml href=/x>" * 50_000,
        "<div>" * 100_000 + "<a href=/feed>x</a>",
        "<a href=/feed>" + "x" * 3_000_000,
        '"channelId":"UC' * 200_000,
    ],
    ids=["anchors", "links", "feeds", "depth", "label", "data"],
)
def test_a_hostile_page_is_read_to_its_end(page: str) -> None:
    assert len(links_of(page, "https://www.youtube.com/")) <= MOST_LINKS


def test_no_more_links_are_handed_on_than_anybody_tries() -> None:
    many = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{n}.rss">' for n in range(500)
    )
    assert links_of(many) == [f"https://paper.example/{n}.rss" for n in range(MOST_LINKS)]


@pytest.mark.skipif(not REAL_PAGES.is_file(), reason="the real pages are not on this machine")
def test_real_pages_name_their_feeds() -> None:
    """And those that name none (most of the others) stop nobody."""
    first = {}
    with tarfile.open(REAL_PAGES) as archive:
        for member in archive:
            source = archive.extractfile(member) if member.name.endswith("source.html") else None
            if source is not None:
                links = links_of(source.read(), "https://site.example/a/b.html")
                first[member.name.split("/")[-2]] = links[0] if links else None
    assert len(first) == 40
    assert {name: first[name] for name in REAL} == REAL
