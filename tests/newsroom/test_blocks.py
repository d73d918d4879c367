"""HTML to blocks of text."""

import time

import pytest

from newsroom.blocks import read_markup


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("plain  text\nonly", ["plain text only"]),
        ("fish &amp; chips", ["fish & chips"]),
        ("<p>one<p>two <b>bold</b> end</p>tail", ["one", "two bold end", "tail"]),
        ("one<br>two<br/><br/>three", ["one", "two", "three"]),
        ("<ul><li>first<li>second</ul>", ["first", "second"]),
        ("<table><tr><td>1<td>2<tr><th>3</table>", ["1 2", "3"]),
        ("<pre>a\n  b\n\nc</pre>", ["a", "b", "c"]),
        ("<p>kept<script>alert('<p>')</script><style>p{}</style> too", ["kept too"]),
        ("<head><title>unseen</title></head><body>seen</body>", ["seen"]),
        (
            "<p>before<noscript>turn it on</noscript><svg><text>x</text></svg> after",
            ["before after"],
        ),
        ("1 < 2 and 3<4", ["1 < 2 and 3<4"]),
        ("<!-- a comment -->text<!doctype html>", ["text"]),
        ("nul\0 and lone \ud800surrogate <b>x</b>", ["nul and lone surrogate x"]),
        ("<unknown>tags</unknown> are inline", ["tags are inline"]),
        ("stray</script> end</b> tags</svg>!", ["stray end tags!"]),
        ("<p>unclosed <a href='x", ["unclosed"]),
        ("<meta charset=iso-8859-1><p>é 漢", ["é 漢"]),
        ("&#128512;&#xD800;", ["😀\ufffd"]),
        ("", []),
        (" <p> <br> ", []),
    ],
)
def test_blocks_are_what_a_reader_sees(html: str, blocks: list[str]) -> None:
    assert list(read_markup(html).blocks) == blocks


def test_images_are_kept_and_tracking_pixels_are_not() -> None:
    html = """
        <img src="a.png" width="640"><img data-src="lazy.jpg"><img>
        <img src="pixel.gif" width="1" height="1"><img src="p2.gif" height=0>
        <img src="data:image/gif;base64,R0lGOD"><noscript><img src="twice.png"></noscript>
    """
    assert read_markup(html).images == ("a.png", "lazy.jpg")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000 + "deep",
        "<p>hello world</p>" * 200_000,
        "&amp " * 500_000,
        "<" * 1_000_000,
        "<!--" * 300_000,
        "<a " + " ".join(f'a{number}="1"' for number in range(100_000)) + ">x",
        "<pre>" + "\n" * 1_000_000,
    ],
    ids=["divs", "bolds", "paragraphs", "entities", "brackets", "comments", "attributes", "lines"],
)
def test_hostile_html_takes_no_more_than_linear_time(html: str) -> None:
    """Megabytes take less than a second; what is quadratic would take minutes."""
    begin = time.process_time()
    read_markup(html)
    assert time.process_time() - begin < 5
