"""What a web page says of itself, beside its text: OpenGraph, schema.org, plain HTML."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from bot.intake.fields import absolute, moment_of
from bot.intake.language import language_tag
from newsroom import clean_line

_MOST_HEADINGS = 10
_LINKED_DATA = './/script[@type="application/ld+json"]'


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None or "" where it does not."""

    site: str
    """What the whole site is called."""
    title: str
    author: str
    description: str
    published_at: int | None
    updated_at: int | None
    language: str | None
    url: str | None
    """The address that the page gives as its own."""
    image_url: str | None


def read_metadata(page: HtmlElement, *, url: str, now: int) -> Metadata:
    """Return what the page at `url` ("": unknown) says of itself. `now`: UTC milliseconds."""
    meta = _metas(page)
    article = next(_articles(page), {})
    image = _first(meta, "og:image", "twitter:image")
    published = _first(meta, "article:published_time", "datepublished", "date", "dc.date")
    updated = _first(meta, "article:modified_time", "datemodified", "last-modified")
    return Metadata(
        site=_first(meta, "og:site_name"),
        title=_first(meta, "og:title") or _text(article.get("headline")) or _title(page),
        author=_first(meta, "author", "dc.creator") or _name(article.get("author")),
        description=_first(meta, "og:description", "description"),
        published_at=moment_of(published or article.get("datePublished"), now),
        updated_at=moment_of(updated or article.get("dateModified"), now),
        language=language_tag(page.get("lang")) or language_tag(meta.get("og:locale")),
        url=absolute(page.xpath("string(.//link[@rel='canonical']/@href)"), url)
        or absolute(meta.get("og:url"), url),
        image_url=absolute(image, url),
    )


def _metas(page: HtmlElement) -> dict[str, str]:
    """Return the first value of each meta element by its name in lower case."""
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = clean_line(meta.get("content") or "")
        if content:
            metas.setdefault(name.lower(), content)
    return metas


def _first(metas: Mapping[str, str], *names: str) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _title(page: HtmlElement) -> str:
    """Return the heading that the page's title begins with (the site's name follows), else the title."""
    title = clean_line(page.xpath("string(.//title)"))
    headings = [clean_line(h1.text_content()) for h1 in islice(page.iter("h1"), _MOST_HEADINGS)]
    named = [heading for heading in headings if heading and title.startswith(heading)]
    return next(iter(named), "") or title or next(filter(None, headings), "")


def _articles(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the articles in the page's linked data (https://schema.org/Article)."""
    for script in page.iterfind(_LINKED_DATA):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else None
        for thing in (data, *_listed(data), *_listed(graph)):
            if isinstance(thing, dict) and "headline" in thing:
                yield thing


def _name(author: object) -> str:
    """Return the names of schema.org's author: a text, a person, or several of them."""
    people = author if isinstance(author, list) else [author]
    named = (_text(who.get("name") if isinstance(who, dict) else who) for who in people)
    return ", ".join(filter(None, named))


def _text(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
