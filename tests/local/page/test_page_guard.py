"""Who may speak to the page, and what is said to everybody else."""

from urllib.parse import quote

import aiohttp
import pytest

from bot.local.page.guard import HEADERS
from bot.local.page.server import LARGEST_ACT, LARGEST_FILE
from tests.local.page.conftest import Bare

PATHS = ("/", "/page.css", "/page.js", "/icon.svg")


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/say", "/file/1/1"])
async def test_every_answer_says_what_browsers_shall_refuse(bare: Bare, path: str) -> None:
    async with bare.visitor.get(path) as response:
        assert response.status == {"/nothing": 404, "/say": 405, "/file/1/1": 404}.get(path, 200)
        assert HEADERS.items() <= dict(response.headers).items()
        assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_the_page_loads_nothing_but_its_own_files(bare: Bare) -> None:
    async with bare.visitor.get("/") as response:
        html = await response.text()
        assert response.content_type == "text/html"
    assert "//" not in html.replace("<!DOCTYPE", "")
    assert "style=" not in html
    assert html.count("<script") == html.count('<script src="/page.js" defer></script>') == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:PORT", "127.0.0.1", "localhost:1", "0.0.0.0:PORT", ""]
)
@pytest.mark.parametrize("path", ["/", "/page.js", "/events", "/file/1/1"])
async def test_a_name_of_another_site_that_leads_here_is_refused(
    bare: Bare, path: str, host: str
) -> None:
    port = bare.visitor.url.rpartition(":")[2]
    async with bare.visitor.get(path, Host=host.replace("PORT", port)) as response:
        assert response.status == 403


async def test_the_page_is_there_by_the_name_localhost_too(bare: Bare) -> None:
    host = bare.visitor.url.removeprefix("http://").replace("127.0.0.1", "localhost")
    async with bare.visitor.get("/", Host=host) as response:
        assert response.status == 200
    said = {"text": "Hello"}
    assert (await bare.visitor.post("/say", said, Host=host, Origin=f"http://{host}"))[0] == 204


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "https://127.0.0.1:PORT",
        "http://127.0.0.1:1",
        "http://[::1]:PORT",
    ],
)
async def test_another_site_can_neither_write_nor_look(bare: Bare, origin: str) -> None:
    origin = origin.replace("PORT", bare.visitor.url.rpartition(":")[2])
    for path, act in (("/say", {"text": "/broadcast Hi"}), ("/press", {}), ("/file?name=a", b"a")):
        assert (await bare.visitor.post(path, act, Origin=origin))[0] == 403
    for path in ("/events", "/file/1/1", "/page.js"):
        async with bare.visitor.get(path, Origin=origin) as response:
            assert response.status == 403
    assert bare.person.chat.last_message is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_another_page_loads_without_saying_where_from_is_refused(
    bare: Bare, site: str
) -> None:
    for path in ("/events", "/page.js", "/file/1/1"):
        async with bare.visitor.get(path, Sec_Fetch_Site=site) as response:
            assert response.status == 403
    async with bare.visitor.get("/", Sec_Fetch_Site=site) as response:
        assert response.status == 200  # a link to it


async def test_a_post_says_where_it_comes_from_and_is_of_a_type_that_forms_are_not(
    bare: Bare,
) -> None:
    url = f"{bare.visitor.url}/say"
    async with bare.session.post(url, json={"text": "Hello"}) as response:
        assert response.status == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        for path in ("/say", "/press", "/file?name=a"):
            assert (await bare.visitor.post(path, {}, Content_Type=kind))[0] == 415


@pytest.mark.parametrize(
    ("path", "act", "status"),
    [
        ("/say", b"{", 400),
        ("/say", b"[" * 10_000, 400),
        ("/say", b"\xff", 400),
        ("/say", [], 400),
        ("/say", {}, 400),
        ("/say", {"text": 1}, 400),
        ("/say", {"text": "x", "reply_to": {"a": 1}}, 404),
        ("/press", {"message": "1:1", "button": "0"}, 400),
        ("/press", {"message": "1:1", "button": 0}, 404),
        ("/say", b" " * (LARGEST_ACT + 1), 413),
        ("/file?name=a", b" " * (LARGEST_FILE + 1), 413),
    ],
)
async def test_what_makes_no_sense_or_is_too_large_is_refused(
    bare: Bare, path: str, act: object, status: int
) -> None:
    kind = "application/octet-stream" if path.startswith("/file") else "application/json"
    assert (await bare.visitor.post(path, act, Content_Type=kind))[0] == status
    assert bare.person.chat.last_message is None


async def test_a_button_that_is_not_there_is_not_pressed(bare: Bare) -> None:
    rows = [[{"text": "Go", "callback_data": "x"}, {"text": "Copy", "copy_text": {"text": "y"}}]]
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendMessage", text="Choose", reply_markup={"inline_keyboard": rows})
        key = (await events.message("Choose"))["key"]
    for button in (-1, 1, 2):
        status, words = await bare.visitor.post("/press", {"message": key, "button": button})
        assert (status, bool(words)) == (422, True)
    assert bare.api.presses == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("", "file"),
        ("a/", "a"),
        ("x" * 300 + ".opml", 255),
    ],
)
async def test_a_files_name_is_a_name(bare: Bare, given: str, kept: str | int) -> None:
    assert (await bare.visitor.post(f"/file?name={quote(given, safe='')}", b"a"))[0] == 204
    message = bare.person.chat.last_message
    assert message is not None
    assert message.media is not None
    assert message.media.file.name == kept or len(message.media.file.name) == kept


async def test_the_token_never_reaches_the_page(bare: Bare) -> None:
    told: list[str] = []
    async with bare.visitor.looking() as events:
        await bare.as_bot("sendPhoto", photo="https://pictures.example/a.jpg")
        told.append(str(await events.next("chat")))
        told.append(str(await events.next("message")))
    for path in PATHS:
        async with bare.visitor.get(path) as response:
            told += [await response.text(), str(response.headers)]
    assert bare.api.token not in "".join(told)


async def test_other_methods_are_answered_plainly(bare: Bare) -> None:
    own: dict[str, str] = {"Origin": bare.visitor.url}
    for path in ("/", "/events", "/say"):
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            async with bare.visitor.get(path, method, **own) as response:
                assert response.status == 405
                assert "Access-Control-Allow-Origin" not in response.headers
    async with aiohttp.ClientSession() as session, session.head(f"{bare.visitor.url}/") as response:
        assert response.status == 200
