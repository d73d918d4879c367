"""What an answer to a search may lack, and how to get it."""

from datetime import UTC, date, datetime, timedelta

from handlers.markup import Html
from handlers.texts import Texts
from storage import SearchPage


def missing_from(texts: Texts, page: SearchPage) -> tuple[Html | None, Html | None]:
    """Say what was not searched: articles that are not indexed yet, and those too old to get to in time."""
    return (
        None if page.complete else texts("search-incomplete"),
        None if page.since is None else texts("search-since", date=texts.date(page.since)),
    )


def first_day_missed(page: SearchPage) -> date | None:
    """Return the day in UTC before which a search goes on, overlapping a little; None = all was looked at."""
    if page.since is None:
        return None
    return datetime.fromtimestamp(page.since / 1000, UTC).date() + timedelta(days=1)
