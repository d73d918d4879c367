"""Where the bot may go: anybody can name an address, and none of them may be one of our own network.

An address is judged twice. `check_url` judges what is written, before anything is looked up, and again at
each redirect. `guarded_socket` judges the very address about to be dialled, whatever name led to it and
however often that name changes its mind.
"""

import re
import socket
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import TypeAlias

from aiohttp import AddrInfoType
from yarl import URL

from bot.http.errors import FeedError
from newsroom import ProblemKind

IPAddress: TypeAlias = IPv4Address | IPv6Address

MAX_URL_LENGTH = 4096

# https://fetch.spec.whatwg.org/#port-blocking
BAD_PORTS = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
        103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
        512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
        995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
        6669, 6679, 6697, 10080,
    }
)  # fmt: skip

# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast. Our own list, because what
# `ipaddress.is_global` answers differs between Python versions and lets several of these through.
_SPECIAL_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # multicast tunnels
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
# Only 2000::/3 is given out (https://www.iana.org/assignments/ipv6-address-space); so mapped, compatible,
# NAT64, unique local, link-local, site-local and multicast addresses are refused with all the rest.
_PUBLIC_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4 carries an IPv4 address
            "2620:4f:8000::/48",  # AS112
            "3ffe::/16",  # the 6bone, given back (RFC 3701)
            "3fff::/20",  # documentation
        ),
    )
)
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""The third quarter of an address that tunnels to the IPv4 address in its last (RFC 5214, 6.1)."""

# Ends of names that mean something within one network or to one program only, and so does a name without a
# dot (RFC 6761, 6762, 7686, 8375, 9476, and common use). `.example` leads nowhere anyway.
_LOCAL_ENDS = frozenset(
    {
        "alt",
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
        "test",
    }
)

_FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WRITTEN = re.compile(
    r"https?://(?:[^/?#\[\]:@]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?(?:[/?#]|$)", re.IGNORECASE
)
"""How an address begins: yarl would also take «+22» and «２２» for a port, and `[v1.a]` for a name."""
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")

_REFUSAL = "not a public address"


class ForbiddenAddress(OSError):
    """The address about to be dialled is not a public one.

    The text is always the same, so that several refusals for one name stay recognisable:
    aiohappyeyeballs joins errors that differ into one of its own.
    """

    def __init__(self) -> None:
        super().__init__(_REFUSAL)


def is_public(address: IPAddress) -> bool:
    """Tell whether `address` is one host on the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if address not in _PUBLIC_V6 or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(address in network for network in _SPECIAL_V6)


@lru_cache(maxsize=8_192)  # judging costs as much as a seventh of a fetch, and feeds come back
def check_url(url: str, *, allow_private: bool) -> URL:
    """Return `url` parsed, or raise FeedError: bad-address or forbidden-address.

    The result is what is to be requested: nothing else may parse the text again, as parsers disagree on
    the host of trick addresses. `allow_private` lifts the rule on addresses and local names alone.
    """
    if len(url) > MAX_URL_LENGTH or _FORBIDDEN_CHARACTERS.search(url):
        raise FeedError(ProblemKind.BAD_ADDRESS)
    try:
        parsed = URL(url)
        port = parsed.port
    except ValueError:
        raise FeedError(ProblemKind.BAD_ADDRESS) from None
    host = parsed.raw_host
    if parsed.scheme not in {"http", "https"} or not host:
        raise FeedError(ProblemKind.BAD_ADDRESS)
    if "@" in parsed.raw_authority:
        raise FeedError(ProblemKind.BAD_ADDRESS, "user name or password")
    if not _WRITTEN.match(url):
        raise FeedError(ProblemKind.BAD_ADDRESS)
    if port in BAD_PORTS:
        raise FeedError(ProblemKind.FORBIDDEN_ADDRESS, f"port {port}")
    _check_host(host.lower(), allow_private=allow_private)
    return parsed.with_fragment(None) if parsed.raw_fragment else parsed


def check_redirect(source: URL, location: str, *, allow_private: bool) -> URL:
    """Return where a `Location` header leads from `source`, judged as `check_url` does."""
    location = location.replace(" ", "%20")
    if len(location) > MAX_URL_LENGTH or _FORBIDDEN_CHARACTERS.search(location):
        raise FeedError(
            ProblemKind.BAD_ADDRESS
        )  # before it is joined, which would write them otherwise
    if location.startswith("//"):
        location = f"{source.scheme}:{location}"
    elif not _SCHEME.match(location):
        try:
            location = str(source.join(URL(location)))
        except ValueError:
            raise FeedError(ProblemKind.BAD_ADDRESS) from None
    return check_url(location, allow_private=allow_private)


def guarded_socket(dialled: AddrInfoType) -> socket.socket:
    """Make the socket for an address (an item of `getaddrinfo`), or raise ForbiddenAddress."""
    family, kind, protocol, _, where = dialled
    if not is_public(ip_address(where[0])):
        raise ForbiddenAddress
    return socket.socket(family, kind, protocol)


def _check_host(host: str, *, allow_private: bool) -> None:
    address = _literal_address(host)
    if address is not None:
        forbidden = not is_public(address)
    else:
        if len(host) > 254 or not _HOST_NAME.fullmatch(host):
            raise FeedError(ProblemKind.BAD_ADDRESS)
        *within, end = host.removesuffix(".").split(".")
        forbidden = not within or end in _LOCAL_ENDS
    if forbidden and not allow_private:
        raise FeedError(ProblemKind.FORBIDDEN_ADDRESS, _REFUSAL)


def _literal_address(host: str) -> IPAddress | None:
    """Return the address that `host` spells, None where it is a name.

    A host whose last label is a number is an IPv4 address in one of its spellings or nothing
    (https://url.spec.whatwg.org/#ends-in-a-number-checker): 127.1, 0x7f000001, 017700000001.
    """
    if ":" in host:
        try:
            address = IPv6Address(host)
        except ValueError:
            raise FeedError(ProblemKind.BAD_ADDRESS) from None
        if address.scope_id:  # a network interface of this machine
            raise FeedError(ProblemKind.BAD_ADDRESS)
        return address
    bare = host.removesuffix(".")
    if not _NUMERIC_LABEL.fullmatch(bare.rpartition(".")[2]):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, ValueError):
        raise FeedError(ProblemKind.BAD_ADDRESS) from None
