"""What of an article Telegram may show itself: its picture, sound, film or document, fetched by address.

One of them, since only a single one carries text and buttons: the first sound, else the first film, else the
picture. Where a place wants all pictures, those of an article that has several are an album, which carries
text alone. What is larger than Telegram fetches is a line with a link and its size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from newsroom import Article, Enclosure, picture_key

PHOTO_LIMIT = 5_000_000
FILE_LIMIT = 20_000_000
"""Bytes that Telegram fetches by an address (Bot API, «Sending files»: 5 MB for photos, 20 MB for others)."""

ALBUM_LIMIT = 10
"""Pictures of an album (Bot API, sendMediaGroup: 2 to 10)."""

_LONGEST_ADDRESS = 2000


class MediaKind(StrEnum):
    """What Telegram calls it; each has a method of its own."""

    AUDIO = "audio"
    VIDEO = "video"
    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """Something that Telegram fetches and shows above a message's text."""

    kind: MediaKind
    url: str
    title: str | None = None
    performer: str | None = None
    """Of a sound alone, as `title`."""
    duration: int | None = None
    """How long a sound or film plays, in seconds; None where that is not known."""


# What sendPhoto, sendAudio and sendVideo take, and the two kinds of file that sendDocument fetches by an
# address (Bot API, «Sending files», sendAudio, sendVideo). A moving picture would stand still as a photo.
_BY_TYPE = {
    "image/jpeg": MediaKind.PHOTO,
    "image/jpg": MediaKind.PHOTO,
    "image/png": MediaKind.PHOTO,
    "image/webp": MediaKind.PHOTO,
    "audio/mpeg": MediaKind.AUDIO,
    "audio/mp3": MediaKind.AUDIO,
    "audio/mp4": MediaKind.AUDIO,
    "audio/x-m4a": MediaKind.AUDIO,
    "video/mp4": MediaKind.VIDEO,
    "application/pdf": MediaKind.DOCUMENT,
    "application/zip": MediaKind.DOCUMENT,
}
_BY_ENDING = {
    "jpg": MediaKind.PHOTO,
    "jpeg": MediaKind.PHOTO,
    "png": MediaKind.PHOTO,
    "webp": MediaKind.PHOTO,
    "mp3": MediaKind.AUDIO,
    "m4a": MediaKind.AUDIO,
    "mp4": MediaKind.VIDEO,
    "pdf": MediaKind.DOCUMENT,
    "zip": MediaKind.DOCUMENT,
}


def media_of(article: Article) -> Media | None:
    """Return what Telegram is to show of an article; None where there is nothing that it would take."""
    found = dict(reversed(list(_offered(article))))
    return next((found[kind] for kind in MediaKind if kind in found), None)


def album_of(article: Article) -> tuple[Media, ...]:
    """Return the pictures of an article that are to stand together; () where they are fewer than two.

    Those that its feed lists: the page's own may be one of them once more. Each in one size; and none beside
    a sound or film, which is what the article is about.
    """
    shown = media_of(article)
    if shown is None or shown.kind is not MediaKind.PHOTO:
        return ()
    pictures: dict[str, Media] = {}
    for kind, media in _of_enclosures(article):
        if kind is MediaKind.PHOTO and (key := picture_key(media.url)) is not None:
            pictures.setdefault(key, media)
    return tuple(pictures.values())[:ALBUM_LIMIT] if len(pictures) > 1 else ()


def too_large(article: Article) -> tuple[Enclosure, ...]:
    """Return what Telegram would show were it not larger than it fetches."""
    return tuple(
        one
        for one in article.enclosures
        if (kind := _kind(one)) is not None
        and not _fits(kind, one.length)
        and _may_be_named(one.url)
    )


def _of_enclosures(article: Article) -> Iterator[tuple[MediaKind, Media]]:
    for one in article.enclosures:
        kind = _kind(one)
        if kind is None or not _fits(kind, one.length) or not _may_be_named(one.url):
            continue
        if kind is MediaKind.AUDIO:
            yield kind, Media(kind, one.url, title=article.heading, duration=one.duration)
        elif kind is MediaKind.VIDEO:
            yield kind, Media(kind, one.url, duration=one.duration)
        else:
            yield kind, Media(kind, one.url)


def _offered(article: Article) -> Iterator[tuple[MediaKind, Media]]:
    yield from _of_enclosures(article)
    # Pages name their pictures without a type, and often without an ending.
    if article.image_url is not None and _may_be_named(article.image_url):
        ending = _BY_ENDING.get(_ending(article.image_url), MediaKind.PHOTO)
        if ending is MediaKind.PHOTO and _ending(article.image_url) not in ("gif", "svg", "ico"):
            yield MediaKind.PHOTO, Media(MediaKind.PHOTO, article.image_url)


def _kind(enclosure: Enclosure) -> MediaKind | None:
    named = enclosure.mime_type.partition(";")[0].strip().lower()
    return _BY_TYPE.get(named) or (None if "/" in named else _BY_ENDING.get(_ending(enclosure.url)))


def _fits(kind: MediaKind, length: int | None) -> bool:
    """Whether Telegram fetches so many bytes; of an unknown size it is asked. Feeds write 0 for unknown."""
    limit = PHOTO_LIMIT if kind is MediaKind.PHOTO else FILE_LIMIT
    return length is None or length <= limit


def _ending(url: str) -> str:
    return urlsplit(url).path.rpartition(".")[2].lower() if _may_be_named(url) else ""


def _may_be_named(url: str) -> bool:
    """Whether an address may be handed on: of the web, and without a user's name or password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and "@" not in parts.netloc and len(url) <= _LONGEST_ADDRESS
