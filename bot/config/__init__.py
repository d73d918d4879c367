"""Configuration: `load` makes a Config of config.toml and the environment, or raises ConfigError."""

from bot.config.kinds import ListenAddress
from bot.config.load import ConfigError, load
from bot.config.sections import (
    Access,
    Alerts,
    Backup,
    Health,
    Llm,
    Log,
    Polling,
    Storage,
    Summary,
    Telegram,
)
from bot.config.settings import Config

__all__ = [
    "Access",
    "Alerts",
    "Backup",
    "Config",
    "ConfigError",
    "Health",
    "ListenAddress",
    "Llm",
    "Log",
    "Polling",
    "Storage",
    "Summary",
    "Telegram",
    "load",
]
