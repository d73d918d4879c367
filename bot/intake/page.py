"""A web page's bytes to one entry; run in a worker.

The story is what trafilatura finds (`maintext`). Where that is nothing, the story is taken to stand in the
part of the page, of those that HTML has for it, that holds most of its prose.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from bot.intake.fields import absolute, moment_of
from bot.intake.limits import MAX_AUTHOR, MAX_FEED_TITLE, MAX_SUMMARY, MAX_TEXT, MAX_TITLE
from bot.intake.maintext import main_text
from bot.intake.mend import to_utf8
from bot.intake.metadata import Metadata, read_metadata
from bot.intake.wire import to_wire
from newsroom import (
    ParsedFeed,
    Problem,
    ProblemKind,
    clean_text,
    make_entry,
    shorten,
)
from newsroom.blocks import Markup, read_markup

_FURNITURE = ("nav", "aside", "footer", "form", "dialog", "menu", "script", "style", "template")
_STORY_PLACES = ("main", "article")
_MOST_PLACES = 50
_SHORTEST_PROSE = 40
"""Characters: links, labels and captions are mostly shorter, paragraphs are not."""
_SHORT_STORY = 500
"""Characters: of a shorter story trafilatura takes the whole page instead, furniture and all."""

# https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding looks at 1024 bytes; pages
# with long scripts before it exist.
_META_CHARSET = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 8192


def read_page_job(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: `read_page` with `url`, `charset` and `now` as params."""
    return to_wire(read_page(payload, **params))


def read_page_plainly_job(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Do the job without trafilatura, for a page that was too hard with it."""
    return to_wire(read_page(payload, **params, plainly=True))


def read_page(
    body: bytes, *, url: str, charset: str | None, now: int, plainly: bool = False
) -> ParsedFeed | Problem:
    """Return what a page says as a feed of one entry, named for the site; or what is wrong with it.

    `body`: anything, read as HTML. `url`: where it came from, "" where that is not known. `charset`: from
    the server's header. `now`: UTC milliseconds, against dates in the future. `plainly`: without trafilatura.
    """
    page = _tree(to_utf8(body, charset or _declared_charset(body)))
    if page is None:
        return Problem(ProblemKind.EMPTY)
    said = read_metadata(page, url=url, now=now)
    etree.strip_elements(page, *_FURNITURE, with_tail=False)
    part, markup = _story(page)
    address = _address(said, url)
    title = shorten(said.title, MAX_TITLE)
    published_at = said.published_at or next(_dates(part, now), None)
    found = () if plainly or _prose(markup) < _SHORT_STORY else main_text(page)
    blocks = found or markup.blocks
    text = shorten(clean_text(block for block in blocks if block != said.title), MAX_TEXT)
    if not (title or text):
        return Problem(ProblemKind.EMPTY)
    images = (absolute(image, address or "") for image in markup.images)
    entry = make_entry(
        title=title,
        text=text,
        url=address,
        author=shorten(said.author, MAX_AUTHOR) or None,
        published_at=published_at or said.updated_at,
        updated_at=said.updated_at if published_at else None,
        language=said.language,
        summary=shorten(said.description, MAX_SUMMARY) or None,
        image_url=said.image_url or next(filter(None, images), None),
    )
    return ParsedFeed(
        title=shorten(said.site or said.title, MAX_FEED_TITLE),
        entries=(entry,),
        language=said.language,
    )


def _tree(document: bytes) -> HtmlElement | None:
    """Return the page as a tree, None where there is nothing in it."""
    # NUL ends a document for libxml2; huge_tree lifts its limit of 10 MB for one text.
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return etree.fromstring(document.replace(b"\0", b""), parser)
    except etree.ParserError:
        return None


def _declared_charset(body: bytes) -> str | None:
    declared = _META_CHARSET.search(body, 0, _CHARSET_WITHIN)
    return declared[1].decode("ascii", "ignore") if declared else None


def _story(page: HtmlElement) -> tuple[HtmlElement, Markup]:
    """Return the part that the story stands in, with what it says.

    That is the smallest that holds at least half of all prose: on a front page no article does.
    """
    whole = page, _markup(page)
    enough = _prose(whole[1]) / 2
    places = ((part, _markup(part)) for part in islice(_places(page), _MOST_PLACES))
    large = [place for place in places if _prose(place[1]) >= max(enough, 1)]
    return min(large, key=lambda place: _prose(place[1]), default=whole)


def _places(page: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the parts that HTML has for stories; comments within an article are often articles too."""
    for tag in _STORY_PLACES:
        for part in page.iter(tag):
            if next(part.iterancestors(tag), None) is None:
                yield part


def _markup(part: HtmlElement) -> Markup:
    return read_markup(etree.tostring(part, encoding="unicode", method="html", with_tail=False))


def _prose(markup: Markup) -> int:
    """Return how many characters stand in blocks that are long enough to be paragraphs."""
    return sum(len(block) for block in markup.blocks if len(block) >= _SHORTEST_PROSE)


def _dates(part: HtmlElement, now: int) -> Iterator[int]:
    for written in part.xpath(".//time/@datetime"):
        moment = moment_of(str(written), now)
        if moment is not None:
            yield moment


def _address(said: Metadata, url: str) -> str | None:
    """Return the page's own address: what it says itself, as long as that is of the same host."""
    if said.url and (not url or urlsplit(said.url).hostname == urlsplit(url).hostname):
        return said.url
    return url or None
