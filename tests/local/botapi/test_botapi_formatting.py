"""From a call's text to a message's: cleaned, trimmed, nested, measured."""

import pytest

from bot.local.botapi.detect import detect
from bot.local.botapi.entities import Entity
from bot.local.botapi.errors import ApiError
from bot.local.botapi.formatting import read_text
from bot.local.botapi.json_types import JsonValue
from bot.local.botapi.links import LinkError, checked_link, mentioned_user


def html(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    content = read_text(source, "HTML", None)
    return content.text, [(e.type, e.offset, e.length) for e in content.entities]


def refusal(
    source: str, entities: JsonValue = None, *, mode: str = "", caption: bool = False
) -> str:
    with pytest.raises(ApiError) as refused:
        read_text(source, mode, entities, is_caption=caption)
    assert refused.value.error_code == 400
    return refused.value.description


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a<i>b</i>c</b>", ("abc", [("bold", 0, 1), ("bold", 1, 2), ("italic", 1, 1)])),
        ("<b>a</b><b>b</b>", ("ab", [("bold", 0, 2)])),
        ("<code>a<b>b</b></code>", ("ab", [("code", 0, 2)])),
        ("<b>a<code>b</code>c</b>", ("abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)])),
        (
            "<a href='x.org'>a<code>b</code></a>",
            ("ab", [("text_link", 0, 2)]),
        ),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            ("ab", [("blockquote", 0, 2)]),
        ),
        (
            "<blockquote>a<a href='x.org'>b</a></blockquote>",
            ("ab", [("blockquote", 0, 2), ("text_link", 1, 1)]),
        ),
        ("<a href='x.org'>a<blockquote>b</blockquote></a>", ("ab", [("blockquote", 1, 1)])),
    ],
)
def test_entities_nest_only_as_telegram_lets_them(
    source: str, expected: tuple[str, list[tuple[str, int, int]]]
) -> None:
    """Bold and the like are cut and joined, nothing lies in code, links and quotes don't nest."""
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("  \n<b>a</b> \n ", ("a", [("bold", 0, 1)])),
        ("<b> a </b>", (" a", [("bold", 0, 2)])),
        ("a\r\n<b>b</b>\tc", ("a\nb c", [("bold", 2, 1)])),
        ("\u202ea<i>\u202bb</i>", ("ab", [("italic", 1, 1)])),
        ("\u2067a\u2069", ("\u2067a\u2069", [])),
    ],
)
def test_texts_are_cleaned_and_trimmed(
    source: str, expected: tuple[str, list[tuple[str, int, int]]]
) -> None:
    """Blanks go at both ends (before an entity they stay), direction overrides everywhere."""
    assert html(source) == expected


def test_a_text_must_not_be_empty() -> None:
    assert refusal("") == "Bad Request: message text is empty"
    assert refusal(" \n ") == "Bad Request: text must be non-empty"
    assert refusal("\u200b\u2060") == "Bad Request: text must be non-empty"
    assert refusal("<b></b>", mode="HTML") == "Bad Request: text must be non-empty"
    assert read_text("", "HTML", None, is_caption=True).text == ""


def test_lengths_count_utf16_units_after_parsing() -> None:
    """4096 for a text and 1024 for a caption, whatever the marking takes."""
    assert len(read_text(f"<b>{'x' * 4096}</b>", "HTML", None).text) == 4096
    assert read_text("🏟" * 2048, "", None).text == "🏟" * 2048
    assert refusal("x" * 4097) == "Bad Request: message is too long"
    assert refusal("🏟" * 2048 + "x") == "Bad Request: message is too long"
    assert read_text("x" * 1024, "", None, is_caption=True).text == "x" * 1024
    assert refusal("x" * 1025, caption=True) == "Bad Request: message caption is too long"
    assert refusal("x" * 40_000) == "Bad Request: text is too long"


def test_a_hundred_entities_are_kept() -> None:
    content = read_text("<b>x</b> " * 101, "HTML", None)
    assert len(content.entities) == 100


def test_other_parse_modes_are_refused() -> None:
    assert "MarkdownV2 is not taken" in refusal("*x*", mode="MarkdownV2")
    assert refusal("x", mode="nonsense") == "Bad Request: unsupported parse_mode"
    assert refusal("<x>", mode="HTML").startswith("Bad Request: can't parse entities: Unsupported")


def test_given_entities_are_taken() -> None:
    given: JsonValue = [
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "text_link", "offset": 2, "length": 1, "url": "https://x.org"},
        {"type": "url", "offset": 0, "length": 3},
        {"type": "text_link", "offset": 4, "length": 1, "url": "not a link"},
    ]
    assert read_text("a b c", "", given).entities == (
        Entity("bold", 0, 1),
        Entity("text_link", 2, 1, url="https://x.org/"),
    )


@pytest.mark.parametrize(
    ("entity", "error"),
    [
        (
            {"type": "bold", "offset": 9, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            {"type": "bold", "offset": 1, "length": 9},
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
        ),
        (
            {"type": "bold", "offset": 2, "length": 1},
            "entity begins in a middle of a UTF-16 symbol at byte offset 5",
        ),
        (
            {"type": "bold", "offset": 0, "length": 2},
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
        (
            {"type": "nope", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"type": "bold", "length": 1}, 'can\'t find field "offset"'),
    ],
)
def test_given_entities_must_fit_the_text(entity: JsonValue, error: str) -> None:
    assert refusal("a🏟b", [entity]) == f"Bad Request: {error}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/sub@news_bot 1", [("bot_command", 0, 13)]),
        ("a/b </x> //y", []),
        ("hello @alice, @bob", [("mention", 6, 6)]),
        ("🏟 #news #1", [("hashtag", 3, 5)]),
        ("see https://x.org/a_(b).", [("url", 4, 19)]),
        ("example.com/feed and v1.2", [("url", 0, 16)]),
        ("write me@x.org", [("email", 6, 8)]),
        ("a plain text. really", []),
    ],
)
def test_telegram_marks_what_it_finds(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(e.type, e.offset, e.length) for e in detect(text)] == expected


@pytest.mark.parametrize(
    ("link", "full"),
    [
        ("x.org", "http://x.org/"),
        ("HTTPS://X.org:0443?q#f", "https://x.org:443/?q#f"),
        ("http://u:p@x.org/a b", "http://u:p@x.org/a%20b"),
        ("http://[::1]/", "http://[::1]/"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("http://bücher.de", "http://bücher.de/"),
    ],
)
def test_links_are_written_in_full(link: str, full: str) -> None:
    assert checked_link(link) == full


@pytest.mark.parametrize(
    "link",
    [
        "",
        "x",
        "ftp://x.org",
        "http://",
        "http://x.org:0",
        "http://x.org:99999",
        "http://a b.org",
        "http://[x]/",
        "tg://a.b",
    ],
)
def test_what_is_no_link_is_seen(link: str) -> None:
    with pytest.raises(LinkError):
        checked_link(link)


def test_links_to_users_are_mentions() -> None:
    assert mentioned_user("tg://user?id=5") == 5
    assert mentioned_user("tg://user?id=0") is None
    assert mentioned_user("https://x.org/user?id=5") is None
