"""Known entries are cut away unread, and nothing of what is left reads otherwise for it."""

from collections.abc import Iterable
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.limits import MAX_ENTRIES
from bot.intake.parse import parse
from newsroom import Entry, ParsedFeed
from tests.bot_intake.documents import NOW, URL, parsed

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0"'
)


def rss(*items: str, head: str = "<link>https://paper.example/</link>", root: str = "") -> str:
    return (
        f'<rss version="2.0" {NAMESPACES} {root}><channel><title>T</title>{head}\n'
        + "\n".join(f"<item>{item}</item>" for item in items)
        + "\n</channel></rss>"
    )


def atom(*entries: str, head: str = "<updated>2026-01-01T00:00:00Z</updated>") -> str:
    inner = "".join(f"<a:entry>{entry}</a:entry>" for entry in entries)
    return (
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom" {NAMESPACES} xml:lang="en">'
        f"<a:title>T</a:title>{head}{inner}</a:feed>"
    )


def entry(number: int, more: str = "") -> str:
    return (
        f"<title>Title {number}</title><guid>g{number}</guid><link>/{number}</link>"
        f"<description>Text {number}</description>{more}"
    )


def again(document: str, before: ParsedFeed | Iterable[Entry], url: str = URL) -> ParsedFeed:
    """Return what is read of a document where all entries of `before` are known."""
    entries = before.entries if isinstance(before, ParsedFeed) else before
    known = {one.element: one.key for one in entries if one.element is not None}
    feed = parse(document.encode(), url=url, charset=None, now=NOW, known=known)
    assert isinstance(feed, ParsedFeed)
    return feed


def titles(feed: ParsedFeed) -> list[str]:
    return [one.title for one in feed.entries]


def test_only_what_is_new_is_read() -> None:
    before = parsed(rss(entry(1), entry(2)))
    assert all(one.element for one in before.entries)
    now = again(rss(entry(3), entry(1), entry(2)), before)
    assert titles(now) == ["Title 3"]
    assert now.unread == {one.element for one in before.entries}
    whole = parsed(rss(entry(3), entry(1), entry(2)))
    assert now == replace(whole, entries=whole.entries[:1], unread=now.unread)


def test_of_a_feed_without_news_nothing_is_read() -> None:
    before = parsed(rss(entry(1)))
    now = again(rss(entry(1)), before)
    assert (now.title, now.entries, len(now.unread)) == ("T", (), 1)


@pytest.mark.parametrize(
    "edit",
    [
        ("Text 1", "Text one"),
        ("<guid>g1</guid>", '<guid isPermaLink="false">g1</guid>'),
        ("<title>Title 1</title>", "<title>Title 1!</title>"),
        ("</description>", "</description><!-- 2 -->"),
    ],
)
def test_an_edit_is_read(edit: tuple[str, str]) -> None:
    before = parsed(rss(entry(1), entry(2)))
    now = again(rss(entry(1).replace(*edit), entry(2)), before)
    assert [one.guid for one in now.entries] == ["g1"]


@pytest.mark.parametrize(
    "counter",
    [
        "<slash:comments>{}</slash:comments>",
        "<slash:hit_parade>{}</slash:hit_parade>",
        "<comments>https://paper.example/{}</comments>",
        "<category><![CDATA[tag {}]]></category>",
        '<category domain="{}"/>',
    ],
)
def test_a_counter_of_comments_and_what_else_nobody_reads_is_no_edit(counter: str) -> None:
    before = parsed(rss(entry(1, counter.format(3)), entry(2)))
    assert titles(again(rss(entry(1, counter.format(4)), entry(2)), before)) == []


def test_the_counters_of_atom_are_no_edit() -> None:
    def count(number: int) -> str:
        return atom(
            "<a:id>1</a:id><a:title>One</a:title>"
            f'<a:link rel="replies" href="/c" thr:count="{number}" title="{number} Comments"/>'
            f"<thr:total>{number}</thr:total>"
        )

    before = parsed(count(3))
    assert again(count(4), before).entries == ()


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link>https://moved.example/</link>", URL),
        ("<link>https://paper.example/</link><language>de</language>", URL),
        ("<link>https://paper.example/</link>", "https://other.example/feed"),
    ],
)
def test_where_the_feed_around_it_changes_each_entry_is_read_anew(head: str, url: str) -> None:
    before = parsed(rss(entry(1)))
    assert titles(again(rss(entry(1), head=head), before, url)) == ["Title 1"]


def test_another_base_or_language_of_the_root_is_read_anew() -> None:
    before = parsed(rss(entry(1)))
    for root in ('xml:base="https://base.example/"', 'xml:lang="fr"'):
        assert titles(again(rss(entry(1), root=root), before)) == ["Title 1"]


def test_dates_and_comments_of_the_feed_change_nothing() -> None:
    head = "<link>https://paper.example/</link><lastBuildDate>{0}</lastBuildDate><!-- {0} -->"
    before = parsed(rss(entry(1), head=head.format("Mon")))
    assert titles(again(rss(entry(2), entry(1), head=head.format("Tue")), before)) == ["Title 2"]


def test_the_list_of_links_of_rss_1_0_changes_nothing() -> None:
    def rdf(*numbers: int) -> str:
        links = "".join(f'<rdf:li rdf:resource="/{number}"/>' for number in numbers)
        items = "".join(f'<item rdf:about="/{n}"><title>{n}</title></item>' for n in numbers)
        return (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title>'
            f"<items><rdf:Seq>{links}</rdf:Seq></items></channel>{items}</rdf:RDF>"
        )

    assert titles(again(rdf(2, 1), parsed(rdf(1)))) == ["2"]


def test_what_looks_like_an_entry_in_a_text_or_a_comment_is_none() -> None:
    fake = "<![CDATA[</item><item><title>No</title></item><item>]]>"
    document = rss(
        f"<title>One</title><description>{fake}</description><!-- </item><item> -->", entry(2)
    )
    before = parsed(document)
    assert titles(before) == ["One", "Title 2"]
    assert all(one.element for one in before.entries)
    assert again(document, before.entries[:1]).entries == before.entries[1:]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE rss [<!ENTITY x "y">]>' + rss(entry(1)),
        rss(entry(1) + "<item><b></item>"),
        rss(entry(1) + "<item><title>Within</title></item>"),
        rss(entry(1) + '<x:item xmlns:x="urn:x"/>'),
        rss("", entry(1)),
        rss(
            entry(1) + "<odd/>",
            head="".join(f"<x{number}>x</x{number}>" for number in range(2_001)),
        ),
    ],
    ids=["doctype", "ill-formed", "within another", "of another kind", "empty", "crowded"],
)
def test_where_something_is_not_certain_nothing_is_cut(document: str) -> None:
    assert all(one.element is None for one in parsed(document).entries)


def test_a_new_entry_with_the_guid_of_a_known_one_has_the_whole_read() -> None:
    """Whether the guid is to be trusted depends on both."""
    before = parsed(rss(entry(1), entry(2)))
    document = rss(entry(3).replace("g3", "g1"), entry(1), entry(2))
    now = again(document, before)
    assert now == parsed(document)
    assert len(now.entries) == 3


def test_entries_that_share_a_guid_are_never_cut() -> None:
    before = parsed(rss(entry(1), entry(2).replace("g2", "g1"), entry(3)))
    assert [one.element is None for one in before.entries] == [True, True, False]


def test_of_a_long_document_nothing_is_cut() -> None:
    """Which entries are the newest is not told by each alone."""
    document = rss(*(entry(number) for number in range(MAX_ENTRIES + 1)))
    before = parsed(document)
    assert len(before.entries) == MAX_ENTRIES
    assert {one.element for one in before.entries} == {None}


def test_an_entry_leaves_nothing_behind_for_the_next() -> None:
    """In feedparser, which forgets to close a <div> in a text, the xml:base of the entry stays."""
    leaky = '<a:id>1</a:id><a:content type="html" xml:base="https://leak.example/"><div>x</div></a:content>'
    plain = '<a:id>2</a:id><a:title>Two</a:title><a:link href="two"/>'
    assert parsed(atom(leaky, plain)).entries[1] == parsed(atom(plain)).entries[0]


PIECES = st.sampled_from(
    [
        "<title>A title</title>",
        "<title>Another &amp; <![CDATA[<b>bold</b>]]></title>",
        "<guid>shared</guid>",
        "<link>/page</link>",
        "<link>https://elsewhere.example/x?utm_source=y</link>",
        "<description>&lt;p&gt;Text&lt;/p&gt;</description>",
        "<content:encoded><![CDATA[<div>]]>]]&gt;<![CDATA[</div>]]></content:encoded>",
        '<content type="xhtml" xml:base="/deep/"><div>in<item2/>line</div></content>',
        "<content type='text/html'><div>open<b>bold</b></div></content>",
        "<category/>",
        "<category>/></category>",
        "<comments >c</comments >",
        "<slash:comments>4</slash:comments>",
        "<image><url>/i.png</url><title>I</title></image>",
        '<source url="https://s.example/"><title>S</title></source>',
        '<enclosure url="/a.mp3" length="3" type="audio/mpeg"/>',
        "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>",
        '<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">fr</dc:language>',
        "<author><name>Ann</name></author>",
        "<!-- a > comment -->",
        "<?instruction?>",
        "loose text",
        "<svg xmlns='http://www.w3.org/2000/svg'><title>S</title></svg>",
        "<x a='1'><x>2</x></x>",
    ]
)
ITEMS = st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=8)
HEADS = st.lists(PIECES, max_size=3).map("".join)


@settings(deadline=None)  # machines are busy at times
@given(items=ITEMS, head=HEADS, is_atom=st.booleans(), data=st.data())
def test_the_rest_reads_as_in_the_whole(
    items: list[str], head: str, is_atom: bool, data: st.DataObject
) -> None:
    numbered = [f"<guid>{place}</guid>{item}" for place, item in enumerate(items)]
    document = atom(*items, head=head) if is_atom else rss(*numbered, head=head)
    whole = parse(document.encode(), url=URL, charset=None, now=NOW)
    if not isinstance(whole, ParsedFeed):
        return
    known = data.draw(st.sets(st.sampled_from(whole.entries)) if whole.entries else st.just(set()))
    rest = again(document, known)
    assert rest.unread <= {one.element for one in known}
    left = tuple(one for one in whole.entries if one.element not in rest.unread)
    assert rest == replace(whole, entries=left, unread=rest.unread)


@settings(deadline=None)
@given(item=st.lists(PIECES, max_size=8).map("".join), head=HEADS, is_atom=st.booleans())
def test_an_entry_reads_as_feedparser_itself_reads_it(item: str, head: str, is_atom: bool) -> None:
    """Of one entry, since in feedparser's own way entries may leak into those after them."""
    document = (atom(item, head=head) if is_atom else rss(item, head=head)).encode()
    ours = parse(document, url=URL, charset=None, now=NOW)
    with (
        patch("bot.intake.parse.tame_outline", return_value=None),
        patch("bot.intake.parse.outline_of", return_value=None),
    ):
        its = parse(document, url=URL, charset=None, now=NOW)
    if isinstance(ours, ParsedFeed):
        ours = replace(ours, entries=tuple(replace(one, element=None) for one in ours.entries))
    assert ours == its
