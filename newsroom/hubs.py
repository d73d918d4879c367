"""Feeds that are pushed by a hub (W3C WebSub): which hub, for how long, and what a push changes."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from newsroom.candidates import header_links
from newsroom.links import normalise_url
from newsroom.models import Asks, Feed, HubSubscription, Verdict
from newsroom.rhythm import HOUR
from newsroom.schedule import DAY

LEASE = 10 * DAY
"""Milliseconds for which a hub is asked to push. It may grant another time."""

LONGEST_LEASE = 30 * DAY
"""No lease is believed for longer: until its end a feed is polled more rarely."""

LONGEST_ADDRESS = 2_000
"""Characters of a hub's or topic's address."""

MINUTE = HOUR // 60

FIRST_REPEAT, LONGEST_REPEAT = 10 * MINUTE, DAY
"""Milliseconds between questions to a hub that does not confirm: doubled each time."""

_DOUBLINGS = 10


def with_hub(asks: Asks, links: Iterable[tuple[str, str]], base: str) -> Asks:
    """Return what a feed asks, with the hub and the topic among its links, pairs of `rel` and address.

    The first of each counts; where there is no hub, `asks` is returned as it is. `base`: what addresses
    are relative to. Links of the header are to be put over those of the document (WebSub, 4).
    """
    named: dict[str, str] = {}
    for rel, written in links:
        address = _absolute(written, base)
        if address is not None:
            for word in rel.lower().split():
                named.setdefault(word, address)
    if "hub" not in named:
        return asks
    return replace(asks, hub=named["hub"], topic=named.get("self", asks.topic))


def _absolute(written: str, base: str) -> str | None:
    """Return an http(s) address in full; None where it is none, or too long to be one."""
    try:
        parts = urlsplit(urljoin(base, written.strip()))
    except ValueError:  # brackets that hold no address
        return None
    url = parts.geturl()
    usable = written and parts.scheme in ("http", "https") and parts.hostname
    return url if usable and len(url) <= LONGEST_ADDRESS else None


def links_of_header(header: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `rel` and address of a `Link` header."""
    return tuple((parameters.get("rel", ""), url) for url, parameters in header_links(header))


def topic_of(feed: Feed) -> str:
    """Return what a hub calls the feed."""
    return feed.asks.topic or feed.url


def is_topic(feed: Feed, named: str | None) -> bool:
    """Whether a pushed document that names itself so may be the feed; None = it does not name itself."""
    if named is None:
        return True
    return normalise_url(named) in {normalise_url(topic_of(feed)), normalise_url(feed.url)}


def was_asked(agreed: HubSubscription) -> bool:
    """Whether the hub has been asked for what is wanted now: nothing else may be confirmed."""
    return agreed.failures > 0 or (agreed.wanted and agreed.lease_until is not None)


def lease_of(now: int, seconds: int | None) -> int:
    """Return when a lease ends that a hub grants for so many seconds; None = as long as was asked for."""
    granted = LEASE if seconds is None else seconds * 1000
    return now + min(granted, LONGEST_LEASE)


def renewal_of(now: int, lease_until: int) -> int:
    """Return when to ask for a lease anew: a quarter before its end, so that there is time to repeat."""
    return now + max((lease_until - now) * 3 // 4, MINUTE)


def repeat_of(now: int, failures: int) -> int:
    """Return when to ask a hub again that has been asked `failures` times in vain."""
    return now + min(FIRST_REPEAT << min(failures, _DOUBLINGS), LONGEST_REPEAT)


def as_announced(verdict: Verdict) -> Verdict:
    """Return what a check changes that a hub's mere announcement, or a fragment, has led to.

    What it finds the hub was the first to tell of, though it did not bring it.
    """
    return replace(verdict, trusts_hub=True) if _has_news(verdict) else verdict


def _has_news(verdict: Verdict) -> bool:
    return verdict.alerting and any(entry.key not in verdict.silent for entry in verdict.new)


def as_pushed(feed: Feed, verdict: Verdict, *, any_known: bool) -> Verdict | None:
    """Return what a check of a pushed document changes; None where it is a mere fragment.

    `any_known`: whether anything of the feed's is remembered. A document that lists nothing of that is a
    fragment, or another feed, and nothing is concluded from it.

    What a hub sends says nothing of the feed's server: its validators, its moves and what it asks for stay.
    Nor does it say what is no longer listed. The next poll comes when it was to come, unless failures had put
    it off: it shows whether the hub left something out. To be the first with news is what a hub is trusted
    for.
    """
    if any_known and len(verdict.new) == len(verdict.seen):
        return None
    return replace(
        verdict,
        parsed=False,
        validators=None,
        asks=None,
        move=feed.move,
        moved_to=None,
        next_check_at=min(feed.next_check_at, verdict.next_check_at)
        if feed.failures
        else feed.next_check_at,
        trusts_hub=True if _has_news(verdict) else None,
    )
