"""One element of a feed to one `Entry`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from bot.intake.fields import (
    Element,
    absolute,
    read_dates,
    read_line,
    read_name,
    read_text,
)
from bot.intake.language import language_tag
from bot.intake.limits import (
    MAX_AUTHOR,
    MAX_ENCLOSURES,
    MAX_GUID,
    MAX_MIME_TYPE,
    MAX_SUMMARY,
    MAX_TEXT,
    MAX_TITLE,
)
from newsroom import Enclosure, Entry, clean_line, content_hash, entry_key, shorten
from newsroom.blocks import Markup

_MAX_LENGTH_DIGITS = 15


@dataclass(frozen=True, slots=True)
class FeedContext:
    """What entries have from their feed: the base of relative links and the language; and the time now."""

    base: str
    language: str | None
    now: int


@dataclass(frozen=True, slots=True)
class _Body:
    """One of an entry's texts."""

    text: str
    images: tuple[str, ...]
    is_summary: bool


def read_entry(raw: Element, context: FeedContext, element: str | None = None) -> Entry | None:
    """Return an entry; None where it has neither title nor text nor link.

    The longest of its texts is the text: feeds use content and description for either. `element`: as in
    `Entry`.
    """
    title = read_line(raw, "title", MAX_TITLE)
    bodies = tuple(_bodies(raw, context.base))
    text = max((body.text for body in bodies), key=len, default="")
    url = absolute(raw.get("link"), context.base)
    if not (title or text or url):
        return None
    guid = shorten(clean_line(str(raw.get("id") or "")), MAX_GUID) or None
    summaries = (body.text for body in bodies if body.is_summary and body.text != text)
    published_at, updated_at = read_dates(raw, context.now)
    entry = Entry(
        key=entry_key(guid=guid, url=url, title=title, text=text),
        raw_hash="",
        title=title,
        text=text,
        guid=guid,
        url=url,
        author=read_name(raw, MAX_AUTHOR),
        published_at=published_at,
        updated_at=updated_at,
        language=_language(raw) or context.language,
        summary=shorten(next(summaries, ""), MAX_SUMMARY) or None,
        image_url=next(_images(raw, bodies, context.base), None),
        enclosures=tuple(_enclosures(raw, context.base))[:MAX_ENCLOSURES],
        element=element,
    )
    return replace(entry, raw_hash=content_hash(entry))


def _bodies(raw: Element, base: str) -> Iterator[_Body]:
    details = [(detail, False) for detail in raw.get("content") or ()]
    if raw.get("summary"):
        details.append((raw.get("summary_detail") or {"value": raw["summary"]}, True))
    read: list[tuple[Element, Markup]] = []
    for detail, is_summary in details:
        markup = next((known for said, known in read if _same_text(said, detail)), None)
        if markup is None:
            markup = read_text(detail)
            read.append((detail, markup))
        inner_base = _base_within(base, detail.get("base"))
        yield _Body(
            text=shorten("\n".join(markup.blocks), MAX_TEXT),
            images=tuple(filter(None, (absolute(link, inner_base) for link in markup.images))),
            is_summary=is_summary,
        )


def _same_text(one: Element, other: Element) -> bool:
    """Whether two texts say the same: an entry without a summary gets its content as one by feedparser."""
    return bool(one.get("value") == other.get("value") and one.get("type") == other.get("type"))


def _language(raw: Element) -> str | None:
    """Return the language an entry says it is in itself, or inherits by xml:lang."""
    details = (raw.get("title_detail"), *(raw.get("content") or ()), raw.get("summary_detail"))
    said = (raw.get("language"), *(detail.get("language") for detail in details if detail))
    return next(filter(None, map(language_tag, said)), None)


def _images(raw: Element, bodies: tuple[_Body, ...], base: str) -> Iterator[str]:
    """Yield the addresses of an entry's pictures, the most telling first."""
    for link in _image_links(raw):
        if (url := absolute(link, base)) is not None:
            yield url
    for body in bodies:
        yield from body.images


def _image_links(raw: Element) -> Iterator[object]:
    for media in raw.get("media_content") or ():
        if media.get("medium") == "image" or _is_image(media.get("type")):
            yield media.get("url")
    for thumbnail in raw.get("media_thumbnail") or ():
        yield thumbnail.get("url")
    for link in raw.get("links") or ():
        if link.get("rel") == "enclosure" and _is_image(link.get("type")):
            yield link.get("href")
    image = raw.get("image")
    if isinstance(image, dict):
        yield image.get("href")


def _enclosures(raw: Element, base: str) -> Iterator[Enclosure]:
    for link in raw.get("links") or ():
        url = absolute(link.get("href"), base) if link.get("rel") == "enclosure" else None
        if url is not None:
            yield Enclosure(
                url=url,
                mime_type=clean_line(str(link.get("type") or "")).lower()[:MAX_MIME_TYPE],
                length=_length(str(link.get("length") or "")),
            )


def _length(written: str) -> int | None:
    """Return a size in bytes; 0 is what writers put who do not know it."""
    digits = written.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _MAX_LENGTH_DIGITS:
        return None
    return int(digits) or None


def _is_image(mime_type: object) -> bool:
    return isinstance(mime_type, str) and mime_type.lower().startswith("image/")


def _base_within(base: str, inner: str | None) -> str:
    """Return the base of links below an element with `inner` as its xml:base."""
    try:
        return urljoin(base, inner or "")
    except ValueError:
        return base
