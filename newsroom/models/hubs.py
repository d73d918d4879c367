"""A feed's hub (W3C WebSub), and what we have agreed with it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HubSubscription:
    """That a hub pushes a feed to us, or that we have asked for it. No `repr` of it holds a secret."""

    id: int
    feed_id: int
    hub: str
    """Where the hub is asked."""
    topic: str
    """What the hub calls the feed: the address that the feed says is its own."""
    callback: str
    """The public address below which the hub's calls arrive; the token follows."""
    token: str = field(repr=False)
    """Names this subscription in an address that nobody can guess."""
    secret: str = field(repr=False)
    """What the hub signs with."""
    wanted: bool
    """False: it is to end, and the hub is asked for that."""
    lease_until: int | None = None
    """When it ends by itself; None = the hub has not confirmed it yet."""
    failures: int = 0
    """How often the hub has been asked since it last confirmed anything."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A document that came from a hub, signed with the subscription's secret."""

    feed_id: int
    body: bytes = field(repr=False)
    charset: str | None = None
    """From the header of the hub's request."""
    topic: str | None = None
    """What the hub's request says that it is (`Link: rel=self`); None = it does not say."""
