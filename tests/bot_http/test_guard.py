"""Where the bot may go. No test here dials anything: the guard is asked what it would let through."""

import socket
from ipaddress import ip_address

import pytest

from bot.http import FeedError, check_url, is_public
from bot.http.guard import BAD_PORTS, ForbiddenAddress, guarded_socket
from newsroom import ProblemKind

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.255.255",
    "198.17.255.255",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2001:200::1",
]

NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "2a00:1450:4001:800:0:5efe:7f00:1",
    "2a00:1450:4001:800:200:5efe:a00:1",
    "3ffe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]

LOCAL_SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0X7F.1/",
    "http://0x7f.0.0.0x1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1:8080/feed",
    "http://192.168.0.1/feed",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://printer.localhost/",
    "http://nas.local/",
    "http://metadata.google.internal/",
    "http://router.lan/",
    "http://router/",
    "http://router./",
    "http://hidden.onion/",
    "http://a.test/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://box.home.arpa/",
    "http://127.0.0.1:80#@a.example/",
    "http://127.0.0.1/?@a.example",
    "http://127.0.0.1/a.example",
]

BAD_ADDRESSES = [
    "",
    "a.example/feed",
    "//a.example/feed",
    "ftp://a.example/feed",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/xml,<rss/>",
    "feed://a.example/feed",
    "http:",
    "http://",
    "http:///feed",
    "http:a.example",
    "http://?feed",
    "http://#feed",
    "http://user@a.example/",
    "http://user:password@a.example/",
    "http://:@a.example/",
    "http://a.example:x@127.0.0.1/",
    "http://a.example\\@127.0.0.1/",
    "http:\\\\a.example\\feed",
    "http://a.example/a\\b",
    "http://a.example/\r\nHost: b.example",
    "http://a.example/ feed",
    "http://a\tb.example/",
    "http://a.example\0.b.example/",
    "http://a.example\u00a0/",
    "http://a.example:99999/",
    "http://a.example:port/",
    "http://a.example:-1/",
    "http://a:b:c/",
    "http://a.example:+80/",
    "http://a.example:8_0/",
    "http://a.example:８０/",
    "http://[a.example]/",
    "http://[v1.example]/",
    "http://[127.0.0.1]/",
    "http://[::1]a.example/",
    "http://a..example/",
    "http://.example/",
    "http://./",
    "http://-a.example/",
    "http://a%2eexample/",
    "http://127%2e0%2e0%2e1/",
    "http://a\u200b.example/",
    "http://a.example,b.example/",
    "http://(a.example)/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://1.2.3.08/",
    "http://a.1/",
    "http://0x/",
    "http://[::1/",
    "http://[::g]/",
    "http://[fe80::1%25eth0]/",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 130 + "example/",
    "http://a.example/" + "a" * 5000,
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("url", LOCAL_SPELLINGS)
def test_an_address_of_our_own_network_is_refused_however_it_is_spelt(url: str) -> None:
    with pytest.raises(FeedError) as refusal:
        check_url(url, allow_private=False)
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("url", LOCAL_SPELLINGS)
def test_allow_private_lifts_the_rule_on_addresses(url: str) -> None:
    assert check_url(url, allow_private=True).scheme == "http"


@pytest.mark.parametrize("allow_private", [False, True])
@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_what_is_no_web_address_is_refused_in_any_case(url: str, allow_private: bool) -> None:
    with pytest.raises(FeedError) as refusal:
        check_url(url, allow_private=allow_private)
    assert refusal.value.problem.kind is ProblemKind.BAD_ADDRESS


@pytest.mark.parametrize("allow_private", [False, True])
def test_ports_of_other_services_are_refused_in_any_case(allow_private: bool) -> None:
    for port in BAD_PORTS:
        with pytest.raises(FeedError, match=str(port)) as refusal:
            check_url(f"http://a.example:{port}/", allow_private=allow_private)
        assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS, port


@pytest.mark.parametrize(
    ("url", "requested"),
    [
        ("http://a.example", "http://a.example"),
        ("HTTPS://A.Example:443/Feed?x=1&y", "https://a.example/Feed?x=1&y"),
        ("http://a.example:8080/feed#part", "http://a.example:8080/feed"),
        ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4"),
        ("http://a.example:/feed", "http://a.example/feed"),
        ("http://a.example:00080/feed", "http://a.example/feed"),
        ("http://A.example?x", "http://a.example/?x"),
        ("http://134744072/feed", "http://134744072/feed"),
        ("http://a_b.example./", "http://a_b.example./"),
        ("http://8.8.8.8/feed", "http://8.8.8.8/feed"),
        ("http://[2606:4700::1111]/feed", "http://[2606:4700::1111]/feed"),
        ("http://localhost.example/", "http://localhost.example/"),
        ("http://1.example/", "http://1.example/"),
    ],
)
def test_an_ordinary_address_passes(url: str, requested: str) -> None:
    assert str(check_url(url, allow_private=False)) == requested


def dialled(address: str) -> tuple[int, int, int, str, tuple[object, ...]]:
    """Return what aiohttp hands to a socket factory for an address."""
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 0, "", (address, 80, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_socket_is_made_for_an_address_that_is_not_public(address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        guarded_socket(dialled(address))


def test_a_socket_is_made_for_a_public_address() -> None:
    with guarded_socket(dialled("8.8.8.8")) as made:
        assert made.family is socket.AF_INET
