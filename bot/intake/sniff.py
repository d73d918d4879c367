"""Whether a document is HTML, told by its beginning, as servers often don't say or say wrong."""

import re

from bot.intake.mend import to_utf8

_HEAD = 64 << 10
"""Bytes that are looked at."""

# The tags of https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type that a
# text may begin with, and a few that have come since. Atomic, so that noise costs linear time.
_HTML = re.compile(
    rb"(?>(?:\s|<!--.*?-->|<\?.*?>)*)<(?:!doctype\s+html|html|head|body|title|meta|script|style|link"
    rb"|article|main|section|header|nav|div|p|h[1-6]|ul|ol|table|figure|blockquote|a|b|br|iframe|font)"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_html(body: bytes, charset: str | None = None) -> bool:
    """Tell a web page, or a fragment of one, from text and from XML of other kinds."""
    return _HTML.match(to_utf8(body[:_HEAD], charset)) is not None
