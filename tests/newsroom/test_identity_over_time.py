"""Whatever a feed does to its entries: a story alerts at most once, and one that is published alerts."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from newsroom import Entry
from tests.newsroom.documents import HOUR, LONG, NOW, entry, paper

HOSTS = ("https://a.example", "http://www.a.example", "https://a.example:443", "https://b.example")


@dataclass(frozen=True)
class Manner:
    """How the feed writes its entries at one check."""

    guids: int
    """0: none; else which generation of them."""
    host: str
    tracking: str
    dated: bool
    """Whether an entry's date is its story's, or that of the check."""
    first: int
    last: int
    """Which of its stories the feed lists."""
    newest_first: bool
    edited: frozenset[int]
    """Stories that get another title; only where guid and host are those that they were last seen with."""
    published: int
    """Stories that came since the last check."""
    cut: bool


manners = st.builds(
    Manner,
    guids=st.integers(0, 3),
    host=st.sampled_from(HOSTS),
    tracking=st.sampled_from(["", "?utm_source=rss", "?at_medium=RSS&at_campaign=4"]),
    dated=st.booleans(),
    first=st.integers(0, 8),
    last=st.integers(0, 8),
    newest_first=st.booleans(),
    edited=st.frozensets(st.integers(0, 20), max_size=2),
    published=st.integers(0, 3),
    cut=st.booleans(),
)


@dataclass
class Site:
    """What stands behind the feed: its stories, as they were last listed."""

    titles: dict[int, str]
    seen: dict[int, tuple[int, str]]

    def written(self, story: int, manner: Manner, now: int) -> Entry:
        """Return a story as an entry; what is edited keeps its guid and host that time."""
        identity = (manner.guids, manner.host[-9:])
        if story in manner.edited and self.seen.get(story, identity) == identity:
            self.titles[story] = f"Story {story}, edited"
        self.seen[story] = identity
        return entry(
            f"{manner.guids}-{story}" if manner.guids else None,
            f"{manner.host}/{story}{manner.tracking}",
            self.titles.get(story, f"Story {story}"),
            f"{LONG} {story}",
            NOW + story * 1_000 if manner.dated else now,
        )


@given(st.integers(1, 5), st.lists(manners, min_size=1, max_size=8))
def test_each_story_alerts_at_most_once_and_each_new_one_alerts(
    before: int, manners: list[Manner]
) -> None:
    site = Site({}, {})
    stories = list(range(before))
    feed = paper(*(site.written(story, manners[0], NOW) for story in stories))
    for manner in manners:
        came = range(len(stories), len(stories) + manner.published)
        stories += came
        kept = stories[manner.first : len(stories) - manner.last]
        listed = sorted({*kept, *came}, reverse=manner.newest_first)
        feed.check(*(site.written(story, manner, feed.now) for story in listed), cut=manner.cut)
    alerted = [int(one.text.rsplit(" ", 1)[1]) for one in feed.alerts]
    assert sorted(alerted) == stories[before:]
    assert len(feed.articles) == len(stories)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=12))
def test_a_new_text_under_a_shared_link_and_title_always_alerts(
    checks: list[tuple[int, bool]],
) -> None:
    """«Open thread» on the front page: each has its own guid and text, whatever is listed beside it."""
    feed = paper()
    count = 0
    for listed, cut in checks:
        entries = [
            entry(f"t{n}", "https://a.example/", "Open thread", f"Day {n}", NOW + n * HOUR)
            for n in range(count, max(-1, count - listed - 1), -1)
        ]
        feed.check(*entries, cut=cut)
        count += 1
    assert [one.guid for one in feed.alerts] == [f"t{n}" for n in range(count)]
