"""/status: whether the bot is well, in plain words, for everybody."""

from newsroom import Problem, ProblemKind
from tests.handlers_.talk import HOUR, MINUTE, Talk, entry, place


async def test_a_bot_that_is_well_says_so_everywhere(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    group = talk.api.world.add_group("Neighbours", members=[ada])
    talk.now += 3 * MINUTE
    for chat in (talk.private(ada), group):
        answer = await talk.say(ada, "/status", chat)
        assert answer.text == (
            "All is well.\n"
            "\n"
            "I look at 1 feed.\n"
            "I last looked 3 minutes ago.\n"
            "All messages are sent.\n"
            "\n"
            "Nothing waits for this chat."
        )


async def test_with_no_feeds(talk: Talk) -> None:
    ada = await talk.user()
    assert "I look at no feeds yet." in (await talk.say(ada, "/status")).text


async def test_what_is_late_comes_first(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post")
    await talk.checked(feed, problem=Problem(ProblemKind.TIMEOUT))
    await talk.say(ada, "/sub 1")
    await talk.news(feed, "Ferry")
    talk.now += HOUR
    answer = await talk.say(ada, "/status")
    assert answer.text == (
        "I am late with looking at feeds: one has been due for 45 minutes.\n"
        "Messages wait to be sent, the first of them for 1 hour. They are kept until Telegram takes them.\n"
        "\n"
        "I look at 1 feed.\n"
        "I last looked 1 hour ago.\n"
        "1 message is on its way.\n"
        "\n"
        "1 article is on its way here."
    )


async def test_feeds_that_cannot_be_read_are_counted(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post")
    await talk.checked(feed, problem=Problem(ProblemKind.TIMEOUT))
    assert "1 of them cannot be read just now." in (await talk.say(ada, "/status")).text


async def test_our_own_outage_is_named(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    talk.now += HOUR
    talk.offline = True
    answer = await talk.say(ada, "/status")
    assert answer.text.startswith("I cannot reach the web just now.")
    assert "I am late" not in answer.text


async def test_what_is_held_here_and_when_it_comes(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post")
    for words in ("/timezone UTC", "/digest 23:13", "/sub 1"):
        await talk.say(ada, words)
    await talk.news(feed, "Ferry")
    answer = await talk.say(ada, "/status")
    assert "1 article is held for the digest or until quiet hours end, in 9 hours." in answer.text
    await talk.sql("UPDATE deliveries SET state = 'sent', settled_at = ?", talk.now - HOUR)
    await talk.sql(
        "UPDATE chats SET paused = 'blocked' WHERE id = ?", place(talk.private(ada)).chat_id
    )
    answer = await talk.say(ada, "/status")
    assert answer.text.endswith(
        "To this chat nothing is sent at the moment.\nThe last article came here 1 hour ago."
    )
