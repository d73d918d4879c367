"""The main text of a web page, found by trafilatura; run in a worker.

trafilatura is given a tree, never an address: it has a downloader of its own, past our guard. It is imported
when the first page is read, because it brings 13 MB that a worker which only parses feeds has no use for.
"""

from lxml import etree
from lxml.html import HtmlElement

from newsroom.blocks import read_markup

MOST_ELEMENTS = 20_000
"""Pages with more are not given to trafilatura, whose work an element costs up to 0.15 ms: with these it
stays within three seconds. The largest of 40 real articles' pages has 3,300."""

MOST_CHARACTERS = 2_000_000
"""The same for the text of a page, of which trafilatura makes several copies."""

_HTML_TAGS = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
    "lb": "br",
}
"""trafilatura answers in tags of TEI (https://tei-c.org); where HTML has another name for it, that one."""


def main_text(page: HtmlElement) -> tuple[str, ...]:
    """Return the blocks of a page's main text, headings among them; () where none is found.

    Also () where the page is too large for trafilatura, or trips it. The tree may be changed.
    """
    if _is_too_large(page):
        return ()
    from trafilatura.core import bare_extraction  # see the module's text

    try:
        # `fast` leaves out two other extractors, which find no more on the pages of benchmarks/pages.py.
        found = bare_extraction(page, fast=True, include_comments=False)
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        return ()  # whatever tripped it, the page can still be read in another way
    body = getattr(found, "body", None)
    if body is None:
        return ()
    for element in body.iter(*_HTML_TAGS):
        element.tag = _HTML_TAGS[element.tag]
    return read_markup(etree.tostring(body, encoding="unicode", method="html")).blocks


def _is_too_large(page: HtmlElement) -> bool:
    characters = 0
    for elements, element in enumerate(page.iter(), start=1):
        characters += len(element.text or "") + len(element.tail or "")
        if elements > MOST_ELEMENTS or characters > MOST_CHARACTERS:
            return True
    return False
