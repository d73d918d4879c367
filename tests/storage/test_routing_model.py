"""Routing against a plain model of it: every article is accounted for once at every place.

Subscriptions, filters, watches, mutes, digests, quiet hours, floods and copies come at random, by a seed.
"""

import random
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pytest

import storage
from newsroom import Place
from storage import Database
from tests.storage.given import ADMIN, HOUR, NOW, chat, entry, feed, rows, sql, verdict

TOPICS = ("rain", "sun", "wind")
FILTERS = ("", "", "rain", "-rain", "sun,wind,-rain")
BURST = 2
DIGEST_AT, QUIET_TO = NOW + 9 * HOUR, NOW + 5 * HOUR

Row = tuple[int, str, str | None, int, tuple[int, ...], tuple[tuple[str, int], ...]]
"""Article, state, hold, when due, copies, reasons."""


class Told(NamedTuple):
    """An article: the story says which others are its copies, and the topic what finds it."""

    id: int
    feed: int
    story: int
    topic: str


@dataclass
class Alert:
    members: list[Told]
    state: str
    hold: str | None
    due_at: int
    reasons: set[tuple[str, int]]


@dataclass
class Spot:
    """A place with all that decides what it gets."""

    place: Place
    paused: bool
    has_digest: bool
    quiet: bool
    one_story: bool
    muted: set[int]
    filters: dict[int, str] = field(default_factory=dict)
    at_digest: dict[int, int | None] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    watches: dict[int, str] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)

    def reasons(self, told: Told) -> set[tuple[str, int]]:
        found = {("watch", number) for number, word in self.watches.items() if word == told.topic}
        if told.feed in self.filters and _passes(self.filters[told.feed], told.topic):
            found.add(("subscription", self.numbers[told.feed]))
        return set() if self.paused else found

    def get(self, told: Told, check: list[Told], now: int) -> None:
        reasons = self.reasons(told)
        if not reasons:
            return
        at_once = any(kind == "subscription" for kind, _ in reasons) and (
            self.at_digest[told.feed] == 0
        )
        if self.muted & {0, told.feed}:
            self.alerts.append(Alert([told], "dropped", None, 0, reasons))
            return
        hold, due_at = self._held(told, check, at_once, now)
        for alert in self.alerts if self.one_story else ():
            if alert.state != "dropped" and all(
                one.story == told.story and one.feed != told.feed for one in alert.members
            ):
                alert.members.append(told)
                alert.reasons |= reasons
                if alert.hold == "digest" and at_once:
                    alert.hold, alert.due_at = ("quiet", QUIET_TO) if self.quiet else (None, now)
                return
        self.alerts.append(Alert([told], "due", hold, due_at, reasons))

    def _held(
        self, told: Told, check: list[Told], at_once: bool, now: int
    ) -> tuple[str | None, int]:
        if self.has_digest and not at_once:
            return "digest", DIGEST_AT
        if self.quiet:
            return "quiet", QUIET_TO
        return ("burst" if sum(bool(self.reasons(one)) for one in check) > BURST else None), now

    def rows(self) -> list[Row]:
        return [
            (
                alert.members[0].id,
                alert.state,
                alert.hold,
                alert.due_at if alert.state == "due" else 0,
                tuple(one.id for one in alert.members[1:]),
                tuple(sorted(alert.reasons)),
            )
            for alert in self.alerts
        ]


def _passes(typed: str, topic: str) -> bool:
    words = typed.split(",") if typed else []
    wanted = [word for word in words if not word.startswith("-")]
    return f"-{topic}" not in words and (not wanted or topic in wanted)


def _text(story: int, topic: str) -> str:
    dice = random.Random(story)
    names = ["".join(dice.choices("bdfgklmnprst", k=7)).title() for _ in range(24)]
    return f"It is about {topic} that {names[0]} spoke. " + " ".join(
        f"Then {name} met {other}." for name, other in pairwise(names)
    )


@pytest.mark.parametrize("seed", range(12))
async def test_routing_does_what_the_model_says(db: Database, seed: int) -> None:
    dice = random.Random(seed)
    feeds = [(await feed(db, name)).id for name in "abc"]
    spots = [await _spot(db, dice, place, feeds) for place in (Place(1), Place(2), Place(3, 4))]
    number = 0
    for round_ in range(8):
        checks: list[list[Told]] = []
        for feed_id in dice.sample(feeds, dice.randint(1, 2)):
            stories = dice.choices(range(6), k=dice.randint(1, 4))
            told = [
                Told(number + place, feed_id, story, TOPICS[story % 3])
                for place, story in enumerate(stories, start=1)
            ]
            number += len(told)
            new = (
                entry(str(one.id), title=f"Story {one.story}", text=_text(one.story, one.topic))
                for one in told
            )
            await storage.record_check(db, verdict(feed_id, *new, at=NOW + round_))
            checks.append(told)
        now = NOW + round_
        await storage.route_articles(db, now, burst=BURST)
        for told in checks:
            for one in told:
                for spot in spots:
                    spot.get(one, told, now)
    for spot in spots:
        assert await _ledger(db, spot.place) == spot.rows(), (seed, spot.place)
    assert await rows(db, "SELECT count(*) FROM articles WHERE routed_at IS NULL") == [(0,)]


async def _spot(db: Database, dice: random.Random, place: Place, feeds: list[int]) -> Spot:
    await chat(db, place.chat_id)
    spot = Spot(
        place,
        paused=dice.random() < 0.1,
        has_digest=dice.random() < 0.4,
        quiet=dice.random() < 0.3,
        one_story=dice.random() < 0.8,
        muted=set(dice.sample([0, *feeds, -1, -2, -3, -4], 1)),
    )
    for muted in spot.muted:
        if muted >= 0:
            await storage.mute(db, place, muted or None, until=NOW + HOUR, now=NOW)
    for feed_id in dice.sample(feeds, dice.randint(1, 3)):
        subscription, _ = await storage.subscribe(db, place, feed_id, by=ADMIN, now=NOW)
        spot.numbers[feed_id] = subscription.id
        spot.filters[feed_id] = dice.choice(FILTERS)
        spot.at_digest[feed_id] = dice.choice((None, 0, 1))
        await sql(
            db,
            "UPDATE subscriptions SET filter = ?, digest = ? WHERE id = ?",
            spot.filters[feed_id],
            spot.at_digest[feed_id],
            subscription.id,
        )
    for word in dice.sample(TOPICS, dice.randint(0, 2)):
        watch, _ = await storage.add_watch(db, place, word, by=ADMIN, now=NOW, limit=9)
        assert watch is not None
        spot.watches[watch.id] = word
    await sql(
        db,
        """
        UPDATE chats SET paused = ?, digest_due_at = ?, quiet_begins_at = ?, quiet_ends_at = ?,
            one_story = ? WHERE id = ?
        """,
        "blocked" if spot.paused else None,
        DIGEST_AT if spot.has_digest else None,
        NOW if spot.quiet else None,
        QUIET_TO if spot.quiet else None,
        int(spot.one_story),
        place.chat_id,
    )
    return spot


async def _ledger(db: Database, place: Place) -> list[Row]:
    found = []
    for number, article, state, hold, due_at in await rows(
        db,
        """
        SELECT id, article_id, state, hold, CASE state WHEN 'due' THEN due_at ELSE 0 END
        FROM deliveries WHERE chat_id = ? AND thread_id = ? ORDER BY id
        """,
        place.chat_id,
        place.thread_id,
    ):
        copies = await rows(
            db,
            "SELECT article_id FROM delivery_copies WHERE delivery_id = ? ORDER BY article_id",
            number,
        )
        reasons = await rows(
            db, "SELECT kind, chosen_by FROM delivery_reasons WHERE delivery_id = ?", number
        )
        its_copies = tuple(copy for (copy,) in copies)
        its_reasons = tuple(sorted((kind, chosen_by) for kind, chosen_by in reasons))
        found.append((article, state, hold, due_at, its_copies, its_reasons))
    return found
