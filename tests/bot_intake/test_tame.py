"""Tame entries hold the values that feedparser's handlers store, and the hashes that expat's walk finds."""

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.cut import Cut, cut
from bot.intake.marks import READ_MARK
from bot.intake.mend import mend, to_utf8
from bot.intake.outline import outline_of
from bot.intake.strict import UnusualError, read_strictly
from bot.intake.tame import tame_outline
from tests.bot_intake.documents import URL, parsed
from tests.bot_intake.test_real_feeds import FOLDER, LEAST_ENTRIES, documents

_TEXTS = st.one_of(
    st.text(max_size=30),
    st.text("<>&;/:#'\"() ab@.é\x80\u0153", max_size=20),
    st.sampled_from(
        [
            "<b>bold</b> & more", "a &lt; b", "&copy; 2026", "&bogus;", "</script>", "Ã©tÃ©", "\x93q\x94",
            "https://a.example/1", "http:////a.example/1", "/relative?a=1&b;=2&amp;c", "http:///x?&b;",
            "ann@a.example (Ann)", "Ann <ann@a.example>", "(ann@a.example)", "Thu, 02 Jan 2025 10:00:00 GMT",
            "2025-01-02T10:00:00Z", "32/13/2025", "true", "false", "",
        ]
    ),
)  # fmt: skip
_NAMES = """
    title link guid pubDate description content:encoded dc:creator author pubdate Title category dc:date
    dc:title summary enclosure odd media:title itunes:author
"""
_ATTRIBUTES = """
    isPermaLink ispermalink url type length rel href xml:base xml:lang lang domain
"""


@st.composite
def _elements(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(st.sampled_from(_NAMES.split()))
    with_attributes = name in ("guid", "enclosure") or draw(st.integers(0, 9)) == 0
    names = st.lists(st.sampled_from(_ATTRIBUTES.split()), unique=True, max_size=3)
    attributes = "".join(
        f' {each}="{escape(draw(_TEXTS), {chr(34): "&quot;"})}"'
        for each in (draw(names) if with_attributes else ())
    )
    inner = escape(draw(_TEXTS))
    if depth == 0 and draw(st.integers(0, 15)) == 0:
        inner += draw(_elements(depth=1)) + "after"
    return f"<{name}{attributes}>{inner}</{name}> "


@st.composite
def _documents(draw: st.DrawFn) -> str:
    items = draw(st.lists(st.lists(_elements(), min_size=1, max_size=7), max_size=4))
    head = draw(st.sampled_from(["", "<language>en_GB</language>", "<title>T</title><image/>"]))
    root = draw(st.sampled_from(['version="2.0"', 'xml:lang="de"', 'xml:base="http://b.example/"']))
    listed = "".join(f"<item>{''.join(elements)}</item>\n" for elements in items)
    return (
        f'<rss {root} xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel>{head}{listed}<title>Last</title></channel></rss>"
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents())
def test_invented_entries(document: str) -> None:
    _compare(mend(document.encode("utf-8", "ignore")))


@pytest.mark.parametrize(
    "item",
    [
        "<title>One</title><link>https://a.example/1</link>",
        '<guid isPermaLink="false">1</guid><enclosure url="https://a.example/1.mp3" length="1"/>',
        "<description> <![CDATA[<p>a ]] b</p>]]>\n</description>\n<content:encoded>x</content:encoded>",
        "<description>a<![CDATA[b]]>c<![CDATA[d]]></description><dc:creator>Ann</dc:creator>",
        "<title>a &amp; b &lt;i&gt; &#8211; &#x2013;</title><category domain='x'/>".replace(
            "'", '"'
        ),
        "<title>é [1] ]] >\r\nnext</title><slash:comments>3</slash:comments>",
    ],
)
def test_usual_entries_are_tame(item: str) -> None:
    """Else the tests beside this one would compare the handlers with themselves."""
    outline = tame_outline(_rss(item, item).encode(), URL)
    assert outline is not None
    assert [one.is_read for one in outline.listed] == [True, True]
    _compare(_rss(item, item).encode())


@pytest.mark.parametrize(
    "item",
    [
        "<title>a ]]> b</title>",
        "<title>a & b</title>",
        "<title>a &copy; b</title>",
        "<title>&#0;</title>",
        "<title>&#xD800;</title>",
        "<title>&#xFFFE;</title>",
        "<title>\ufffe</title>",
        "<title>a<b>b</b></title>",
        "<title>a</title><title>b</title>",
        "<title>a</title >",
        "<title>a</Title>",
        "<title>a<!-- b --></title>",
        "<title>a<![CDATA[b</title>",
        "<!-- a --><title>b</title>",
        "<title>a</title>b",
        "<odd>a</odd>",
        '<guid isPermaLink="true" isPermaLink="true">a</guid>',
        '<category xmlns="x">a</category>',
        '<link href="https://a.example/"/>',
        "",
    ],
)
def test_what_is_not_tame_is_left_to_expat(item: str) -> None:
    assert tame_outline(_rss(item).encode(), URL) is None


@pytest.mark.parametrize(
    "place", ["<!--{}-->", "<![CDATA[{}]]>", "<item>{}</item>", "<image>{}</image>"]
)
def test_what_only_looks_like_an_entry_is_not_taken_for_one(place: str) -> None:
    document = _rss("<title>One</title>").replace(
        "<channel>", "<channel>" + place.format("<item><title>Two</title></item>")
    )
    ours = tame_outline(document.encode(), URL)
    whole = outline_of(document.encode(), URL)
    assert ours is None or (whole is not None and len(ours.listed) == len(whole.listed))


@pytest.mark.parametrize(
    "item",
    [
        "<slash:comments>1</slash:comments>",
        "<nowhere:comments>1</nowhere:comments><title>a</title>",
    ],
)
def test_a_prefix_must_stand_for_something(item: str) -> None:
    document = _rss(item).replace("xmlns:slash", "xmlns:other").encode()
    outline = tame_outline(document, URL)
    assert outline is not None
    with pytest.raises(UnusualError):
        read_strictly(outline.document, (one.entry for one in outline.listed if one.entry))


def test_marks_that_a_feed_brings_itself_are_no_entries() -> None:
    document = _rss("<title>One</title>").replace("</channel>", f"{READ_MARK.decode()}</channel>")
    assert tame_outline(document.encode(), URL) is None
    assert [one.title for one in parsed(document).entries] == ["One"]


@pytest.mark.parametrize(
    "item",
    [
        "<title>" + "<![CDATA[" * 100_000,
        "<title>" + "<![CDATA[]]>" * 100_000 + "</title>",
        "<title>" + "]" * 1_000_000 + "</title>",
        "<title>" + "&amp;" * 300_000 + "</title>",
        "<title>" + "&#" * 300_000 + "</title>",
        "<category " + 'a="b" ' * 200_000 + ">",
        " " * 1_000_000,
        "<" + "a" * 1_000_000,
        "<category>" * 100_000,
    ],
    ids=[
        "opened",
        "sections",
        "brackets",
        "entities",
        "ends",
        "attributes",
        "blanks",
        "name",
        "nested",
    ],
)
def test_hostile_entries_take_no_more_than_linear_time(item: str) -> None:
    """Megabytes take less than a second; what is quadratic would take minutes."""
    begin = time.process_time()
    tame_outline(_rss(*[item] * 3).encode(), URL)
    assert time.process_time() - begin < 5


@pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real feeds are not on this machine ({FOLDER})"
)
@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_real_entries(archive: str) -> None:
    for _, body in documents(archive):
        document = mend(to_utf8(body, None))
        _compare(document)


def _rss(*items: str) -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
        f"<channel><title>T</title>{listed}</channel></rss>"
    )


def _compare(document: bytes) -> None:
    """Where both ways have an outcome, it is the same."""
    tame = tame_outline(document, URL)
    if tame is None:
        return
    whole = outline_of(document, URL)
    assert whole is not None
    assert tame.around == whole.around
    assert [(one.element, one.place) for one in tame.listed] == [
        (one.element, one.place) for one in whole.listed
    ]
    ours = _outcome(cut(tame, {}))
    if ours is not UnusualError:
        assert ours == _outcome(cut(whole, {}))


def _outcome(part: Cut) -> object:
    try:
        reader = read_strictly(part.document, (one.entry for one in part.kept if one.entry))
    except Exception as error:  # noqa: BLE001  # feedparser raises whatever its parts raise
        return type(error)
    entries = [dict(entry) for entry in reader.entries]
    for entry in entries:
        entry.pop("published_parsed", None)  # nobody reads it: bot.intake.moments reads dates
    return reader.version, dict(reader.feeddata), entries, reader.title_depth, reader.elementstack
