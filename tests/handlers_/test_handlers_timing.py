"""When alerts arrive: /digest, /quiet and /timezone. It is Monday, September 21, 2026, 14:13 in UTC."""

from bot.local.botapi import Chat, User
from newsroom import ChatSettings, DeliveryKind, Role
from storage import enqueue, get_settings
from tests.handlers_.talk import HOUR, NOW, Talk, entry, labels, place


async def settings(talk: Talk, chat: Chat) -> ChatSettings:
    return await get_settings(talk.db, chat.id)


async def in_berlin(talk: Talk) -> User:
    ada = await talk.user()
    await talk.say(ada, "/timezone Berlin")
    return ada


async def test_a_digest_is_set_shown_changed_and_taken_back(talk: Talk) -> None:
    ada = await in_berlin(talk)
    answer = await talk.say(ada, "/digest 8:00 weekdays")
    said = (
        "Every weekday at 08:00 (Europe/Berlin). The next one: tomorrow, 08:00.\n"
        "What is new until then comes in that one message. To end this: /digest off"
    )
    assert answer.text == said
    assert labels(answer) == ["Undo"]
    assert (await talk.say(ada, "/digest")).text == said
    other = await talk.say(ada, "/digest 6pm Sat Sun")
    assert other.text.startswith(
        "Every Saturday and Sunday at 18:00 (Europe/Berlin). The next one: Sat, Sep 26, 18:00."
    )
    await talk.press(ada, other, "Undo")
    assert other.text == said
    await talk.press(ada, answer, "Undo")
    assert answer.text == (
        "No digest here: each article comes at once. For one message a day with all that is new:\n"
        "/digest 08:00 – on some days: /digest 08:00 mo-fr"
    )
    await talk.press(ada, answer, "Undo")
    assert (await settings(talk, talk.private(ada))).digest_days == 31


async def test_days_are_named_in_many_ways(talk: Talk) -> None:
    ada = await in_berlin(talk)
    for typed, days in (
        ("/digest 18", 127),
        ("/digest 18:00 mo-fr", 31),
        ("/digest 08.30 Mo Wed Fr", 0b0010101),
        ("/digest 7am weekend", 96),
        ("/digest 7 fri–mon", 0b1110001),
    ):
        await talk.say(ada, typed)
        assert (await settings(talk, talk.private(ada))).digest_days == days, typed
    answer = await talk.say(ada, "/digest 18:00 mo we fr")
    assert answer.text.startswith(
        "Every Monday, Wednesday, and Friday at 18:00 (Europe/Berlin). The next one: today, 18:00."
    )


async def test_what_is_not_understood_changes_nothing(talk: Talk) -> None:
    ada = await in_berlin(talk)
    await talk.say(ada, "/digest 8")
    answer = await talk.say(ada, "/digest tomorrow")
    assert answer.text == (
        "I don't understand “tomorrow”. Nothing was changed. Write a time and, if you like, days:\n"
        "/digest 08:00\n"
        "/digest 7:30 mo-fr"
    )
    assert "“xyz”" in (await talk.say(ada, "/digest 9 xyz")).text
    assert "“22:00”" in (await talk.say(ada, "/quiet 22:00")).text
    assert "That would be the whole day." in (await talk.say(ada, "/quiet 8-8")).text
    assert await settings(talk, talk.private(ada)) == ChatSettings(
        timezone="Europe/Berlin", digest_minute=480
    )


async def test_without_a_zone_it_asks_first_and_then_goes_on(talk: Talk) -> None:
    ada = talk.api.world.add_user("Ada", language_code="de")
    answer = await talk.say(ada, "/digest 8 mo-fr")
    assert answer.text == (
        "Every weekday at 08:00, as soon as I know your time zone.\n"
        "\n"
        "Which is your time zone? Press it, or send me a city or what your clock shows:\n"
        "/timezone Lisbon\n"
        "/timezone 14:05"
    )
    assert labels(answer) == ["Berlin · 16:13", "Vienna · 16:13", "Zurich · 16:13", "Undo"]
    await talk.press(ada, answer, "Vienna · 16:13")
    assert answer.text == (
        "Clock times here are those of Europe/Vienna. It is 16:13 now.\n"
        "Every weekday at 08:00 (Europe/Vienna). The next one: tomorrow, 08:00."
    )


async def test_the_wish_also_goes_on_when_the_zone_is_typed(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/digest 8")
    answer = await talk.say(ada, "/quiet 22-7")
    assert answer.text.startswith("Quiet from 22:00 to 07:00, as soon as I know your time zone.")
    answer = await talk.say(ada, "/timezone new york")
    assert answer.text == (
        "Clock times here are those of America/New York. It is 10:13 now.\n"
        "Every day at 08:00 (America/New York). The next one: tomorrow, 08:00.\n"
        "Quiet from 22:00 to 07:00 (America/New York). What comes meanwhile is told in one message "
        "at 07:00. To end this: /quiet off"
    )
    await talk.press(ada, answer, "Undo")
    assert answer.text.startswith("I no longer know what time it is here.\n\nWhich is your")


async def test_the_zone_by_the_persons_own_clock(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/timezone 19:45")
    assert answer.text.startswith("There it is that time now;")
    assert labels(answer)[0] == "Kolkata · 19:43"
    assert labels(answer)[-1] == "UTC+5:30 · 19:43"
    await talk.press(ada, answer, "UTC+5:30 · 19:43")
    assert answer.text == "Clock times here are those of UTC+5:30. It is 19:43 now."
    shown = await talk.say(ada, "/timezone")
    assert shown.text.endswith(
        "For another one: /timezone Lisbon, or what your clock shows: /timezone 14:05"
    )


async def test_a_name_that_means_several_or_none(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/timezone Indonesia")
    assert answer.text.startswith("“Indonesia” may mean several.")
    assert "Jakarta · 21:13" in labels(answer)
    assert (await talk.say(ada, "/timezone Germany")).text.startswith("“Germany” may mean several")
    answer = await talk.say(ada, "/timezone Atlantis")
    assert answer.text.startswith(
        "I know no time zone “Atlantis”. Try the largest city near you.\nWhich is your time zone?"
    )
    assert "London · 15:13" in labels(answer)
    assert (await talk.say(ada, "/timezone Lisbon")).text.endswith("It is 15:13 now.")


async def test_quiet_hours_say_when_they_are_under_way(talk: Talk) -> None:
    ada = await in_berlin(talk)
    answer = await talk.say(ada, "/quiet 16:00-19:30")
    assert answer.text == (
        "Quiet from 16:00 to 19:30 (Europe/Berlin). What comes meanwhile is told in one message at "
        "19:30. To end this: /quiet off\n"
        "It is quiet now, until today, 19:30."
    )
    ended = await talk.say(ada, "/quiet off")
    assert ended.text == "No quiet hours here. To have nothing come at night: /quiet 22:00-07:00"
    await talk.press(ada, ended, "Undo")
    assert ended.text == answer.text


async def test_a_channel_is_named_first_and_so_it_is_in_the_question(talk: Talk) -> None:
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    answer = await talk.say(ada, "/digest @thenews 08:00")
    assert answer.text.startswith("In News:\nEvery day at 08:00, as soon as")
    assert "/timezone @thenews Lisbon" in answer.text
    await talk.press(ada, answer, "London · 15:13")
    assert answer.text.startswith("In News:\nClock times here are those of Europe/London.")
    assert (await settings(talk, channel)).timezone == "Europe/London"
    assert await settings(talk, talk.private(ada)) == ChatSettings()
    answer = await talk.say(ada, "/quiet @thenews 22-7")
    await talk.press(ada, answer, "Undo")
    assert answer.text.startswith("In News:\nNo quiet hours")


async def test_in_a_group_its_admins_choose(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob", role=Role.OWNER)
    group = talk.api.world.add_group("Rowers", admins=[ada], members=[bob])
    await talk.say(ada, "/timezone UTC+3", group)
    await talk.say(ada, "/digest 9", group)
    refused = await talk.say(bob, "/digest off", group)
    assert "admins" in refused.text
    assert (await settings(talk, group)).digest_minute == 540


async def test_what_a_digest_held_comes_when_it_ends(talk: Talk) -> None:
    ada = await in_berlin(talk)
    here = talk.private(ada)
    await talk.say(ada, "/digest 8")
    await talk.feed("Morning Post", entry("Rain"))
    await enqueue(talk.db, place(here), DeliveryKind.ALERT, "1", article_id=1, now=NOW)
    await talk.sql("UPDATE deliveries SET hold = 'digest', due_at = ?", NOW + 16 * HOUR)
    await talk.say(ada, "/digest off")
    assert await talk.rows("SELECT due_at FROM deliveries") == [(NOW,)]
