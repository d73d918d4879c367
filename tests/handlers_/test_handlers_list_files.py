"""Which files are taken for lists of feeds, from whom and for which place; and what is said of the others."""

from pathlib import Path

import pytest

from bot.local.botapi import FaultKind, User
from handlers import AccessRules
from newsroom import MAX_OPML, Role
from tests.handlers_.lists import bring, bring_all, opml
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import talking


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot who has started it."""
    user = await talk.user("Root", role=Role.ADMIN)
    await talk.say(user, "/start")
    return user


@pytest.mark.parametrize("name", ["list.opml", "LIST.OPML", "subscriptions.xml"])
async def test_a_file_by_its_name_is_enough_in_private(talk: Talk, root: User, name: str) -> None:
    assert "1 feed" in (await bring(talk, root, opml("Paper"), name=name)).text


async def test_other_files_are_lists_where_one_says_so(talk: Talk, root: User) -> None:
    """By /import below the file or as a reply to it."""
    assert await bring_all(talk, root, opml("Paper"), name="list.txt") == []
    sent = talk.private(root).last_message
    assert "1 feed" in (await talk.say(root, "/import", reply_to=sent)).text
    answer = await bring(talk, root, opml("Paper"), name="list.txt", caption="/import")
    assert "1 feed" in answer.text
    for caption in ("/import@other_bot", "/feeds"):
        assert await bring_all(talk, root, opml("Paper"), caption=caption) == []


async def test_a_forwarded_or_edited_file_is_no_command(talk: Talk, root: User) -> None:
    """A reply to a forwarded one is."""
    assert await bring_all(talk, root, opml("Paper"), forwarded=True) == []
    sent = talk.private(root).last_message
    assert sent is not None
    assert "1 feed" in (await talk.say(root, "/import", reply_to=sent)).text
    await bring(talk, root, opml("Paper"), caption="mine")
    before = await talk.memory()
    mine = [one for one in talk.private(root).messages.values() if one.sender is root][-1]
    talk.api.edit(mine, "/import")
    assert await talk.done() == []
    assert await talk.memory() == before


async def test_in_a_group_its_admins_import_by_reply(talk: Talk, root: User) -> None:
    ada, bob = await talk.user("Ada"), await talk.user("Bob")
    group = talk.api.world.add_group("Village", admins=[ada], members=[bob])
    await talk.feed("Paper", url="https://paper.example/feed")
    assert await bring_all(talk, bob, opml("Paper", "Courier"), group) == []
    sent = group.last_message
    refused = await talk.say(bob, "/import", group, reply_to=sent)
    assert "group's admins" in refused.text
    answer = await talk.say(ada, "/import", group, reply_to=sent)
    assert labels(answer) == ["Subscribe to 1, ask for 1", "Cancel"]
    press = await talk.press(bob, answer, "Cancel")
    assert "somebody else" in press.answers[0].text
    await talk.press(ada, answer, "Subscribe to 1, ask for 1")
    assert await talk.subscribed(group) == [1]
    request = talk.private(root).last_message
    assert request is not None
    assert "For Village" in request.text


async def test_an_anonymous_admin_subscribes_and_asks_for_nothing(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    group = talk.api.world.add_group("Village", admins=[ada])
    await talk.feed("Paper", url="https://paper.example/feed")
    await bring_all(talk, ada, opml("Paper", "Courier"), group)
    words = {"reply_to": group.last_message, "anonymous_admin": True}
    answer = await talk.say(ada, "/import", group, **words)
    assert "Import the list under your own name" in answer.text
    assert labels(answer) == ["Subscribe here to 1 feed", "Cancel"]


async def test_who_may_not_use_the_bot_brings_no_lists(tmp_path: Path) -> None:
    """A stranger where only approved people may is told so, and may ask; the banned get no answer."""
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        ada, eve = await talk.user("Ada"), await talk.user("Eve", role=Role.BANNED)
        before = await talk.memory()
        assert "approved" in (await bring(talk, ada, opml("Paper"))).text
        assert await bring_all(talk, eve, opml("Paper")) == []
        after = await talk.memory()
        assert len(after.pop("join_requests")) == 1
        del before["join_requests"]
        assert after == before
        assert talk.api.calls_of("getFile") == []


async def test_a_list_for_a_channel(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    channel = talk.api.world.add_channel("News", username="the_news", admins=[root])
    answer = await bring(talk, root, opml("Paper"), caption="/import @the_news")
    assert answer.text.startswith("In News:")
    await talk.press(root, answer, "Add and subscribe here: 1 feed")
    assert await talk.subscribed(channel) == [1]
    refused = await bring(talk, ada, opml("Paper"), caption="/import @the_news")
    assert "admin" in refused.text
    assert labels(refused) == []


async def test_a_list_goes_to_the_topic_that_it_is_in(talk: Talk, root: User) -> None:
    forum = talk.api.world.add_group("Village", forum=True, admins=[root])
    roads = talk.api.world.add_topic(forum, "Roads")
    answer = await bring(talk, root, opml("Paper"), forum, topic=roads, caption="/import")
    await talk.press(root, answer, "Add and subscribe here: 1 feed")
    assert await talk.subscribed(forum, roads) == [1]


# What is no list


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<rss version='2.0'/>", "That is no list of feeds but <rss>."),
        (b"\x00\x01binary", "this file is not"),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml/>", "it has a document type"),
        (b"<opml><body>", "The file is broken, perhaps cut off: line 1: no element found."),
        (b"<opml>" * 10_000, "its groups stand too deep"),
        (b"<opml>" + b"<outline/>" * 100_000 + b"</opml>", "up to 20,000 entries"),
        (b"<opml/>", "There are no feeds in that list."),
        (b" " * (MAX_OPML + 1), "The file is too large: I take lists of up to 5 MiB."),
    ],
    ids=lambda value: repr(value[:24]),
)
async def test_what_is_no_list_is_said_to_be_none(
    talk: Talk, root: User, content: bytes, says: str
) -> None:
    before = await talk.memory()
    assert says in (await bring(talk, root, content)).text
    assert await talk.memory() == before


async def test_a_large_file_is_not_downloaded(talk: Talk, root: User) -> None:
    await bring(talk, root, b" " * (MAX_OPML + 1))
    assert talk.api.calls_of("getFile") == []


@pytest.mark.parametrize("kind", [FaultKind.REFUSE, FaultKind.SERVER_ERROR, FaultKind.DROP_BEFORE])
async def test_a_file_that_telegram_does_not_give_is_asked_for_anew(
    talk: Talk, root: User, kind: FaultKind
) -> None:
    talk.api.fault(kind, method="getFile")
    assert "send it anew" in (await bring(talk, root, opml("Paper"))).text
