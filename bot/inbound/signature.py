"""Whether a push is signed with the secret that only its hub and we know (WebSub, 7.1)."""

import hmac
from collections.abc import Iterable

METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""SHA-1 too: hubs of PubSubHubbub 0.4 know nothing else, and as an HMAC it is not broken."""


def is_signed(body: bytes, secret: str, signatures: Iterable[str]) -> bool:
    """Tell whether one of the `X-Hub-Signature` headers, `method=hex`, is the body's. In constant time."""
    return any(_fits(body, secret, signature) for signature in signatures)


def _fits(body: bytes, secret: str, signature: str) -> bool:
    method, _, given = signature.strip().partition("=")
    if method.lower() not in METHODS:
        return False
    right = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "replace"))
