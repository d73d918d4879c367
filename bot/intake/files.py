"""The files of an entry: its enclosures, and what Media RSS lists beside them or in their place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from bot.intake.fields import Element, absolute
from bot.intake.limits import MAX_ENCLOSURES, MAX_MIME_TYPE
from newsroom import Enclosure, clean_line, picture_key

_MAX_LENGTH_DIGITS = 15

_LONGEST = 7 * 24 * 60 * 60
"""Seconds; what says that it plays for longer says nothing."""

# Seconds, minutes and seconds, or hours as well (podcasters.apple.com, «itunes:duration»); some write parts.
_DURATION = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:\.\d+)?", re.ASCII)


def read_files(raw: Element, base: str) -> tuple[Enclosure, ...]:
    """Return an entry's files, each address once.

    Sound and film of Media RSS are listed where there is no enclosure, its pictures where there are several.
    """
    media = tuple(raw.get("media_content") or ())
    listed = [_file(link, "href", "length", base) for link in enclosure_links(raw)]
    if not any(listed):
        listed = [_file(one, "url", "filesize", base) for one in media if _is_playable(one)]
    lengths = {absolute(one.get("url"), base): seconds_of(one.get("duration")) for one in media}
    timed = [_timed(file, lengths.get(file.url), raw) for file in listed if file is not None]
    addresses = {file.url for file in timed}
    timed += [picture for picture in _pictures(media, base) if picture.url not in addresses]
    files = {file.url: file for file in reversed(timed)}
    return tuple(islice(reversed(files.values()), MAX_ENCLOSURES))


def enclosure_links(raw: Element) -> Iterator[Element]:
    """Yield an entry's links to files."""
    return (link for link in raw.get("links") or () if link.get("rel") == "enclosure")


def is_image(mime_type: object) -> bool:
    """Whether a type is one of pictures; it may be missing, or anything."""
    return isinstance(mime_type, str) and mime_type.lower().startswith("image/")


def seconds_of(written: object) -> int | None:
    """Return how long something plays, in seconds; None where that is not said, or cannot be true."""
    found = _DURATION.fullmatch(str(written or "").strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = hours * 3600 + minutes * 60 + seconds
    return length if 0 < length <= _LONGEST else None


def _file(said: Element, address: str, size: str, base: str) -> Enclosure | None:
    url = absolute(said.get(address), base)
    if url is None:
        return None
    mime_type = clean_line(str(said.get("type") or "")).lower()[:MAX_MIME_TYPE]
    return Enclosure(
        url, mime_type, _length(str(said.get(size) or "")), seconds_of(said.get("duration"))
    )


def _timed(file: Enclosure, length: int | None, raw: Element) -> Enclosure:
    """Return a file with how long it plays, as it, Media RSS (`length`) or its podcast's entry says."""
    if file.mime_type and not file.mime_type.startswith(("audio/", "video/")):
        return file if file.duration is None else replace(file, duration=None)
    duration = file.duration or length or seconds_of(raw.get("itunes_duration"))
    return file if duration == file.duration else replace(file, duration=duration)


def _pictures(listed: Iterable[Element], base: str) -> list[Enclosure]:
    """Return the pictures of Media RSS, each in its widest size; none where there is only one."""
    widest: dict[str, tuple[int, Enclosure]] = {}
    for media in listed:
        if not (media.get("medium") == "image" or is_image(media.get("type"))):
            continue
        file = _file(media, "url", "filesize", base)
        key = None if file is None else picture_key(file.url)
        if file is None or key is None:
            continue
        width = _length(str(media.get("width") or "")) or 0
        if key not in widest or width > widest[key][0]:
            widest[key] = width, file
    return [file for _, file in widest.values()] if len(widest) > 1 else []


def _is_playable(media: Element) -> bool:
    kinds = (media.get("medium"), str(media.get("type") or "").partition("/")[0])
    return any(str(kind).lower() in {"audio", "video"} for kind in kinds)


def _length(written: str) -> int | None:
    """Return a size in bytes; 0 is what writers put who do not know it."""
    digits = written.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _MAX_LENGTH_DIGITS:
        return None
    return int(digits) or None
