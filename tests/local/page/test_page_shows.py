"""What the page is told of a chat, with the endpoint alone behind it: the tests themselves are the bot."""

import io

import pytest

from bot.local.page.room import MOST_WAITING, Room
from bot.local.screen import Screen
from tests.local.page.conftest import Bare


async def test_a_picture_elsewhere_is_a_link(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendPhoto", photo="https://pictures.example/a.jpg")
        shown = await events.next("message", lambda one: one["media"])
        assert shown["media"]["remote"] == "https://pictures.example/a.jpg"
        assert "href" not in shown["media"]
    async with bare.visitor.get(f"/file/{shown['key'].replace(':', '/')}") as response:
        assert response.status == 404


async def test_a_message_that_is_deleted_goes(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        sent = await bare.as_bot("sendMessage", text="For a moment")
        shown = await events.message("For a moment")
        await bare.as_bot("deleteMessage", message_id=sent["message_id"])
        assert await events.next("gone") == shown["key"]
    assert (await bare.visitor.post("/press", {"message": shown["key"], "button": 0}))[0] == 404


async def test_a_post_in_the_channel_says_where_it_stands(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendMessage", chat_id="@my_channel", text="Posted")
        shown = await events.message("Posted")
    assert (shown["place"], shown["who"]) == ("My channel", "My channel")
    assert (await bare.visitor.post("/say", {"text": "Hm", "reply_to": shown["key"]}))[0] == 400


async def test_the_bot_is_seen_typing(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendChatAction", action="typing")
        await events.next("typing")


async def test_only_links_of_the_web_and_to_the_bot_itself_lead_anywhere(bare: Bare) -> None:
    links = {
        "https://a.example/?x=javascript:alert(1)": {"href"},
        "https://t.me/newshound_bot?start=a1": {"start"},
        "https://t.me/other_bot?start=a1": {"href"},
        "tg://resolve?domain=newshound_bot": set(),
        "tg://user?id=777000": set(),
    }
    html = " ".join(f'<a href="{link}">x</a>' for link in links) + " b.example.com"
    rows = [[{"text": "x", "url": link}] for link in links]
    async with bare.visitor.looking() as events:
        await bare.as_bot(
            "sendMessage",
            text=html,
            parse_mode="HTML",
            reply_markup={"inline_keyboard": [*rows, [{"text": "c", "copy_text": {"text": "d"}}]]},
        )
        shown = await events.message("b.example.com")
    ways = [
        one.keys() & {"href", "start"} for one in shown["entities"] if one["type"] != "text_mention"
    ]
    buttons = [button for row in shown["rows"] for button in row]
    assert ways == [*list(links.values())[:4], {"href"}]
    assert [button.keys() & {"href", "start"} for button in buttons[:-1]] == list(links.values())
    assert buttons[-1] == {"text": "c", "copy": "d"}
    assert shown["entities"][-1]["href"] == "http://b.example.com"


async def test_what_telegram_would_not_take_is_refused_in_words(bare: Bare) -> None:
    assert await bare.visitor.post("/say", {"text": "x" * 4097}) == (422, "message is too long")
    assert (await bare.visitor.post("/say", {"text": " \n"}))[0] == 422
    assert (await bare.visitor.post("/say", {"text": "\ud800 half a letter"}))[0] == 204
    assert (await bare.visitor.post("/say", {"text": "x", "reply_to": "1:99999"}))[0] == 404
    status, words = await bare.visitor.post("/say", {"text": "@newshound_bot ferry"})
    assert (status, "terminal" in words) == (422, True)


async def test_an_album_is_known_as_one(bare: Bare) -> None:
    media = [{"type": "photo", "media": f"https://pictures.example/{name}.jpg"} for name in "ab"]
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendMediaGroup", media=media)
        first, second = [await events.next("message") for _ in range(2)]
    assert first["album"] == second["album"] != None  # noqa: E711 - both, and not nothing


async def test_the_answers_to_a_press_are_told(bare: Bare) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]}
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendMessage", text="Choose", reply_markup=keyboard)
        await bare.visitor.press(await events.message("Choose"), "Go")
        query = bare.api.presses[-1].id
        await bare.as_bot(
            "answerCallbackQuery", callback_query_id=query, text="Well", show_alert=True
        )
        assert await events.next("answer") == {"text": "Well", "alert": True}
        link = "https://t.me/newshound_bot?start=s1"
        await bare.as_bot("answerCallbackQuery", callback_query_id=query, url=link)
        assert (await events.next("message"))["text"] == "/start s1"


async def test_the_menu_of_commands_is_that_of_the_narrowest_scope(bare: Bare) -> None:
    async def menu(command: str, **where: object) -> list[str]:
        commands = [{"command": command, "description": "does it"}]
        await bare.as_bot("setMyCommands", commands=commands, **where)
        return [one["command"] for one in await events.next("commands")]

    own = {"type": "chat", "chat_id": bare.person.chat.id}
    async with bare.visitor.looking() as events:
        assert await menu("everywhere") == ["everywhere"]
        assert await menu("private", scope={"type": "all_private_chats"}) == ["private"]
        assert await menu("mine", scope=own) == ["mine"]
        assert await menu("english", scope=own, language_code="en") == ["english"]
        assert await menu("german", scope=own, language_code="de") == ["english"]


async def test_who_takes_no_events_is_sent_away_and_begins_anew(bare: Bare) -> None:
    room = Room(bare.api, bare.person)
    with room.looking() as events:
        for number in range(MOST_WAITING + 1):
            bare.person.say("terminal", str(number))
        waiting = events.qsize()
    assert 0 < waiting <= MOST_WAITING


async def test_the_end_of_the_trial_ends_the_events(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        await events.next("chat")
        await bare.page.__aexit__(None, None, None)
        with pytest.raises(KeyError):
            await events.next("message")


async def test_what_is_done_in_the_browser_appears_in_the_terminal_as_it_is_typed_there(
    bare: Bare,
) -> None:
    terminal = io.StringIO()
    screen = Screen(bare.person.chat, terminal)
    bare.api.on_call(screen.on_call)
    bare.person.listen(screen.on_deed)
    keyboard = {
        "inline_keyboard": [
            [{"text": "No", "callback_data": "n"}, {"text": "Go", "callback_data": "g"}]
        ]
    }
    async with bare.visitor.looking() as events:
        await bare.visitor.say("/sub 1")
        await bare.as_bot("sendMessage", text="Shall I?", reply_markup=keyboard)
        asked = await events.message("Shall I?")
    await bare.visitor.press(asked, "Go")
    await bare.visitor.say("first line\nsecond", asked["key"])
    await bare.visitor.post("/file?name=a.txt", b"a")
    bare.person.say("terminal", "is seen there already")
    assert terminal.getvalue().splitlines() == [
        "> /sub 1",
        "[1] Shall I?",
        "    !1 No   !2 Go",
        "> !1.2",
        "> >1 first line",
        "  second",
        "> !file a.txt",
    ]


async def test_an_answer_shows_what_it_answers_but_nothing_hidden(bare: Bare) -> None:
    async with bare.visitor.looking() as events:
        html = "\N{WAVING HAND SIGN} <tg-spoiler>secret</tg-spoiler> and so on"
        await bare.as_bot("sendMessage", text=html, parse_mode="HTML")
        shown = await events.message("and so on")
        await bare.visitor.say("Well", shown["key"])
        reply = (await events.next("message"))["reply"]
    assert reply == {
        "key": shown["key"],
        "who": "Newshound",
        "text": "\N{WAVING HAND SIGN} ▒▒▒▒▒▒ and so on",
    }
