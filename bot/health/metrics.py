"""What Prometheus reads, in its own format: numbers and fixed words, nothing that anybody typed."""

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bot.intake import PollStats
from bot.vitals import Vitals

CONTENT_TYPE = CONTENT_TYPE_LATEST


def render_metrics(vitals: Vitals, stats: PollStats) -> bytes:
    """Return all metrics of the bot and of its process (docs/deploy.md lists them)."""
    registry = CollectorRegistry()
    registry.register(_Bot(vitals, stats))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return generate_latest(registry)


class _Bot(Collector):
    """The bot's own metrics, as one look showed them."""

    def __init__(self, vitals: Vitals, stats: PollStats) -> None:
        self._vitals = vitals
        self._stats = stats

    def collect(self) -> Iterator[Metric]:
        """Give each metric; those from the database are missing where it does not answer."""
        yield _gauge("healthy", "Whether all is as it should be.", not self._vitals.problems)
        loops = GaugeMetricFamily("newshound_loop_up", "Whether a loop is alive.", labels=["loop"])
        for name, alive in self._vitals.loops.items():
            loops.add_metric([name], alive)
        yield loops
        last = self._vitals.last_poll_at
        if last is not None:
            said = "When the bot last looked for feeds that are due."
            yield _gauge("last_poll_timestamp_seconds", said, last / 1000)
        yield from self._counters()
        yield from self._measures()

    def _counters(self) -> Iterator[Metric]:
        stats = self._stats
        yield _counter("feed_checks", "Checks of feeds.", stats.checks)
        yield _counter("feed_checks_failed", "Checks of feeds that met a problem.", stats.failed)
        yield _counter("feeds_parsed", "Checks that found another document.", stats.parsed)
        yield _counter("articles_stored", "Articles that were new.", stats.new_articles)

    def _measures(self) -> Iterator[Metric]:
        found = self._vitals.measures
        if found is None:
            return
        yield _gauge("feeds", "Feeds in the catalogue and private ones.", found.feeds)
        yield _gauge("articles", "Articles that are stored.", found.articles)
        yield _gauge("subscriptions", "Subscriptions.", found.subscriptions)
        yield _gauge("feeds_due", "Feeds whose time to be checked has come.", found.feeds_due)
        yield _gauge(
            "articles_unrouted", "Articles not yet sent on to anybody.", found.articles_unrouted
        )
        messages = GaugeMetricFamily(
            "newshound_messages", "Messages that are owed to chats.", labels=["state"]
        )
        messages.add_metric(["due"], found.messages_due)
        messages.add_metric(["held"], found.messages_held)
        messages.add_metric(["in_flight"], found.messages_in_flight)
        yield messages


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"newshound_{name}", said, value=value)


def _counter(name: str, said: str, value: float) -> CounterMetricFamily:
    """Return a count since the process began; its name ends in `_total`."""
    return CounterMetricFamily(f"newshound_{name}", said, value=value)
