"""How many subscriptions a place may have: `access.max_subscriptions`."""

from handlers.context import Request
from newsroom import Feed, Place
from storage import list_subscriptions, subscribed_feeds


async def has_room(request: Request, place: Place, feed: Feed) -> bool:
    """Whether a place may have one subscription more, or has this one already."""
    limit = request.desk.rules.max_subscriptions
    if not limit:
        return True
    page = await list_subscriptions(request.db, place, size=1)
    return page.total < limit or feed.id in await subscribed_feeds(request.db, place)
