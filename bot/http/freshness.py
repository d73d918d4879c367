"""For how long an answer stays fresh, as its server says (RFC 9111, 4.2): nobody need ask earlier."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Protocol


class Headers(Protocol):
    """What is read of an answer's headers."""

    def __contains__(self, key: object) -> bool:
        """Tell whether there is such a header."""
        ...

    def getall(self, key: str, default: list[str]) -> list[str]:
        """Return all values of a header; `default` where it is missing."""
        ...


def fresh_for(headers: Headers) -> int | None:
    """Return in milliseconds how long nothing will change; None where the server does not say.

    `max-age` goes before `Expires`. A server that wants every use to be checked with it (`no-cache`,
    `no-store`) means caches; to us, who check, it says nothing.
    """
    if "Cache-Control" not in headers and "Expires" not in headers:
        return None
    directives = dict(_directives(headers))
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    age = directives.get("max-age")
    seconds = _until_expiry(headers) if age is None else _seconds(age)
    left = (seconds or 0) - (_seconds(_first(headers, "Age")) or 0)
    return left * 1000 if left > 0 else None


def _directives(headers: Headers) -> Iterator[tuple[str, str]]:
    for line in headers.getall("Cache-Control", []):
        for directive in line.split(","):
            name, _, value = directive.partition("=")
            yield name.strip().lower(), value.strip().strip('"')


def _until_expiry(headers: Headers) -> int | None:
    """Return the seconds from the answer's own date to its expiry; None without both dates."""
    try:
        expires = parsedate_to_datetime(_first(headers, "Expires"))
        wait = expires - parsedate_to_datetime(_first(headers, "Date"))
    except (TypeError, ValueError):  # such as «0», or one date with and one without a time zone
        return None
    return round(wait.total_seconds())


def _first(headers: Headers, name: str) -> str:
    return headers.getall(name, [""])[0].strip()


def _seconds(value: str) -> int | None:
    return int(value[:9]) if value.isascii() and value.isdigit() else None
