"""What an answer to a search may lack, and how to get it."""

from datetime import UTC, datetime, timedelta

from handlers.markup import Html
from handlers.texts import Texts
from storage import SearchPage


def missing_from(texts: Texts, page: SearchPage) -> tuple[Html | None, Html | None]:
    """Say what was not searched: articles that are not indexed yet, and those too old to get to in time."""
    return (
        None if page.complete else texts("search-incomplete"),
        None if page.since is None else _too_old(texts, page.since),
    )


def _too_old(texts: Texts, since: int) -> Html:
    """Name the day before which nothing was looked at; the search from there on overlaps by that day.

    Not set as code: the answer's codes are the query and what is offered in its place (search_offers.py).
    """
    day = datetime.fromtimestamp(since / 1000, UTC) + timedelta(days=1)
    return texts("search-since", date=texts.date(since), before=f"before:{day:%Y-%m-%d}")
