"""Lists as people bring them to the bot: read by a worker, and no address asked."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot import lists
from bot.lists import judge, list_reader
from bot.worker import WorkerPool
from newsroom import MAX_OPML, Listed, NotOpml, OpmlFault, Outline, Refusal

BOMB = b"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<opml><body><outline text="&c;" xmlUrl="https://a.example/"/></body></opml>"""


@pytest.fixture
async def workers() -> AsyncIterator[WorkerPool]:
    async with WorkerPool(1) as pool:
        yield pool


async def read(workers: WorkerPool, document: bytes) -> tuple[Listed, ...] | NotOpml:
    return await list_reader(workers, allow_private=False)(document)


async def listed(workers: WorkerPool, body: str, encoding: str = "utf-8") -> list[Listed]:
    found = await read(workers, f"<opml><body>{body}</body></opml>".encode(encoding))
    assert not isinstance(found, NotOpml)
    return list(found)


HOSTILE = (
    (BOMB, OpmlFault.DOCTYPE),
    (b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml/>', OpmlFault.DOCTYPE),
    (b"<opml>" + b"<outline/>" * 100_000 + b"</opml>", OpmlFault.TOO_MANY),
    (b"<opml>" + b"<outline>" * 10_000, OpmlFault.TOO_DEEP),
    (bytes(range(256)) * 4000, OpmlFault.NOT_XML),
    (b"\x89PNG\r\n\x1a\n\0\0\0", OpmlFault.NOT_XML),
    (b"PK\x03\x04" + b"\0" * 5000, OpmlFault.NOT_XML),
    (b"<opml><body><outline xmlUrl='https://a.example/'", OpmlFault.BROKEN),
    (b"<rss><channel/></rss>", OpmlFault.OTHER),
    (b"<opml>" + b" " * MAX_OPML, OpmlFault.TOO_LARGE),
    (b"<opml a='" + b"&" * 300_000, OpmlFault.TOO_MANY),
)


async def test_hostile_and_broken_files_are_refused_with_the_reason(workers: WorkerPool) -> None:
    for document, fault in HOSTILE:
        outcome = await read(workers, document)
        assert isinstance(outcome, NotOpml), document[:24]
        assert outcome.fault is fault, document[:24]


async def test_other_encodings_are_taken(workers: WorkerPool) -> None:
    body = "<outline text='Café' xmlUrl='https://a.example/'/>"
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig", "cp1252"):
        (found,) = await listed(workers, body, encoding)
        assert (found.outline.title, found.refused) == ("Café", None)


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("https://a.example/feed", None),
        ("file:///etc/passwd", Refusal.FILE),
        ("FILE://server/share", Refusal.FILE),
        ("https://me:secret@a.example/", Refusal.LOGIN),
        ("http://127.0.0.1/", Refusal.FORBIDDEN),
        ("http://2130706433/", Refusal.FORBIDDEN),
        ("http://[::1]/", Refusal.FORBIDDEN),
        ("http://router.local/", Refusal.FORBIDDEN),
        ("https://a.example:25/", Refusal.FORBIDDEN),
        ("gopher://a.example/", Refusal.BAD_ADDRESS),
        ("javascript:alert(1)", Refusal.BAD_ADDRESS),
        ("nothing", Refusal.BAD_ADDRESS),
    ],
)
def test_each_address_is_judged_by_the_guard(url: str, refused: Refusal | None) -> None:
    assert judge(Outline(url), allow_private=False).refused is refused


async def test_the_longest_list_leaves_the_loop_to_others(
    workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others have their turn after every few hundred addresses, each of which takes microseconds."""
    outlines = "".join(
        f"<outline text='Feed {n}' xmlUrl='https://f{n}.example/feed'/>" for n in range(20_000)
    )
    at_a_stretch, most = 0, 0

    def counted(outline: Outline, *, allow_private: bool) -> Listed:
        nonlocal at_a_stretch, most
        at_a_stretch += 1
        most = max(most, at_a_stretch)
        return judge(outline, allow_private=allow_private)

    async def beat() -> None:
        nonlocal at_a_stretch
        while True:
            at_a_stretch = 0
            await asyncio.sleep(0)

    monkeypatch.setattr(lists, "judge", counted)
    beating = asyncio.create_task(beat())
    assert len(await listed(workers, outlines)) == 20_000
    beating.cancel()
    assert 0 < most <= 500


async def test_groups_come_as_tags(workers: WorkerPool) -> None:
    """Long names around thousands of feeds do not multiply."""
    body = "<outline text='Boats &amp; Rivers'><outline xmlUrl='https://a.example/'/></outline>"
    (found,) = await listed(workers, body)
    assert found.outline.groups == ("boats-rivers",)
