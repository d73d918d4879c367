"""Whether a push is signed by its hub."""

import hashlib
import hmac

import pytest

from bot.inbound.signature import METHODS, is_signed

BODY, SECRET = b"<rss/>", "a secret"


def signed(method: str, secret: str = SECRET) -> str:
    return f"{method}={hmac.new(secret.encode(), BODY, method).hexdigest()}"


@pytest.mark.parametrize("method", sorted(METHODS))
def test_what_is_signed_with_the_secret_is_signed(method: str) -> None:
    assert is_signed(BODY, SECRET, [signed(method)])
    assert is_signed(BODY, SECRET, [signed(method).upper()])
    assert not is_signed(BODY + b" ", SECRET, [signed(method)])
    assert not is_signed(BODY, "another", [signed(method)])


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "=",
        "sha256=",
        "sha256",
        "md5=" + hashlib.md5(BODY).hexdigest(),
        signed("sha256")[:-1],
        "sha256=\udcff",
    ],
)
def test_anything_else_is_not(signature: str) -> None:
    assert not is_signed(BODY, SECRET, [signature])
    assert not is_signed(BODY, SECRET, [])
    assert is_signed(BODY, SECRET, [signature, signed("sha256")])
