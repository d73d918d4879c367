"""What is the matter with feeds, in plain sentences: for /health and the weekly report."""

from collections.abc import Mapping

from handlers.cards import TITLE_UNITS
from handlers.markup import Html, clip
from handlers.problems import problem_words
from handlers.texts import Texts
from newsroom import Ailment, Feed, FeedState, Patient, Standing

GROUPS: Mapping[Ailment, str] = {
    Ailment.DEAD: "health-dead-group",
    Ailment.ERRING: "health-erring-group",
    Ailment.MOVED: "health-moved-group",
    Ailment.SILENT: "health-silent-group",
    Ailment.NOISY: "health-noisy-group",
    Ailment.SLOW: "health-slow-group",
}
"""The texts above each group; they count its feeds."""


def said_of(texts: Texts, patient: Patient, now: int) -> Html:
    """Say in one sentence what is the matter with a feed."""
    feed = patient.feed
    match patient.ailment:
        case Ailment.DEAD | Ailment.ERRING:
            return _failing(texts, feed, now)
        case Ailment.MOVED:
            return _moving(texts, feed)
        case Ailment.SILENT:
            since = now if feed.rhythm.since is None else feed.rhythm.since
            return texts("health-silent", span=texts.span(max(now - since, 1000)))
        case Ailment.NOISY:
            return texts("health-noisy", n=round(patient.per_day))
        case Ailment.SLOW:
            return texts("health-slow", span=texts.span(max(feed.answer or 0, 1000)))


def _failing(texts: Texts, feed: Feed, now: int) -> Html:
    if feed.state is FeedState.STOPPED or feed.problem is None:
        return texts("health-gone")
    words = problem_words(texts, feed.problem)
    if feed.failures <= 1 or feed.failing_since is None:
        return texts("health-failed-once", problem=words)
    span = texts.span(max(now - feed.failing_since, 1000))
    return texts("health-failing", problem=words, span=span)


def _moving(texts: Texts, feed: Feed) -> Html:
    if feed.move is None:
        return texts("health-duplicate-somewhere")
    link = clip(feed.move.url, TITLE_UNITS)
    twin = feed.standing is Standing.DUPLICATE
    return texts("health-duplicate" if twin else "health-moving", link=link)
