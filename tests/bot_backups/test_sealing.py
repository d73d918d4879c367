"""Encrypted backups: the passphrase opens them, and nothing that was changed passes for whole."""

import threading
from pathlib import Path

import pytest

from bot.backups import sealing
from bot.backups.sealing import GivenUp, NotOpened, is_sealed, seal, unseal

WORDS = "correct horse battery staple"
HEADER = len(sealing.MAGIC) + 1 + 16 + 32
TAG = 16

COST = sealing._COST
"""Of a passphrase; other tests here are spared it."""

GOING_ON = threading.Event()
"""Never set."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pieces."""
    monkeypatch.setattr(sealing, "PIECE", 100)


def sealed(folder: Path, content: bytes, words: str = WORDS) -> Path:
    (folder / "plain").write_bytes(content)
    seal(folder / "plain", folder / "sealed", words, GOING_ON)
    return folder / "sealed"


def opened(file: Path, words: str = WORDS) -> bytes:
    target = file.with_name("opened")
    unseal(file, target, words, GOING_ON)
    return target.read_bytes()


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 200, 1_000])
def test_what_was_sealed_comes_out(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * 4
    file = sealed(tmp_path, content[:size])
    assert is_sealed(file)
    assert opened(file) == content[:size]


def test_what_cost_as_much_as_a_passphrase_shall_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_COST", COST)
    file = sealed(tmp_path, b"secret")
    assert opened(file) == b"secret"
    monkeypatch.setattr(sealing, "_COST", COST // 2)
    with pytest.raises(NotOpened, match=r"another backup\.passphrase"):
        opened(file)


def test_the_same_twice_looks_different(tmp_path: Path) -> None:
    first = sealed(tmp_path, b"the same").read_bytes()
    assert sealed(tmp_path, b"the same").read_bytes()[HEADER - 48 :] != first[HEADER - 48 :]


def test_another_passphrase_is_told_as_such(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"secret")
    with pytest.raises(NotOpened, match=r"another backup\.passphrase"):
        opened(file, "correct horse")
    with pytest.raises(NotOpened, match=r"set backup\.passphrase"):
        opened(file, "")


def test_the_same_words_typed_otherwise_open_it(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"secret", "Zo\u00eb")
    assert opened(file, "Zoe\u0308") == b"secret"


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    """Also one between two pieces, which are whole each."""
    whole = sealed(tmp_path, b"x" * 350).read_bytes()
    file = tmp_path / "cut"
    for length in [*range(len(sealing.MAGIC), len(whole), 7), HEADER, HEADER + 100 + TAG]:
        file.write_bytes(whole[:length])
        with pytest.raises(NotOpened, match="cut off"):
            opened(file)


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    whole = sealed(tmp_path, b"x" * 250).read_bytes()
    file = tmp_path / "changed"
    for place in range(len(sealing.MAGIC), len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        file.write_bytes(changed)
        with pytest.raises(NotOpened, match=r"altered|another backup|newer"):
            opened(file)


def test_pieces_that_change_places_or_come_twice_are_noticed(tmp_path: Path) -> None:
    whole = sealed(tmp_path, b"a" * 100 + b"b" * 100 + b"c" * 50).read_bytes()
    size = 100 + TAG
    head, first = whole[:HEADER], whole[HEADER : HEADER + size]
    second, last = whole[HEADER + size : HEADER + 2 * size], whole[HEADER + 2 * size :]
    file = tmp_path / "moved"
    for pieces in [
        (second, first, last),
        (first, last),
        (first, second, second, last),
        (first, second, last, last),
        (last,),
    ]:
        file.write_bytes(head + b"".join(pieces))
        with pytest.raises(NotOpened, match="altered"):
            opened(file)


def test_pieces_of_another_file_are_noticed(tmp_path: Path) -> None:
    mine = sealed(tmp_path, b"x" * 100).read_bytes()
    other = sealed(tmp_path, b"y" * 100).read_bytes()
    (tmp_path / "mixed").write_bytes(mine[:HEADER] + other[HEADER:])
    with pytest.raises(NotOpened, match="altered"):
        opened(tmp_path / "mixed")


def test_one_of_a_newer_version_is_told_as_such(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"secret")
    content = bytearray(file.read_bytes())
    content[len(sealing.MAGIC)] = sealing.VERSION + 1
    file.write_bytes(content)
    with pytest.raises(NotOpened, match="newer Newshound"):
        opened(file)


def test_what_is_given_up_ends(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"secret")
    told = threading.Event()
    told.set()
    with pytest.raises(GivenUp):
        seal(tmp_path / "plain", tmp_path / "again", WORDS, told)
    with pytest.raises(GivenUp):
        unseal(file, tmp_path / "opened", WORDS, told)
