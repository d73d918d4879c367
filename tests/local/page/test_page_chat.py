"""The chat in the browser, over HTTP, with the real bot behind it."""

from bot.local.trial import Trial
from tests.local.page.conftest import HEBREW, HOSTILE
from tests.local.page.visitor import Visitor


async def test_a_command_is_answered_and_a_button_changes_the_answer(visitor: Visitor) -> None:
    async with visitor.looking() as events:
        await visitor.say("/sub 1")
        assert (await events.next("message"))["text"] == "/sub 1"
        answer = await events.message("Subscribed to Strange Paper")
        assert not answer["edited"]
        await visitor.press(answer, "Undo")
        await events.next("message", lambda one: one["key"] == answer["key"] and one["edited"])


async def test_the_history_is_there_for_who_comes_later(visitor: Visitor) -> None:
    async with visitor.looking() as events:
        await visitor.say("/status")
        answer = await events.next("message", lambda one: not one["own"])
    async with visitor.looking() as events:
        chat = await events.next("chat")
    assert [one["text"] for one in chat["messages"][-2:]] == ["/status", answer["text"]]
    assert {"command": "search"}.items() <= next(
        one.items() for one in chat["commands"] if one["command"] == "search"
    )


async def test_an_answer_to_a_message_shows_it_and_names_its_article(visitor: Visitor) -> None:
    async with visitor.looking() as events:
        await visitor.say("/latest 1")
        shown = await events.message("Ferry runs again")
        await visitor.press(shown, "1")
        card = await events.next("message", lambda one: not one["own"])
        await visitor.say("/save", card["key"])
        asked = await events.next("message", lambda one: one["own"])
        assert asked["reply"]["key"] == card["key"]
        assert asked["reply"]["who"] == "Newshound"
        await events.message("Saved")


async def test_a_title_comes_as_text_and_what_marks_it_beside_it(visitor: Visitor) -> None:
    async with visitor.looking() as events:
        await visitor.say("/latest 1")
        shown = await events.message(HOSTILE, HEBREW)
    name = next(one for one in shown["entities"] if one["type"] == "bold")
    assert shown["text"][name["offset"] :].startswith("Strange Paper")


async def test_a_list_of_feeds_is_sent_and_taken_for_one(visitor: Visitor) -> None:
    opml = (
        b'<opml version="2.0"><body><outline text="A" xmlUrl="http://127.0.0.1:9/a"/></body></opml>'
    )
    async with visitor.looking() as events:
        assert await visitor.post("/file?name=my%20feeds.opml", opml) == (204, "")
        own = await events.next("message")
        assert (own["own"], own["media"]["name"]) == (True, "my feeds.opml")
        await events.message("1 feed")
    assert (await visitor.post("/file?name=a.opml", b""))[0] == 422


async def test_what_the_bot_sends_can_be_downloaded_and_pictures_are_shown(
    visitor: Visitor,
) -> None:
    async with visitor.looking() as events:
        await visitor.say("/stats")
        chart = (await events.next("message", lambda one: one["media"]))["media"]
        await visitor.say("/sub 1")
        await visitor.say("/export")
        file = (await events.next("message", lambda one: one["media"]))["media"]
    async with visitor.get(chart["href"]) as response:
        assert response.content_type == "image/png"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (chart["picture"], file["picture"]) == (True, False)
    async with visitor.get(file["href"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert b"<opml" in await response.read()


async def test_what_is_typed_in_the_terminal_appears_in_the_browser(
    visitor: Visitor, trial: Trial
) -> None:
    async with visitor.looking() as events:
        trial.person.say("terminal", "/feeds")
        assert (await events.next("message"))["text"] == "/feeds"
        await events.message("Strange Paper")
