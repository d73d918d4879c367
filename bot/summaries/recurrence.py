"""What stands in several documents of a feed, learnt while they go by."""

from collections.abc import Collection

_MOST_REMEMBERED = 200_000


class Recurrence:
    """Remembers which blocks stood in which documents; what stood longest ago is forgotten first."""

    def __init__(self) -> None:
        # (feed, block) -> the one document it has been seen in, None once there were several.
        self._seen: dict[tuple[str, str], str | None] = {}

    def learn(self, feed: str, document: str, blocks: Collection[str]) -> frozenset[str]:
        """Return which of a document's blocks have stood in others of its feed, and remember all.

        `blocks`: hashes. `document`: what it is known by, so that another version of it is no other.
        """
        standing = set()
        for block in blocks:
            key = feed, block
            seen_in = self._seen.pop(key, document)
            if seen_in != document:
                standing.add(block)
                seen_in = None
            self._seen[key] = seen_in
        while len(self._seen) > _MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return frozenset(standing)
