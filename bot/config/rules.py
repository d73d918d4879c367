"""What settings must not say together, and what they may say but seldom mean."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.config.sections import FREE_MESSAGES_PER_SECOND
from bot.config.settings import Config
from bot.units import format_duration

# Ports that Telegram's own servers call webhooks on (Bot API, setWebhook, note 3).
_WEBHOOK_PORTS = (80, 88, 443, 8443)
_OFFICIAL_API = "https://api.telegram.org"

_SHORT = 60_000


def contradictions(config: Config, unclear: AbstractSet[str]) -> list[str]:
    """Return a line for each combination that cannot work.

    A combination with a setting in `unclear` is left out: its value is not what the admin meant.
    """
    rules = (_intervals, _rate, _webhook, _official_webhook, _llm, _listeners)
    found = (contradiction for rule in rules for contradiction in rule(config))
    return [each.line for each in found if unclear.isdisjoint(each.settings)]


def doubts(config: Config) -> tuple[str, ...]:
    """Return a line for each setting that is taken as it is, although it is seldom meant."""
    # polling.timeout is not among them: under a minute is what a time-out should be.
    durations = {
        "polling.interval": config.polling.interval,
        "polling.min_interval": config.polling.min_interval,
        "polling.max_interval": config.polling.max_interval,
        "storage.keep_articles": config.storage.keep_articles,
        "backup.every": config.backup.every,
    }
    return tuple(
        f"{name}: {format_duration(length)} is under a minute; this is taken, but seldom meant"
        for name, length in durations.items()
        if 0 < length < _SHORT
    )


class _Contradiction(NamedTuple):
    settings: tuple[str, ...]
    line: str
    """Starts with the setting to change first."""


def _intervals(config: Config) -> Iterator[_Contradiction]:
    least, aim, most = (
        config.polling.min_interval,
        config.polling.interval,
        config.polling.max_interval,
    )
    if least > most:
        yield _Contradiction(
            ("polling.min_interval", "polling.max_interval"),
            f"polling.min_interval: {format_duration(least)} is longer than polling.max_interval "
            f"({format_duration(most)}); lower it or raise polling.max_interval",
        )
    elif aim < least:
        yield _Contradiction(
            ("polling.interval", "polling.min_interval"),
            f"polling.interval: {format_duration(aim)} is shorter than polling.min_interval "
            f"({format_duration(least)}); raise it or lower polling.min_interval",
        )
    elif aim > most:
        yield _Contradiction(
            ("polling.interval", "polling.max_interval"),
            f"polling.interval: {format_duration(aim)} is longer than polling.max_interval "
            f"({format_duration(most)}); lower it or raise polling.max_interval",
        )


def _rate(config: Config) -> Iterator[_Contradiction]:
    rate = config.alerts.messages_per_second
    if rate > FREE_MESSAGES_PER_SECOND and not config.alerts.paid_broadcast:
        yield _Contradiction(
            ("alerts.messages_per_second", "alerts.paid_broadcast"),
            f"alerts.messages_per_second: {rate} is more than Telegram sends free of charge "
            f"({FREE_MESSAGES_PER_SECOND}); lower it, or set alerts.paid_broadcast to true",
        )


def _webhook(config: Config) -> Iterator[_Contradiction]:
    telegram = config.telegram
    values = {
        "telegram.webhook_url": telegram.webhook_url,
        "telegram.webhook_listen": telegram.webhook_listen,
        "telegram.webhook_secret": telegram.webhook_secret,
    }
    given = [name for name, value in values.items() if value]
    for name, value in values.items():
        if given and not value:
            yield _Contradiction(
                tuple(values),
                f"{name}: is missing beside {' and '.join(given)}; "
                "set all three webhook settings, or none of them for long polling",
            )


def _official_webhook(config: Config) -> Iterator[_Contradiction]:
    telegram = config.telegram
    if not telegram.webhook_url or telegram.api_url != _OFFICIAL_API:
        return
    address = urlsplit(telegram.webhook_url)
    involved = ("telegram.webhook_url", "telegram.api_url")
    if address.scheme != "https":
        yield _Contradiction(
            involved, "telegram.webhook_url: must start with https://, or Telegram refuses it"
        )
    elif (address.port or 443) not in _WEBHOOK_PORTS:
        yield _Contradiction(
            involved,
            f"telegram.webhook_url: Telegram calls only the ports "
            f"{', '.join(map(str, _WEBHOOK_PORTS))}, not {address.port}",
        )


def _llm(config: Config) -> Iterator[_Contradiction]:
    if config.llm.url and not config.llm.model:
        yield _Contradiction(
            ("llm.url", "llm.model"),
            "llm.model: is empty, but llm.url is set; name the model, or empty llm.url",
        )


def _listeners(config: Config) -> Iterator[_Contradiction]:
    address = config.health.listen
    if address is not None and address == config.telegram.webhook_listen:
        yield _Contradiction(
            ("health.listen", "telegram.webhook_listen"),
            f"health.listen: {address} is also telegram.webhook_listen; give one another port",
        )
