"""The text of the shipped config.toml, made from the settings.

`python -m bot.config.shipped > config.toml` writes it anew; a test holds the file against it.
"""

import inspect
import json
import sys
import textwrap
from collections.abc import Iterator

from bot.config.settings import Config, Setting, known_settings, section_names

_WIDTH = 98

_HEAD = """\
Newshound's settings. Every setting stands here with its default: what you do not need you may
leave out. Save the file as UTF-8, and start the bot again for a change to take effect.

Durations are written "90s", "15m", "6h", "2d"; sizes "512KiB", "8MiB". Relative paths start at
the folder of this file.

An environment variable overrides a setting here: NEWSHOUND_TELEGRAM_TOKEN the token below
[telegram], NEWSHOUND_POLLING_MIN_INTERVAL the min_interval below [polling], and so on; lists are
written with commas. Secrets may stand in the environment alone."""


def config_toml() -> str:
    """Return config.toml with every setting, its default and its comment."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for line in _HEAD.splitlines():
        yield f"# {line}".rstrip()
    for section in section_names():
        yield ""
        yield ""
        yield f"[{section}]"
        yield from _comment(inspect.getdoc(getattr(Config(), section)) or "")
        for setting in known_settings():
            if setting.section == section:
                yield ""
                yield from _setting(setting)


def _setting(setting: Setting) -> Iterator[str]:
    yield from _comment(setting.entry.comment)
    # TOML writes text, whole numbers, booleans and lists of them as JSON does.
    yield f"{setting.key} = {json.dumps(setting.entry.default, ensure_ascii=False)}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")


if __name__ == "__main__":
    sys.stdout.write(config_toml())
