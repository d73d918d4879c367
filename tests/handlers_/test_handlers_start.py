"""First steps: /start with what its links carry, and /help."""

from pathlib import Path

from bot.local.botapi import Chat, Message
from handlers import AccessRules
from newsroom import Role, Verdict
from storage import get_user, offer_claim, record_check
from tests.handlers_.talk import HOUR, MINUTE, Talk, entry, labels
from tests.handlers_.world import talking


def commands_in(message: Message) -> set[str]:
    """Return the commands that begin a line."""
    return {line[1:].split()[0] for line in message.text.splitlines() if line.startswith("/")}


def menu_of(talk: Talk, chat: Chat) -> set[str]:
    """Return the commands of the menu that was set for this chat alone."""
    return {
        str(command["command"])
        for (scope, _), menu in talk.api.profile.commands.items()
        if str(chat.id) in scope
        for command in menu
    }


async def test_start_says_what_to_do_next_with_buttons(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    answer = await talk.say(ada, "/start")
    assert {"/feeds", "/sub", "/help"} <= set(answer.text.replace(",", "").split())
    await talk.press(ada, answer, "Show the feeds")
    assert "1. Morning Post" in answer.text


async def test_the_help_button_shows_the_commands_in_place(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/start")
    await talk.press(ada, answer, "All commands")
    assert "sub" in commands_in(answer)


async def test_an_admin_without_feeds_is_told_to_add_one(talk: Talk) -> None:
    ada = await talk.user(role=Role.ADMIN)
    assert "/addfeed" in (await talk.say(ada, "/start")).text


async def test_start_in_a_group_says_who_chooses(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", members=[ada])
    assert "admins" in (await talk.say(ada, "/start", group)).text


async def test_the_one_time_link_makes_its_opener_the_owner(talk: Talk) -> None:
    """He is told what to do next, and his menu has the admins' commands at once."""
    ada = await talk.user()
    code = await offer_claim(talk.db, expires_at=talk.now + 15 * MINUTE)
    answer = await talk.say(ada, f"/start claim_{code}")
    assert "owner" in answer.text
    assert "/addfeed" in answer.text
    met = await get_user(talk.db, ada.id)
    assert met is not None
    assert met.role is Role.OWNER
    assert "addfeed" in menu_of(talk, talk.private(ada))
    again = await talk.say(ada, f"/start claim_{code}")
    assert "already" in again.text


async def test_a_wrong_or_late_claim_changes_nothing(talk: Talk) -> None:
    ada = await talk.user()
    code = await offer_claim(talk.db, expires_at=talk.now + 15 * MINUTE)
    assert "wrong" in (await talk.say(ada, "/start claim_nonsense")).text
    talk.now += HOUR
    assert "15 minutes" in (await talk.say(ada, f"/start claim_{code}")).text
    met = await get_user(talk.db, ada.id)
    assert met is not None
    assert met.role is Role.STRANGER


async def test_a_claim_is_not_taken_in_a_group(talk: Talk) -> None:
    """The code stands there for all to read: the answer leads to the private chat."""
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", members=[ada])
    code = await offer_claim(talk.db, expires_at=talk.now + 15 * MINUTE)
    assert "private" in (await talk.say(ada, f"/start claim_{code}", group)).text
    assert not await talk.rows("SELECT id FROM users WHERE role = 'owner'")


async def test_a_bot_for_approved_people_turns_strangers_away(tmp_path: Path) -> None:
    """All but the claim: its code is right that makes a stranger the owner."""
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        stranger, member = await talk.user("Eve"), await talk.user("Max", role=Role.MEMBER)
        await talk.feed()
        for words in ("/start", "/start f1", "/feeds", "/help", "hello"):
            assert "approved" in (await talk.say(stranger, words)).text, words
        assert "approved" not in (await talk.say(member, "/start")).text
        code = await offer_claim(talk.db, expires_at=talk.now + MINUTE)
        assert "owner" in (await talk.say(stranger, f"/start claim_{code}")).text


async def test_a_link_to_a_feed_shows_it_with_a_subscribe_button(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain again"), entry("No rain", age=3 * HOUR))
    answer = await talk.say(ada, "/start f1")
    assert answer.text.startswith("1. Morning Post")
    assert "Rain again · 1 hour ago" in answer.text
    await talk.press(ada, answer, "Subscribe")
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert labels(await talk.say(ada, "/start f1")) == ["Unsubscribe"]


async def test_a_link_to_an_article_shows_it(talk: Talk) -> None:
    """Title with its link, source, age, number, the first lines; also where its feed is removed."""
    ada = await talk.user()
    text = " ".join(f"It rains in every street of district number {n}." for n in range(20))
    feed = await talk.feed("Morning Post", entry("Rain again", text=text))
    answer = await talk.say(ada, "/start a1")
    title, source, _, body = answer.text.splitlines()
    assert (title, source) == ("Rain again", "Morning Post · 1 hour ago · #1")
    assert body.startswith("It rains in every street")
    assert body.endswith("…")
    assert "https://example.org/Rain-again" in answer.source
    await talk.sql("UPDATE feeds SET removed_at = 1 WHERE id = ?", feed.id)
    assert (await talk.say(ada, "/start a1")).text.startswith("Rain again")


async def test_an_article_whose_title_was_edited_says_what_it_was_called(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post", entry("Rain <again>", text="It rains."))
    edited = entry("Rain ends", text="It rains.")
    at = talk.now + HOUR
    await record_check(talk.db, Verdict(feed.id, at, at + HOUR, changed=((1, edited),)))
    lines = (await talk.say(ada, "/start a1")).text.splitlines()
    assert lines[0] == "Rain ends"
    assert lines[2:] == ["Earlier title: Rain <again>", "", "It rains."]


async def test_what_is_private_to_a_chat_is_unknown_elsewhere(talk: Talk) -> None:
    """Neither the feed's number nor an article's tells another chat that they exist."""
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    feed = await talk.feed("Secret", entry("Plan"))
    await talk.say(ada, "/start")
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, feed.id)
    assert "Plan" in (await talk.say(ada, "/start a1")).text
    for words, unknown in (("/start a1", "/start a99"), ("/start f1", "/start f99")):
        assert (await talk.say(eve, words)).text == (await talk.say(eve, unknown)).text


async def test_a_link_that_carries_nonsense_just_greets(talk: Talk) -> None:
    ada = await talk.user()
    greeting = (await talk.say(ada, "/start")).text
    assert (await talk.say(ada, "/start f999999999999999999999")).text == greeting


async def test_help_lists_what_the_asker_may_use(talk: Talk) -> None:
    """In a group that asks Telegram: who is no admin there does not see /sub."""
    ada, root = await talk.user("Ada"), await talk.user("Root", role=Role.OWNER)
    group = talk.api.world.add_group("Neighbours", members=[ada], admins=[root])
    assert "sub" in commands_in(await talk.say(ada, "/help"))
    assert "addfeed" not in commands_in(await talk.say(ada, "/help"))
    assert "addfeed" in commands_in(await talk.say(root, "/help"))
    assert "latest" in commands_in(await talk.say(ada, "/help", group))
    assert "sub" not in commands_in(await talk.say(ada, "/help", group))
    assert "sub" in commands_in(await talk.say(root, "/help", group))
    anonymously = await talk.say(root, "/help", group, anonymous_admin=True)
    assert "sub" in commands_in(anonymously)
    assert "addfeed" not in commands_in(anonymously)


async def test_help_explains_a_command_with_an_example(talk: Talk) -> None:
    ada = await talk.user()
    for words in ("/help sub", "/help /sub", "/help SUB"):
        assert "/sub @mychannel 12" in (await talk.say(ada, words)).text


async def test_help_for_an_unknown_command_says_so_and_lists(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/help <b>dance</b>")
    assert "“<b>dance</b>”" in answer.text
    assert "sub" in commands_in(answer)


async def test_other_words_in_private_are_a_search(talk: Talk) -> None:
    ada = await talk.user()
    assert (await talk.say(ada, "good morning")).text.startswith("Search: good morning")
    assert "/dance" in (await talk.say(ada, "/dance")).text


async def test_other_words_in_a_group_are_never_answered(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", members=[ada])
    for words in ("good morning", "/dance", "https://example.org"):
        assert not await talk.say_all(ada, words, group)
