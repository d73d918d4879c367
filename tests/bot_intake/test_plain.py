"""The usual entry, read at once, holds the very values that feedparser's handlers store."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.mend import mend, to_utf8
from bot.intake.outline import outline_of
from bot.intake.strict import StrictReader
from bot.intake.tags import Kind
from tests.bot_intake.documents import URL
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


class _ByHandlers(StrictReader):
    """Goes the handlers' way with every entry."""

    def _may_be_usual(self, _: Kind) -> bool:
        return False


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(_documents())
def test_invented_entries(document: str) -> None:
    _compare(mend(document.encode("utf-8", "ignore")))


def test_most_of_an_ordinary_feed_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the tests beside this one would compare the handlers with themselves."""
    monkeypatch.setattr(
        StrictReader, "_remember", lambda _: pytest.fail("it went the handlers' way")
    )
    reader = StrictReader()
    reader.read(
        b'<rss version="2.0"><channel><item><title>One</title><link>https://a.example/1</link>'
        b'<guid isPermaLink="false">1</guid><enclosure url="https://a.example/1.mp3" length="1"/>'
        b"<pubDate>Thu, 02 Jan 2025 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    assert reader.entries[0]["title"] == "One"


@pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real feeds are not on this machine ({FOLDER})"
)
@pytest.mark.parametrize("archive", sorted(LEAST_ENTRIES))
def test_real_entries(archive: str) -> None:
    for _, body in documents(archive):
        document = mend(to_utf8(body, None))
        if outline_of(document, URL) is not None:
            _compare(document)


def _compare(document: bytes) -> None:
    assert _outcome(StrictReader(), document) == _outcome(_ByHandlers(), document)


def _outcome(reader: StrictReader, document: bytes) -> object:
    try:
        reader.read(document)
    except Exception as error:  # noqa: BLE001  # feedparser raises whatever its parts raise
        return type(error)
    entries = [dict(entry) for entry in reader.entries]
    for entry in entries:
        entry.pop("published_parsed", None)  # nobody reads it: bot.intake.moments reads dates
    return reader.version, dict(reader.feeddata), entries, reader.title_depth, reader.elementstack
