"""From a delivery to its message: what it tells of is read anew each time, as it may have been corrected."""

from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, TypeAlias

from bot.clock import Clock
from handlers import OutgoingMessage
from newsroom import Article, Chat, Delivery, DeliveryKind
from storage import Parts

Rendered: TypeAlias = OutgoingMessage | None

Render: TypeAlias = Callable[[Delivery, Article | None, Chat], Rendered | Awaitable[Rendered]]
"""Makes the message for a delivery; the article is None where it has none, or has been pruned.

Awaited where it has to read or to sum up.

None = there is nothing to send any more. What it raises is a bug, and costs that delivery alone.
"""

MOST_WORDINGS = 64
"""Messages that are kept for the next place: a few styles and languages of the articles under way."""

LONGEST_KEPT = 60.0
"""Seconds: what is told of an article may depend on more than it, such as on what its feed repeats."""


async def compose(
    render: Render, delivery: Delivery, parts: Parts | None
) -> OutgoingMessage | None:
    """Return the message that a delivery is to be now; None where there is nothing to say any more.

    `parts` is None where its chat is not known. Raises StorageError, and whatever rendering raises.
    """
    if parts is None:
        return None
    told = delivery
    if (delivery.copies, delivery.look) != (parts.copies, parts.look):
        told = replace(delivery, copies=parts.copies, look=parts.look)
    made = render(told, parts.article, parts.chat)
    return await made if isinstance(made, Awaitable) else made


def _all_but(kind: type[Delivery] | type[Chat], left_out: Collection[str]) -> Callable[[Any], Any]:
    """Return what gives all fields of one but some, as a tuple: a field that is added is among them."""
    return attrgetter(*(one.name for one in fields(kind) if one.name not in left_out))


_asked_of = _all_but(
    Delivery,
    ("id", "place", "due_at", "state", "attempts", "maybe_twice", "message_id", "reason"),
)
"""Leaves out what is a delivery's own alone, while its message says the same."""

_known_of = _all_but(Chat, ("id", "title", "username", "paused"))


@dataclass(frozen=True, slots=True)
class _Wording:
    """A message as several places get it, and when it was made (monotonic seconds)."""

    message: Rendered
    made_at: float


class Remembered:
    """A `Render` that makes an alert once for all the places that want it alike.

    What it is made of is compared as it stands now: an article that was corrected is made anew.
    """

    def __init__(self, render: Render, clock: Clock) -> None:
        self._render = render
        self._clock = clock
        self._wordings: dict[Hashable, _Wording] = {}

    async def __call__(self, delivery: Delivery, article: Article | None, chat: Chat) -> Rendered:
        """Return the message, as `render` makes it."""
        if delivery.kind is not DeliveryKind.ALERT or article is None:
            return await self._make(delivery, article, chat)
        key = _asked_of(delivery), article, _known_of(chat)
        known, now = self._wordings.get(key), self._clock.monotonic()
        if known is not None and now - known.made_at < LONGEST_KEPT:
            return known.message
        message = await self._make(delivery, article, chat)
        self._wordings.pop(key, None)
        if len(self._wordings) >= MOST_WORDINGS:
            del self._wordings[next(iter(self._wordings))]  # the one that was made first
        self._wordings[key] = _Wording(message, now)
        return message

    async def _make(self, delivery: Delivery, article: Article | None, chat: Chat) -> Rendered:
        made = self._render(delivery, article, chat)
        return await made if isinstance(made, Awaitable) else made
