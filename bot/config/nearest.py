"""The known name that comes nearest to a mistaken one."""

from difflib import SequenceMatcher

from bot.config.settings import known_settings, section_names


def nearest_section(name: str) -> str:
    """Return the section that `name` was most likely meant to be."""
    return max(section_names(), key=lambda known: _likeness(name, known))


def nearest_setting(section: str, key: str) -> str:
    """Return the full name that `section.key` was most likely meant to be.

    The key weighs more than the section: `interval` in the wrong section is still an interval.
    """
    best = max(
        known_settings(),
        key=lambda known: 2 * _likeness(key, known.key) + _likeness(section, known.section),
    )
    return best.name


def nearest_variable(name: str) -> str:
    """Return the environment variable that `name` was most likely meant to be."""
    known = (setting.variable for setting in known_settings())
    return max(known, key=lambda variable: _likeness(name, variable))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()
