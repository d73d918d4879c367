"""What may be sent to a feed's server, and what makes two addresses one origin."""

import base64

import pytest

from newsroom import BadHeader, login_header, origin_of, read_header


def test_a_login_is_basic_authentication_and_a_password_may_hold_anything_printable() -> None:
    name, value = login_header("ada  p ä:ss ")
    assert name == "Authorization"
    scheme, packed = value.split(" ")
    assert scheme == "Basic"
    assert base64.b64decode(packed).decode() == "ada:p ä:ss"


@pytest.mark.parametrize(
    "words", ["", "ada", "a:da word", "ada wo\nrd", "ada pass\x07", "ada " + "x" * 2_048]
)
def test_what_is_no_login_is_refused(words: str) -> None:
    with pytest.raises(BadHeader):
        login_header(words)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("X-Key: abc", ("X-Key", "abc")),
        ("Cookie: id=1; b=2", ("Cookie", "id=1; b=2")),
        ("authorization:Bearer a:b", ("authorization", "Bearer a:b")),
    ],
)
def test_a_header_is_a_name_and_a_value(words: str, read: tuple[str, str]) -> None:
    assert read_header(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "no colon",
        ": no name",
        "X-Key:",
        "X Key: a space in the name",
        "X-Clé: a letter",
        "X-Key: a\r\nHost: evil.example",
        "X-Key: a\x00b",
        "X-Key: é",
        "Host: other.example",
        "content-length: 1",
        "Connection: close",
        "Transfer-Encoding: chunked",
        "Accept-Encoding: br",
        "Proxy-Authorization: Basic eA==",
        "If-None-Match: x",
        "X-Key: " + "x" * 2_048,
    ],
)
def test_a_header_that_cannot_be_sent_or_is_ours_to_say_is_refused(words: str) -> None:
    with pytest.raises(BadHeader):
        read_header(words)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("https://Example.org/a?b") == origin_of("https://example.org:443/c")
    others = ["http://example.org/a", "https://example.org:8443/", "https://www.example.org/"]
    assert len({origin_of(one) for one in ["https://example.org/", *others]}) == 4
    assert origin_of("nonsense") == origin_of("https://example.org:port/") == ""
