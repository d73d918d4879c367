"""The story of a whole page, found by trafilatura; and what is done where that does not do."""

import socket
from pathlib import Path

import pytest

import bot.intake.maintext
import bot.intake.reading
from bot.intake.page import read_page
from bot.intake.reading import read_web_page
from bot.worker import READ_PAGE, READ_PAGE_PLAINLY, WorkerPool
from newsroom import ParsedFeed, Problem, ProblemKind

URL = "https://paper.example/news/bridge.html"
NOW = 1_795_392_000_000

ENGLISH = [
    "The old bridge over the Ansel was closed on Monday after engineers had found three cracks.",
    "It will stay closed for eleven weeks, said the council, which has set aside money for the work.",
    "Ferries cross the river every twenty minutes until then, and carry bicycles without a charge.",
    "The harbour office expects long queues in the morning, and asks drivers to take the ring road.",
    "Two shops by the western ramp fear for their summer, since hardly anybody passes them on foot.",
    "In autumn the council wants to decide whether the bridge is to be mended or built anew.",
]
HEBREW = [
    "הגשר הישן מעל הנחל נסגר ביום שני לאחר שמהנדסים מצאו בו שלושה סדקים עמוקים בעמודי התמך.",
    "הוא יישאר סגור אחד עשר שבועות, מסרה העירייה, שהקצתה סכום ניכר לעבודות השיקום הדרושות.",
    "עד אז יפליגו מעבורות בין שתי הגדות מדי עשרים דקות, ויישאו גם אופניים ללא תשלום נוסף.",
    "משרד הנמל צופה תורים ארוכים בשעות הבוקר ומבקש מן הנהגים לנסוע בכביש העוקף את העיר.",
    "שני בעלי חנויות סמוך לרמפה המערבית חוששים לקיץ שלהם, שכן איש כמעט אינו עובר שם ברגל.",
    "בסתיו תחליט המועצה אם לתקן את הגשר או לבנות אותו מחדש, כך נמסר אתמול בישיבה הפתוחה.",
]
CHINESE = [
    "安瑟尔河上的老桥周一关闭，此前工程师在桥墩上发现了三条很深的裂缝，专家说情况并不乐观。",
    "市议会表示，大桥将关闭十一个星期，并已为维修工程拨出一笔不小的款项，工人下周进场施工。",
    "在此之前，渡轮每二十分钟过河一次，自行车可以免费上船，港务局增派了四名船员在码头值班。",
    "港务局预计早晨会排起长队，请司机改走环城公路，并提醒游客周末提前半个小时到达码头候船。",
    "西引桥旁的两家商店为夏天的生意担心，因为几乎没有人再步行经过那里，店主希望得到补贴。",
    "议会将在秋天决定是修补这座桥还是重新建造，居民可以在十月底之前以书面形式提出自己的意见。",
] * 2

FURNITURE = "We use cookies to remember you and to count our readers, as everybody does."
LINKS = "".join(f'<li><a href="/{number}">Another story {number}</a></li>' for number in range(9))


def whole_page(story: list[str], direction: str = "ltr") -> str:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in story)
    return f"""<!DOCTYPE html><html dir="{direction}"><head><title>Bridge | Paper</title></head><body>
        <div class="cookie-notice"><p>{FURNITURE}</p></div>
        <div class="menu"><ul>{LINKS}</ul></div>
        <div class="content"><h1>Bridge</h1>{first}<h2>What comes next</h2>
        <p class="share"><a href="/s">Share</a> <a href="/m">Mail</a></p>{"".join(rest)}</div>
        <div class="related"><h3>Related</h3><ul>{LINKS}</ul></div>
        <div class="comments" id="comments"><p>I never liked this bridge, and I said so.</p></div>
        <div class="footer"><p>© Paper</p></div></body></html>"""


def blocks_of(page: str | bytes, charset: str | None = None, *, plainly: bool = False) -> list[str]:
    body = page.encode() if isinstance(page, str) else page
    read = read_page(body, url=URL, charset=charset, now=NOW, plainly=plainly)
    assert isinstance(read, ParsedFeed)
    return read.entries[0].text.split("\n")


@pytest.mark.parametrize(
    ("story", "direction"),
    [(ENGLISH, "ltr"), (HEBREW, "rtl"), (CHINESE, "ltr")],
    ids=["english", "hebrew", "chinese"],
)
def test_the_story_alone_is_read_a_block_a_line_with_its_headings(
    story: list[str], direction: str
) -> None:
    """No HTML says where the story is; plainly read, the page is all there."""
    first, *rest = story
    assert blocks_of(whole_page(story, direction)) == [first, "What comes next", *rest]
    assert FURNITURE in blocks_of(whole_page(story, direction), plainly=True)


@pytest.mark.parametrize(("encoding", "charset"), [("cp1255", "windows-1255"), ("utf-16", None)])
def test_its_encoding_is_heeded(encoding: str, charset: str | None) -> None:
    page = whole_page(HEBREW, "rtl").replace("©", "c").encode(encoding)
    assert blocks_of(page, charset)[0] == HEBREW[0]


def test_lists_quotes_and_tables_are_a_line_each() -> None:
    inner = "<ul><li>One ferry</li><li>Two shops</li></ul><blockquote>It must go.</blockquote>"
    page = whole_page(ENGLISH).replace("<h2>", f"{inner}<h2>", 1)
    assert blocks_of(page)[1:4] == ["One ferry", "Two shops", "It must go."]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Refuse every socket and every look-up of a name, and note who wanted one."""
    wanted: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        wanted.append("socket")
        raise OSError("no network here")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return wanted


def test_nothing_is_ever_fetched(no_network: list[str]) -> None:
    """Though the page names scripts, pictures, frames, a canonical address and a next page."""
    extras = (
        '<link rel="canonical" href="https://paper.example/bridge"><base href="http://10.0.0.1/">'
        '<link rel="next" href="/2"><img src="/p.jpg"><iframe src="http://127.0.0.1/"></iframe>'
        '<script src="http://127.0.0.1/s.js"></script><meta http-equiv="refresh" content="0;url=/3">'
    )
    page = whole_page(ENGLISH).replace("<head>", f"<head>{extras}")
    assert blocks_of(page)[0] == ENGLISH[0]
    assert no_network == []


@pytest.mark.parametrize("error", [ValueError, RecursionError, AttributeError])
def test_where_trafilatura_trips_the_page_is_read_plainly(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def trip(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("trafilatura.core.bare_extraction", trip)
    assert blocks_of(whole_page(ENGLISH)) == blocks_of(whole_page(ENGLISH), plainly=True)


def test_where_trafilatura_finds_nothing_the_page_is_read_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trafilatura.core.bare_extraction", lambda *_, **__: None)
    assert blocks_of(whole_page(ENGLISH)) == blocks_of(whole_page(ENGLISH), plainly=True)


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "<span>a b</span>" * 300_000,
        "<table>" + "<tr><td>a<td>b" * 100_000,
        "<p>" + "word " * 2_000_000,
        "<a href=x>link text</a> " * 200_000,
    ],
    ids=["spans", "table", "text", "links"],
)
def test_a_page_too_large_for_trafilatura_is_not_given_to_it(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """These cost it from 6 to 18 seconds, or half a gigabyte."""

    def never(*_: object, **__: object) -> None:
        pytest.fail("it was given to trafilatura")

    monkeypatch.setattr("trafilatura.core.bare_extraction", never)
    assert blocks_of(page)


# In a worker

HOSTILE = {
    "nesting": "<div>" * 100_000 + ENGLISH[0],
    "inline nesting": "<p><b>" * 50_000 + ENGLISH[0],
    "one text": "x" * 10_000_000,
    "script soup": "<script>if(a<b){d.write('<p>x')}</script>" * 50_000 + f"<p>{ENGLISH[0]}</p>",
    "lists": "<ul><li>a" * 6_000,
    "as many elements as are taken": f"<p>{ENGLISH[0]}</p>" * 19_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_page_is_read_or_a_named_problem_within_the_workers_limits(
    workers: WorkerPool, page: str
) -> None:
    read = await read_web_page(workers, page.encode(), url=URL, charset=None, now=NOW)
    assert isinstance(read, ParsedFeed) or read.kind in (ProblemKind.TOO_HARD, ProblemKind.EMPTY)
    fine = await read_web_page(
        workers, whole_page(ENGLISH).encode(), url=URL, charset=None, now=NOW
    )
    assert isinstance(fine, ParsedFeed)


@pytest.mark.parametrize("harm", ["spin", "crash", "eat"])
async def test_a_page_that_is_too_hard_is_read_once_more_plainly(
    harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never ends, kills its worker, or takes all memory."""
    deadline = 0.3 if harm == "spin" else 3.0
    monkeypatch.setattr(bot.intake.reading, "PAGE_DEADLINE", deadline)
    jobs = {
        READ_PAGE: f"tests.bot_worker.hostile:{harm}",
        READ_PAGE_PLAINLY: "bot.intake.page:read_page_plainly_job",
    }
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    async with WorkerPool(1, jobs=jobs) as workers:
        body = whole_page(ENGLISH).encode()
        read = await read_web_page(workers, body, url=URL, charset=None, now=NOW)
    assert isinstance(read, ParsedFeed)
    assert FURNITURE in read.entries[0].text


async def test_what_is_too_hard_in_either_way_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs = dict.fromkeys((READ_PAGE, READ_PAGE_PLAINLY), "tests.bot_worker.hostile:crash")
    async with WorkerPool(1, jobs=jobs) as workers:
        read = await read_web_page(workers, b"<p>x", url=URL, charset=None, now=NOW)
    assert read == Problem(ProblemKind.TOO_HARD, "died")
