"""What an entry says: its texts, its author, all of it together."""

import pytest

from bot.intake import limits as caps
from newsroom import Enclosure
from tests.bot_intake.documents import at, atom_entry, only, parsed, rss_entry
from tests.feedserver import item, rss


def test_an_rss_item_with_all_its_parts() -> None:
    feed = parsed(
        rss(
            "Harbour &amp; <b>Courier</b>",
            [
                item(
                    "g-1",
                    "Ferry &amp; fog",
                    "<p>A teaser.</p>",
                    "https://feeds.example/1",
                    at(2026, 11, 21, 10),
                    content="<p>First <i>paragraph</i>.</p><p>Second.<br>Third.</p>",
                    author="ann@feeds.example (Ann Ahn)",
                    enclosure=("https://feeds.example/1.mp3", "audio/mpeg", 1234),
                )
            ],
            language="en-GB",
            link="https://feeds.example/",
        )
    )
    assert (feed.title, feed.site_url, feed.language) == (
        "Harbour & Courier",
        "https://feeds.example/",
        "en-gb",
    )
    (entry,) = feed.entries
    assert entry.title == "Ferry & fog"
    assert entry.text == "First paragraph.\nSecond.\nThird."
    assert entry.summary == "A teaser."
    assert entry.guid == "g-1"
    assert entry.url == "https://feeds.example/1"
    assert entry.author == "Ann Ahn"
    assert entry.published_at == at(2026, 11, 21, 10)
    assert entry.language == "en-gb"
    assert entry.enclosures == (Enclosure("https://feeds.example/1.mp3", "audio/mpeg", 1234),)
    assert len(entry.key) == len(entry.raw_hash) == 32


def test_an_atom_entry_with_all_its_parts() -> None:
    entry = atom_entry(
        """
        <id>tag:feeds.example,2026:1</id><title type="html">Fish &amp;amp; chips</title>
        <link href="https://feeds.example/1"/><link rel="edit" href="https://feeds.example/edit"/>
        <published>2026-11-20T10:00:00+02:00</published><updated>2026-11-21T10:00:00Z</updated>
        <author><name>Ann</name><email>ann@feeds.example</email></author>
        <summary>Short.</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content>
        """,
        'xml:lang="de"',
    )
    assert entry.title == "Fish & chips"
    assert entry.text == "One.\nTwo."
    assert entry.summary == "Short."
    assert entry.author == "Ann"
    assert (entry.published_at, entry.updated_at) == (at(2026, 11, 20, 8), at(2026, 11, 21, 10))
    assert entry.language == "de"


def test_rdf_is_read_too() -> None:
    entry = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel>'
        "<item><title>One</title><link>https://feeds.example/1</link>"
        "<dc:date>2026-11-21T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert (entry.title, entry.published_at) == ("One", at(2026, 11, 21, 10))


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[Fish & chips]]>", "Fish & chips"),
        ("<![CDATA[Fish &amp; chips]]>", "Fish & chips"),
        ("An &lt;em&gt;odd&lt;/em&gt; title", "An odd title"),
        ("a &lt; b", "a < b"),
        ("List&lt;String&gt; explained", "List<String> explained"),
        ("two\n  lines", "two lines"),
        ("It&#8217;s &#146;quoted&#146;", "It’s ’quoted’"),
        ("bad &#xD800; reference &#0;", "bad reference"),
        ("over\u202eride", "override"),
    ],
)
def test_a_title_is_one_plain_line(markup: str, title: str) -> None:
    assert rss_entry(f"<title>{markup}</title>").title == title


def test_plain_text_in_atom_is_no_markup() -> None:
    entry = atom_entry(
        "<title>Use &lt;b&gt; &amp;amp; live</title><id>1</id>"
        "<content type='text'>if a &lt; b:\n\n    return &amp;amp;b</content>"
    )
    assert entry.title == "Use <b> &amp; live"
    assert entry.text == "if a < b:\nreturn &amp;b"


def test_content_that_is_no_text_says_nothing() -> None:
    entry = atom_entry("<title>T</title><content type='image/png'>aGVsbG8=</content>")
    assert entry.text == ""


def test_the_longest_text_is_the_text() -> None:
    """Some feeds put the article into the description and a teaser into the content."""
    entry = rss_entry(
        "<description>The whole long article.</description><content:encoded>Short</content:encoded>"
    )
    assert (entry.text, entry.summary) == ("The whole long article.", None)


def test_a_description_alone_is_the_text_and_no_summary() -> None:
    entry = rss_entry("<description>&lt;p&gt;All there is.&lt;/p&gt;</description>")
    assert (entry.text, entry.summary) == ("All there is.", None)


@pytest.mark.parametrize(
    "inner",
    ["<title>T</title>", "<description>D</description>", "<link>https://feeds.example/1</link>"],
)
def test_one_of_title_text_and_link_is_enough(inner: str) -> None:
    assert rss_entry(inner).key


def test_an_entry_with_none_of_them_is_left_out() -> None:
    listed = [item("g-1", None, None), item(None, "", "<p> </p>", "javascript:alert(1)")]
    assert parsed(rss("T", listed)).entries == ()


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("ann@feeds.example (Ann Ahn)", "Ann Ahn"),
        ("Ann Ahn &lt;ann@feeds.example&gt;", "Ann Ahn"),
        ("Ann Ahn (ann@feeds.example)", "Ann Ahn"),
        ("Ann Ahn (Berlin)", "Ann Ahn (Berlin)"),
        ("ann@feeds.example", "ann@feeds.example"),
        ("Ann &amp;amp; Bob", "Ann & Bob"),
        ("", None),
    ],
)
def test_an_author_is_a_name_where_there_is_one(written: str, author: str | None) -> None:
    assert rss_entry(f"<title>T</title><author>{written}</author>").author == author


def test_everything_has_a_limit() -> None:
    long = "word " * 50_000
    entry = rss_entry(
        f"<title>{long}</title><author>{long}</author><guid isPermaLink='false'>{long}</guid>"
        f"<description>{long}</description><content:encoded>{long}{long}</content:encoded>"
        + "".join(f"<enclosure url='/{number}' type='x/y'/>" for number in range(50))
    )
    assert len(entry.title) <= caps.MAX_TITLE
    assert len(entry.text) <= caps.MAX_TEXT
    assert len(entry.summary or "") <= caps.MAX_SUMMARY
    assert len(entry.author or "") <= caps.MAX_AUTHOR
    assert len(entry.guid or "") <= caps.MAX_GUID
    assert len(entry.enclosures) == caps.MAX_ENCLOSURES
