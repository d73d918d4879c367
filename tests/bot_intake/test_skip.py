"""Entries that are known to the byte are skipped by a pattern; nothing is read otherwise for it."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.marks import KNOWN_MARK
from bot.intake.skip import skip_known
from tests.bot_intake.documents import URL, parsed
from tests.bot_intake.test_cut import again, atom, entry, rss

ONE = f"<item>{entry(1)}</item>"
"""As `rss` writes the first entry."""

PIECES = (
    ONE,
    f"<item>{entry(2)}</item>",
    f"<item>{entry(3)}</item>",
    f"<item>{entry(1, '<category>c</category>')}</item>",
    "<item>",
    "</item>",
    "<item/>",
    "<entry>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<image><title>T</title></image>",
    "<image>",
    "</image>",
    "<pubDate>1</pubDate>",
    "<pubDate>",
    "</channel>",
    "<title>",
    "</title>",
    "&",
    "\x7f",
    "&#1;",
    KNOWN_MARK.decode(),
)


def skipped(document: str, *items: str) -> int | None:
    """Return how many entries are skipped where `items` are known; None where the pattern says nothing."""
    known = {one.element: one.key for one in parsed(rss(*items)).entries if one.element is not None}
    found = skip_known(document.encode(), URL, known)
    return None if found is None else len(found.unread)


def test_what_is_known_to_the_byte_is_skipped() -> None:
    assert skipped(rss(entry(3), entry(1), entry(2)), entry(1), entry(2)) == 2


def test_the_counters_of_a_known_entry_are_found_by_the_usual_way_then() -> None:
    before = parsed(rss(entry(1, "<category>1</category>"), entry(2)))
    document = rss(entry(1, "<category>2</category>"), entry(2))
    assert skipped(document, entry(1, "<category>1</category>"), entry(2)) == 1
    assert again(document, before).unread == {one.element for one in before.entries}


@pytest.mark.parametrize(
    "document",
    [
        rss(f"<description><![CDATA[{ONE}]]></description><guid>x</guid>"),
        rss(f"<title>x</title><!--{ONE}-->"),
        rss(f"<title>x</title><media>{ONE}</media>"),
        rss(entry(2), head=f"<image>{ONE}</image>"),
        rss(entry(2), head=f"<link>https://paper.example/</link><!--{ONE}-->"),
        rss(entry(2), head=f"<link>https://paper.example/</link><title><![CDATA[{ONE}]]></title>"),
        rss(entry(1), head="<link>https://moved.example/</link>"),
        rss(entry(1), root='xml:lang="fr"'),
        rss(entry(1)).replace("</channel>", ""),
        rss(entry(1), head=f"<link>https://paper.example/</link>{KNOWN_MARK.decode()}"),
        atom("<title>One</title>"),
        "",
    ],
)
def test_what_only_looks_like_a_known_entry_is_not_skipped(document: str) -> None:
    assert skipped(document, entry(1)) is None


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_skipping_changes_nothing_of_what_is_read(pieces: list[str]) -> None:
    before = parsed(rss(entry(1), entry(2)))
    document = rss(entry(2)).replace("<item>", "".join(pieces) + "<item>", 1)
    with_it = again(document, before)
    with patch("bot.intake.parse.skip_known", return_value=None):
        assert with_it == again(document, before)
