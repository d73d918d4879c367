"""Links, dates, languages, pictures and files of an entry."""

import time
from collections.abc import Iterator

import pytest

from newsroom import Enclosure
from tests.bot_intake.documents import NOW, at, atom_entry, parsed, rss_entry
from tests.feedserver import item, rss


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine's own time zone be another than UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://a.example/1?x=1&amp;y=2", "https://a.example/1?x=1&y=2"),
        (" https://a.example/1\n", "https://a.example/1"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("/1", "https://site.example/1"),
        ("1", "https://site.example/blog/1"),
        ("//b.example/1", "https://b.example/1"),
        ("ftp://a.example/1", None),
        ("javascript:alert(1)", None),
        ("mailto:ann@a.example", None),
        ("https://[bad/1", None),
        ("https://a.example/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_links_are_absolute_web_addresses_or_none(link: str, url: str | None) -> None:
    channel = "<link>https://site.example/blog/</link>"
    assert rss_entry(f"<title>T</title><link>{link}</link>", channel).url == url


def test_without_a_site_links_are_relative_to_the_document() -> None:
    assert rss_entry("<link>1</link>").url == "https://feeds.example/news/1"


def test_atom_links_are_relative_to_the_document_or_its_xml_base() -> None:
    site = '<link href="https://site.example/"/>'
    assert atom_entry("<link href='1'/>", feed=site).url == "https://feeds.example/news/1"
    based = 'xml:base="https://base.example/x/"'
    assert atom_entry("<link href='1'/>", based, site).url == "https://base.example/x/1"
    relative = 'xml:base="/deep/"'
    assert atom_entry("<link href='1'/>", relative).url == "https://feeds.example/deep/1"


def test_a_permalink_guid_is_the_link() -> None:
    entry = rss_entry("<title>T</title><guid>https://feeds.example/1</guid>")
    assert entry.url == entry.guid == "https://feeds.example/1"


@pytest.mark.usefixtures("in_new_york")
@pytest.mark.parametrize(
    ("written", "published_at"),
    [
        ("Sat, 21 Nov 2026 10:00:00 GMT", at(2026, 11, 21, 10)),
        ("Sat, 21 Nov 2026 10:00:00 +0500", at(2026, 11, 21, 5)),
        ("Sat, 21 Nov 2026 10:00:00 EST", at(2026, 11, 21, 15)),
        ("2026-11-21T10:00:00-08:00", at(2026, 11, 21, 18)),
        ("2026-11-21", at(2026, 11, 21)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Fri, 01 Jan 2100 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_utc_and_believable(written: str, published_at: int | None) -> None:
    assert rss_entry(f"<title>T</title><pubDate>{written}</pubDate>").published_at == published_at


def test_a_date_up_to_two_days_ahead_is_believed() -> None:
    hour = 3_600_000
    document = rss(
        "T", [item(str(ahead), "T", None, None, NOW + ahead * hour) for ahead in (47, 49)]
    )
    assert [entry.published_at for entry in parsed(document).entries] == [NOW + 47 * hour, None]


def test_an_updated_date_alone_is_the_date_of_publication() -> None:
    entry = atom_entry("<title>T</title><updated>2026-11-21T10:00:00Z</updated>")
    assert (entry.published_at, entry.updated_at) == (at(2026, 11, 21, 10), None)


@pytest.mark.parametrize(
    ("channel", "inner", "language"),
    [
        ("<language>EN_us</language>", "", "en-us"),
        ("<language>en</language>", "<dc:language>he</dc:language>", "he"),
        ("<language>en</language>", "<dc:language>English!</dc:language>", "en"),
        ("<language>none of your business</language>", "", None),
        ("", "", None),
    ],
)
def test_the_language_is_the_entrys_own_else_the_feeds(
    channel: str, inner: str, language: str | None
) -> None:
    assert rss_entry(f"<title>T</title>{inner}", channel).language == language


def test_the_language_of_an_element_counts() -> None:
    entry = atom_entry("<title xml:lang='fr'>T</title><id>1</id>", 'xml:lang="en"')
    assert entry.language == "fr"


PICTURE = "https://feeds.example/p.png"


@pytest.mark.parametrize(
    "inner",
    [
        f'<media:content url="{PICTURE}" medium="image"/><media:thumbnail url="t.png"/>',
        f'<media:content url="v.mp4" type="video/mp4"/><media:content url="{PICTURE}" type="image/png"/>',
        f'<media:thumbnail url="{PICTURE}"/><enclosure url="e.png" type="image/png"/>',
        f'<enclosure url="a.mp3" type="audio/mpeg"/><enclosure url="{PICTURE}" type="Image/PNG"/>',
        f'<itunes:image href="{PICTURE}"/>',
        f"<description>&lt;img src='{PICTURE}'&gt;&lt;img src='b.png'&gt;</description>",
        "<description>&lt;img width=1 src='x.gif'&gt;&lt;img src='/p.png'&gt;</description>",
        f'<media:thumbnail url="data:image/png;base64,x"/><media:thumbnail url="{PICTURE}"/>',
    ],
)
def test_the_picture_is_the_most_telling_one(inner: str) -> None:
    assert rss_entry(f"<title>T</title>{inner}").image_url == PICTURE


@pytest.mark.parametrize("length", ["", "0", "-1", "about 5", "²", "9" * 5000])
def test_an_enclosure_of_unknown_size(length: str) -> None:
    entry = rss_entry(
        f'<title>T</title><enclosure url="/a.mp3" type="Audio/MPEG" length="{length}"/>'
    )
    assert entry.enclosures == (Enclosure("https://feeds.example/a.mp3", "audio/mpeg", None),)
