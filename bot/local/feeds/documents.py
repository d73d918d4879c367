"""An edition as a feed document, RSS 2.0 or Atom 1.0."""

from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree

from bot.local.feeds.media import episode
from bot.local.feeds.pages import entry_html
from bot.local.feeds.papers import Edition, Published
from bot.local.feeds.urls import episode_url, feed_url, page_url, photo_url

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RSS_NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA, "slash": SLASH}


def feed_document(edition: Edition, home: str) -> bytes:
    """Return the feed of what is published, newest first, in the paper's own format."""
    root = _rss(edition, home) if edition.paper.format == "rss" else _atom(edition, home)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _rss(edition: Edition, home: str) -> etree._Element:
    paper = edition.paper
    root = etree.Element("rss", {"version": "2.0"}, nsmap=RSS_NAMESPACES)
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", paper.title)
    _add(channel, "link", home)
    _add(channel, "description", paper.description)
    _add(channel, "language", paper.language)
    _add(channel, "lastBuildDate", _rfc822(edition.modified))
    link = {"rel": "self", "type": paper.feed_type, "href": feed_url(home)}
    etree.SubElement(channel, f"{{{ATOM}}}link", link)
    for published in edition.published:
        _add_item(channel, edition, published, home)
    return root


def _add_item(channel: etree._Element, edition: Edition, published: Published, home: str) -> None:
    article, paper = published.article, edition.paper
    url, html = page_url(home, article), entry_html(edition, published, home)
    item = etree.SubElement(channel, "item")
    _add(item, "title", article.title)
    _add(item, "link", url)
    guid = url if paper.permanent_links else f"{paper.slug}:{article.slug}"
    _add(item, "guid", guid, isPermaLink=str(paper.permanent_links).lower())
    _add(item, "pubDate", _rfc822(published.at))
    _add(item, f"{{{DC}}}creator", article.byline)
    for category in article.categories:
        _add(item, "category", category)
    _add(item, "description", article.lead if paper.full_text else html)
    if paper.full_text:
        _add(item, f"{{{CONTENT}}}encoded", html)
    _add(item, f"{{{SLASH}}}comments", str(article.comments))
    if article.caption:
        picture = {"url": photo_url(home, article), "type": "image/png", "medium": "image"}
        etree.SubElement(item, f"{{{MEDIA}}}content", picture)
    if article.audio:
        etree.SubElement(item, "enclosure", _sound(published, home, "url"))


def _atom(edition: Edition, home: str) -> etree._Element:
    paper = edition.paper
    root = etree.Element(f"{{{ATOM}}}feed", {XML_LANG: paper.language}, nsmap={None: ATOM})
    _add(root, f"{{{ATOM}}}id", _tag(paper.slug))
    _add(root, f"{{{ATOM}}}title", paper.title)
    _add(root, f"{{{ATOM}}}subtitle", paper.description)
    _add(root, f"{{{ATOM}}}updated", _rfc3339(edition.modified))
    _add_link(root, {"rel": "self", "type": paper.feed_type, "href": feed_url(home)})
    _add_link(root, {"rel": "alternate", "type": "text/html", "href": home})
    for published in edition.published:
        _add_entry(root, edition, published, home)
    return root


def _add_entry(root: etree._Element, edition: Edition, published: Published, home: str) -> None:
    article, paper = published.article, edition.paper
    entry = etree.SubElement(root, f"{{{ATOM}}}entry", {XML_LANG: article.language})
    _add(entry, f"{{{ATOM}}}id", _tag(f"{paper.slug}/{article.slug}"))
    _add(entry, f"{{{ATOM}}}title", article.title)
    page = page_url(home, article)
    _add_link(entry, {"rel": "alternate", "type": "text/html", "href": page})
    if article.audio:
        _add_link(entry, {"rel": "enclosure", **_sound(published, home, "href")})
    author = etree.SubElement(entry, f"{{{ATOM}}}author")
    _add(author, f"{{{ATOM}}}name", article.byline)
    _add(entry, f"{{{ATOM}}}published", _rfc3339(published.at))
    _add(entry, f"{{{ATOM}}}updated", _rfc3339(published.at))
    for category in article.categories:
        etree.SubElement(entry, f"{{{ATOM}}}category", {"term": category})
    _add(entry, f"{{{ATOM}}}summary", article.lead)
    _add(entry, f"{{{ATOM}}}content", entry_html(edition, published, home), type="html")


def _sound(published: Published, home: str, address: str) -> dict[str, str]:
    """Return the attributes of an enclosure; `address` names the one that holds its URL."""
    article = published.article
    length = str(len(episode(article.slug)))
    return {address: episode_url(home, article), "type": "audio/wav", "length": length}


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, name, attributes).text = text


def _add_link(parent: etree._Element, attributes: dict[str, str]) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _tag(name: str) -> str:
    """Return a name that no address changes (RFC 4151)."""
    return f"tag:newshound.example,2020:{name}"


def _rfc822(at: int) -> str:
    return format_datetime(datetime.fromtimestamp(at // 1000, UTC), usegmt=True)


def _rfc3339(at: int) -> str:
    return datetime.fromtimestamp(at // 1000, UTC).isoformat()
