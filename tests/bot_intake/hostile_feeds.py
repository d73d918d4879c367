"""Documents made to exhaust their reader, as large as is fetched (`polling.max_size`) or smaller."""

import random
from collections.abc import Callable, Mapping

MEBIBYTE = 1 << 20
LARGEST = 5 * MEBIBYTE

_JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": '


def _rss(inner: bytes, head: bytes = b"") -> bytes:
    return head + b'<rss version="2.0"><channel><title>T</title>' + inner + b"</channel></rss>"


def _item(inner: bytes) -> bytes:
    return _rss(b"<item><title>T</title>" + inner + b"</item>")


def _filled(piece: bytes, size: int = LARGEST) -> bytes:
    return piece * (size // len(piece))


def _billion_laughs() -> bytes:
    lines = (b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE rss [<!ENTITY a0 "ha">' + b"".join(lines) + b"]>"
    return _rss(b"<item><title>&a9;</title></item>", head)


def _quadratic_blow_up() -> bytes:
    head = b'<!DOCTYPE rss [<!ENTITY a "' + b"A" * 100_000 + b'">]>'
    return _rss(b"<item><title>" + b"&a;" * 30_000 + b"</title></item>", head)


def _many_attributes() -> bytes:
    return _item(b"<enclosure " + b" ".join(b'a%d=""' % n for n in range(400_000)) + b"/>")


def _many_entries() -> bytes:
    return _rss(b"".join(b"<item><title>%d</title></item>" % n for n in range(100_000)))


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "billion laughs": _billion_laughs,
    "quadratic blow-up": _quadratic_blow_up,
    "deep elements": lambda: _item(b"<description>" + b"<div>" * 100_000 + b"</description>"),
    "deep channels": lambda: b"<rss version='2.0'>" + b"<channel>" * 100_000,
    "deep HTML": lambda: _item(b"<description>" + b"&lt;div&gt;" * 100_000 + b"</description>"),
    "many entries": _many_entries,
    "many attributes": _many_attributes,
    "a long title": lambda: _rss(b"<item><title>" + _filled(b"long ") + b"</title></item>"),
    "a long attribute": lambda: _item(b'<enclosure url="' + _filled(b"a") + b'"/>'),
    "much HTML": lambda: _item(
        b"<description><![CDATA[" + _filled(b"<p>a <b>b</b> &amp;</p>") + b"]]></description>"
    ),
    "noise": lambda: random.Random(1).randbytes(LARGEST),
    "noise in a feed": lambda: b"<rss version='2.0'><channel>" + random.Random(1).randbytes(LARGEST),
    "openers of CDATA": lambda: _item(b"<description>" + _filled(b"<![CDATA[")),
    "openers of comments": lambda: _item(b"<description>" + _filled(b"<!--")),
    "openers of instructions": lambda: _item(b"<description>" + _filled(b"<?")),
    "openers of DOCTYPEs": lambda: b"<rss>" + _filled(b"<!DOCTYPE rss ["),
    "declarations": lambda: _filled(b"<?xml encoding ") + b"<rss>",
    "less-than signs": lambda: _item(b"<description>" + _filled(b"< ")),
    "ampersands": lambda: _item(b"<title>" + _filled(b"& ")),
    "references": lambda: _item(b"<title>" + _filled(b"&nbsp;")),
    "a huge reference": lambda: _item(b"<title>&#" + _filled(b"1")),
    "unclosed titles": lambda: _item(_filled(b"<title>")),
    "half a tag": lambda: _item(_filled(b"<title ")),
    "an author of addresses": lambda: _item(b"<author>" + _filled(b"a@b (", MEBIBYTE) + b"</author>"),
    "a long date": lambda: _item(b"<pubDate>" + _filled(b"2026-") + b"</pubDate>"),
    "no UTF-8": lambda: _item(b"<title>" + _filled(b"\xff") + b"</title>"),
    "half characters": lambda: b"\xff\xfe" + _filled(b"\xd8\x00"),
    "deep JSON lists": lambda: _JSON + _filled(b"["),
    "deep JSON objects": lambda: _JSON + b"[" + _filled(b'{"a":'),
    "a huge JSON number": lambda: _JSON + b'[{"title": "T", "id": ' + _filled(b"9") + b"}]}",
    "many JSON items": lambda: _JSON + b"[" + _filled(b"{},") + b"{}]}",
    "JSON items in items": lambda: _JSON + b'[{"id": 1},' + _filled(b'"items":['),
}  # fmt: skip
