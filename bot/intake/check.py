"""One look at one feed: fetch, stop where nothing changed, parse in a worker, decide."""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import replace

from bot.clock import Clock
from bot.http import FeedError, Fetched, Fetcher
from bot.intake.discover import Discoverer, is_page, shown
from bot.intake.reading import read_document
from bot.worker import PARSE_FEED, WorkerPool
from newsroom import (
    Failed,
    Feed,
    KnownEntry,
    Look,
    Outcome,
    Pace,
    ParsedFeed,
    Problem,
    ProblemKind,
    Pushed,
    Read,
    Standing,
    Unchanged,
    Validators,
    Verdict,
    after_answer,
    as_pushed,
    decide,
    is_topic,
    links_of_header,
    with_hub,
)
from storage import Database, known_entries, secret_headers

_HEAD = 8 * 1024
"""Bytes at the beginning of a body."""


class Checker:
    """Looks at feeds for the poller and for people. Stores nothing."""

    def __init__(
        self, *, db: Database, fetcher: Fetcher, workers: WorkerPool, clock: Clock, pace: Pace
    ) -> None:
        self._db = db
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock
        self._pace = pace
        self._discoverer = Discoverer(self._look, workers)

    async def check(self, feed: Feed, now: int) -> Verdict:
        """Return all that the feed's state at `now` changes. Raises StorageError.

        Raises WorkerProblem where no worker can be started, which says nothing about the feed.
        """
        began = self._clock.monotonic()
        fetched = await self._fetch(feed)
        answer = after_answer(feed.answer, round((self._clock.monotonic() - began) * 1000))
        if isinstance(fetched, Failed | Unchanged):
            verdict = decide(feed, fetched, {}, now, self._pace)
            return _timed(await self._confirm(feed, fetched, verdict), answer)
        document, validators = fetched
        known = await known_entries(self._db, feed.id)
        parsed = await self._parse(document, document.body or b"", now, known)
        outcome = (
            Failed(parsed)
            if isinstance(parsed, Problem)
            else Read(parsed, validators, document.lasting_url, document.fresh_for)
        )
        verdict = decide(feed, outcome, known, now, self._pace)
        return _timed(await self._confirm(feed, outcome, verdict), answer)

    async def look(self, url: str) -> Look:
        """Return what stands at `url` now: a feed, or the feeds of the page that it is.

        A page's only feed is returned as if its own address had been asked for. Raises WorkerProblem where
        no worker can be started.
        """
        known = await self._discoverer.known(url)
        if known:
            return shown(url, known)
        look, answer = await self._look(url)
        if look.problem is None:
            return look
        found = await self._discoverer.instead_of(look, answer)
        return shown(look.url, found) if found else look

    async def judge(self, feed: Feed, look: Look, now: int) -> Verdict:
        """Return all that a look changes as the first check of a feed, or of its new address.

        Raises StorageError.
        """
        if look.parsed is None:
            raise ValueError("a look that saw no feed has nothing to keep")
        outcome = Read(look.parsed, look.validators, fresh_for=look.fresh_for)
        known = await known_entries(self._db, feed.id)
        return decide(feed, outcome, known, now, self._pace)

    async def check_pushed(self, feed: Feed, pushed: Pushed, now: int) -> Verdict | None:
        """Return all that a document changes that the feed's hub has pushed; raises as `check` does.

        None where it cannot be read as the feed's own document: the feed itself is to be asked then. So it
        is before its first check, which is for the feed alone.
        """
        if feed.succeeded_at is None or not is_topic(feed, pushed.topic):
            return None
        known = await known_entries(self._db, feed.id)
        parsed = await self._read(pushed.body, feed.url, pushed.charset, now, known)
        if isinstance(parsed, Problem) or not is_topic(feed, parsed.asks.topic):
            return None
        verdict = decide(feed, Read(parsed, feed.validators), known, now, self._pace)
        return as_pushed(feed, verdict, any_known=bool(known))

    async def _confirm(self, feed: Feed, outcome: Outcome, verdict: Verdict) -> Verdict:
        """Return the verdict, without a move to where no feed is.

        Where a redirect led, the feed has just been read. What a document merely says is looked at first;
        for one whose new address another feed has, only when it says something new.
        """
        if verdict.moved_to is None or isinstance(outcome, Failed):
            return verdict
        if verdict.moved_to == outcome.lasting_url:
            return verdict
        if feed.standing is Standing.DUPLICATE and isinstance(outcome, Unchanged):
            return replace(verdict, moved_to=None, standing=feed.standing)
        look, _ = await self._look(verdict.moved_to)
        if look.parsed is None or not look.parsed.entries:
            return replace(verdict, moved_to=None)
        return replace(verdict, moved_to=look.url, validators=Validators())

    async def _look(self, url: str) -> tuple[Look, Fetched | None]:
        """Return what stands at just this address, with the answer that it was read from, if any."""
        try:
            fetched = await self._fetcher.fetch(url)
        except FeedError as error:
            return Look(url=url, problem=error.problem), None
        body = fetched.body or b""
        parsed = await self._parse(fetched, body, self._clock.now(), {})
        if isinstance(parsed, ParsedFeed) and not parsed.entries and is_page(fetched):
            # A tag of the page is named as those of feeds are.
            parsed = Problem(ProblemKind.NOT_A_FEED)
        if isinstance(parsed, Problem):
            return Look(url=fetched.lasting_url, problem=parsed), fetched
        look = Look(
            url=fetched.lasting_url,
            parsed=parsed,
            validators=_validators(fetched, _hash(body)),
            fresh_for=fetched.fresh_for,
        )
        return look, fetched

    async def _fetch(self, feed: Feed) -> Failed | Unchanged | tuple[Fetched, Validators]:
        """Return what a feed's server answers, or what there is nothing to parse of."""
        known = feed.validators
        # Only a feed that belongs to one chat carries any; read just before they are sent, and kept nowhere.
        own = feed.owner_chat_id is not None
        secrets = await secret_headers(self._db, feed) if own else None
        try:
            fetched = await self._fetcher.fetch(feed.url, known, secrets=secrets)
        except FeedError as error:
            return Failed(error.problem, error.retry_after)
        body = fetched.body
        if body is None:
            return Unchanged(_refreshed(known, fetched), fetched.lasting_url, fetched.fresh_for)
        validators = _validators(fetched, _hash(body))
        if validators.body_hash == known.body_hash:
            return Unchanged(validators, fetched.lasting_url, fetched.fresh_for)
        return fetched, validators

    async def _parse(
        self, fetched: Fetched, body: bytes, now: int, known: Mapping[str, KnownEntry]
    ) -> ParsedFeed | Problem:
        """Have a worker parse a document; elements that are in `known` may be cut away unread."""
        parsed = await self._read(body, fetched.url, fetched.charset, now, known)
        if isinstance(parsed, Problem) or not fetched.link_header:
            return parsed
        links = links_of_header(fetched.link_header)
        return replace(parsed, asks=with_hub(parsed.asks, links, fetched.url))

    async def _read(
        self,
        body: bytes,
        url: str,
        charset: str | None,
        now: int,
        known: Mapping[str, KnownEntry],
    ) -> ParsedFeed | Problem:
        elements = {entry.element: key for key, entry in known.items() if entry.element is not None}
        return await read_document(
            self._workers, PARSE_FEED, body, url=url, charset=charset, now=now, known=elements
        )


def _timed(verdict: Verdict, answer: int | None) -> Verdict:
    """Add what a feed usually takes to answer; a check that failed says nothing of that."""
    if answer is None or verdict.problem is not None:
        return verdict
    return replace(verdict, answer=answer)


def _hash(body: bytes) -> str:
    """Return what tells one body from another: SHA-256 of its beginning, length and CRC-32 of it all.

    New entries stand at the beginning. What else changes is for the CRC to see, which takes less than half
    the time that SHA-256 takes: it sees every change of up to four bytes in a row, and misses one in four
    thousand million others, until the feed's next change.
    """
    head = hashlib.sha256(body[:_HEAD]).hexdigest()
    return f"{head}-{len(body)}-{zlib.crc32(body):08x}"


def _validators(fetched: Fetched, body_hash: str) -> Validators:
    return Validators(fetched.etag, fetched.last_modified, body_hash)


def _refreshed(known: Validators, fetched: Fetched) -> Validators:
    """Return the validators after a «not modified», which may bring newer ones (RFC 9110, 15.4.5)."""
    return Validators(
        fetched.etag or known.etag, fetched.last_modified or known.last_modified, known.body_hash
    )
