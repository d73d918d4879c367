"""One element of a feed to one `Entry`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from bot.intake.entry_links import entry_url
from bot.intake.fields import (
    Element,
    absolute,
    read_dates,
    read_line,
    read_names,
    read_text,
)
from bot.intake.files import enclosure_links, is_image, read_files
from bot.intake.language import language_tag
from bot.intake.limits import (
    MAX_AUTHOR,
    MAX_CONSIDERED,
    MAX_ENTRIES,
    MAX_GUID,
    MAX_SUMMARY,
    MAX_TEXT,
    MAX_TITLE,
)
from newsroom import Entry, clean_line, make_entry, shorten
from newsroom.blocks import Markup


@dataclass(frozen=True, slots=True)
class FeedContext:
    """What entries have from their feed; and the time now."""

    base: str
    """What relative links are relative to."""
    language: str | None
    now: int
    """UTC milliseconds."""
    author: str | None = None
    """Whose the entries are that name nobody themselves; None where the format has no such rule."""


@dataclass(frozen=True, slots=True)
class _Body:
    """One of an entry's texts."""

    text: str
    images: tuple[str, ...]
    is_summary: bool


def read_entry(raw: Element, context: FeedContext, element: str | None = None) -> Entry | None:
    """Return an entry; None where it has neither title, text, link, picture nor file.

    The longest of its texts is the text: feeds use content and description for either. `element`: as in
    `Entry`.
    """
    title = read_line(raw, "title", MAX_TITLE)
    bodies = tuple(_bodies(raw, context.base))
    text = max((body.text for body in bodies), key=len, default="")
    files = read_files(raw, context.base)
    image_url = next(_images(raw, bodies, context.base), None)
    url = entry_url(raw, context.base)
    if not (title or text or url):
        # A picture or a file alone leads to itself. Not where there is more: such addresses come and go.
        url = next((file.url for file in files), image_url)
        if url is None:
            return None
    guid = shorten(clean_line(str(raw.get("id") or "")), MAX_GUID) or None
    summaries = (body.text for body in bodies if body.is_summary and body.text != text)
    published_at, updated_at = read_dates(raw, context.now)
    return make_entry(
        title=title,
        text=text,
        guid=guid,
        url=url,
        author=_authors(raw) or context.author,
        published_at=published_at,
        updated_at=updated_at,
        language=_language(raw) or context.language,
        summary=shorten(next(summaries, ""), MAX_SUMMARY) or None,
        image_url=image_url,
        enclosures=files,
        element=element,
    )


def newest(entries: Sequence[Element], now: int) -> Sequence[int]:
    """Return the places of at most MAX_ENTRIES, in order: the newest where all are dated, else the first.

    Of very many only the first MAX_CONSIDERED are looked at.
    """
    places = range(min(len(entries), MAX_CONSIDERED))
    if len(places) <= MAX_ENTRIES:
        return places
    published = [read_dates(entries[place], now)[0] for place in places]
    if None in published:
        return places[:MAX_ENTRIES]
    by_date = sorted(places, key=lambda place: published[place] or 0, reverse=True)
    return sorted(by_date[:MAX_ENTRIES])


def _bodies(raw: Element, base: str) -> Iterator[_Body]:
    details = [(detail, False) for detail in raw.get("content") or ()]
    # Of content alone feedparser makes a summary too, which has no detail: markup of a forgotten type.
    if raw.get("summary_detail"):
        details.append((raw["summary_detail"], True))
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
    """Whether two texts say the same: many feeds write one into content and description."""
    return bool(one.get("value") == other.get("value") and one.get("type") == other.get("type"))


def _authors(raw: Element) -> str | None:
    """Return whose an entry is; of one that comes from another feed, whose that feed is (RFC 4287, 4.2.1)."""
    return read_names(raw, MAX_AUTHOR) or read_names(raw.get("source") or {}, MAX_AUTHOR)


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
        if media.get("medium") == "image" or is_image(media.get("type")):
            yield media.get("url")
    for thumbnail in raw.get("media_thumbnail") or ():
        yield thumbnail.get("url")
    for link in enclosure_links(raw):
        if is_image(link.get("type")):
            yield link.get("href")
    image = raw.get("image")
    if isinstance(image, dict):
        yield image.get("href")


def _base_within(base: str, inner: str | None) -> str:
    """Return the base of links below an element with `inner` as its xml:base."""
    try:
        return urljoin(base, inner or "")
    except ValueError:
        return base
