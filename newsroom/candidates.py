"""Which addresses may be the feeds of a page, in which order they are tried, and which of them are one.

Pure: what a page says comes in, what is worth a request comes out. Fetching is `bot.intake.discover`'s.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from newsroom.links import normalise_url
from newsroom.models import Look, ParsedFeed

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "application/feed+json",
        "application/json",
    }
)
"""What `<link rel="alternate" type>` says of a feed
(https://www.rssboard.org/rss-autodiscovery, https://www.jsonfeed.org/version/1.1/#discovery)."""

_COMMON_NAMES = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss", "feed.json")
"""What publishing software calls its feed, the most widespread first."""
_NAMES_BESIDE = 4
"""So many of them are tried beside a page that is not at the root."""

_LOOKS_LIKE_FEED = re.compile(
    r"/(?:feeds?|rss2?|atom)/?$|\.(?:rss|atom|rdf)$|(?:rss|atom|feeds?|index)[\w.-]*\.xml$|feed\.json$"
    r"|[?&](?:feed|format|type|alt)=(?:rss|atom)",
    re.IGNORECASE,
)
_FEED_HOST = re.compile(r"(?:feeds?\d?|rss)\..+", re.IGNORECASE)
_LABEL = re.compile(r"\W*(?:rss|atom|rss[ -]?feed|feed|xml)\W*", re.IGNORECASE)

# They read feeds, and links to them add a feed there.
_READERS = re.compile(
    r"(?:.+\.)?(?:feedly|inoreader|newsblur|theoldreader|netvibes|bloglovin|feedspot|follow\.it"
    r"|my\.yahoo|facebook|x|twitter)(?:\.com)?",
    re.IGNORECASE,
)
_COMMENTS_PATH = re.compile(r"/comments(?:/|\.|$)|/replies(?:/|\.|$)", re.IGNORECASE)
_COMMENTS_WORD = re.compile(
    r"\b(?:comments|kommentar(?:e|-feed)|commentaires?|comentarios|comentários|commenti|reacties|kommentarer"
    r"|yorumlar|komentarze|komentáře|комментарии|коментарі|תגובות|التعليقات)\b|评论|評論|コメント|댓글",
    re.IGNORECASE,
)

_LINK_VALUE = re.compile(
    r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\s*=\s*(?:\"[^\"]*\"|[^\s\",;]+))*)"
)
_PARAMETER = re.compile(r";\s*([\w!#$&+.^`|~-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")

_SAME_ENTRIES = 0.8
"""Share of common entries from which two feeds of one title are one: a new article may be in one only."""
_COMPARED = 10
"""Entries of a feed that are compared with those of another."""
_FULLER = 1.2
"""So many times the text makes the other version of a feed the better one."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """An address that a page names as a feed, or that looks like one."""

    url: str
    title: str = ""
    is_json: bool = False
    announced: bool = True
    """False: only a link that looks like one."""


def is_feed_link(rel: str, kind: str) -> bool:
    """Whether a link with this `rel` and `type`, of an element or a header, announces a feed."""
    relations = rel.lower().split()
    media = kind.partition(";")[0].strip().lower()
    return "feed" in relations or ("alternate" in relations and media in FEED_TYPES)


def looks_like_feed(url: str, label: str) -> bool:
    """Whether a plain link with this absolute address and visible text may be that of a feed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _READERS.fullmatch(host):
        return False
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    named = bool(_FEED_HOST.fullmatch(host)) and len(parts.path) > 1
    return named or bool(_LOOKS_LIKE_FEED.search(place) or _LABEL.fullmatch(label))


def header_links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the addresses of a `Link` header with their parameters, names in lower case (RFC 8288, 3)."""
    for value in _LINK_VALUE.finditer(header):
        found = (
            (name.lower(), quoted or bare) for name, quoted, bare in _PARAMETER.findall(value[2])
        )
        yield value[1], dict(found)


def ranked(links: Iterable[FeedLink]) -> tuple[FeedLink, ...]:
    """Return links without repetitions: announced ones first, comments last, otherwise as they stand.

    JSON comes after XML: it mostly is the same feed, and `application/json` often is none at all.
    """
    first: dict[str, FeedLink] = {}
    for link in links:
        if "/wp-json/" not in link.url:  # WordPress' own interface, announced as JSON on each page
            first.setdefault(normalise_url(link.url), link)
    return tuple(
        sorted(
            first.values(),
            key=lambda link: (
                is_of_comments(link.url, link.title),
                not link.announced,
                link.is_json,
            ),
        )
    )


def is_of_comments(url: str, title: str) -> bool:
    """Whether a feed is one of comments, by its address or what it is called."""
    return bool(_COMMENTS_PATH.search(urlsplit(url).path) or _COMMENTS_WORD.search(title))


def common_paths(url: str) -> tuple[str, ...]:
    """Return where the feed of a page's site mostly is: beside the page, then at the site's root.

    Not below the page: `/article/feed` is what many sites call the comments on an article.
    """
    beside = urljoin(url, ".")
    root = urljoin(url, "/")
    near = (
        [] if beside == root else [urljoin(beside, name) for name in _COMMON_NAMES[:_NAMES_BESIDE]]
    )
    return (*near, *(urljoin(root, name) for name in _COMMON_NAMES))


def folded(looks: Iterable[Look]) -> tuple[Look, ...]:
    """Return looks at feeds, each feed once, in their order.

    Two are one feed where they were found at one address (http or https), and where they have the same
    title and the same entries, as the RSS and the Atom of a site do. The version that comes first is kept,
    unless another one carries clearly more text.
    """
    kept: list[Look] = []
    for look in looks:
        place = next((i for i, one in enumerate(kept) if _is_same(one, look)), None)
        if place is None:
            kept.append(look)
        elif _is_better(look, kept[place]):
            kept[place] = look
    return tuple(kept)


def _is_same(one: Look, other: Look) -> bool:
    if normalise_url(one.url) == normalise_url(other.url):
        return True
    if one.parsed is None or other.parsed is None:
        return False
    if one.parsed.title.casefold() != other.parsed.title.casefold():
        return False
    ours, theirs = _names(one.parsed), _names(other.parsed)
    fewer = min(len(ours), len(theirs))
    if not fewer:
        return not ours and not theirs
    return len(ours & theirs) >= _SAME_ENTRIES * fewer


def _is_better(look: Look, kept: Look) -> bool:
    if look.url.startswith("https:") != kept.url.startswith("https:"):
        return look.url.startswith("https:")
    return _text_length(look.parsed) > _FULLER * _text_length(kept.parsed)


def _names(parsed: ParsedFeed) -> frozenset[str]:
    """Return what the first entries are known by across the versions of a feed: link, else title."""
    entries = islice(parsed.entries, _COMPARED)
    return frozenset(normalise_url(entry.url) if entry.url else entry.title for entry in entries)


def _text_length(parsed: ParsedFeed | None) -> int:
    entries = parsed.entries[:_COMPARED] if parsed else ()
    return sum(len(entry.text) for entry in entries)
