"""What the ledger's reasons for not sending are in words (docs/delivery.md, «Fates»)."""

from collections.abc import Mapping

from handlers.markup import Html, clip
from handlers.texts import Texts

_REFUSED = "refused: "
_REFUSAL_UNITS = 120
_BUG = "error:"

_WORDS: Mapping[str, str] = {
    "muted": "missed-muted",
    "unsubscribed": "missed-unsubscribed",
    "unwatched": "missed-unwatched",
    "blocked": "missed-blocked",
    "banned": "missed-banned",
    "kicked": "missed-shut-out",
    "deactivated": "missed-shut-out",
    "not-a-member": "missed-shut-out",
    "chat-not-found": "missed-shut-out",
    "forbidden": "missed-shut-out",
    "no-rights": "missed-no-rights",
    "topic-not-found": "missed-topic-gone",
    "topic-closed": "missed-topic-closed",
    "server-error": "missed-server-error",
    "timed-out": "missed-no-answer",
    "outcome-unknown": "missed-no-answer",
    "migrated": "missed-migrated",
    "nothing-to-send": "missed-nothing-to-send",
    "restored": "missed-restored",
}


def why_not(texts: Texts, reason: str) -> Html:
    """Say why a message was not sent."""
    if reason.startswith(_REFUSED):
        said = clip(reason.removeprefix(_REFUSED), _REFUSAL_UNITS)
        return texts("missed-refused", words=said)
    if reason.startswith(_BUG):
        return texts("missed-bug")
    known = _WORDS.get(reason)
    if known is None:  # of a part of the bot that is younger than this list
        return texts("missed-other", words=clip(reason, _REFUSAL_UNITS))
    return texts(known)
