"""What the tests of backups share."""

import pytest

from bot.backups import sealing


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost next to nothing: `test_sealing` tries one that costs what it shall."""
    monkeypatch.setattr(sealing, "_COST", 2)
