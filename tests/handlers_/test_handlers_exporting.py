"""/export: the subscriptions as a file that comes back as it went."""

from pathlib import Path

import pytest

from bot.local.botapi import Message, User
from newsroom import Outline, Role, read_opml, read_tags
from storage import FeedSetting, edit_feed
from tests.handlers_.lists import bring
from tests.handlers_.talk import Talk, labels

FOLDER = Path(__file__).parents[1] / "newsroom" / "readers"
READERS = {file.name: file.read_bytes() for file in sorted(FOLDER.glob("*.opml"))}


@pytest.fixture
async def ada(talk: Talk) -> User:
    user = await talk.user("Ada")
    await talk.say(user, "/start")
    return user


def exported(message: Message) -> list[Outline]:
    """Return what stands in the file of a message."""
    assert message.media is not None
    assert message.media.file.name == "newshound.opml"
    return list(read_opml(message.media.file.content))


async def test_the_file_has_what_this_chat_is_subscribed_to(talk: Talk, ada: User) -> None:
    """Titles as the chat has them, tags as categories."""
    for name in ("Courier", "Paper", "Herald"):
        await talk.feed(name, url=f"https://{name.lower()}.example/?a=1&b=2", language="en")
    await edit_feed(talk.db, 1, FeedSetting.TAGS, "news, sport", by=0, now=talk.now)
    await talk.subscribe(talk.private(ada), 1, 2)
    await talk.sql("UPDATE subscriptions SET own_title = 'My <Paper>' WHERE feed_id = 2")
    answer = await talk.say(ada, "/export")
    assert answer.text == "The 2 feeds subscribed here, for any other reader."
    assert labels(answer) == []
    assert [(one.url, one.title, one.groups, one.language) for one in exported(answer)] == [
        ("https://courier.example/?a=1&b=2", "Courier", ("news", "sport"), "en"),
        ("https://paper.example/?a=1&b=2", "My <Paper>", (), "en"),
    ]


async def test_what_was_exported_is_imported_elsewhere(talk: Talk, ada: User) -> None:
    bob = await talk.user("Bob")
    for name in ("Courier", "Paper"):
        await talk.feed(name)
    await talk.subscribe(talk.private(ada), 1, 2)
    file = (await talk.say(ada, "/export")).media
    assert file is not None
    answer = await bring(talk, bob, file.file.content)
    await talk.press(bob, answer, "Subscribe here to 2 feeds")
    assert await talk.subscribed(talk.private(bob)) == [1, 2]


@pytest.mark.parametrize("name", READERS)
async def test_the_file_of_another_reader_comes_back_as_it_went(talk: Talk, name: str) -> None:
    """Its feeds, each once, with all of its groups as tags."""
    root = await talk.user("Root", role=Role.ADMIN)
    answer = await bring(talk, root, READERS[name], name=name)
    await talk.press(root, answer, "Add and subscribe here: 2 feeds")
    listed = [one for one in read_opml(READERS[name]) if not one.scraped]
    given = {
        one.url: [tag for other in listed if other.url == one.url for tag in other.groups]
        for one in listed
    }
    back = exported(await talk.say(root, "/export"))
    assert {one.url: one.groups for one in back} == {
        url: read_tags(groups) for url, groups in given.items()
    }
    assert {one.title for one in back} == {"The Paper", "Café Courier"}


async def test_without_subscriptions_that_is_said(talk: Talk, ada: User) -> None:
    await talk.feed()
    assert "nothing to export here" in (await talk.say(ada, "/export")).text


async def test_admins_get_the_catalogue_by_a_button(talk: Talk, ada: User) -> None:
    """Without the feeds of single chats; whoever is no admin any more gets nothing."""
    root = await talk.user("Root", role=Role.ADMIN)
    for name in ("Courier", "Paper", "Secret"):
        await talk.feed(name)
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = 3", ada.id)
    answer = await talk.say(root, "/export")
    assert labels(answer) == ["The whole catalogue"]
    await talk.press(root, answer, "The whole catalogue")
    file = talk.api.messages[-1]
    assert file.text == "The 2 feeds of the catalogue."
    assert [one.title for one in exported(file)] == ["Courier", "Paper"]
    await talk.set_role(root, Role.MEMBER)
    before = len(talk.api.messages)
    await talk.press(root, answer, "The whole catalogue")
    assert len(talk.api.messages) == before


async def test_a_chats_own_feeds_are_exported_to_its_admins_in_private(
    talk: Talk, ada: User
) -> None:
    bob = await talk.user("Bob")
    group = talk.api.world.add_group("Village", admins=[ada], members=[bob])
    await talk.say(ada, "/start", group)
    for name in ("Courier", "Secret"):
        await talk.feed(name)
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = 2", group.id)
    await talk.subscribe(group, 1, 2)
    for one in (ada, bob):
        answer = await talk.say(one, "/export", group)
        assert [each.title for each in exported(answer)] == ["Courier"]
        assert "1 feed of this chat alone is not in it" in answer.text
    answer = await talk.say(ada, f"/export {group.id}")
    assert [each.title for each in exported(answer)] == ["Courier", "Secret"]
    assert talk.api.messages[-1].chat is talk.private(ada)
    assert talk.api.messages[-1].media
    assert (await talk.say(bob, f"/export {group.id}")).media is None


async def test_a_topic_exports_its_own(talk: Talk, ada: User) -> None:
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    roads = talk.api.world.add_topic(forum, "Roads")
    await talk.feed("Courier")
    await talk.feed("Paper")
    await talk.say(ada, "/sub 1", forum)
    await talk.say(ada, "/sub 2", forum, topic=roads)
    answer = await talk.say(ada, "/export", forum, topic=roads)
    assert [each.title for each in exported(answer)] == ["Paper"]
    assert answer.thread_id == roads.id
