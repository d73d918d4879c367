"""A headless Chromium for tests, driven over its DevTools protocol: what is typed, pressed and seen.

Debian's package `chromium` is enough. Nothing is waited for by time: a condition is looked at again
whenever the page changes.
"""

import asyncio
import base64
import itertools
import json
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 30.0
"""Seconds for anything that is waited for; a machine under load needs some of them."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--no-proxy-server",
    "--force-color-profile=srgb",
    "--lang=en",
)
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")

# Looks at an expression again after each change of the page and each picture loaded, until it is true.
_UNTIL = """new Promise((resolve) => {
  const look = () => {
    const value = (() => { try { return EXPRESSION; } catch { return null; } })();
    if (value) {
      observer.disconnect();
      document.removeEventListener("load", look, true);
      resolve(value);
    }
  };
  const observer = new MutationObserver(look);
  document.addEventListener("load", look, true);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  look();
})"""


class NoBrowser(Exception):
    """The browser does not start: a package that only points elsewhere, a sandbox that is forbidden."""


def chromium() -> str | None:
    """Return the browser's path; None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Tab:
    """A page in the browser. `complaints` are its errors, `asked` the addresses that it has loaded."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._session = ""
        self.complaints: list[str] = []
        self.asked: list[str] = []

    async def call(self, method: str, **parameters: object) -> Any:
        """Call a method of the protocol and return its result. Raises RuntimeError where it is refused."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        session = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json(
            {"id": number, "method": method, "params": parameters} | session
        )
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def evaluate(self, expression: str) -> Any:
        """Return what an expression gives, a promise's value once it is there."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Return the expression's first value that is true."""
        try:
            return await self.evaluate(_UNTIL.replace("EXPRESSION", expression))
        except TimeoutError:
            there = await self.evaluate("document.body.innerText")
            raise TimeoutError(f"never true: {expression}\non the page: {there}") from None

    async def open(self, url: str) -> None:
        """Go to an address, and wait until it has loaded."""
        await self.call("Page.navigate", url=url)
        await self.until(
            f"location.href.startsWith({json.dumps(url)}) && document.readyState !== 'loading'"
        )

    async def click(self, element: str) -> None:
        """Click in the middle of an element, given as an expression; wait until it is there."""
        await self.until(element)
        await self.evaluate(f"({element}).scrollIntoView({{ block: 'center' }})")
        box = await self.evaluate(f"({element}).getBoundingClientRect().toJSON()")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    async def type(self, words: str) -> None:
        """Type into what has the focus."""
        await self.call("Input.insertText", text=words)

    async def key(self, name: str) -> None:
        """Press a key by its name, such as Enter."""
        code = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}[name]
        text = {"text": "\r"} if name == "Enter" else {}
        known = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **known, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **known)

    async def choose_file(self, selector: str, file: Path) -> None:
        """Choose a file in an input that is for one."""
        root = (await self.call("DOM.getDocument"))["root"]["nodeId"]
        node = (await self.call("DOM.querySelector", nodeId=root, selector=selector))["nodeId"]
        await self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    async def look(self, width: int, scheme: str, height: int = 800) -> None:
        """Have a width and height in CSS pixels, and a colour scheme, "light" or "dark"."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        await self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    async def picture(self) -> bytes:
        """Return a screenshot as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])

    async def begin(self) -> None:
        """Open an empty page, and listen to what goes wrong in it."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(f"{domain}.enable")

    async def hear(self) -> None:
        """Take what the browser says, until it has nothing more to say."""
        async for frame in self._socket:
            said = json.loads(frame.data)
            if "id" in said:
                answer = self._answers.pop(said["id"])
                if answer.cancelled():
                    continue
                if "error" in said:
                    answer.set_exception(RuntimeError(said["error"]["message"]))
                else:
                    answer.set_result(said["result"])
            elif said["method"] == "Runtime.exceptionThrown":
                self.complaints.append(str(said["params"]["exceptionDetails"]))
            elif said["method"] == "Log.entryAdded":
                self.complaints.append(
                    f"{said['params']['entry']['text']} {said['params']['entry'].get('url')}"
                )
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])


@asynccontextmanager
async def open_tab(path: str, folder: Path) -> AsyncIterator[Tab]:
    """Start the browser at `path` with an empty profile in `folder`, and lend its only page.

    Raises NoBrowser where it does not start.
    """
    is_root = os.geteuid() == 0  # for whom Chromium has no sandbox
    process = await asyncio.create_subprocess_exec(
        path,
        *_OPTIONS,
        *(("--no-sandbox",) if is_root else ()),
        f"--user-data-dir={folder}",
        env=os.environ | {"HOME": str(folder)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    rest: asyncio.Task[bytes] | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            while not (listening := _LISTENING.search(await process.stderr.readline())):
                if process.stderr.at_eof():
                    raise NoBrowser(f"{path} ends as it starts")
        rest = asyncio.create_task(process.stderr.read())  # else it would wait for a reader
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(listening[1].decode(), max_msg_size=0) as socket,
        ):
            tab = Tab(socket)
            hearing = asyncio.create_task(tab.hear())
            try:
                await tab.begin()
                yield tab
            finally:
                hearing.cancel()
                await asyncio.wait({hearing})
    finally:
        await _end(process)
        if rest is not None:
            await rest


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a browser by its own way, by which it takes its folder in /tmp along; else by force.

    Its session is its own, so that none of its processes is left, to hold what somebody waits for the end of.
    """
    if process.returncode is None:
        process.terminate()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
