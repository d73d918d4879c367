"""Sites whose feeds follow from the address of a page: what a person copies out of a browser.

Of these nothing has to be read: the page would be large, behind a consent form, or refused to bots. Each rule
is a shape of an address and the feeds that such a page has, the likeliest first.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

_YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
_CHANNEL_ID = re.compile(r"UC[\w-]{22}")
_PLAYLIST_ID = re.compile(r"[\w-]+")
_CHANNEL_IN_DATA = re.compile(
    rb'"(?:externalId|channelId|externalChannelId)"\s*:\s*"(UC[\w-]{22})"'
)
_SOUNDCLOUD_USER = re.compile(r"soundcloud://users:(\d+)")
_SOUNDCLOUD = "https://feeds.soundcloud.com/users/soundcloud:users:{}/sounds.rss"
_IS_FEED = re.compile(r"\.(?:rss|atom|xml|json)$|/(?:rss|feeds?)(?:/|$)", re.IGNORECASE)

# First parts of paths on github.com that are no people.
_GITHUB_OWN = (
    "about|apps|collections|contact|customer-stories|dashboard|enterprise|events|explore|features|issues"
    "|join|login|marketplace|new|notifications|organizations|orgs|pricing|pulls|readme|search|security"
    "|sessions|settings|signup|site|sponsors|stars|team|topics|trending"
)
_MEDIUM_OWN = "about|creators|explore-topics|jobs-at-medium|m|me|membership|new-story|p|search|tag"
_VIMEO_OWN = (
    "about|blog|categories|features|for-hire|join|log_in|manage|ott|search|solutions|upgrade|watch"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """On these hosts, a path that fits has these feeds; groups of the pattern fill the braces."""

    hosts: re.Pattern[str]
    path: re.Pattern[str]
    feeds: tuple[str, ...]


def _rule(hosts: str, path: str, *feeds: str) -> _Rule:
    return _Rule(re.compile(rf"(?:www\.)?(?:{hosts})"), re.compile(path), feeds)


_REDDIT = r"(?:(?:old|new|np|m)\.)?reddit\.com"
_REPOSITORY = rf"/(?!(?:{_GITHUB_OWN})/)(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)"

_RULES = (
    # https://support.google.com/youtube/answer/6224202
    _rule(r"(?:m\.)?youtube\.com", r"/channel/(UC[\w-]{22})(?:/.*)?", _YOUTUBE + "?channel_id={1}"),
    _rule(r"(?:m\.)?youtube\.com", r"/user/([\w.-]+)(?:/.*)?", _YOUTUBE + "?user={1}"),
    # https://www.reddit.com/wiki/rss
    _rule(
        _REDDIT,
        r"/r/([\w+]+)/comments/(\w+)(?:/.*)?",
        "https://www.reddit.com/r/{1}/.rss",
        "https://www.reddit.com/r/{1}/comments/{2}/.rss",
    ),
    _rule(
        _REDDIT,
        r"/r/([\w+]+)/(new|top|rising|controversial)/?",
        "https://www.reddit.com/r/{1}/{2}/.rss",
    ),
    _rule(_REDDIT, r"/r/([\w+]+)(?:/hot)?/?", "https://www.reddit.com/r/{1}/.rss"),
    _rule(_REDDIT, r"/u(?:ser)?/([\w-]+)/m/(\w+)/?", "https://www.reddit.com/user/{1}/m/{2}/.rss"),
    _rule(
        _REDDIT,
        r"/u(?:ser)?/([\w-]+)(?:/(?:submitted|comments))?/?",
        "https://www.reddit.com/user/{1}/.rss",
    ),
    # https://docs.github.com/en/rest/activity/feeds names those of users; pages announce the others
    _rule(
        r"github\.com",
        rf"{_REPOSITORY}/releases(?:/.*)?",
        "https://github.com/{1}/{2}/releases.atom",
    ),
    _rule(r"github\.com", rf"{_REPOSITORY}/tags/?", "https://github.com/{1}/{2}/tags.atom"),
    _rule(
        r"github\.com",
        rf"{_REPOSITORY}/(?:commits|tree)/([\w./-]+?)/?",
        "https://github.com/{1}/{2}/commits/{3}.atom",
    ),
    _rule(
        r"github\.com",
        rf"{_REPOSITORY}/discussions(?:/.*)?",
        "https://github.com/{1}/{2}/discussions.atom",
    ),
    _rule(
        r"github\.com",
        rf"{_REPOSITORY}(?:/.*)?",
        "https://github.com/{1}/{2}/releases.atom",
        "https://github.com/{1}/{2}/commits.atom",
        "https://github.com/{1}/{2}/tags.atom",
    ),
    _rule(r"github\.com", rf"/(?!(?:{_GITHUB_OWN})/?$)([\w-]+)/?", "https://github.com/{1}.atom"),
    _rule(r"bsky\.app", r"/profile/([\w.:-]+)(?:/.*)?", "https://bsky.app/profile/{1}/rss"),
    # https://help.medium.com/hc/en-us/articles/214874118-Using-RSS-feeds-of-profiles-publications-and-topics
    _rule(r"medium\.com", r"/tag/([\w-]+)(?:/.*)?", "https://medium.com/feed/tag/{1}"),
    _rule(r"medium\.com", r"/(@[\w.-]+)(?:/.*)?", "https://medium.com/feed/{1}"),
    _rule(
        r"medium\.com",
        rf"/(?!(?:{_MEDIUM_OWN})(?:/|$))([\w-]+)(?:/.*)?",
        "https://medium.com/feed/{1}",
    ),
    _rule(
        r"vimeo\.com",
        r"/(channels|groups)/([\w-]+)(?:/.*)?",
        "https://vimeo.com/{1}/{2}/videos/rss",
    ),
    _rule(
        r"vimeo\.com",
        rf"/(?!(?:{_VIMEO_OWN})(?:/|$))([A-Za-z][\w-]+)(?:/videos)?/?",
        "https://vimeo.com/{1}/videos/rss",
    ),
    # https://docs.pypi.org/api/feeds/
    _rule(
        r"pypi\.org", r"/project/([\w.-]+)(?:/.*)?", "https://pypi.org/rss/project/{1}/releases.xml"
    ),
)

_BLOGGER = re.compile(r"[\w-]+\.blogspot\.(?:[a-z]{2,3}|com?\.[a-z]{2})")
_PROFILE = re.compile(r"/@([\w.-]+)(?:@([\w.-]+\.[a-z]{2,}))?(?:/.*)?", re.IGNORECASE)
"""A person on Mastodon and its like; one of another server stands with that server's name."""

_NOT_FEDIVERSE = re.compile(
    r"(?:.*\.)?(?:youtube\.com|medium\.com|tiktok\.com|threads\.(?:net|com)|substack\.com)"
)


def known_feeds(url: str) -> tuple[str, ...]:
    """Return the feeds that surely belong to a page of a well-known site; () for any other address.

    `url`: as it was pasted, http or https. The address of a feed itself is no page.
    """
    parts = _split(url)
    if parts is None or _IS_FEED.search(parts.path):
        return ()
    host = parts.hostname or ""
    if _is_youtube(host) and parts.path == "/playlist":
        playlist = parse_qs(parts.query).get("list", [""])[0]
        known = _PLAYLIST_ID.fullmatch(playlist)
        return (f"{_YOUTUBE}?playlist_id={playlist}",) if known else ()
    for rule in _RULES:
        match = rule.path.fullmatch(parts.path) if rule.hosts.fullmatch(host) else None
        if match is not None:
            return tuple(feed.format(match[0], *match.groups()) for feed in rule.feeds)
    return ()


def likely_feeds(url: str) -> tuple[str, ...]:
    """Return the feeds that a page has if its site runs the software that its address looks like."""
    parts = _split(url)
    if parts is None or _IS_FEED.search(parts.path):
        return ()
    host = parts.hostname or ""
    if _BLOGGER.fullmatch(host):
        return (f"{parts.scheme}://{host}/feeds/posts/default",)
    profile = None if _NOT_FEDIVERSE.fullmatch(host) else _PROFILE.fullmatch(parts.path)
    if profile is None:
        return ()
    home = f"https://{profile[2]}" if profile[2] else f"{parts.scheme}://{parts.netloc}"
    return (f"{home}/@{profile[1]}.rss",)


def identified_feeds(url: str, names: dict[str, str], body: bytes) -> tuple[str, ...]:
    """Return the feeds that follow from a number which a well-known site writes into its page.

    `url`: of the page. `names`: its `<meta>` contents by name. `body`: the page.
    """
    host = (parts.hostname or "") if (parts := _split(url)) else ""
    if _is_youtube(host):
        # A video's page names its channel in its data alone; so does a channel's, as «externalId».
        for written in (names.get("identifier", ""), names.get("channelid", "")):
            if _CHANNEL_ID.fullmatch(written):
                return (f"{_YOUTUBE}?channel_id={written}",)
        found = _CHANNEL_IN_DATA.search(body)
        return (f"{_YOUTUBE}?channel_id={found[1].decode()}",) if found else ()
    if host in ("soundcloud.com", "www.soundcloud.com", "m.soundcloud.com"):
        user = _SOUNDCLOUD_USER.fullmatch(names.get("al:ios:url", ""))
        return (_SOUNDCLOUD.format(user[1]),) if user else ()
    return ()


def _is_youtube(host: str) -> bool:
    return host == "youtube.com" or host.endswith(".youtube.com")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None
