"""/editfeed FEED chat …: a feed becomes one chat's own, and everybody's again."""

import pytest

from bot.local.botapi import User
from newsroom import Role
from storage import list_audit
from tests.handlers_.talk import Talk, labels


@pytest.fixture
async def root(talk: Talk) -> User:
    return await talk.user("Root", role=Role.ADMIN)


async def owner(talk: Talk) -> int | None:
    ((chat_id,),) = await talk.rows("SELECT owner_chat_id FROM feeds WHERE id = 1")
    return int(chat_id) if chat_id is not None else None


async def test_a_feed_becomes_this_chats_own_and_everybodys_again(talk: Talk, root: User) -> None:
    await talk.feed()
    eve = await talk.user("Eve")
    group = talk.api.world.add_group("Neighbours", admins=[root], members=[eve])
    answer = await talk.say(root, "/editfeed 1 chat here", group)
    assert answer.text.splitlines() == [
        "Changed feed 1, Morning Post:",
        "Chat: it is for one chat alone.",
    ]
    assert await owner(talk) == group.id
    assert "Morning" not in (await talk.say(eve, "/feeds")).text
    assert "Morning" in (await talk.say(eve, "/feeds", group)).text
    noted, *_ = await list_audit(talk.db, limit=1)
    assert (noted.by, noted.action, noted.subject) == (root.id, "editfeed", "feed:1")
    assert "changed whose feed 1, Morning Post is" in (await talk.say(root, "/audit", group)).text
    answer = await talk.say(root, "/editfeed 1 chat all", group)
    assert answer.text.splitlines()[1] == "Chat: it is for everybody."
    assert "Morning" in (await talk.say(eve, "/feeds")).text


async def test_others_are_counted_first_lose_it_and_get_it_back_with_an_undo(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    for user in (ada, eve, root):
        await talk.say(user, "/help")
        await talk.subscribe(talk.private(user), 1)
    await talk.news(feed, "Ferry")
    question = await talk.say(root, "/editfeed 1 chat here")
    assert question.text == (
        "Keep feed 1, Morning Post, for that chat alone? Elsewhere it will be as unknown as one that "
        "never was.\n2 other chats follow it and get nothing more from it."
    )
    assert labels(question) == ["For one chat alone", "Keep"]
    assert await owner(talk) is None
    talk.now += 1
    await talk.press(root, question, "For one chat alone")
    assert question.text.startswith("Changed feed 1")
    assert await owner(talk) == root.id
    assert await talk.subscribed(talk.private(ada)) == []
    assert await talk.subscribed(talk.private(root)) == [1]
    due = "SELECT chat_id FROM deliveries WHERE kind = 'alert' AND state = 'due'"
    assert await talk.rows(due) == [(root.id,)], "what was on its way to others is dropped"
    talk.now += 1
    await talk.press(root, question, "Undo")
    assert await owner(talk) is None
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert await talk.subscribed(talk.private(eve)) == [1]


async def test_another_chat_is_named_by_who_runs_it_then(talk: Talk, root: User) -> None:
    """Asked for at the press again."""
    await talk.feed()
    channel = talk.api.world.add_channel("News", username="the_news", admins=[root])
    strange = talk.api.world.add_channel("Strange", username="strange_one")
    for chat in (channel, strange):
        talk.api.promote(talk.api.bot, chat)
    await talk.done()
    answer = await talk.say(root, "/editfeed 1 chat @strange_one")
    assert "strange_one" in answer.text
    assert await owner(talk) is None
    ada = await talk.user("Ada")
    await talk.say(ada, "/help")
    await talk.subscribe(talk.private(ada), 1)
    question = await talk.say(root, "/editfeed 1 chat @the_news")
    talk.api.demote(root, channel)
    await talk.press(root, question, "For one chat alone")
    assert await owner(talk) is None
    talk.api.promote(root, channel)
    await talk.press(root, question, "For one chat alone")
    assert await owner(talk) == channel.id


async def test_a_twin_of_everybodys_stays_the_chats(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    await talk.say(root, "/editfeed 1 chat here")
    await talk.feed("Twin", url=feed.url)
    answer = await talk.say(root, "/editfeed 1 chat all")
    assert "There is a feed with that address already" in answer.text
    assert await owner(talk) == root.id
