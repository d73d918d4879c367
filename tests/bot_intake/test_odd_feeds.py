"""The table «Odd feeds» of docs/odd-feeds.md: a row, a test."""

from pathlib import Path

import pytest

from bot.intake.repair import repair
from newsroom import Enclosure, Entry
from tests.bot_intake.documents import at, atom_entry, only, parsed, rss_entry
from tests.feedserver import item, rss

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "odd-feeds.md").read_text(encoding="utf-8")
ODD = DOCS.partition("## Odd feeds")[2].partition("\n## ")[0]
LINK = "https://a.example/1"


def title_of(document: str | bytes) -> str:
    (entry,) = parsed(document).entries
    return entry.title


# How it is written


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("Caf&eacute;&nbsp;&hellip;", "Café …"),
        ("AT&T & Co", "AT&T & Co"),
        ("&bogus; &amp; &#8217;", "&bogus; & ’"),
        ("5 < 6, 7 <8 and 9<", "5 < 6, 7 <8 and 9<"),
    ],
)
def test_slips_in_a_text_are_mended(inner: str, title: str) -> None:
    entry = rss_entry(f"<title>{inner}</title><guid>a&b</guid><link>{LINK}?a=1&b=2&copy=3</link>")
    assert (entry.title, entry.guid, entry.url) == (title, "a&b", f"{LINK}?a=1&b=2&copy=3")


def test_what_is_literal_is_left_alone() -> None:
    entry = rss_entry(
        "<title>A & B</title><description><![CDATA[<p>a &amp; b & c</p>]]></description>"
    )
    assert entry.text == "a & b & c"


@pytest.mark.parametrize(
    "document",
    [
        "<br />\n<b>Warning</b>: x in <b>/f</b>\n{}",
        "\n\n \ufeff{}",
        "{}<script>count()</script>",
        "{}\n</html>",
        "{}<!-- cached -->",
    ],
)
def test_what_stands_around_a_feed_is_cut_off(document: str) -> None:
    feed = parsed(document.format(rss("T", [item("1", "One", "text", LINK)])))
    assert [(entry.title, entry.text, entry.url) for entry in feed.entries] == [
        ("One", "text", LINK)
    ]


def test_elements_without_an_end_are_closed() -> None:
    feed = parsed(
        f"<rss version='2.0'><channel><title>T<link>https://a.example/</link><item><title>One<link>{LINK}"
        "</item><item><title>Two</title><guid>g<description>x</description></item></channel></rss>"
    )
    assert feed.title == "T"
    assert [(entry.title, entry.url) for entry in feed.entries] == [("One", LINK), ("Two", None)]


def test_entries_without_an_end_are_told_apart() -> None:
    feed = parsed("<rss><channel><item><title>One</title><item><title>Two</title></channel></rss>")
    assert [entry.title for entry in feed.entries] == ["One", "Two"]


def test_a_well_formed_document_is_not_touched() -> None:
    for document in (
        rss("T & U", [item("1", "a < b", "<p>x</p>")]),
        "<rss>&amp;<![CDATA[&]]></rss>",
    ):
        assert repair(document.encode()) == document.encode()


def test_a_document_with_names_of_its_own_keeps_them() -> None:
    whole = (
        '<!DOCTYPE rss [\n<!ENTITY co "A and B">\n]><rss><channel><item><title>&co;</title></item>'
    )
    assert title_of(f"{whole}</channel></rss>") == "A and B"
    assert repair(whole.encode()) == whole.encode()


def test_some_bytes_of_windows_1252_in_utf_8() -> None:
    body = "<rss><channel><item><title>Grüße, café, Œuvre: XquotedY</title></item></channel></rss>"
    mixed = body.encode().replace(b"X", b"\x93").replace(b"Y", b"\x94")
    assert title_of(mixed) == "Grüße, café, Œuvre: “quoted”"
    french = "<rss><channel><item><title>« doué\xa0» à l’été</title></item></channel></rss>"
    assert title_of(french.encode("cp1252")) == "« doué » à l’été"


# Texts


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("It&amp;amp;#8217;s &amp;amp;amp; more", "It’s & more"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt;", "Bold"),
        ("<b>Bold</b> move", "Bold move"),
        ("All about &amp;amp;nbsp; and &amp;lt;br&amp;gt;", "All about &nbsp; and <br>"),
    ],
)
def test_a_title_escaped_more_than_once(inner: str, title: str) -> None:
    assert rss_entry(f"<title>{inner}</title>").title == title


def test_html_escaped_twice_is_html() -> None:
    inner = "&amp;lt;p&amp;gt;One &amp;lt;b&amp;gt;two&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;"
    assert rss_entry(f"<description>{inner}</description>").text == "One two"
    code = "&lt;p&gt;&amp;lt;br&amp;gt;&lt;/p&gt;"
    assert rss_entry(f"<description>{code}</description>").text == "<br>"


@pytest.mark.parametrize(
    "inner",
    [
        "<content:encoded>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;</content:encoded>",
        "<body xmlns='http://www.w3.org/1999/xhtml'><p>One <b>two</b></p></body>",
        "<description><p>One <b>two</b></p></description>",
    ],
)
def test_content_alone_is_no_markup(inner: str) -> None:
    entry = rss_entry(f"<title>T</title>{inner}")
    assert (entry.text, entry.summary) == ("One two", None)


def test_without_a_title_there_is_none() -> None:
    entry = rss_entry("<description>First sentence. Second one.</description>")
    assert (entry.title, entry.text) == ("", "First sentence. Second one.")


# Links


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        (f"<guid>{LINK}</guid>", LINK),
        ("<guid>/1</guid>", "https://feeds.example/1"),
        ("<guid>abc-1</guid>", None),
        (f'<guid isPermaLink="false">{LINK}</guid>', None),
        (f'<guid isPermaLink="FALSE">{LINK}</guid>', None),
        (f"<guid>https://b.example/</guid><link>{LINK}</link>", LINK),
    ],
)
def test_a_guid_is_the_link_where_it_can_be_one(guid: str, url: str | None) -> None:
    assert rss_entry(f"<title>T</title>{guid}").url == url


@pytest.mark.parametrize(
    "links",
    [
        '<link rel="self" href="/s"/><link rel="replies" href="/r"/><link href="https://a.example/1"/>',
        '<link rel="alternate" type="application/json" href="/j"/><link type="text/html" href="{}"/>',
        '<link href="{}" hreflang="en"/><link href="/fr" hreflang="fr"/>',
        '<id>{}</id><link rel="related" href="/r"/>',
        '<content type="text/html" src="{}"/><link rel="via" href="/v"/>',
        '<link rel="via" href="/v"/><link rel="related" href="{}"/>',
        '<link rel="via" href="{}"/><link rel="self" href="/s"/>',
    ],
)
def test_of_atoms_links_the_page_is_taken(links: str) -> None:
    entry = atom_entry(f"<title>T</title>{links.format(LINK)}")
    assert entry.url == LINK


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link>www.a.example/1</link>", "http://www.a.example/1"),
        ("<link>\n <![CDATA[ https://a.example/1?a=1&b=2 ]]>\n</link>", f"{LINK}?a=1&b=2"),
        (f"<link/><link>{LINK}</link>", LINK),
        (
            f"""<link>https://burner.example/x</link><burner:origLink
            xmlns:burner="http://rssnamespace.org/feedburner/ext/1.0">{LINK}</burner:origLink>""",
            LINK,
        ),
    ],
)
def test_an_rss_link_may_be_odd(link: str, url: str) -> None:
    assert rss_entry(f"<title>T</title>{link}").url == url


def test_xml_base_may_be_nested() -> None:
    entry = only(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><entry xml:base="b/">'
        '<title>T</title><link href="1"/><content type="xhtml" xml:base="c/">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><img src="i.png"/></div></content></entry></feed>'
    )
    assert entry.url == "https://a.example/b/1"
    assert entry.image_url == "https://a.example/b/c/i.png"


def test_of_a_file_links_are_relative_to_what_the_feed_says_of_itself() -> None:
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://a.example/b/feed"/>'
        "<entry><title>T</title><link href='1'/></entry></feed>"
    )
    assert only(document, url="").url == "https://a.example/b/1"


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        (f'<enclosure url="{LINK}.mp3" type="audio/mpeg" length="5"/>', f"{LINK}.mp3"),
        (f"<description>&lt;img src='{LINK}.png'&gt;</description>", f"{LINK}.png"),
        ("<guid isPermaLink='false'>only-this</guid>", None),
    ],
)
def test_an_entry_that_is_only_a_picture_or_a_file_leads_there(inner: str, url: str | None) -> None:
    document = f"<rss version='2.0'><channel><item>{inner}</item></channel></rss>"
    assert [entry.url for entry in parsed(document).entries] == ([url] if url else [])


# People, files, dates


@pytest.mark.parametrize(
    ("entry", "author"),
    [
        (rss_entry("<title>T</title><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>"), "Ann, Bob"),
        (rss_entry("<title>T</title><author>ann@paper.org</author><dc:creator>Ann</dc:creator>"), "Ann"),
        (rss_entry("<title>T</title><itunes:author>Ann</itunes:author>"), "Ann"),
        (rss_entry("<title>T</title>", "<managingEditor>e@x.example (Ed)</managingEditor>"), None),
        (atom_entry("<title>T</title>", feed="<author><name>Ann</name></author>"), "Ann"),
        (
            atom_entry("<title>T</title><author><name>Ann</name></author><author><name>Bob</name></author>"),
            "Ann, Bob",
        ),
        (
            atom_entry(
                "<title>T</title><source><author><name>Al</name></author></source>",
                feed="<author><name>Ed</name></author>",
            ),
            "Al",
        ),
    ],
)  # fmt: skip
def test_the_author(entry: Entry, author: str | None) -> None:
    assert entry.author == author


VIDEO = '<media:content url="https://a.example/v.mp4" type="video/mp4" fileSize="7"/>'


@pytest.mark.parametrize(
    ("inner", "files"),
    [
        (f"<media:group>{VIDEO}</media:group>", [("https://a.example/v.mp4", "video/mp4", 7)]),
        (f'{VIDEO}<enclosure url="{LINK}" type="audio/mpeg"/>', [(LINK, "audio/mpeg", None)]),
        ('<media:content url="https://a.example/p.png" medium="image"/>', []),
        (f'<enclosure url="{LINK}"/><enclosure url="{LINK}" length="5"/>', [(LINK, "", None)]),
        ('<enclosure url=""/><enclosure length="5"/>', []),
    ],
)
def test_the_files(inner: str, files: list[tuple[str, str, int | None]]) -> None:
    found = rss_entry(f"<title>T</title>{inner}").enclosures
    assert list(found) == [Enclosure(*file) for file in files]


def test_a_date_of_creation_stands_in_for_that_of_publication() -> None:
    entry = atom_entry(
        "<title>T</title><created>2026-11-20T10:00:00Z</created><modified>2026-11-21T10:00:00Z</modified>"
    )
    assert (entry.published_at, entry.updated_at) == (at(2026, 11, 20, 10), at(2026, 11, 21, 10))


OLD = {
    "CDF": """<?xml version="1.0"?><CHANNEL HREF="https://a.example/"><TITLE>C</TITLE>
        <ITEM HREF="{}"><TITLE>One</TITLE></ITEM></CHANNEL>""",
    "RSS 0.90": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>
        <item><title>One</title><link>{}</link></item></rdf:RDF>""",
    "RSS 0.91": """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
        "http://dtd.example/rss.dtd"><rss version="0.91"><channel>
        <item><title>One</title><link>{}</link></item></channel></rss>""",
    "Atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>
        <title mode="escaped" type="text/html">&lt;b&gt;One&lt;/b&gt;</title>
        <link rel="alternate" href="{}"/></entry></feed>""",
    "capitals": "<RSS><CHANNEL><ITEM><TITLE>One</TITLE><LINK>{}</LINK></ITEM></CHANNEL></RSS>",
    "no channel": "<rss version='2.0'><item><title>One</title><link>{}</link></item></rss>",
}


@pytest.mark.parametrize("document", OLD.values(), ids=OLD.keys())
def test_old_formats_are_read(document: str) -> None:
    entry = only(document.format(LINK))
    assert (entry.title, entry.url) == ("One", LINK)


def test_the_table_is_there() -> None:
    assert ODD.count("\n| ") > 20
