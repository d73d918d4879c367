"""From any bytes to UTF-8 that a parser survives."""

import codecs

import pytest

from bot.intake.mend import mend, to_utf8

TEXT = "<rss>Grüße, 世界, мир</rss>"
LATIN = "<rss>Grüße – “so”</rss>"


def declared(encoding: str, text: str = TEXT) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (TEXT.encode(), None, TEXT),
        (TEXT.encode(), "utf-8", TEXT),
        (TEXT.encode("utf-8-sig"), "iso-8859-1", TEXT),
        (TEXT.encode("utf-16"), None, TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None, TEXT),
        (TEXT.encode("utf-16-le"), None, TEXT),
        (TEXT.encode("utf-16-be"), None, TEXT),
        (TEXT.encode("utf-32"), None, TEXT),
        (TEXT.encode("utf-32-le"), None, TEXT),
        (TEXT.encode("utf-32-be"), None, TEXT),
        (LATIN.encode("cp1252"), "iso-8859-1", LATIN),
        (LATIN.encode("cp1252"), "latin1", LATIN),
        (LATIN.encode("cp1252"), None, LATIN),
        ("<rss>мир</rss>".encode("koi8-r"), "koi8-r", "<rss>мир</rss>"),
        ("<rss>世界</rss>".encode("gb18030"), "gb2312", "<rss>世界</rss>"),
        ("<rss>世界</rss>".encode("iso2022_jp"), "iso-2022-jp", "<rss>世界</rss>"),
        ("<rss>①</rss>".encode("cp932"), "shift_jis", "<rss>①</rss>"),
    ],
)
def test_the_encoding_is_found(body: bytes, charset: str | None, text: str) -> None:
    assert to_utf8(body, charset).decode() == text


@pytest.mark.parametrize("encoding", ["windows-1251", "ISO-8859-5", "koi8-u"])
def test_the_xml_declaration_is_believed(encoding: str) -> None:
    text = declared(encoding, "<rss>мир</rss>")
    assert to_utf8(text.encode(encoding), None).decode() == text


def test_the_header_goes_before_the_declaration() -> None:
    text = declared("windows-1252", "<rss>мир</rss>")
    assert to_utf8(text.encode("windows-1251"), "windows-1251").decode() == text


@pytest.mark.parametrize("wrong", ["iso-8859-1", "windows-1251", "big5", "utf-16"])
def test_valid_utf8_is_utf8_whatever_is_said(wrong: str) -> None:
    assert to_utf8(declared(wrong).encode(), wrong).decode() == declared(wrong)


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "no-such-charset",
        "utf-16",
        "utf-32",
        "hex",
        "base64",
        "punycode",
        "idna",
        "a\0b",
        "é",
        "rot13",
    ],
)
def test_a_charset_that_is_none_is_passed_over(nonsense: str) -> None:
    assert to_utf8(b"<rss>plain</rss>", nonsense) == b"<rss>plain</rss>"
    assert to_utf8(b"<rss>caf\xe9</rss>", nonsense).decode() == "<rss>café</rss>"


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"\xff\xfe", b"\x00", b"<\x00", b"\xef\xbb\xbf", b"\x81\x8d"]
)
def test_any_bytes_become_utf8(body: bytes) -> None:
    to_utf8(body, None).decode()


@pytest.mark.parametrize(
    ("document", "mended"),
    [
        (b"a&#xD800;b&#xdfff;", b"ab"),
        (b"a&#55296;b", b"ab"),
        (b"a&#x110000;b&#99999999999999999999;", b"ab"),
        (b"a&#0;b&#x0;&#8;&#x1F;", b"ab"),
        (b"a&#xFFFE;b&#65535;", b"ab"),
        (b"a&#xD800 b", b"a b"),
        (b"&#65;&#x1F600;&#9;&#10;&#146;&#x2019", b"&#65;&#x1F600;&#9;&#10;&#146;&#x2019"),
        (b"&#0000000000065;", b"&#0000000000065;"),
        (b"&#;&#x;&#z; &amp;", b"&#;&#x;&#z; &amp;"),
        (b"nul\0 esc\x1b del\x7f tab\t\r\n", b"nul esc del tab\t\r\n"),
        ("世界é".encode(), "世界é".encode()),
    ],
)
def test_what_xml_cannot_hold_is_taken_out(document: bytes, mended: bytes) -> None:
    assert mend(document) == mended
