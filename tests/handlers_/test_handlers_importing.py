"""A list of feeds: first shown, then taken in, as far as the one who brings it may."""

from pathlib import Path

import pytest

from bot.local.botapi import FaultKind, User
from handlers import AccessRules
from newsroom import Outline, Role
from storage import import_batch, list_audit, tags_of
from tests.handlers_.lists import (
    addresses,
    bring,
    importer,
    many,
    opml,
    outline,
    take_in,
)
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import talking

MIXED = b"""<?xml version="1.0"?><opml version="2.0"><body>
<outline text="News"><outline text="The Paper" xmlUrl="https://paper.example/feed"/>
<outline text="The Courier" xmlUrl="https://courier.example/feed"/></outline>
<outline text="Again" xmlUrl="http://www.paper.example/feed/"/>
<outline text="Mine" xmlUrl="https://me:secret@paper.example/feed"/>
<outline text="Router" xmlUrl="http://192.168.0.1/feed"/>
<outline xmlUrl="file:///etc/passwd"/>
<outline text="Cut up" type="HTML+XPath" xmlUrl="https://page.example/"/>
<outline text="Odd" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot who has started it."""
    user = await talk.user("Root", role=Role.ADMIN)
    await talk.say(user, "/start")
    return user


async def test_a_list_is_shown_before_anything_happens(talk: Talk, root: User) -> None:
    """What is refused comes first, with its reason and its line, never with its address."""
    await talk.feed("Morning Courier", url="https://courier.example/feed")
    answer = await bring(talk, root, MIXED)
    assert answer.text.splitlines() == [
        "list.opml: 8 feeds",
        "1 is new",
        "1 is in the catalogue already",
        "1 stands in the list twice",
        "5 cannot be taken",
        "",
        "✗ line 5, Mine – a user name or password in the address",
        "✗ line 6, Router – an address where I may not go",
        "✗ line 7 – a file on a computer, not on the web",
        "✗ line 8, Cut up – a page that another program cuts up, not a feed",
        "✗ line 9, Odd – no web address",
        "+ The Paper",
        "= Morning Courier",
        "= Again – twice in the list",
    ]
    assert labels(answer) == ["Add 1 feed", "Add and subscribe here: 2 feeds", "Cancel"]
    assert await addresses(talk) == ["https://courier.example/feed"]
    assert await talk.rows("SELECT * FROM import_feeds WHERE url LIKE '%secret%'") == []
    assert not talk.sources.looks


async def test_an_admin_adds_to_the_catalogue_and_is_asked_about_this_chat(
    talk: Talk, root: User
) -> None:
    answer = await bring(talk, root, opml(outline("Paper", "News", "Sport & More"), "Courier"))
    await talk.press(root, answer, "Add 2 feeds")
    assert answer.text.splitlines() == [
        "list.opml is taken in.",
        "2 feeds added to the catalogue. I read them one after the other from now on.",
    ]
    assert await addresses(talk) == ["https://paper.example/feed", "https://courier.example/feed"]
    assert await tags_of(talk.db, [1, 2]) == {1: ("news", "sport-more")}
    assert await talk.subscribed(talk.private(root)) == []
    assert labels(answer) == ["Subscribe here to 2 feeds"]
    await talk.press(root, answer, "Subscribe here to 2 feeds")
    assert await talk.subscribed(talk.private(root)) == [1, 2]
    assert "2 new subscriptions here." in answer.text
    assert labels(answer) == []
    rows = await list_audit(talk.db, limit=2)
    assert [(row.by, row.action) for row in rows] == [(root.id, "addfeed")] * 2


async def test_an_admin_does_both_with_one_tap(talk: Talk, root: User) -> None:
    await talk.feed("Courier", url="https://courier.example/feed")
    answer = await bring(talk, root, opml("Paper", "Courier"))
    await talk.press(root, answer, "Add and subscribe here: 2 feeds")
    assert await talk.subscribed(talk.private(root)) == [1, 2]
    again = await bring(talk, root, opml("Paper", "Courier"))
    assert labels(again) == ["Subscribe here to 2 feeds", "Cancel"]
    await talk.press(root, again, "Subscribe here to 2 feeds")
    assert "2 were subscribed already." in again.text


async def test_first_checks_come_one_after_the_other(talk: Talk, root: User) -> None:
    """Nothing is fetched by the import itself."""
    answer = await bring(talk, root, many(40))
    await talk.press(root, answer, "Add 40 feeds")
    due = [at for (at,) in await talk.rows("SELECT next_check_at FROM feeds ORDER BY id")]
    assert due == [talk.now + 100 * n for n in range(40)]
    assert not talk.sources.looks


async def test_an_offer_can_be_turned_down(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, opml("Paper"))
    add = str(answer.buttons[0]["callback_data"])
    await talk.press(root, answer, "Cancel")
    assert answer.text == "list.opml is left alone; nothing was changed."
    assert labels(answer) == []
    await talk.press(root, answer, add)
    assert await addresses(talk) == []


async def test_long_lists_have_pages(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, many(40))
    assert answer.text.endswith("+ Feed 14\nPage 1 of 3")
    await talk.press(root, answer, "More ›")
    assert "+ Feed 15\n" in answer.text
    await talk.press(root, answer, "More ›")
    assert answer.text.endswith("+ Feed 39\nPage 3 of 3")
    await talk.press(root, answer, "Add 40 feeds")
    assert len(await addresses(talk)) == 40


async def test_a_list_in_which_nothing_can_be_taken_offers_nothing(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, opml(Outline("file:///a"), Outline("ftp://a.example/")))
    assert "2 cannot be taken" in answer.text
    assert labels(answer) == []


async def test_where_anyone_may_add_a_member_adds_at_once(tmp_path: Path) -> None:
    """But names no tags, by which others would get his feeds."""
    async with talking(tmp_path, AccessRules(anyone_adds_feeds=True)) as talk:
        ada = await talk.user()
        answer = await bring(talk, ada, opml(outline("Paper", "Sport"), "Courier"))
        assert labels(answer) == ["Subscribe here to 2 feeds", "Cancel"]
        await talk.press(ada, answer, "Subscribe here to 2 feeds")
        assert await talk.subscribed(talk.private(ada)) == [1, 2]
        assert await tags_of(talk.db, [1, 2]) == {}


async def test_the_limit_of_a_place_is_kept_and_said(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(max_subscriptions=3)) as talk:
        root = await talk.user("Root", role=Role.ADMIN)
        await talk.feed()
        await talk.say(root, "/sub 1")
        answer = await bring(talk, root, many(5))
        assert "There may be 3 subscriptions here, so there is room for 2 more." in answer.text
        await talk.press(root, answer, "Add and subscribe here: 5 feeds")
        assert len(await addresses(talk)) == 6
        assert await talk.subscribed(talk.private(root)) == [1, 2, 3]
        assert "3 left out: there may be 3 subscriptions here. /unsub makes room." in answer.text


async def test_a_long_list_shows_how_far_it_is(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add 120 feeds")
    assert answer.text == "Taking in list.opml: 50 of 120 …"
    assert labels(answer) == ["Cancel"]
    loop = importer(talk)
    assert await loop.import_once()
    assert answer.text == "Taking in list.opml: 100 of 120 …"
    assert not await loop.import_once()
    assert answer.text.startswith("list.opml is taken in.\n120 feeds added")
    assert not await loop.import_once()
    assert len(answer.edits) == 3


async def test_what_runs_can_be_stopped_and_what_was_taken_stays(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add and subscribe here: 120 feeds")
    await talk.press(root, answer, "Cancel")
    assert answer.text.startswith("list.opml was stopped. What had been taken in stays.\n50 feeds")
    await take_in(talk)
    assert len(await addresses(talk)) == len(await talk.subscribed(talk.private(root))) == 50
    assert "50 new subscriptions here." in answer.text


async def test_a_progress_that_comes_late_does_not_stand(talk: Talk, root: User) -> None:
    """One that was on its way when somebody pressed Cancel."""
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add 120 feeds")
    progress = answer.text
    await talk.press(root, answer, "Cancel")
    await talk.application.bot.edit_message_text(
        progress, chat_id=answer.chat.id, message_id=answer.id
    )
    await take_in(talk)
    assert answer.text.startswith("list.opml was stopped.")


async def test_a_list_goes_on_after_a_restart(talk: Talk, root: User) -> None:
    """Also where Telegram could not be told how it ended."""
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add 120 feeds")
    await import_batch(talk.db, 1, now=talk.now)  # and the process ends before it says so
    talk.api.fault(FaultKind.SERVER_ERROR, method="editMessageText", count=1)
    assert not await importer(talk).import_once()
    assert answer.text == "Taking in list.opml: 50 of 120 …"
    await take_in(talk)
    assert answer.text.startswith("list.opml is taken in.\n120 feeds added")
    assert len(await addresses(talk)) == 120


async def test_a_list_whose_message_is_gone_is_taken_in_all_the_same(
    talk: Talk, root: User
) -> None:
    answer = await bring(talk, root, many(60))
    await talk.press(root, answer, "Add 60 feeds")
    answer.deleted = True
    await take_in(talk)
    assert len(await addresses(talk)) == 60
    assert await talk.rows("SELECT told FROM imports") == [(1,)]


async def test_a_feed_that_came_meanwhile_is_known(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, opml("Paper", "Courier"))
    await talk.feed("Paper", url="http://paper.example/feed/")
    await talk.press(root, answer, "Add and subscribe here: 2 feeds")
    assert await addresses(talk) == ["http://paper.example/feed/", "https://courier.example/feed"]
    assert await talk.subscribed(talk.private(root)) == [1, 2]


async def test_pressing_twice_adds_once(talk: Talk, root: User) -> None:
    answer = await bring(talk, root, opml("Paper"))
    add = str(answer.buttons[0]["callback_data"])
    await talk.press(root, answer, add)
    await talk.press(root, answer, add)
    assert len(await addresses(talk)) == 1
    assert "1 feed added" in answer.text


async def test_nobody_runs_shows_or_stops_somebody_elses_list(talk: Talk, root: User) -> None:
    """By data that he made up: in his own chat, and for the other's."""
    bob = await talk.user("Bob")
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add 120 feeds")
    await bring(talk, root, opml("Paper"))
    bobs = await talk.say(bob, "/start")
    before = await talk.memory()
    for data in ("importstop:1", "importstop:2", "import:2:sub:", f"import:2:sub:{root.id}"):
        press = await talk.press(bob, bobs, f"v1:{data}:")
        assert press.answers[0].text
        assert await talk.memory() == before
    press = await talk.press(bob, bobs, "v1:importpage:0:2::")
    assert "no longer there" in press.answers[0].text
    assert "Paper" not in bobs.text


async def test_a_chats_own_feed_is_known_there_alone(talk: Talk, root: User) -> None:
    """Else its address would get into the catalogue, or to the admins."""
    ada, bob = await talk.user("Ada"), await talk.user("Bob")
    await talk.say(ada, "/start")
    await talk.feed("Secret", url="https://secret.example/feed")
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", ada.id)
    answer = await bring(talk, ada, opml("Secret"))
    assert "1 is in the catalogue already" in answer.text
    await talk.press(ada, answer, "Subscribe here to 1 feed")
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert "1 is new" in (await bring(talk, bob, opml("Secret"))).text
    assert "1 is new" in (await bring(talk, root, opml("Secret"))).text


async def test_a_feed_of_another_chat_of_his_is_not_given_away(talk: Talk, root: User) -> None:
    """He can see it, since he administers that chat; the catalogue and other admins cannot."""
    group = talk.api.world.add_group("Village", admins=[root])
    await talk.say(root, "/start", group)
    await talk.feed("Secret", url="https://secret.example/feed")
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", group.id)
    answer = await bring(talk, root, opml("Secret"))
    assert "✗ line 5, The Secret – a feed of another chat alone" in answer.text
    assert labels(answer) == []


async def test_undo_takes_back_what_a_list_subscribed(talk: Talk, root: User) -> None:
    """The feeds stay in the catalogue, and what was subscribed before stays too."""
    await talk.feed()
    await talk.say(root, "/sub 1")
    answer = await bring(talk, root, many(120))
    await talk.press(root, answer, "Add and subscribe here: 120 feeds")
    assert "50 subscriptions have ended" in (await talk.say(root, "/undo")).text
    await take_in(talk)
    assert answer.text.startswith("list.opml was stopped.")
    assert await talk.subscribed(talk.private(root)) == [1]
    assert len(await addresses(talk)) == 51
    assert "Morning Post" in (await talk.say(root, "/undo")).text
