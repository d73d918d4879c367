"""parse_mode=HTML: what comes out, and what is refused in which words."""

import pytest

from bot.local.botapi.entities import Entity
from bot.local.botapi.html import HtmlError, parse_html

GOOD = [
    ("", "", []),
    ("plain 'text' \"quoted\" > fine", "plain 'text' \"quoted\" > fine", []),
    ("&lt;&gt;&amp;&quot;", '<>&"', []),
    ("&lt&gt", "<>", []),
    ("&ltd; &nbsp; &apos; &copy;", "&ltd; &nbsp; &apos; &copy;", []),
    ("&#65;&#x42;&#67", "ABC", []),
    ("&#0;&#12345678;&#x110000;&#;", "&#0;&#12345678;&#x110000;&#;", []),
    ("a & b &", "a & b &", []),
    ("<b>x</b>", "x", [Entity("bold", 0, 1)]),
    ("<strong>x</strong>", "x", [Entity("bold", 0, 1)]),
    ("<i>x</i><em>y</em>", "xy", [Entity("italic", 0, 1), Entity("italic", 1, 1)]),
    ("<u>x</u><ins>y</ins>", "xy", [Entity("underline", 0, 1), Entity("underline", 1, 1)]),
    (
        "<s>x</s><strike>y</strike><del>z</del>",
        "xyz",
        [Entity("strikethrough", at, 1) for at in range(3)],
    ),
    ("<tg-spoiler>x</tg-spoiler>", "x", [Entity("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
    ("<B>x</b >", "x", [Entity("bold", 0, 1)]),
    ("<b>x</>", "x", [Entity("bold", 0, 1)]),
    ("<b id=1 class='a'>x</b>", "x", [Entity("bold", 0, 1)]),
    ("<b></b>x", "x", []),
    ("🏟<b>🏟é</b>", "🏟🏟é", [Entity("bold", 2, 3)]),
    ("<code>x</code>", "x", [Entity("code", 0, 1)]),
    ("<code class='language-c'>x</code>", "x", [Entity("code", 0, 1)]),
    ("<pre>x</pre>", "x", [Entity("pre", 0, 1)]),
    (
        "<pre><code class='language-python'>x</code></pre>",
        "x",
        [Entity("pre", 0, 1, language="python")],
    ),
    (
        "<code class='language-python'><pre>x</pre></code>",
        "x",
        [Entity("pre", 0, 1, language="python")],
    ),
    (
        "<pre><code class='language-c'>x</code> </pre>",
        "x ",
        [Entity("pre", 0, 2), Entity("code", 0, 1)],
    ),
    ("<blockquote>x</blockquote>", "x", [Entity("blockquote", 0, 1)]),
    (
        "<blockquote expandable>x</blockquote>",
        "x",
        [Entity("expandable_blockquote", 0, 1)],
    ),
    (
        '<a href="http://Example.ORG">x</a>',
        "x",
        [Entity("text_link", 0, 1, url="http://example.org/")],
    ),
    (
        "<a href='example.org/?a=1&amp;b=2'>x</a>",
        "x",
        [Entity("text_link", 0, 1, url="http://example.org/?a=1&b=2")],
    ),
    (
        "<a>https://example.org/a</a>",
        "https://example.org/a",
        [Entity("text_link", 0, 21, url="https://example.org/a")],
    ),
    ('<a href="tg://user?id=7">x</a>', "x", [Entity("text_mention", 0, 1, user_id=7)]),
    ('<a href="javascript:alert(1)">x</a>', "x", []),
    ('<a href="ftp://example.org/">x</a>', "x", []),
    ('<a href="nodots">x</a>', "x", []),
    (
        '<tg-emoji emoji-id="42">👍</tg-emoji>',
        "👍",
        [Entity("custom_emoji", 0, 2, custom_emoji_id="42")],
    ),
    (
        '<tg-time unix="1700000000" format="wDT">x</tg-time>',
        "x",
        [Entity("date_time", 0, 1, unix_time=1_700_000_000, date_time_format="wDT")],
    ),
    ('<tg-time unix="0">x</tg-time>', "x", []),
]

BAD = [
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("é🏟<p>x</p>", 'Unsupported start tag "p" at byte offset 6'),
    ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a <3", "Unclosed start tag at byte offset 2"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x", 'Can\'t find end tag corresponding to start tag "i"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b></b>", "Unexpected end tag at byte offset 8"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    (
        "<b><i>🏟</b></i>",
        'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    ),
    ("<i =x>y</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ('<a href="x"/>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<i x = ", 'Unclosed start tag "i" at byte offset 0'),
    ("<i x", 'Unclosed start tag "i" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ("ü<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="1" format="q">x</tg-time>', "Invalid date format used"),
    (
        "&#xD800;",
        (
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ),
    ),
]


@pytest.mark.parametrize(("source", "text", "entities"), GOOD)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    """Offsets and lengths count UTF-16 units."""
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(("source", "error"), BAD)
def test_bad_html_is_refused_in_tdlibs_words(source: str, error: str) -> None:
    """The byte offset counts UTF-8 from the beginning of what was sent."""
    with pytest.raises(HtmlError) as refused:
        parse_html(source)
    assert str(refused.value) == error
