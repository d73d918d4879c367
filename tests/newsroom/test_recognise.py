"""Every row of the table «The same article?» in docs/known-entries.md."""

from dataclasses import replace

import pytest

from newsroom import Entry
from tests.newsroom.documents import DAY, HOUR, LONG, NOW, Paper, entry, paper

A = "https://a.example"
FIRST = entry("1", f"{A}/storm", "Storm", "Boats sank.", NOW)
"""A short text, so that it proves nothing by itself."""

OTHERS = tuple(entry(f"o{n}", f"{A}/o{n}", f"Other {n}", f"Text {n}", NOW - n) for n in range(1, 4))


def edited(before: Entry, **changes: str | int | None) -> Entry:
    values: dict[str, str | int | None] = {
        "guid": before.guid,
        "url": before.url,
        "title": before.title,
        "text": before.text,
        "at": before.published_at,
    }
    return entry(**{**values, **changes})  # type: ignore[arg-type]


SAME = {
    "edited title": edited(FIRST, title="Storm over"),
    "edited text": edited(FIRST, text="Two boats sank."),
    "edited date": edited(FIRST, at=NOW + DAY),
    "edited link": edited(FIRST, url=f"{A}/the-storm"),
    "everything but the guid": entry("1", f"{A}/x", "X", "x", NOW + DAY),
    "guid": edited(FIRST, guid="2"),
    "guid goes": edited(FIRST, guid=None),
    "guid and date": edited(FIRST, guid="2", at=NOW + DAY),
    "guid and date goes": edited(FIRST, guid="2", at=None),
    "guid and title, the second kept": edited(FIRST, guid="2", title="Storm over"),
    "guid, title and text, the second kept": edited(FIRST, guid="2", title="X", text="x"),
    "guid and link, the second kept": edited(FIRST, guid="2", url=f"{A}/x"),
    "guid, link and text, the second kept": edited(FIRST, guid="2", url=f"{A}/x", text="x"),
    "guid and tracking": edited(FIRST, guid="2", url=f"{A}/storm?at_medium=RSS&utm_source=x"),
    "guid and https": edited(FIRST, guid="2", url="http://www.a.example:80/storm/"),
}


@pytest.mark.parametrize("now", SAME.values(), ids=SAME.keys())
@pytest.mark.parametrize("cut", [False, True])
def test_it_is_the_same_article(now: Entry, cut: bool) -> None:
    feed = paper(FIRST, *OTHERS)
    verdict = feed.check(now, *OTHERS, cut=cut)
    assert feed.alerts == []
    assert len(feed.articles) == 4
    says_the_same = (now.title, now.text) == (FIRST.title, FIRST.text)
    number = next(number for number, one in feed.articles.items() if one.title == now.title)
    assert feed.known[now.key].article_id == number, "the edit went to the article that it is"
    if not says_the_same:
        assert verdict.changed == ((number, now),)
    feed.check(FIRST, *OTHERS, cut=cut)
    assert feed.alerts == [], "nor when it is taken back"
    assert len(feed.known) == 4, "a guid of a day leaves nothing behind"


OTHER = {
    "only the link": edited(FIRST, guid="2", title="X", text="x", at=NOW + HOUR),
    "link and title": edited(FIRST, guid="2", text="Sunny.", at=NOW + HOUR),
    "link and title, no date": edited(FIRST, guid="2", text="Sunny.", at=None),
    "link and text": edited(FIRST, guid="2", title="Part 2", at=NOW + HOUR),
    "only the title": edited(FIRST, guid="2", url=f"{A}/2", text="Sunny.", at=NOW + HOUR),
    "title and a short text": edited(FIRST, guid="2", url=f"{A}/2", at=NOW + HOUR),
    "a longer counter": entry(f"{A}/storm#2026", f"{A}/storm", "X", "x", NOW + HOUR),
}


@pytest.mark.parametrize("now", OTHER.values(), ids=OTHER.keys())
def test_it_is_another_article(now: Entry) -> None:
    feed = paper(FIRST, *OTHERS)
    feed.check(now, *OTHERS)
    assert feed.alerts == [now]
    assert feed.articles[feed.known[FIRST.key].article_id or 0] == FIRST


def test_a_guid_that_counts_the_revisions_of_its_link() -> None:
    """The BBC's: nothing else is left of what the entry said."""
    feed = paper(entry(f"{A}/c0x7y#0", f"{A}/c0x7y?at_medium=RSS", "Storm", "Wind.", NOW))
    for revision in (1, 2, 12, 1):
        title = f"Storm, day {revision}"
        feed.check(entry(f"{A}/c0x7y#{revision}", f"{A}/c0x7y", title, title, NOW + revision * DAY))
    assert (feed.alerts, len(feed.articles), len(feed.known)) == ([], 1, 1)
    assert feed.articles[1].title == "Storm, day 1"


def test_the_same_day_is_not_the_same_second() -> None:
    """«Weather today», twice a day, where the feed dates by the day."""
    day = NOW - NOW % DAY
    morning = entry("1", f"{A}/weather", "Weather today", "Rain.", day)
    feed = paper(morning)
    evening = entry("2", f"{A}/weather", "Weather today", "Sun.", day)
    feed.check(evening)
    assert feed.alerts == [evening]


def test_the_same_long_text_under_another_address_is_the_same() -> None:
    long = edited(FIRST, text=LONG)
    feed = paper(long, *OTHERS)
    feed.check(edited(long, guid="2", url=f"{A}/2", at=NOW + HOUR), *OTHERS)
    assert feed.alerts == []


def test_what_stands_beside_it_is_another_article() -> None:
    """Two guids, one link and one text, listed at once: the publisher means two."""
    feed = paper(FIRST)
    second = edited(FIRST, guid="2", at=NOW + HOUR)
    feed.check(second, FIRST)
    feed.check(second, FIRST, cut=True)
    assert feed.alerts == [second]


def test_unless_nothing_differs_but_the_guid() -> None:
    feed = paper(FIRST)
    twin = edited(FIRST, guid="2")
    for cut in (False, True, False):
        feed.check(twin, FIRST, cut=cut)
    feed.check(twin)
    feed.check(twin, FIRST)
    assert (feed.alerts, len(feed.articles)) == ([], 1)


def test_a_link_that_all_share_is_no_evidence() -> None:
    """The site's front page for each entry; one is listed at a time, and often says the same."""
    feed = paper(
        entry("1", A, "Puzzle", "Play now", NOW), entry("2", A, "Puzzle", "Play now", NOW + 1)
    )
    for day in range(1, 5):
        feed.check(entry(f"{day}d", A, "Puzzle", "Play now", NOW + day * DAY), later=DAY)
    assert len(feed.alerts) == 4


def test_a_feed_that_shows_one_entry_at_a_time() -> None:
    """The hourly news of a radio station: link and text stay, the title names the hour."""
    feed = paper(entry("0", A, "News at 0", LONG, NOW))
    for hour in range(1, 6):
        feed.check(entry(str(hour), A, f"News at {hour}", LONG, NOW + hour * HOUR))
    assert len(feed.alerts) == 5


def renewed(entries: tuple[Entry, ...], **changes: int | None) -> list[Entry]:
    return [edited(one, guid=f"new-{one.guid}", **changes) for one in entries]


def test_all_guids_change() -> None:
    feed = paper(FIRST, *OTHERS)
    feed.check(*renewed((FIRST, *OTHERS)))
    assert feed.alerts == []


def test_all_guids_and_dates_change_and_one_entry_was_edited_too() -> None:
    """Its link is all that it has in common with what it was; the others show what happened."""
    feed = paper(FIRST, *OTHERS)
    changed = edited(FIRST, guid="2", title="X", text="x", at=NOW + DAY)
    feed.check(changed, *renewed(OTHERS, at=NOW + DAY))
    assert feed.alerts == []
    assert changed in feed.articles.values()


def test_all_guids_change_and_a_true_novelty_comes_with_them() -> None:
    feed = paper(FIRST, *OTHERS)
    news = entry("n", f"{A}/n", "News", "Something else.", NOW + HOUR)
    feed.check(news, *renewed((FIRST, *OTHERS)))
    assert feed.alerts == [news]


def test_all_guids_and_texts_change_under_the_same_links() -> None:
    """The forecast for three days: nothing but the links stays, so each is another article."""
    days = [entry(f"{n}", f"{A}/weather?day={n}", f"Rain {n}", f"{n} mm", NOW) for n in range(3)]
    feed = paper(*days)
    later = [
        edited(one, guid=f"+{one.guid}", title="Sun", text="Dry", at=NOW + HOUR) for one in days
    ]
    feed.check(*later)
    assert len(feed.alerts) == 3


def moved(entries: tuple[Entry, ...], host: str) -> list[Entry]:
    """Another host in links and guids, with dates and short texts gone."""
    return [
        entry(f"https://{host}/{one.guid}", f"https://{host}/{one.url[18:]}", one.title, "", None)
        for one in entries
        if one.url
    ]


def test_a_site_moves_to_another_domain() -> None:
    feed = paper(FIRST, *OTHERS)
    feed.check(*moved((FIRST, *OTHERS), "b.example"))
    assert feed.alerts == []
    assert {
        one.url for one in feed.articles.values() if one.url and "b.example" not in one.url
    } == set()


def test_a_move_needs_more_than_one_place_in_common() -> None:
    """A planet carries many sites, and all have a page «/blog»."""
    feed = paper(entry("1", "https://ann.example/blog", "Ann", "Hello", NOW))
    other = entry("2", "https://bob.example/blog", "Bob", "Hi", NOW + HOUR)
    feed.check(other)
    assert feed.alerts == [other]


def test_two_front_pages_are_no_move() -> None:
    feed = paper(*(entry(f"{n}", f"https://{n}.example/", f"T{n}", "", NOW + n) for n in range(3)))
    feed.check(
        *(entry(f"+{n}", f"https://+{n}.example", f"T{n}", "", NOW + HOUR) for n in range(3))
    )
    assert len(feed.alerts) == 3


def test_a_feed_shrinks_and_comes_back() -> None:
    feed = paper(FIRST, *OTHERS)
    feed.check(OTHERS[0])
    feed.check()
    feed.check(FIRST, *OTHERS, later=80 * DAY)
    assert feed.alerts == []


def test_an_unread_entrys_guid_is_shared_by_a_new_one() -> None:
    """The cut left the new one alone in its document; it must not be taken for an edit of the other."""
    feed = paper(entry("same", f"{A}/1", "One", "", NOW))
    second = entry("same", f"{A}/2", "Two", "", NOW + HOUR)
    feed.check(second, entry("same", f"{A}/1", "One", "", NOW), cut=True)
    assert [one.title for one in feed.alerts] == ["Two"]
    assert [one.title for one in feed.articles.values()] == ["One", "Two"]
    for cut in (False, True):
        feed.check(second, entry("same", f"{A}/1", "One", "", NOW), cut=cut)
    assert len(feed.alerts) == 1


def test_an_unread_entrys_guid_and_link_are_shared_by_a_new_one() -> None:
    one, two, three = (entry("same", A, title, "", NOW) for title in ("One", "Two", "Three"))
    feed = paper(one)
    feed.check(two, one, cut=True)
    feed.check(three, two, one, cut=True)
    feed.check(three, two, one)
    assert [made.title for made in feed.alerts] == ["Two", "Three"]


def test_an_unread_entry_is_listed_twice() -> None:
    feed = paper(FIRST)
    feed.check(FIRST, edited(FIRST, text="Boats  sank"), cut=True)
    assert (feed.alerts, list(feed.articles.values())) == ([], [FIRST])


def test_what_an_older_version_remembered_has_no_marks() -> None:
    feed = paper(FIRST)
    feed.known = {key: replace(one, marks=None) for key, one in feed.known.items()}
    feed.check(FIRST, edited(OTHERS[0], guid="2"))
    assert len(feed.alerts) == 1
    assert feed.known[FIRST.key].marks is not None


def test_a_feed_that_leads_to_another_archive_begins_anew() -> None:
    """Its address was changed, so the validators are gone; nothing of what it lists is known."""
    feed = paper(FIRST)
    feed.feed = replace(feed.feed, validators=replace(feed.feed.validators, body_hash=None))
    feed.check(*OTHERS)
    assert feed.alerts == []
    feed.check(entry("n", f"{A}/n", "News", "", NOW + HOUR), *OTHERS)
    assert len(feed.alerts) == 1


def test_a_feed_that_moved_with_its_archive_goes_on() -> None:
    feed = paper(FIRST)
    feed.feed = replace(feed.feed, validators=replace(feed.feed.validators, body_hash=None))
    feed.check(OTHERS[0], edited(FIRST, guid="2"))
    assert feed.alerts == [OTHERS[0]]


def test_a_feed_whose_whole_list_is_new_alerts_all() -> None:
    """It was down for long, or is a busy one."""
    feed: Paper = paper(FIRST)
    feed.check(*OTHERS)
    assert len(feed.alerts) == 3
