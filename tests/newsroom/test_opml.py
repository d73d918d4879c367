"""Lists of feeds as programs write them, well and badly, and as we write them."""

import time
from contextlib import suppress

import pytest

from newsroom import MAX_OPML, NotOpml, Outline, read_opml, write_opml
from newsroom.opml import DEEPEST, MOST_OUTLINES, MOST_REFERENCES

URL = "https://paper.example/feed.xml"


def opml(body: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{declaration}\n<opml version="1.0"><head/><body>{body}</body></opml>'.encode()


def urls(document: bytes) -> list[str]:
    return [outline.url for outline in read_opml(document)]


PROGRAMS = {
    "Feedly": """<outline text="News" title="News">
        <outline type="rss" text="The Paper" title="The Paper" xmlUrl="https://paper.example/feed.xml"
            htmlUrl="https://paper.example"/></outline>""",
    "Inoreader": """<outline text="The Paper" title="The Paper" type="rss"
        xmlUrl="https://paper.example/feed.xml" htmlUrl="https://paper.example"/>""",
    "NetNewsWire": """<outline text="Folder" title="Folder"><outline text="The Paper" title="The Paper"
        description="" type="rss" version="RSS" htmlUrl="https://paper.example"
        xmlUrl="https://paper.example/feed.xml"/></outline>""",
    "FreshRSS": """<outline text="News"><outline text="The Paper" type="rss"
        xmlUrl="https://paper.example/feed.xml" htmlUrl="https://paper.example" description="News"
        xmlns:frss="https://freshrss.org/opml" frss:priority="main"/></outline>""",
    "Miniflux": """<outline text="All"><outline title="The Paper" text="The Paper"
        xmlUrl="https://paper.example/feed.xml" htmlUrl="https://paper.example"/></outline>""",
    "Thunderbird": """<outline title="Feeds"><outline type="rss" title="The Paper" text="The Paper"
        version="RSS" fz:quickMode="false" xmlns:fz="urn:forumzilla:" xmlUrl="https://paper.example/feed.xml"
        htmlUrl="https://paper.example"/></outline>""",
    "Feeder": """<outline title="News" text="News"><outline feeder:notify="true"
        xmlns:feeder="https://nononsenseapps.com/feeder" title="The Paper" text="The Paper" type="rss"
        xmlUrl="https://paper.example/feed.xml" htmlUrl="https://paper.example"/></outline>""",
    "Tiny Tiny RSS": """<outline text="News"><outline type="rss" text="The Paper"
        xmlUrl="https://paper.example/feed.xml" ttrssSortOrder="0" htmlUrl="https://paper.example"/></outline>
        <outline text="tt-rss-prefs" schema-version="140"><outline pref-name="X" value="60"/></outline>
        <outline text="tt-rss-filters"><outline filter-type="2"><![CDATA[{"rules": []}]]></outline></outline>
        """,
    "old ones": """<Outline TITLE="The Paper" XMLURL="https://paper.example/feed.xml" TYPE="RSS"
        HTMLURL="https://paper.example" />""",
    "older ones": """<outline text="The Paper" type="rss" url="https://paper.example/feed.xml"
        htmlUrl="https://paper.example"/>""",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_programs_export_is_read(program: str) -> None:
    (found,) = read_opml(opml(PROGRAMS[program]))
    assert (found.url, found.title, found.site_url) == (URL, "The Paper", "https://paper.example")
    assert not found.scraped


def test_groups_are_read_flat_and_in_order() -> None:
    inner = "<outline text='b'><outline xmlUrl='2'/></outline>"
    body = f"<outline text='a'><outline xmlUrl='1'/>{inner}</outline><outline xmlUrl='3'/>"
    assert urls(opml(body)) == ["1", "2", "3"]


def test_links_notes_and_empty_addresses_are_no_feeds() -> None:
    body = (
        "<outline type='link' text='a' url='https://a.example'/><outline text='note'/>"
        "<outline type='include' url='https://a.example/list.opml'/><outline type='rss' xmlUrl=' '/>"
    )
    assert urls(opml(body)) == []


def test_pages_that_another_program_cuts_up_are_marked() -> None:
    (found,) = read_opml(opml("<outline type='HTML+XPath' xmlUrl='https://a.example/'/>"))
    assert found.scraped


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("feed://a.example/rss", "http://a.example/rss"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("FEED://http://a.example/rss", "http://a.example/rss"),
        ("feed:a.example", "http:a.example"),
        ("feedly.example", "feedly.example"),
        (" https://a.example/ ", "https://a.example/"),
        (
            "https://a.example/?x=1&y=2&copy=3&amp;z=4&#38;a",
            "https://a.example/?x=1&y=2&copy=3&z=4&a",
        ),
        ("https://a.example/?a&b;&nosuch;", "https://a.example/?a&b;&nosuch;"),
    ],
)
def test_addresses_that_are_written_badly_are_understood(written: str, meant: str) -> None:
    assert urls(opml(f'<outline xmlUrl="{written}"/>')) == [meant]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Caf&eacute; &amp; Bar", "Café & Bar"),
        ("a&LT;b&AMP;c&quot;&nbsp;d", 'a<b&c" d'),
        ("a&#0;b&#xD800;c&#1114112;&#65;&#x41;", "abcAA"),
        ("a\x00\x0bb\nc", "ab c"),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_titles_are_one_clean_line(written: str, title: str) -> None:
    (found,) = read_opml(opml(f'<outline title="{written}" text="other" xmlUrl="u"/>'))
    assert found.title == title


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8", "ISO-8859-1"),
        ("utf-8", "utf-16"),
        ("utf-8", "nonsense"),
        ("utf-8-sig", "windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "ISO-8859-1"),
        ("cp1252", "UTF-8"),
        ("cp1252", "unicode_escape"),
        ("iso-8859-15", "iso-8859-15"),
        ("shift_jis", "Shift_JIS"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(encoding: str, declared: str) -> None:
    title = "新聞" if encoding == "shift_jis" else "Café"
    text = opml(
        f'<outline text="{title}" xmlUrl="u"/>', f'<?xml version="1.0" encoding="{declared}"?>'
    ).decode()
    assert [found.title for found in read_opml(text.encode(encoding))] == [title]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "no XML"),
        (b"a text", "no XML"),
        (b"{}", "no XML"),
        (b"\x00" * 99, "no XML"),
        (b"<rss version='2.0'></rss>", "<rss>, not <opml>"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "document type"),
        (b"<opml><body>\n<outline xmlUrl='u'>", "line 2: "),
        (b"<opml><body></opml>", "line 1: mismatched tag"),
        (b"<opml>" * (DEEPEST + 1), "within each other"),
        (b"<opml>" + b"<outline/>" * (MOST_OUTLINES + 1) + b"</opml>", "20,000 entries"),
        (b"<opml a='" + b"&" * (MOST_REFERENCES + 1) + b"'/>", "200,000 references"),
        (b"<opml>" + b" " * MAX_OPML + b"</opml>", "5 MiB"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_is_no_opml_is_refused_with_the_reason(document: bytes, reason: str) -> None:
    with pytest.raises(NotOpml, match=reason):
        read_opml(document)


def test_a_list_of_nothing_is_a_list() -> None:
    assert read_opml(b"<opml/>") == ()


@pytest.mark.parametrize(
    "piece",
    [
        b"<a/>",
        b"<outline xmlUrl='u",
        b"&",
        b"&#x1;",
        b"<!--",
        b"<?a ",
        b"<![CDATA[",
        b"a='1' ",
        b"\xff",
    ],
)
def test_time_grows_with_the_size_alone(piece: bytes) -> None:
    """By processor time, of half the largest document that is taken."""
    for head in (b"<opml>", b"<opml a='", b"<opml "):
        document = (head + piece * MAX_OPML)[: MAX_OPML // 2]
        began = time.process_time()
        with suppress(NotOpml):
            read_opml(document)
        assert time.process_time() - began < 5


def test_what_is_written_is_read_again() -> None:
    feeds = [
        Outline(
            URL, "The <Paper> & \"Sons\" 'n' 新聞 \U0001f4f0", "https://paper.example", "de-at"
        ),
        Outline("https://a.example/?x=1&y=2", "a\x00\ud800b"),
        Outline("https://b.example/", ""),
    ]
    text = write_opml(feeds, title="A & B", created="Sat, 28 Nov 2026 10:00:00 +0000")
    read = read_opml(text.encode())
    assert [(each.url, each.title, each.site_url, each.language) for each in read] == [
        (feeds[0].url, feeds[0].title, feeds[0].site_url, "de-at"),
        (feeds[1].url, "ab", None, None),
        (feeds[2].url, "", None, None),
    ]


def test_groups_and_categories_are_kept_in_order() -> None:
    document = opml("""<outline text="News"><outline title="Sport &amp; more"><outline text="Rowing"
        xmlUrl="https://paper.example/feed.xml" category="/Water/Boats,local"/></outline>
        <outline text="a note"/><outline text="Two" xmlUrl="https://two.example/"/></outline>
        <outline text="Three" xmlUrl="https://three.example/"/>""")
    assert [each.groups for each in read_opml(document)] == [
        ("News", "Sport & more", "Water", "Boats", "local"),
        ("News",),
        (),
    ]


def test_groups_are_written_as_categories() -> None:
    feed = Outline(URL, "The Paper", groups=("local-news", "sport"))
    text = write_opml([feed], title="Mine", created="")
    assert 'category="/local-news,/sport"' in text
    (read,) = read_opml(text.encode())
    assert read.groups == feed.groups
