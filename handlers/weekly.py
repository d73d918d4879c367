"""The weekly report to the staff, in a few lines: what needs somebody, and the numbers of the week."""

from collections.abc import Sequence

from handlers.health import GROUPS
from handlers.markup import clip, lines, plain
from handlers.texts import Texts
from newsroom import Ailment, Patient
from storage import DayNumbers

_NAMED = 3
"""Feeds of a group that are named; /health shows all."""

_TITLE_UNITS = 60


def weekly_report(texts: Texts, patients: Sequence[Patient], days: Sequence[DayNumbers]) -> str:
    """Return the report as plain text. `days`: those of the week that it is about."""
    parts = [texts("weekly-title")]
    for ailment in Ailment:
        group = [one.feed for one in patients if one.ailment is ailment]
        if group:
            parts.append(texts(GROUPS[ailment], n=len(group)))
            parts += [
                texts("weekly-feed", id=str(feed.id), feed=clip(feed.title, _TITLE_UNITS))
                for feed in group[:_NAMED]
            ]
            if len(group) > _NAMED:
                parts.append(texts("weekly-more", n=len(group) - _NAMED))
    news, alerts = sum(one.news for one in days), sum(one.alerts for one in days)
    parts.append(texts("weekly-numbers", articles=news, alerts=alerts))
    return plain(lines(*parts, texts("weekly-hint")))
