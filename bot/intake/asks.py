"""What a feed's document asks of its readers: how often to come, when to stay away, where to turn to.

feedparser keeps only the last of several `<hour>` or `<day>`, so these are read from the bytes.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.intake.fields import absolute
from newsroom import Asks, with_hub

_MINUTE = 60 * 1_000
_HOUR = 60 * _MINUTE
_PERIODS = {
    "hourly": _HOUR,
    "daily": 24 * _HOUR,
    "weekly": 7 * 24 * _HOUR,
    "monthly": 30 * 24 * _HOUR,
    "yearly": 365 * 24 * _HOUR,
}
_DEFAULT_PERIOD = "daily"
"""What the syndication module says of a frequency without a period."""

_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
_HOURS_A_DAY = 24

_SKIP_HOURS = re.compile(rb"<skipHours\s*>", re.IGNORECASE)
_SKIP_DAYS = re.compile(rb"<skipDays\s*>", re.IGNORECASE)
_SKIPS_WITHIN = 4_000
"""Bytes; twenty-four <hour> elements with an indent each take about 1,000."""
_HOUR_ELEMENT = re.compile(rb"<hour\s*>\s*(\d{1,2})\s*</hour\s*>", re.IGNORECASE)
_DAY_ELEMENT = re.compile(rb"<day\s*>\s*([a-z]{6,9})\s*</day\s*>", re.IGNORECASE)


def read_asks(document: bytes, feed: Mapping[str, Any], base: str) -> Asks:
    """Return what a document asks; `feed` is what feedparser found of its channel.

    `base`: the document's own address, for a relative new one.
    """
    asks = Asks(
        every=max(_ttl(feed), _update_period(feed)) or None,
        skip_hours=_skip_hours(document),
        skip_days=_skip_days(document),
        new_url=absolute(feed.get("itunes_new-feed-url"), base),
    )
    links = (
        (str(link.get("rel")), str(link.get("href") or "")) for link in feed.get("links") or ()
    )
    return with_hub(asks, links, base)


def _ttl(feed: Mapping[str, Any]) -> int:
    """Return RSS's `ttl`, which is in minutes, as milliseconds; 0 where there is none."""
    return (_number(feed.get("ttl")) or 0) * _MINUTE


def _update_period(feed: Mapping[str, Any]) -> int:
    """Return the syndication module's period, shared among its updates; 0 where there is none."""
    period, frequency = feed.get("sy_updateperiod"), _number(feed.get("sy_updatefrequency"))
    if period is None and frequency is None:
        return 0
    length = _PERIODS.get(str(period or _DEFAULT_PERIOD).strip().lower(), 0)
    return length // max(frequency or 1, 1)


def _skip_hours(document: bytes) -> int:
    """Return the hours as bits. RSS 0.91 counts them from 1 to 24, later versions from 0 to 23."""
    hours = (int(hour) for hour in _HOUR_ELEMENT.findall(_within(_SKIP_HOURS, document)))
    return sum({1 << hour % _HOURS_A_DAY for hour in hours if hour <= _HOURS_A_DAY})


def _skip_days(document: bytes) -> int:
    """Return the days as bits, from Monday on."""
    days = (day.lower() for day in _DAY_ELEMENT.findall(_within(_SKIP_DAYS, document)))
    return sum({1 << _DAYS.index(day) for day in days if day in _DAYS})


def _within(opening: re.Pattern[bytes], document: bytes) -> bytes:
    """Return what follows the first opening tag, up to a closing one of its kind."""
    found = opening.search(document)
    if found is None:
        return b""
    following = document[found.end() : found.end() + _SKIPS_WITHIN]
    return re.split(rb"</skip", following, maxsplit=1, flags=re.IGNORECASE)[0]


def _number(value: object) -> int | None:
    text = str(value or "").strip()
    return int(text[:6]) if text.isascii() and text.isdigit() else None
