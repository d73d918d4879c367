"""What an entry is known by, and what tells that it says something else now.

An entry is known by its guid, else by its link, else by its content. All three become one short hash,
so that a key is of one size whatever a feed writes into its guid.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from newsroom.models import Entry

_DIGEST_BYTES = 16
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Says where a click came from, never which page is meant.
_TRACKING_PREFIXES = ("utm_",)
_TRACKING_NAMES = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"}
)


def entry_key(*, guid: str | None, url: str | None, title: str, text: str) -> str:
    """Return what an entry is known by within its feed, as hex."""
    if guid:
        return _digest("guid", guid)
    if url:
        return _digest("link", normalise_url(url))
    return _digest("content", title, text)


def content_hash(entry: Entry) -> str:
    """Return the `raw_hash` of an entry, as hex: it changes when what a reader sees does.

    Times are left out, because some feeds stamp every entry anew on every request; so are the queries
    of pictures and files, which often carry signatures that rotate.
    """
    files = [file.url.partition("?")[0] for file in entry.enclosures]
    return _digest(
        entry.title,
        entry.text,
        entry.summary or "",
        entry.author or "",
        entry.url or "",
        (entry.image_url or "").partition("?")[0],
        *files,
    )


def normalise_url(url: str) -> str:
    """Return a form in which two spellings of one page's address are equal; not one to be fetched.

    Aside go: http or https, the host's case, the default port, tracking parameters. The fragment stays:
    a list of changes may be one page with a fragment for each entry.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a bracket or a port that is none: known by how it is written
        return url
    if parts.scheme not in _DEFAULT_PORTS:
        return url
    where = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"//{where}{parts.path or '/'}{_query(parts)}{fragment}"


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of one document with keys that differ, in their order.

    Where several share a guid but not link and title, the guid tells nothing in this feed, and all of
    them are known by their link; where several share a link but not the title, by their content. That
    holds for every one of them, the first too: which of them is listed first changes from one check to
    the next. Of what is still the same, the first is kept.
    """
    listed = _rekeyed(tuple(entries), lambda entry: (entry.url, _says(entry)), _link_key)
    listed = _rekeyed(listed, _says, _content_key)
    first: dict[str, Entry] = {}
    for entry in listed:
        first.setdefault(entry.key, entry)
    return tuple(first.values())


def _rekeyed(
    entries: tuple[Entry, ...], says: Callable[[Entry], Hashable], key: Callable[[Entry], str]
) -> tuple[Entry, ...]:
    """Key anew the entries that share a key and do not say the same."""
    said: dict[str, set[Hashable]] = {}
    for entry in entries:
        said.setdefault(entry.key, set()).add(says(entry))
    return tuple(
        entry if len(said[entry.key]) == 1 else replace(entry, key=key(entry)) for entry in entries
    )


def _says(entry: Entry) -> str:
    return entry.title or entry.text


def _link_key(entry: Entry) -> str:
    return entry_key(guid=None, url=entry.url, title=entry.title, text=entry.text)


def _content_key(entry: Entry) -> str:
    return entry_key(guid=None, url=None, title=entry.title, text=entry.text)


def _query(parts: SplitResult) -> str:
    """Return the query without tracking parameters, the others in their order."""
    if not parts.query:
        return ""
    kept = [pair for pair in parts.query.split("&") if not _is_tracking(pair)]
    return "?" + "&".join(kept) if kept else ""


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=_DIGEST_BYTES).hexdigest()
