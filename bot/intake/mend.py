"""What is done to a document before a parser sees it: one encoding, no impossible characters."""

import codecs
import re
from collections.abc import Iterator

# Names that promise less than is meant: browsers read them as their supersets
# (https://encoding.spec.whatwg.org/#names-and-labels).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Python's own text transforms: no document is in them, and some take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw-unicode-escape", "undefined"})

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of «<?xm», «<x» or a JSON object, where nothing else tells (XML 1.0, appendix F).
_FIRST_BYTES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")

_ESCAPED_BYTES = re.compile("[\udc80-\udcff]+")  # as `surrogateescape` puts what is no UTF-8

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D} | {0x7F})


def to_utf8(body: bytes, charset: str | None) -> bytes:
    """Return `body` in UTF-8, without a byte order mark. `charset`: what the server's header says.

    In this order: a byte order mark; valid UTF-8 that is more than ASCII, whatever is declared, since no
    other encoding looks like that by chance; the header; the XML declaration; and when nothing fits,
    windows-1252 – or UTF-8 with some bytes of windows-1252, as texts pasted from elsewhere leave them.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace").encode("utf-8", "ignore")
    for encoding in _candidates(body, charset):
        try:
            text = body.decode(encoding)
        except (LookupError, ValueError):
            continue
        if "<" in text or "{" in text:  # else it is ASCII read two or four bytes at a time
            return text.encode("utf-8", "ignore")
    return _mixed(body).encode("utf-8", "ignore")


def mend(document: bytes) -> bytes:
    """Return a UTF-8 document without characters and character references that XML cannot hold.

    feedparser raises for a reference to a surrogate or beyond Unicode, and takes its slow and loose way for
    the others.
    """
    document = document.translate(None, _CONTROLS)
    return _REFERENCE.sub(_possible, document) if b"&#" in document else document


def _candidates(body: bytes, charset: str | None) -> Iterator[str]:
    for first, encoding in _FIRST_BYTES:
        if body.startswith(first):
            yield encoding
    if not body.isascii():
        yield "utf-8"
    declared = _DECLARED.match(body)
    for name in (charset, declared and declared[1].decode()):
        if name and (known := _python_name(name)):
            yield known
    yield "utf-8"


def _mixed(body: bytes) -> str:
    """Read bytes of which most but not all are UTF-8 as that, others as windows-1252."""
    text = body.decode("utf-8", "surrogateescape")
    wrong = sum(map(len, _ESCAPED_BYTES.findall(text)))
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    if right < wrong:  # by chance: «é\xa0»» is a Chinese character
        return body.decode("cp1252", "replace")
    return _ESCAPED_BYTES.sub(_in_windows_1252, text)


def _in_windows_1252(escaped: re.Match[str]) -> str:
    return escaped[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _python_name(label: str) -> str | None:
    """Return the codec for a label, None where there is none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSETS else _SUPERSETS.get(name, name)


def _possible(reference: re.Match[bytes]) -> bytes:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip(b"0")
    if not digits or len(digits) > 7:
        return b""
    return reference[0] if is_character(int(digits, base)) else b""


def is_character(code: int) -> bool:
    """Tell whether XML knows the character (XML 1.0, 2.2)."""
    return (
        code in {0x09, 0x0A, 0x0D}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
