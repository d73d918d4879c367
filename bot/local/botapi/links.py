"""Addresses as Telegram reads them: what counts as a link, and how it is written out again.

After tdlib's `LinkManager::check_link` and `parse_url` (td/telegram/LinkManager.cpp, tdutils/HttpUrl.cpp).
"""

import ipaddress
import re

_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_USER = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#]|$)", re.IGNORECASE)
_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_OWN_LINK = re.compile(r"(?P<host>[A-Za-z0-9_.-]+)(?P<rest>[/?#].*)?", re.DOTALL)
_HOST = re.compile(r"(?:[A-Za-z0-9._!$,~*'();&+=-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])+")
_HIGHEST_PORT = 65535


class LinkError(ValueError):
    """Not a link; the text is tdlib's own."""


def mentioned_user(link: str) -> int | None:
    """Return the user id of a `tg://user?id=…` link, None where it is any other link."""
    match = _USER.match(link)
    return int(match[1]) if match and int(match[1]) > 0 else None


def checked_link(link: str) -> str:
    """Return the link in its full form: with scheme, host in small letters, and a path.

    Raises LinkError.
    """
    own = _OWN_SCHEME.match(link)
    if own:
        return _checked_own_link(own[1].lower(), link[own.end() :])
    scheme = _SCHEME.match(link)
    protocol = scheme[1].lower() if scheme else "http"
    if protocol not in ("http", "https"):
        raise LinkError("Unsupported URL protocol")
    address = link[scheme.end() :] if scheme else link
    authority = re.split(r"[/?#]", address, maxsplit=1)[0]
    userinfo, at, host_and_port = authority.rpartition("@")
    host, port = _host_and_port(host_and_port)
    return (
        f"{protocol}://{userinfo}{at}{_checked_host(host)}{port}{_path(address[len(authority) :])}"
    )


def _checked_own_link(scheme: str, rest: str) -> str:
    match = _OWN_LINK.fullmatch(rest)
    if not match or (scheme != "tonsite" and "." in match["host"]):
        raise LinkError("Unallowed characters in URL host")
    path = _path(match["rest"] or "")
    return f"{scheme}://{match['host'].lower()}{path[1:] if path.startswith('/?') else path}"


def _host_and_port(authority: str) -> tuple[str, str]:
    host, colon, port = authority.rpartition(":")
    if not colon or not host or "]" in port:
        return authority, ""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= _HIGHEST_PORT:
        raise LinkError("Wrong port number specified in the URL")
    return host, f":{int(port)}"


def _checked_host(host: str) -> str:
    if not host:
        raise LinkError("URL host is empty")
    if host.startswith("[") and host.endswith("]"):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise LinkError("Wrong IPv6 address specified in the URL") from None
        return host.lower()
    if host == ".":
        raise LinkError("Host is invalid")
    if not _HOST.fullmatch(host):
        raise LinkError("Disallowed character in URL host")
    if "." not in host:
        raise LinkError("Wrong HTTP URL")
    return host.lower()


def _path(rest: str) -> str:
    path = rest.rstrip(" \t\r\n\0\v") or "/"
    if not path.startswith("/"):
        path = "/" + path
    return "".join(f"%{ord(char):02X}" if char <= " " else char for char in path)
