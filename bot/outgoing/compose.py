"""From a delivery to its message: what it tells of is read anew each time, as it may have been corrected."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from handlers import OutgoingMessage
from newsroom import Article, Chat, Delivery
from storage import Parts

Rendered: TypeAlias = OutgoingMessage | None

Render: TypeAlias = Callable[[Delivery, Article | None, Chat], Rendered | Awaitable[Rendered]]
"""Makes the message for a delivery; the article is None where it has none, or has been pruned.

Awaited where it has to read or to sum up.

None = there is nothing to send any more. What it raises is a bug, and costs that delivery alone.
"""


async def compose(
    render: Render, delivery: Delivery, parts: Parts | None
) -> OutgoingMessage | None:
    """Return the message that a delivery is to be now; None where there is nothing to say any more.

    `parts` is None where its chat is not known. Raises StorageError, and whatever rendering raises.
    """
    if parts is None:
        return None
    told = replace(delivery, copies=parts.copies, look=parts.look)
    made = render(told, parts.article, parts.chat)
    return await made if isinstance(made, Awaitable) else made
