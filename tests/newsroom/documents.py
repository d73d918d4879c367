"""A feed over time for the tests: what it listed at one check is known at the next."""

from dataclasses import dataclass, field, replace

from newsroom import (
    Entry,
    Feed,
    FeedState,
    KnownEntry,
    Pace,
    ParsedFeed,
    Read,
    Validators,
    Verdict,
    content_hash,
    decide,
    distinct,
    entry_key,
)

NOW = 1_800_000_000_123
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
PACE = Pace(interval=900_000, min_interval=300_000, max_interval=21_600_000)
READ = Validators(body_hash="aa")
LONG = (
    "The harbour was closed on Friday after a storm had torn three boats from their moorings. " * 2
)
"""A text that tells an article apart by itself."""


def entry(
    guid: str | None = None,
    url: str | None = None,
    title: str = "Title",
    text: str = "",
    at: int | None = None,
) -> Entry:
    key = entry_key(guid=guid, url=url, title=title, text=text)
    made = Entry(key, "", title=title, text=text, guid=guid, url=url, published_at=at)
    return replace(made, raw_hash=content_hash(made), element=f"{guid}{url}{title}{text}{at}")


NEVER_READ = Feed(
    id=3,
    url="https://a.example/feed",
    title="A",
    state=FeedState.ACTIVE,
    added_at=0,
    next_check_at=0,
    validators=READ,
)


@dataclass
class Paper:
    """A feed that has been read, with what storage would remember of it."""

    feed: Feed = NEVER_READ
    now: int = NOW
    known: dict[str, KnownEntry] = field(default_factory=dict)
    articles: dict[int, Entry] = field(default_factory=dict)
    alerts: list[Entry] = field(default_factory=list)

    def check(self, *entries: Entry, later: int = HOUR, cut: bool = False) -> Verdict:
        """Read a document. `cut`: elements that are known are cut away unread."""
        self.now += later
        elements = {one.element for one in self.known.values()} if cut else set()
        unread = frozenset(one.element for one in entries if one.element in elements)
        read = distinct(one for one in entries if one.element not in unread)
        parsed = ParsedFeed("A", read, unread=frozenset(filter(None, unread)))
        verdict = decide(self.feed, Read(parsed, READ), self.known, self.now, PACE)
        self.record(verdict)
        return verdict

    def record(self, verdict: Verdict) -> None:
        """Do as `record_check` does."""
        for old, new in verdict.renamed:
            self.known[new] = self.known.pop(old)
        numbers = {}
        for one in verdict.new:
            numbers[one.key] = number = len(self.articles) + 1
            self.articles[number] = one
            if verdict.alerting and one.key not in verdict.silent:
                self.alerts.append(one)
        for number, one in verdict.changed:
            self.articles[number] = one
        for seen in verdict.seen:
            before = self.known.get(seen.key)
            article_id = numbers[seen.key] if before is None else before.article_id
            self.known[seen.key] = KnownEntry(seen.raw_hash, article_id, seen.element, seen.marks)
        self.feed = replace(self.feed, succeeded_at=verdict.at, validators=READ)


def paper(*entries: Entry) -> Paper:
    """Return a feed after its first check, which listed these entries."""
    made = Paper()
    made.check(*entries)
    assert made.alerts == []
    return made
