"""Tags in conversation: given by admins, shown, subscribed to."""

from pathlib import Path

from handlers import AccessRules
from newsroom import Role
from tests.handlers_.talk import Talk, labels
from tests.handlers_.world import talking


async def test_an_admin_gives_tags_and_takes_them_back(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    await talk.feed()
    assert "Tags: none" in (await talk.say(root, "/editfeed 1")).text
    answer = await talk.say(root, "/editfeed 1 tag Sport, #Local news")
    assert answer.text == "Changed feed 1, Morning Post:\nTags: #local-news #sport"
    await talk.press(root, answer, "Undo")
    assert answer.text.endswith("\nTags: none")
    await talk.say(root, "/editfeed 1 tags sport")
    answer = await talk.say(root, "/editfeed 1 tags …")
    assert answer.text.startswith("Write the tags with commas between")
    answer = await talk.say(root, "/editfeed 1 tags none")
    assert answer.text.endswith("\nTags: none")


async def test_the_catalogue_shows_tags_and_is_chosen_from_by_them(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(root, "/editfeed 1 tags sport, local")
    assert "\n1. Morning Post #local #sport\n" in (await talk.say(root, "/feeds")).text
    answer = await talk.say(root, "/feeds tag:Sport")
    assert answer.text.startswith("1 feed")
    assert "Evening Post" not in answer.text
    assert labels(answer) == ["+ 1", "Subscribe to #sport"]
    await talk.press(root, answer, "Subscribe to #sport")
    assert answer.text == (
        "Subscribed to #sport: to every feed that has this tag, also to those that get it later.\n"
        "1 feed now: Morning Post"
    )
    assert labels(await talk.say(root, "/feeds #sport")) == []


async def test_a_tag_is_subscribed_to_and_what_joins_comes_too(talk: Talk) -> None:
    root, ada = await talk.user("Root", role=Role.ADMIN), await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(root, "/editfeed 1 tags sport")
    answer = await talk.say(ada, "/sub tag:sport")
    assert labels(answer) == ["Undo"]
    await talk.say(root, "/editfeed 2 tags sport")
    assert await talk.subscribed(talk.private(ada)) == [1, 2]
    listed = await talk.say(ada, "/list")
    assert "All feeds with #sport, also those that get it later.\n" in listed.text
    again = await talk.say(ada, "/sub #sport")
    assert again.text.startswith("You have #sport here already.\n2 feeds now: ")
    answer = await talk.say(ada, "/unsub tag:sport")
    assert answer.text == (
        "Unsubscribed from #sport; 2 feeds ended with it. What you had chosen yourself stays."
    )
    await talk.press(ada, answer, "Undo")
    assert answer.text == "2 subscriptions are back."
    assert await talk.subscribed(talk.private(ada)) == [1, 2]
    ending = await talk.say(ada, "/unsub")
    await talk.press(ada, ending, "✕ #sport")
    assert ending.text.startswith("Unsubscribed from #sport;")
    answer = await talk.say(ada, "/unsub tag:sport")
    assert answer.text == "There is no subscription to #sport here. /list shows what there is."


async def test_why_names_the_tag(talk: Talk) -> None:
    root, ada = await talk.user("Root", role=Role.ADMIN), await talk.user()
    feed = await talk.feed("Morning Post")
    await talk.say(root, "/editfeed 1 tags sport")
    await talk.say(ada, "/sub tag:sport")
    await talk.news(feed, "Ferry")
    answer = await talk.say(ada, "/why 1")
    assert "• Subscribed to Morning Post, as it has the tag #sport\n" in answer.text


async def test_a_tag_that_nothing_has_is_not_subscribed_to(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    assert (await talk.say(root, "/sub tag:sport")).text == "No feed has the tag #sport."
    await talk.feed()
    await talk.say(root, "/editfeed 1 tags local")
    answer = await talk.say(root, "/sub tag:sport")
    assert answer.text == "No feed has the tag #sport.\nThere are: #local"


async def test_a_tag_keeps_to_the_limit_of_subscriptions(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(max_subscriptions=1)) as talk:
        root = await talk.user("Root", role=Role.ADMIN)
        for number, name in enumerate(("Morning Post", "Evening Post"), 1):
            await talk.feed(name)
            await talk.say(root, f"/editfeed {number} tags sport")
        answer = await talk.say(root, "/sub tag:sport")
        assert answer.text.startswith("With #sport there would be more than the 1 subscription")
        assert await talk.subscribed(talk.private(root)) == []
