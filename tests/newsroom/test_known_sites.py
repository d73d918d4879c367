"""Feeds that follow from an address, and those that follow from a number in a page."""

import pytest

from newsroom import identified_feeds, known_feeds, likely_feeds

CHANNEL = "UC" + "x-_9" * 5 + "Ab"
YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
THE_CHANNEL = f"{YOUTUBE}?channel_id={CHANNEL}"
REDDIT = "https://www.reddit.com"
GITHUB = "https://github.com"

KNOWN: list[tuple[str, tuple[str, ...]]] = [
    (f"https://www.youtube.com/channel/{CHANNEL}", (f"{YOUTUBE}?channel_id={CHANNEL}",)),
    (f"https://m.youtube.com/channel/{CHANNEL}/videos", (f"{YOUTUBE}?channel_id={CHANNEL}",)),
    ("https://youtube.com/user/someone/featured", (f"{YOUTUBE}?user=someone",)),
    ("https://www.youtube.com/playlist?list=PLa-b_1&si=x", (f"{YOUTUBE}?playlist_id=PLa-b_1",)),
    ("https://www.reddit.com/r/Python", (f"{REDDIT}/r/Python/.rss",)),
    ("http://old.reddit.com/r/Python/hot/", (f"{REDDIT}/r/Python/.rss",)),
    ("https://reddit.com/r/a+b/new", (f"{REDDIT}/r/a+b/new/.rss",)),
    ("https://www.reddit.com/u/some-one", (f"{REDDIT}/user/some-one/.rss",)),
    ("https://www.reddit.com/user/some-one/comments/", (f"{REDDIT}/user/some-one/.rss",)),
    ("https://www.reddit.com/user/some-one/m/news", (f"{REDDIT}/user/some-one/m/news/.rss",)),
    (
        "https://www.reddit.com/r/Python/comments/1abc/a_title/",
        (f"{REDDIT}/r/Python/.rss", f"{REDDIT}/r/Python/comments/1abc/.rss"),
    ),
    (
        "https://github.com/some-one/a.repo",
        tuple(f"{GITHUB}/some-one/a.repo/{name}.atom" for name in ("releases", "commits", "tags")),
    ),
    (
        "https://github.com/some-one/repo/issues/12",
        tuple(f"{GITHUB}/some-one/repo/{name}.atom" for name in ("releases", "commits", "tags")),
    ),
    ("https://github.com/one/repo/releases/tag/v1", (f"{GITHUB}/one/repo/releases.atom",)),
    ("https://github.com/one/repo/tags", (f"{GITHUB}/one/repo/tags.atom",)),
    ("https://github.com/one/repo/commits/main", (f"{GITHUB}/one/repo/commits/main.atom",)),
    ("https://github.com/one/repo/tree/v1.x/src/", (f"{GITHUB}/one/repo/commits/v1.x/src.atom",)),
    ("https://github.com/one/repo/discussions/3", (f"{GITHUB}/one/repo/discussions.atom",)),
    ("https://www.github.com/some-one/", (f"{GITHUB}/some-one.atom",)),
    ("https://bsky.app/profile/a.example.org", ("https://bsky.app/profile/a.example.org/rss",)),
    (
        "https://bsky.app/profile/did:plc:abc/post/3k",
        ("https://bsky.app/profile/did:plc:abc/rss",),
    ),
    ("https://medium.com/@some.one/a-title-12ab", ("https://medium.com/feed/@some.one",)),
    ("https://medium.com/a-paper", ("https://medium.com/feed/a-paper",)),
    ("https://medium.com/tag/news", ("https://medium.com/feed/tag/news",)),
    ("https://vimeo.com/someone", ("https://vimeo.com/someone/videos/rss",)),
    (
        "https://vimeo.com/channels/staffpicks",
        ("https://vimeo.com/channels/staffpicks/videos/rss",),
    ),
    ("https://pypi.org/project/lxml/5.0/", ("https://pypi.org/rss/project/lxml/releases.xml",)),
]

UNKNOWN = [
    "https://www.youtube.com/@someone",  # its page tells the channel
    "https://www.youtube.com/watch?v=abc&list=PL1",
    "https://www.youtube.com/playlist?list=a%26channel_id=b",
    "https://www.youtube.com/playlist",
    "https://github.com/features",
    "https://github.com/features/actions",
    "https://github.com/",
    "https://medium.com/",
    "https://medium.com/m/signin",
    "https://vimeo.com/76979871",
    "https://reddit.com.example.org/r/Python",
    "https://notgithub.com/one/repo",
    "https://example.org/r/Python",
    "ftp://github.com/one/repo",
    "https://[/r/x",
    "",
]

FEEDS = [
    f"{REDDIT}/r/Python/.rss",
    f"{GITHUB}/one/repo/releases.atom",
    f"{GITHUB}/some-one.atom",
    "https://medium.com/feed/@some.one",
    "https://bsky.app/profile/a.example.org/rss",
    "https://vimeo.com/someone/videos/rss",
    f"{YOUTUBE}?channel_id={CHANNEL}",
    "https://mastodon.example/@ann.rss",
]


@pytest.mark.parametrize(("url", "feeds"), KNOWN)
def test_a_page_of_a_known_site_has_these_feeds(url: str, feeds: tuple[str, ...]) -> None:
    assert known_feeds(url) == feeds


@pytest.mark.parametrize("url", UNKNOWN)
def test_of_any_other_address_nothing_is_known(url: str) -> None:
    assert known_feeds(url) == ()


@pytest.mark.parametrize("url", FEEDS)
def test_the_address_of_a_feed_is_left_as_it_is(url: str) -> None:
    assert known_feeds(url) == ()
    assert likely_feeds(url) == ()


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://mastodon.example/@ann", "https://mastodon.example/@ann.rss"),
        ("https://mastodon.example/@ann/1099", "https://mastodon.example/@ann.rss"),
        ("https://mastodon.example/@ann@other.example", "https://other.example/@ann.rss"),
        ("http://localhost:3000/@ann", "http://localhost:3000/@ann.rss"),
        ("https://a-blog.blogspot.com/2026/11/x.html", "https://a-blog.blogspot.com/feeds/posts/default"),
        ("https://a-blog.blogspot.co.uk/", "https://a-blog.blogspot.co.uk/feeds/posts/default"),
    ],
)  # fmt: skip
def test_an_address_that_looks_like_some_software_has_its_feed(url: str, feed: str) -> None:
    assert likely_feeds(url) == (feed,)


@pytest.mark.parametrize(
    "url",
    ["https://www.youtube.com/@ann", "https://www.tiktok.com/@ann", "https://paper.example/a"],
)
def test_other_addresses_look_like_nothing(url: str) -> None:
    assert likely_feeds(url) == ()


@pytest.mark.parametrize(
    ("url", "names", "body", "feeds"),
    [
        ("https://www.youtube.com/@a", {"identifier": CHANNEL}, "", (THE_CHANNEL,)),
        ("https://www.youtube.com/watch?v=a", {}, f'{{"channelId":"{CHANNEL}"}}', (THE_CHANNEL,)),
        ("https://www.youtube.com/watch?v=a", {"identifier": "a"}, "", ()),
        ("https://paper.example/", {"identifier": CHANNEL}, f'"channelId":"{CHANNEL}"', ()),
        ("https://soundcloud.com/ann", {"al:ios:url": "soundcloud://users:42"}, "",
         ("https://feeds.soundcloud.com/users/soundcloud:users:42/sounds.rss",)),
        ("https://soundcloud.com/ann/track", {"al:ios:url": "soundcloud://sounds:42"}, "", ()),
    ],
)  # fmt: skip
def test_a_page_may_carry_the_number_that_names_its_feed(
    url: str, names: dict[str, str], body: str, feeds: tuple[str, ...]
) -> None:
    assert identified_feeds(url, names, body.encode()) == feeds
