"""Config, the value that the program reads, and the list of all settings in it."""

from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from bot.config.sections import (
    Access,
    Alerts,
    Backup,
    Entry,
    Health,
    Llm,
    Log,
    Polling,
    Storage,
    Summary,
    Telegram,
)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. `Config()` is what an empty config.toml means.

    Durations are milliseconds, sizes bytes; paths are absolute once loaded. `warnings` are lines
    about settings that were taken although they are seldom meant.
    """

    telegram: Telegram = field(default_factory=Telegram)
    access: Access = field(default_factory=Access)
    polling: Polling = field(default_factory=Polling)
    storage: Storage = field(default_factory=Storage)
    alerts: Alerts = field(default_factory=Alerts)
    summary: Summary = field(default_factory=Summary)
    llm: Llm = field(default_factory=Llm)
    backup: Backup = field(default_factory=Backup)
    log: Log = field(default_factory=Log)
    health: Health = field(default_factory=Health)
    warnings: tuple[str, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen: each secret that is set, and of a proxy's address its password."""
        hidden = (item.hidden_part(self) for item in known_settings() if item.entry.secret)
        return tuple(filter(None, hidden))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting by its name."""

    section: str
    key: str
    entry: Entry

    @property
    def name(self) -> str:
        """The name in messages: `polling.interval`."""
        return f"{self.section}.{self.key}"

    @property
    def variable(self) -> str:
        """The environment variable that overrides the file."""
        return f"NEWSHOUND_{self.section}_{self.key}".upper()

    def value_in(self, config: Config) -> object:
        """Return this setting's value."""
        value: object = getattr(getattr(config, self.section), self.key)
        return value

    def hidden_part(self, config: Config) -> str:
        """Return what of a secret must not be seen: of a proxy's address the password, else all."""
        value = str(self.value_in(config))
        return urlsplit(value).password or "" if self.key == "proxy" else value


def section_names() -> tuple[str, ...]:
    """Return the sections in the order of config.toml."""
    return tuple(part.name for part in fields(Config) if part.name != "warnings")


def known_settings() -> tuple[Setting, ...]:
    """Return every setting in the order of config.toml."""
    defaults = Config()
    return tuple(
        Setting(section, part.name, part.metadata["entry"])
        for section in section_names()
        for part in fields(getattr(defaults, section))
    )
