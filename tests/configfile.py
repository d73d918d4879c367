"""Loading a configuration from text, for tests."""

from pathlib import Path

import pytest

from bot.config import Config, ConfigError, load


def load_text(folder: Path, text: str = "", **environ: str) -> Config:
    """Load a config.toml of this text in `folder`, with these environment variables."""
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environ)


def mistakes_in(folder: Path, text: str = "", **environ: str) -> list[str]:
    """Load as `load_text` does what is to be refused, and return the lines that say why."""
    with pytest.raises(ConfigError) as caught:
        load_text(folder, text, **environ)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return list(caught.value.mistakes)
