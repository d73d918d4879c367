"""The chat as a person sees it: a real browser, in front of the real bot."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.local.page import ChatPage
from bot.local.trial import Trial
from tests.devtools import PATIENCE, NoBrowser, Tab, chromium, open_tab
from tests.local.page.conftest import HEBREW, HOSTILE, Bare

BROWSER = chromium()
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)

MESSAGES = "[...document.querySelectorAll('.message')]"


@pytest.fixture(scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tab]:
    """One browser for all tests here, which complains of nothing and asks nobody but this machine."""
    assert BROWSER is not None
    async with AsyncExitStack() as stack:
        try:
            folder = tmp_path_factory.mktemp("browser")
            tab = await stack.enter_async_context(open_tab(BROWSER, folder))
        except NoBrowser as error:
            pytest.skip(str(error))
        await tab.look(1_200, "light")
        yield tab
        assert tab.complaints == []
        assert {urlsplit(url).hostname for url in tab.asked} == {"127.0.0.1"}


@pytest.fixture
async def tab(browser: Tab, trial: Trial) -> Tab:
    """Go to the page of the real bot; what the tests before have said may stand there."""
    return await opened(browser, trial.page)


async def opened(browser: Tab, page: ChatPage | None) -> Tab:
    """Go to a page and wait until it has the chat."""
    assert page is not None
    await browser.open(page.url)
    await browser.until(
        "run && document.getElementById('state').textContent === 'the bot on this machine'"
    )
    return browser


async def say(tab: Tab, words: str) -> None:
    """Type a message and send it."""
    await tab.click("document.getElementById('text')")
    await tab.type(words)
    await tab.key("Enter")


def newest(*parts: str) -> str:
    """Return the expression of the newest message of the bot with all these parts in it."""
    own = "m.classList.contains('own')"
    return f"{MESSAGES}.findLast((m) => !{own} && {json.dumps(parts)}.every((p) => m.innerText.includes(p)))"


def button(message: str, label: str) -> str:
    """Return the expression of a button below a message."""
    return f"[...{message}.querySelectorAll('.key')].find((b) => b.innerText.includes({json.dumps(label)}))"


async def test_a_search_is_typed_and_a_button_pressed(tab: Tab) -> None:
    await say(tab, "/search ferry")
    found = newest("Search: ferry", "Ferry runs again")
    await tab.click(button(found, "1"))
    await tab.until(newest("Ferry runs again", "Summary"))
    assert await tab.evaluate("document.getElementById('text').value") == ""


async def test_a_button_changes_its_message(tab: Tab) -> None:
    await say(tab, "/sub 1")
    asked = newest("Strange Paper", "Undo")
    await tab.click(button(asked, "Undo"))
    await tab.until(newest("edited"))


async def test_a_title_that_is_markup_stays_text(tab: Tab) -> None:
    await say(tab, "/latest 1")
    await tab.until(newest("The newest of", HOSTILE))
    assert await tab.evaluate("document.querySelectorAll('#log img[src=x]').length") == 0
    assert await tab.evaluate("document.title") == "Newshound on this machine"


async def test_commands_are_offered_after_a_slash(tab: Tab) -> None:
    await tab.until("commands.length > 0")
    await tab.click("document.getElementById('text')")
    await tab.type("/sea")
    await tab.until("document.querySelector('#commands:not([hidden])')")
    await tab.key("ArrowDown")
    chosen = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
    assert (await tab.evaluate(f"{chosen}.innerText")).startswith("/search")
    await tab.key("Enter")
    assert await tab.evaluate("document.activeElement.value") == "/search "
    await tab.evaluate("document.activeElement.value = ''")


async def test_a_message_is_answered(tab: Tab) -> None:
    await say(tab, "/latest 1")
    await tab.click(button(newest("The newest of"), "1"))
    card = newest("Summary", "Save")
    await tab.until(card)
    await tab.click(f"{card}.querySelector('.foot button')")
    await say(tab, "/save")
    await tab.until(
        f"{MESSAGES}.findLast((m) => m.classList.contains('own')).querySelector('.reply')"
    )
    await tab.until(newest("Saved"))
    assert await tab.evaluate("document.getElementById('answering').hidden")


async def test_it_fits_a_phone_and_follows_the_systems_colours(tab: Tab) -> None:
    colours = set()
    for width in (360, 1_200):
        for scheme in ("light", "dark"):
            await tab.look(width, scheme)
            assert await tab.evaluate("document.documentElement.scrollWidth") == width
            colours.add(await tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


async def test_the_history_is_there_after_a_reload(tab: Tab) -> None:
    await say(tab, "/status")
    await tab.until(f"{MESSAGES}.some((m) => m.innerText.includes('/status'))")
    await tab.call("Page.reload")
    await tab.until(f"{MESSAGES}.some((m) => m.innerText.includes('/status'))")


# With no bot behind the page: the tests send what the real one seldom does.


async def test_what_is_marked_is_shown_so_and_only_the_web_is_linked(
    browser: Tab, bare: Bare
) -> None:
    tab = await opened(browser, bare.page)
    html = (
        "<b>bold</b> <i>slanted</i> <b><i>both</i></b> <tg-spoiler>secret</tg-spoiler> "
        '<a href="https://a.example/">web</a> '
        '<a href="tg://resolve?domain=x">tg</a> \N{WAVING HAND SIGN} <u>under</u>\n'
        "<blockquote expandable>one\ntwo\nthree\nfour</blockquote>\n<pre>a &lt; b</pre>"
    )
    await bare.as_bot("sendMessage", text=html, parse_mode="HTML")
    shown = newest("bold slanted both")
    await tab.until(shown)

    async def seen(what: str) -> Any:
        return await tab.evaluate(f"{shown}.{what}")

    assert await seen("querySelector('b').innerText") == "bold"
    assert await seen("querySelector('i').innerText") == "slanted"
    assert await seen("querySelector('b i').innerText") == "both"
    assert await seen("querySelector('u').innerText") == "under"
    assert await seen("querySelector('pre').innerText") == "a < b"
    links = f"[...{shown}.querySelectorAll('a')].map((a) => [a.href, a.rel, a.target])"
    assert await tab.evaluate(links) == [["https://a.example/", "noopener noreferrer", "_blank"]]
    assert "secret" not in await seen("innerText")
    await tab.click(f"{shown}.querySelector('.spoiler')")
    assert "secret" in await seen("innerText")
    folded = await seen("querySelector('.quoted').clientHeight")
    await tab.click(f"{shown}.querySelector('blockquote button')")
    assert await seen("querySelector('.quoted').clientHeight") > folded


async def test_a_line_begins_on_the_side_of_its_script(browser: Tab, bare: Bare) -> None:
    """A name in another script at its head is isolated by the bot, and does not decide."""
    tab = await opened(browser, bare.page)
    lines = {
        "An English line, the longest, gives the others room": "both",
        HEBREW: "right",
        f"\N{FIRST STRONG ISOLATE}{HEBREW}\N{POP DIRECTIONAL ISOLATE} · 2 hours ago": "left",
        "English words": "left",
        "مرحبا بالعالم, English": "right",
    }
    await bare.as_bot("sendMessage", text="\n".join(lines))
    shown = newest("English words")
    await tab.until(shown)
    sides = f"""[...{shown}.querySelectorAll('.line')].map((line) => {{
      const words = document.createRange();
      words.selectNodeContents(line);
      const [inner, outer] = [words.getBoundingClientRect(), line.getBoundingClientRect()];
      const [left, right] = [inner.left - outer.left < 1, outer.right - inner.right < 1];
      return left && right ? "both" : left ? "left" : right ? "right" : "neither";
    }})"""
    assert await tab.evaluate(sides) == list(lines.values())


async def test_a_message_changes_and_goes_where_it_stands(browser: Tab, bare: Bare) -> None:
    tab = await opened(browser, bare.page)
    first, second, _ = [
        await bare.as_bot("sendMessage", text=word) for word in ("One", "Two", "Three")
    ]
    await bare.as_bot("editMessageText", message_id=first["message_id"], text="Once")
    await bare.as_bot("deleteMessage", message_id=second["message_id"])
    words = f"{MESSAGES}.map((m) => m.querySelector('.line').innerText).join()"
    await tab.until(f"{words} === 'Once,Three'")


async def test_answers_to_a_press_and_the_typing_sign_are_shown(browser: Tab, bare: Bare) -> None:
    tab = await opened(browser, bare.page)
    rows = [[{"text": "Go", "callback_data": "x"}, {"text": "Share", "switch_inline_query": "x"}]]
    await bare.as_bot("sendMessage", text="Choose", reply_markup={"inline_keyboard": rows})
    await tab.click(button(newest("Choose"), "Share"))
    toast = "document.getElementById('toast').innerText"
    assert await tab.until(toast) == "This works in Telegram alone."
    pressed = asyncio.Event()
    bare.person.listen(lambda _: pressed.set())
    await tab.click(button(newest("Choose"), "Go"))
    async with asyncio.timeout(PATIENCE):
        await pressed.wait()
    query = bare.api.presses[-1].id
    await bare.as_bot("answerCallbackQuery", callback_query_id=query, text="Noted")
    await tab.until(f"{toast} === 'Noted'")
    await bare.as_bot(
        "answerCallbackQuery", callback_query_id=query, text="Mind you", show_alert=True
    )
    await tab.until("document.querySelector('dialog[open]')?.innerText.includes('Mind you')")
    await tab.key("Enter")
    await tab.until("!document.querySelector('dialog[open]')")
    await bare.as_bot("sendChatAction", action="typing")
    await tab.until("document.getElementById('state').innerText === 'is typing …'")


async def test_a_file_is_sent(browser: Tab, bare: Bare, tmp_path: Path) -> None:
    tab = await opened(browser, bare.page)
    file = tmp_path / "my feeds.opml"
    file.write_text("<opml/>")
    await tab.choose_file("#attach input", file)
    await tab.until(f"{MESSAGES}.some((m) => m.innerText.includes('my feeds.opml'))")
    message = bare.person.chat.last_message
    assert message is not None
    assert message.media is not None
    assert message.media.file.content == b"<opml/>"


async def test_a_lost_connection_is_said_and_found_again(browser: Tab, bare: Bare) -> None:
    tab = await opened(browser, bare.page)
    await bare.as_bot("sendMessage", text="Before")
    await tab.until(newest("Before"))
    await bare.page.__aexit__(None, None, None)
    await tab.until("document.getElementById('state').innerText.includes('The connection is lost')")
    await bare.as_bot("sendMessage", text="Between")
    async with ChatPage(bare.api, bare.person, int(bare.page.url.rpartition(":")[2])):
        await bare.as_bot("sendMessage", text="After")
        await tab.until(newest("After"))
        assert (
            await tab.evaluate("document.getElementById('state').innerText")
            == "the bot on this machine"
        )
    tab.complaints.clear()  # of the connection
