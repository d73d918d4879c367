"""Messages that are owed."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.models.people import Place
from newsroom.models.standing import FeedNews


class DeliveryKind(StrEnum):
    """Why a message goes out without being an answer."""

    ALERT = "alert"
    DIGEST = "digest"
    FORWARD = "forward"
    BROADCAST = "broadcast"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """Where a delivery stands in the ledger (docs/architecture.md, «The ledger»)."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one place."""

    id: int
    place: Place
    kind: DeliveryKind
    due_at: int
    state: DeliveryState = DeliveryState.DUE
    article_id: int | None = None
    body: str | None = None
    """The text of a notice, broadcast or a forward's note; None for an alert."""
    attempts: int = 0
    maybe_twice: bool = False
    """An answer of Telegram was lost once, so the message may stand there already."""
    plain: bool = False
    """Telegram refused the formatted text: send it without formatting."""
    message_id: int | None = None
    reason: str | None = None
    news: tuple[FeedNews, ...] = ()
    """What a notice to the staff tells of feeds; empty for everything else."""
