"""What an entry is known by, and what tells that it says something else now.

An entry is known by its guid, else by its link, else by its content. All three become one short hash,
so that a key is of one size whatever a feed writes into its guid.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from newsroom.links import normalise_url
from newsroom.models import Enclosure, Entry, Marks

_DIGEST_BYTES = 16
_MARK_BYTES = 8


def entry_key(*, guid: str | None, url: str | None, title: str, text: str) -> str:
    """Return what an entry is known by within its feed, as hex."""
    if guid:
        return _digest("guid", guid)
    if url:
        return _digest("link", normalise_url(url))
    return _digest("content", title, text)


def content_hash(entry: Entry) -> str:
    """Return the `raw_hash` of an entry, as hex: it changes when what a reader sees does.

    Times are left out, because some feeds stamp every entry anew on every request; so are the link's
    tracking, and the queries of pictures and files, which often carry signatures that rotate.
    """
    return _content_digest(
        entry.title,
        entry.text,
        entry.summary,
        entry.author,
        entry.url,
        entry.image_url,
        entry.enclosures,
    )


def make_entry(
    *,
    title: str,
    text: str,
    guid: str | None = None,
    url: str | None = None,
    author: str | None = None,
    published_at: int | None = None,
    updated_at: int | None = None,
    language: str | None = None,
    summary: str | None = None,
    image_url: str | None = None,
    enclosures: tuple[Enclosure, ...] = (),
    element: str | None = None,
) -> Entry:
    """Return an entry that says this, with its key and its `content_hash`; arguments as in `Entry`.

    In one go: to make one and put the hash into a copy takes twice as long, for each entry that is read.
    """
    return Entry(
        entry_key(guid=guid, url=url, title=title, text=text),
        _content_digest(title, text, summary, author, url, image_url, enclosures),
        title,
        text,
        guid,
        url,
        author,
        published_at,
        updated_at,
        language,
        summary,
        image_url,
        enclosures,
        element,
    )


def link_key(entry: Entry) -> str:
    """Return what an entry is known by whose guid tells nothing."""
    return entry_key(guid=None, url=entry.url, title=entry.title, text=entry.text)


def content_key(entry: Entry) -> str:
    """Return what an entry is known by whose guid and link tell nothing."""
    return entry_key(guid=None, url=None, title=entry.title, text=entry.text)


def marks_of(entry: Entry) -> Marks:
    """Return what an entry may be recognised by when its key has changed."""
    return Marks(
        link=normalise_url(entry.url) if entry.url else None,
        title=_digest(entry.title.casefold(), size=_MARK_BYTES),
        text=_digest(entry.text, size=_MARK_BYTES),
        published_at=entry.published_at,
    )


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of one document with keys that differ, in their order.

    Where several share a guid but not link and title, the guid tells nothing in this feed, and all of
    them are known by their link; where several share a link but not the title, by their content. That
    holds for every one of them, the first too: which of them is listed first changes from one check to
    the next. Of what is still the same, the first is kept.
    """
    listed = _rekeyed(tuple(entries), lambda entry: (entry.url, _says(entry)), link_key)
    listed = _rekeyed(listed, _says, content_key)
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


def _content_digest(
    title: str,
    text: str,
    summary: str | None,
    author: str | None,
    url: str | None,
    image_url: str | None,
    files: Iterable[Enclosure],
) -> str:
    return _digest(
        title,
        text,
        summary or "",
        author or "",
        _address(url or ""),
        (image_url or "").partition("?")[0],
        *[file.url.partition("?")[0] for file in files],
    )


def _address(url: str) -> str:
    """Return a link without its tracking; a move to https is a change, for the article's link is one."""
    return url.partition(":")[0] + normalise_url(url)


def _digest(*parts: str, size: int = _DIGEST_BYTES) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=size).hexdigest()
