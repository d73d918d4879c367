"""From config.toml and the environment to a Config, with all mistakes at once."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.config.nearest import nearest_section, nearest_setting, nearest_variable
from bot.config.rules import contradictions, doubts
from bot.config.settings import Config, Setting, known_settings, section_names

DEFAULT_FILE = Path("config.toml")

_PREFIX = "NEWSHOUND_"
_LONGEST_SHOWN = 60


class ConfigError(Exception):
    """The configuration cannot be used. `mistakes`: one line each, naming the setting."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands for a setting, in TOML's types, and where: the setting's or a variable's name."""

    raw: object
    source: str


@dataclass(slots=True)
class _Reading:
    """What has been found so far."""

    written: dict[str, _Written] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)
    """Names of settings whose value was mistaken: no rule about combinations judges them."""


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Return the configuration that a file and the environment's NEWSHOUND_ variables make.

    `path` None means `./config.toml`, which may be missing: all defaults. Relative paths among the
    values, of variables too, start at the file's folder. Raises ConfigError with every mistake.
    """
    file = DEFAULT_FILE if path is None else path
    reading = _Reading()
    _take_file(_read(file, reading, may_be_missing=path is None), reading)
    _take_variables(environ, reading)
    config = _widened(_build(reading, folder=file.absolute().parent), reading)
    reading.mistakes += contradictions(config, reading.unclear)
    if reading.mistakes:
        raise ConfigError(*reading.mistakes)
    return replace(config, warnings=doubts(config))


def _read(file: Path, reading: _Reading, *, may_be_missing: bool) -> dict[str, object]:
    """Return what the file says in TOML's types; nothing, and a mistake, where it is unreadable."""
    try:
        # An editor on Windows may begin UTF-8 with a byte order mark, which TOML does not know.
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        if may_be_missing:
            return {}
        problem = "there is no such file"
    except IsADirectoryError:
        problem = "this is a folder, not a file"
    except PermissionError:
        problem = "no permission to read this file"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 text at byte {error.start + 1}; save the file as UTF-8"
    except RecursionError:
        problem = "not TOML: nested too deeply"
    except ValueError as error:  # TOMLDecodeError, or a number with too many digits for Python
        problem = f"not TOML: {error}"
    reading.mistakes.append(f"configuration file {file}: {problem}")
    reading.unclear.update(setting.name for setting in known_settings())
    return {}


def _take_file(document: Mapping[str, object], reading: _Reading) -> None:
    known = {setting.name for setting in known_settings()}
    for section, content in document.items():
        if not isinstance(content, dict):
            reading.mistakes.append(_not_a_section(section, content))
        elif section not in section_names():
            right = nearest_section(section)
            reading.mistakes.append(f"{section}: unknown section. Did you mean [{right}]?")
            reading.unclear.update(name for name in known if name.startswith(f"{right}."))
        else:
            for key, raw in content.items():
                name = f"{section}.{key}"
                if name in known:
                    reading.written[name] = _Written(raw, name)
                else:
                    right = nearest_setting(section, key)
                    reading.mistakes.append(f"{name}: unknown setting. Did you mean {right}?")
                    reading.unclear.add(right)


def _not_a_section(name: str, content: object) -> str:
    """Return the line about something that stands where only sections may."""
    if name in section_names():
        return (
            f"{name}: expected a section that starts with a line [{name}], found {_shown(content)}"
        )
    right = nearest_setting("", name)
    section = right.partition(".")[0]
    return f"{name}: unknown setting outside any section. Did you mean {right}, below [{section}]?"


def _take_variables(environ: Mapping[str, str], reading: _Reading) -> None:
    known = {setting.variable: setting for setting in known_settings()}
    for variable in sorted(name for name in environ if name.startswith(_PREFIX)):
        setting = known.get(variable)
        if setting is None:
            right = nearest_variable(variable)
            reading.mistakes.append(f"{variable}: unknown variable. Did you mean {right}?")
            reading.unclear.add(known[right].name)
        else:
            raw = setting.entry.kind.from_variable(environ[variable])
            reading.written[setting.name] = _Written(raw, f"{variable} ({setting.name})")


def _build(reading: _Reading, folder: Path) -> Config:
    """Return the Config of all that could be read, with defaults for the rest."""
    defaults = Config()
    values: dict[str, dict[str, object]] = {section: {} for section in section_names()}
    for setting in known_settings():
        value = setting.value_in(defaults)
        written = reading.written.get(setting.name)
        if written is not None:
            try:
                value = setting.entry.kind.read(written.raw)
            except ValueError:
                reading.mistakes.append(_unexpected(setting, written))
                reading.unclear.add(setting.name)
        values[setting.section][setting.key] = folder / value if isinstance(value, Path) else value
    # Each section's class is known only by its name here; its kinds have checked the types.
    sections: dict[str, Any] = {
        section: replace(getattr(defaults, section), **content)
        for section, content in values.items()
    }
    return Config(**sections)


def _widened(config: Config, reading: _Reading) -> Config:
    """Let an interval that nobody wrote give way to those that somebody did."""
    polling = config.polling
    least, aim, most = polling.min_interval, polling.interval, polling.max_interval
    if "polling.interval" not in reading.written:
        aim = min(max(aim, least), most)
    if "polling.min_interval" not in reading.written:
        least = min(least, aim, most)
    if "polling.max_interval" not in reading.written:
        most = max(most, aim, least)
    return replace(
        config, polling=replace(polling, min_interval=least, interval=aim, max_interval=most)
    )


def _unexpected(setting: Setting, written: _Written) -> str:
    found = "something else (not shown)" if setting.entry.secret else _shown(written.raw)
    return f"{written.source}: expected {setting.entry.kind.expected}, found {found}"


def _shown(raw: object) -> str:
    """Return a value much as it stands in the file: on one line, cut, without passwords of URLs."""
    if isinstance(raw, dict):
        return "a section"
    text = json.dumps(raw, ensure_ascii=False, default=str)
    text = re.sub(r"//[^/\s\"]*@", "//…@", text)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
