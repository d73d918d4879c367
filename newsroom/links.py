"""Spellings of one page's address, made equal.

What a parameter means was taken from the lists that other programs live by: ClearURLs' global rules
(github.com/ClearURLs/Rules), Miniflux (internal/reader/urlcleaner) and Firefox's query stripping. Names that
also tell articles apart somewhere (`id`, `p`, `sid`, `cid`, `eid`, `s`) are in none of the sets below: two
articles taken for one lose an alert, which is worse than one article told twice.
"""

import re
from urllib.parse import quote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Say where a click came from, never which page is meant: whatever their value.
_TRACKING = re.compile(
    r"""
    (?: utm | at | ns | mc | mtm | pk | itm | hmb | hsa | oly | vero | fb_action ) _ .*
    | (?: fb | g | d | tw | tt | y | ys ) clid | msclkid | igsh (?: id )? | [gw]braid | gclsrc | srsltid
    | _ (?: ga | gl | hsenc | hsmi | openstat | bhlid | branch_ (?: match_id | referrer ) )
    | __hs [a-z]+ | hsctatracking | mkt_tok | sc?_cid | s_kwcid | li_fat_id | rb_clickid | wickedid
    | cmpid | ncid | ocid | icid | xtor | wt_z?mc | wtrid | fb_ref | fb_source | ml_subscriber .*
    | echobox | spm | sr_share | tracking_source
    | phpsessid | jsessionid | amp
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Say it only where the value speaks of feeds: `?ref=rss`, `?source=rss----3c2a---4`, `?mod=rss_markets`.
# Elsewhere `ref`, `source` and `from` may be part of what the page is.
_SOURCE = re.compile(
    r"""
    (?: ref_? | referrer | source | src | from | via | partner | emc | medium | campaign | channel
      | cmp | mod | feature | ftcamp | eref )
    = (?: public )? (?: rss | atom | feed ) (?![a-z]) .*
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Most addresses: what is written in one way only. Host and path are all that there is to them.
_TAME = re.compile(
    r"https?://(?:www\.(?=[^/]*\.))?([a-z0-9-]+(?:\.[a-z0-9-]+)*)(/[A-Za-z0-9/._~+,:@=&-]*)?"
)
_PARTS = re.compile(r"//([^/?#]*)(.*)", re.DOTALL)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%/:?#[]@!$&'()*+,;=|"


def normalise_url(url: str) -> str:
    """Return a form in which two spellings of one page's address are equal; not one to be fetched.

    It begins with `//` and the host. Aside go: http or https, the host's case and `www.`, the default
    port, a slash at the end, tracking parameters, session numbers, the order of the other parameters, and
    ways to escape a character (RFC 3986, 6.2.2). The fragment stays, because a list of changes may be one
    page with a fragment for each entry; unless it holds tracking (`#xtor=RSS-3`) or marks a passage.
    """
    if (tame := _TAME.fullmatch(url)) is not None:  # eight times faster, for nine of ten
        host, path = tame.groups("")
        return f"//{host}{path.rstrip('/')}"
    return _normalise(url)


def _normalise(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a bracket or a port that is none: known by how it is written
        return url
    if parts.scheme not in _DEFAULT_PORTS:
        return url
    if host.startswith("www.") and host.count(".") > 1:
        host = host.removeprefix("www.")
    where = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = _escaped(_SESSION.sub("", parts.path)).rstrip("/")
    return f"//{where}{path}{_query(parts.query)}{_fragment(parts.fragment)}"


def host_and_place(link: str) -> tuple[str, str]:
    """Divide a normalised link into its host and what follows; the latter is "" for a front page."""
    parts = _PARTS.match(link)
    return (parts[1], parts[2]) if parts else (link, "")


def _query(query: str) -> str:
    """Return the query without tracking parameters, the others by name."""
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    kept.sort(
        key=lambda pair: pair.partition("=")[0]
    )  # stable: `a=1&a=2` may be a list in its order
    return "?" + _escaped("&".join(kept)) if kept else ""


def _fragment(fragment: str) -> str:
    fragment = fragment.partition(":~:")[0]
    if not fragment or all(map(_is_tracking, fragment.split("&"))):
        return ""
    return f"#{_escaped(fragment)}"


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0]
    return bool(_TRACKING.fullmatch(name) or _SOURCE.fullmatch(pair))


def _escaped(part: str) -> str:
    """Write each character in one way: unreserved ones plain, escapes in capitals, others escaped."""
    if "%" in part:
        part = _ESCAPE.sub(_unescaped, part)
    return part if part.isascii() else quote(part, safe=_KEPT, errors="replace")


def _unescaped(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if character in _UNRESERVED else escape[0].upper()
