"""/addfeed with several links: one message says what became of each."""

import pytest

from bot.local.botapi import User
from handlers.adding_several import MOST, Wanted, read_links
from newsroom import ParsedFeed, Problem, ProblemKind, Role
from tests.handlers_.talk import Talk, entry, labels

ONE, TWO, SITE = "https://one.example/feed", "https://two.example/feed", "https://site.example"


CHOOSE = "a page with several feeds: send /addfeed with this link alone, and choose."


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin; feeds stand at ONE and TWO, and the page at SITE leads to both."""
    for name, url in (("One", ONE), ("Two", TWO)):
        talk.sources.feeds[url] = ParsedFeed(name, (entry(name),))
    talk.sources.pages[SITE] = (ONE, TWO)
    return await talk.user("Root", role=Role.ADMIN)


async def test_each_link_gets_a_line(talk: Talk, root: User) -> None:
    await talk.feed("Old", url="https://old.example/feed")
    talk.sources.problems["https://bad.example"] = Problem(ProblemKind.TIMEOUT)
    links = [ONE, "https://bad.example", TWO, "http://old.example/feed", SITE]
    answers = await talk.say_all(root, f"/addfeed {' '.join(links)}")
    assert [one.text.splitlines() for one in answers] == [
        [
            "5 links:",
            "+ 2. One",
            "✗ https://bad.example – The site took too long to answer.",
            "+ 3. Two",
            "= 1. Old – there already",
            f"? https://site.example – {CHOOSE}",
        ]
    ]
    assert labels(answers[0]) == []
    assert await talk.rows("SELECT id, url FROM feeds WHERE id > 1 ORDER BY id") == [
        (2, ONE),
        (3, TWO),
    ]


async def test_two_links_to_one_feed_add_it_once(talk: Talk, root: User) -> None:
    talk.sources.moved["https://short.example/one"] = ONE
    answer = await talk.say(root, f"/addfeed {ONE}\nhttps://short.example/one\n{ONE}")
    assert answer.text.startswith("2 links:")
    assert answer.text.count("there already") == 1
    assert len(await talk.rows("SELECT * FROM feeds")) == 1


async def test_one_a_line_each_may_have_a_title(talk: Talk, root: User) -> None:
    await talk.say(root, f"/addfeed {ONE} My Paper\n\n{TWO} “Our Courier”")
    titles = await talk.rows("SELECT own_title FROM feeds ORDER BY id")
    assert titles == [("My Paper",), ("Our Courier",)]


async def test_a_line_that_is_no_link_adds_nothing(talk: Talk, root: User) -> None:
    answer = await talk.say(root, f"/addfeed {ONE}\nand another one")
    assert "/addfeed https://example.org" in answer.text
    assert not talk.sources.looks


async def test_more_are_a_file(talk: Talk, root: User) -> None:
    links = " ".join(f"https://f{n}.example/" for n in range(MOST + 1))
    assert "up to 20 links" in (await talk.say(root, f"/addfeed {links}")).text
    assert not talk.sources.looks


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("", ()),
        ("words", ()),
        (ONE, (Wanted(ONE),)),
        (f"{ONE} Two.example", (Wanted(ONE, "Two.example"),)),
        (f"{ONE} see {TWO}", (Wanted(ONE, f"see {TWO}"),)),
        ("one.example two.example", (Wanted("one.example"), Wanted("two.example"))),
        (f"one.example {TWO}", (Wanted("one.example"), Wanted(TWO))),
        (f"{ONE}\n{TWO} Two", (Wanted(ONE), Wanted(TWO, "Two"))),
        (f"{ONE} {ONE}", (Wanted(ONE),)),
    ],
)
def test_what_is_a_link_and_what_a_title(typed: str, links: tuple[Wanted, ...]) -> None:
    assert read_links(typed) == links
