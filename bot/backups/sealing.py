"""Encrypted backups: a file that only who knows the passphrase can read, or change unnoticed.

    MAGIC, a byte for the version, 16 bytes of salt, 32 bytes that tell whether a passphrase is the right one
    pieces of 1 MiB and the last one, each sealed with 16 bytes more

scrypt makes of passphrase and salt 64 bytes: the key, and those that tell. The salt is new for each file,
and so is the key. Each piece is sealed with AES-256-GCM; its nonce is its number and whether it is the last
one (STREAM, Hoang, Reyhanitabar, Rogaway and Vizár 2015), and the header is authenticated with it. So a piece
that is missing, doubled, moved or altered is noticed, at the end of the file as well.
"""

import hmac
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"newshound sealed"
VERSION = 1

PIECE = 1 << 20
"""Bytes of a piece before it is sealed."""

_SALT, _TELLING, _KEY, _TAG = 16, 32, 32, 16
_HEADER = len(MAGIC) + 1 + _SALT + _TELLING

_COST, _BLOCK, _LANES = 1 << 16, 8, 2
"""Of scrypt: 64 MiB and about a third of a second, as OWASP's cheat sheet on passwords has it."""


class NotOpened(Exception):
    """A sealed file was not opened; the text is the end of a sentence that begins with its name."""


class GivenUp(Exception):
    """The work was told to end."""


def is_sealed(path: Path) -> bool:
    """Tell whether a file is an encrypted backup, whole or not. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, passphrase: str, given_up: Event) -> None:
    """Write `source` encrypted into `target`, onto the disk. Raises OSError, GivenUp."""
    salt = os.urandom(_SALT)
    key, telling = _derived(passphrase, salt)
    header = MAGIC + bytes([VERSION]) + salt + telling
    cipher = AESGCM(key)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(header)
        for nonce, piece in _pieces(plain, PIECE, given_up):
            sealed.write(cipher.encrypt(nonce, piece, header))
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal(source: Path, target: Path, passphrase: str, given_up: Event) -> None:
    """Write what is sealed in `source` into `target`. Raises OSError, NotOpened, GivenUp.

    Where it raises, what stands in `target` must not be used.
    """
    with source.open("rb") as sealed, target.open("wb") as plain:
        header = sealed.read(_HEADER)
        cipher = AESGCM(_key_of(header, passphrase))
        try:
            for nonce, piece in _pieces(sealed, PIECE + _TAG, given_up):
                plain.write(cipher.decrypt(nonce, piece, header))
        except InvalidTag:
            raise NotOpened("is cut off or has been altered; take another copy of it") from None


def _key_of(header: bytes, passphrase: str) -> bytes:
    """Return the key of a file with this header. Raises NotOpened."""
    version = header[len(MAGIC) : len(MAGIC) + 1]
    if version and version[0] != VERSION:
        raise NotOpened("was encrypted by a newer Newshound")
    if len(header) < _HEADER:
        raise NotOpened("is cut off; take another copy of it")
    if not passphrase:
        raise NotOpened(
            "is encrypted: set backup.passphrase, or NEWSHOUND_BACKUP_PASSPHRASE, to what it was made with"
        )
    key, telling = _derived(passphrase, header[len(MAGIC) + 1 : -_TELLING])
    if not hmac.compare_digest(telling, header[-_TELLING:]):
        raise NotOpened("was made with another backup.passphrase than the present one")
    return key


def _derived(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key, and the bytes that tell whether the passphrase is the right one."""
    # The same words may be typed in several ways; another keyboard must not lock anybody out.
    words = unicodedata.normalize("NFC", passphrase).encode()
    kdf = Scrypt(salt=salt, length=_KEY + _TELLING, n=_COST, r=_BLOCK, p=_LANES)
    derived = kdf.derive(words)
    return derived[:_KEY], derived[_KEY:]


def _pieces(file: BinaryIO, size: int, given_up: Event) -> Iterator[tuple[bytes, bytes]]:
    """Read a file by pieces, at least one; each with its nonce, in which the last one is marked."""
    number, piece = 0, file.read(size)
    while True:
        if given_up.is_set():
            raise GivenUp
        following = file.read(size)
        yield number.to_bytes(11, "big") + bytes([not following]), piece
        if not following:
            return
        number, piece = number + 1, following
