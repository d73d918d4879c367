"""The loopback site that serves the bundled papers."""

import io
from collections.abc import AsyncIterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import aiohttp
import feedparser
import pytest
from lxml import html
from multidict import CIMultiDictProxy

from bot.local.feeds import load_papers
from bot.local.feedsite import FeedSite

NOW = 1_770_000_000_000
PAPERS = {paper.slug: paper for paper in load_papers()}
HELD_BACK = {
    slug: [article.title for article in paper.articles if article.age is None]
    for slug, paper in PAPERS.items()
}


class Answer(NamedTuple):
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


class Reader:
    """Reads a site as a client does."""

    def __init__(self, site: FeedSite, client: aiohttp.ClientSession) -> None:
        self.site, self._client = site, client

    async def get(self, url: str, **headers: str) -> Answer:
        """Fetch an address, or a path of the site."""
        url = self.site.url + url if url.startswith("/") else url
        async with self._client.get(url, headers=headers) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def feeds(self) -> dict[str, tuple[str, list[str]]]:
        """Return the ETag and the titles of each living feed, by its paper."""
        found = {}
        for slug in PAPERS:
            answer = await self.get(f"/{slug}/feed.xml")
            entries = feedparser.parse(io.BytesIO(answer.body)).entries
            found[slug] = (answer.headers["ETag"], [entry.title for entry in entries])
        return found


@pytest.fixture
async def site() -> AsyncIterator[FeedSite]:
    async with FeedSite(now=NOW) as site:
        yield site


@pytest.fixture
async def reader(site: FeedSite) -> AsyncIterator[Reader]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as client:
        yield Reader(site, client)


async def test_three_feeds_are_well_and_the_fourth_is_dead(reader: Reader) -> None:
    answers = [await reader.get(url) for url in reader.site.feed_urls]
    assert [answer.status for answer in answers] == [200, 200, 200, 404]
    assert [answer.headers["Content-Type"] for answer in answers] == [
        "application/rss+xml",
        "application/atom+xml",
        "application/rss+xml",
        "text/html; charset=utf-8",
    ]


async def test_a_feed_lists_at_first_what_is_not_held_back(reader: Reader) -> None:
    for slug, (_, titles) in (await reader.feeds()).items():
        assert len(titles) == len(PAPERS[slug].articles) - len(HELD_BACK[slug])
        assert not set(titles) & set(HELD_BACK[slug])


async def test_publishing_adds_one_entry_to_one_feed_at_a_time(reader: Reader) -> None:
    """Each publication changes one feed's ETag; the papers take turns until all are out."""
    published: list[str] = []
    papers: list[str] = []
    before = await reader.feeds()
    while (title := reader.site.publish_next(NOW + len(published))) is not None:
        after = await reader.feeds()
        (changed,) = (slug for slug in PAPERS if before[slug] != after[slug])
        (old_etag, old_titles), (new_etag, new_titles) = before[changed], after[changed]
        assert new_etag != old_etag
        assert new_titles == [title, *old_titles]
        published.append(title)
        papers.append(changed)
        before = after
    assert sorted(published) == sorted(chain.from_iterable(HELD_BACK.values()))
    assert papers[:3] == list(PAPERS)


async def test_an_article_that_is_held_back_has_no_page_yet(reader: Reader) -> None:
    page = "/harbour-courier/divers-give-mill-bridge-good-marks.html"
    assert (await reader.get(page)).status == 404
    reader.site.publish_next(NOW)
    assert (await reader.get(page)).status == 200


@pytest.mark.parametrize("path", ["/drei-ufer/feed.xml", "/drei-ufer/kaese-aus-dem-tunnel.html"])
async def test_an_unchanged_document_is_not_sent_again(reader: Reader, path: str) -> None:
    headers = (await reader.get(path)).headers
    for question, validator in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        answer = await reader.get(path, **{question: headers[validator]})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == headers["ETag"]


async def test_an_article_in_the_same_second_is_seen_by_the_etag(reader: Reader) -> None:
    url = reader.site.feed_urls[0]
    reader.site.publish_next(NOW)
    headers = (await reader.get(url)).headers
    while reader.site.publish_next(NOW + 1):
        pass
    stamp = headers["Last-Modified"]
    known = {"If-None-Match": headers["ETag"], "If-Modified-Since": stamp}
    answer = await reader.get(url, **known)
    assert (answer.status, answer.headers["Last-Modified"]) == (200, stamp)


async def test_every_link_of_a_page_leads_somewhere(reader: Reader) -> None:
    page = html.fromstring((await reader.get("/drei-ufer/nachtzug-kehrt-zurueck.html")).body)
    links = {link for _, _, link, _ in page.iterlinks() if link.startswith("http")}
    assert len(links) > 10
    assert [link for link in links if (await reader.get(link)).status != 200] == []


async def test_the_index_leads_to_the_papers(reader: Reader) -> None:
    fronts = html.fromstring((await reader.get("/")).body).xpath("//a/@href")
    assert fronts == [f"/{slug}/" for slug in PAPERS]
    assert [(await reader.get(front)).status for front in fronts] == [200, 200, 200]


async def test_photos_and_episodes_are_served_as_announced(reader: Reader) -> None:
    answers = [await reader.get(url) for url in reader.site.feed_urls[:3]]
    entries = [e for a in answers for e in feedparser.parse(io.BytesIO(a.body)).entries]
    sounds = [sound for entry in entries for sound in entry.enclosures]
    assert sounds
    for sound in sounds:
        answer = await reader.get(sound.href)
        assert answer.headers["Content-Type"] == sound.type
        assert len(answer.body) == int(sound.length)
    pictures = [entry.media_content[0]["url"] for entry in entries if "media_content" in entry]
    answer = await reader.get(pictures[0])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/nobody/",
        "/nobody/feed.xml",
        "/drei-ufer/nothing.html",
        "/harbour-courier/bus-14-runs-every-ten-minutes.png",
        "/harbour-courier/mill-bridge-closes.wav",
        "/files/0/a.xml",
        "/files/x/a.xml",
    ],
)
async def test_what_is_not_there_is_not_found(reader: Reader, path: str) -> None:
    assert (await reader.get(path)).status == 404


async def test_a_file_is_read_anew_at_each_request(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "my feed é?.JSON"
    file.write_bytes(b"one")
    url = reader.site.add_file(file)
    answer = await reader.get(url)
    assert (answer.body, answer.headers["Content-Type"]) == (b"one", "application/feed+json")
    file.write_bytes(b"two")
    assert (await reader.get(url)).body == b"two"
    file.unlink()
    assert (await reader.get(url)).status == 404


async def test_a_port_that_is_taken_is_an_error(site: FeedSite) -> None:
    port = int(site.url.rpartition(":")[2])
    second = FeedSite(now=NOW, port=port)
    with pytest.raises(OSError, match=str(port)):
        await second.start()
    await second.close()


async def test_the_site_stands_on_loopback_only_and_while_it_is_served() -> None:
    site = FeedSite(now=NOW)
    with pytest.raises(RuntimeError):
        _ = site.url
    async with site:
        assert site.url.startswith("http://127.0.0.1:")
    with pytest.raises(RuntimeError):
        _ = site.url
