"""Feeds that nobody publishes: seeded, so that every run on every machine polls the same bytes."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate

ENTRIES = 35
"""Entries a feed lists. With their texts a feed is about 97 KB, which is much for a news feed."""

_SEED = "newshound"
_WORDS = 30_000
_SENTENCES = 50_000
_PARAGRAPHS = 5
_SENTENCES_A_PARAGRAPH = 5
_COMMON = (
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "with", "as", "was", "on", "by",
)  # fmt: skip
_SYLLABLES = (
    "ba", "cor", "de", "fin", "gra", "hel", "is", "jo", "ka", "lum", "men", "nor", "os", "per", "ran",
)  # fmt: skip
_BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)


class Publisher:
    """Writes the feeds."""

    def __init__(self) -> None:
        dice = random.Random(_SEED)
        rare = ("".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(_WORDS))
        words = list(dict.fromkeys((*_COMMON, *rare)))
        # Zipf's law: how often words occur decides what storing and indexing them costs.
        weights = list(accumulate(1 / rank for rank in range(3, len(words) + 3)))
        self._sentences = [
            " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(4, 14))).capitalize()
            for _ in range(_SENTENCES)
        ]

    def document(self, feed: int, version: int) -> bytes:
        """Return an RSS document. Each version has one new entry on top and the oldest left out."""
        items = "".join(
            self._item(feed, number) for number in range(version + ENTRIES - 1, version - 1, -1)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
            f"<title>Paper {feed}</title>\n<link>https://paper{feed}.example/</link>\n"
            f"<description>News of paper {feed}</description>\n<language>en</language>\n"
            f"{items}</channel>\n</rss>\n"
        ).encode()

    def _item(self, feed: int, number: int) -> str:
        dice = random.Random(f"{_SEED} {feed} {number}")
        site = f"https://paper{feed}.example"
        published = _BEGINNING + timedelta(hours=number, seconds=feed)
        paragraphs = [
            ". ".join(dice.choices(self._sentences, k=_SENTENCES_A_PARAGRAPH))
            for _ in range(_PARAGRAPHS)
        ]
        first, second, *rest = paragraphs
        content = (
            f'<p><img src="{site}/photos/{number}.jpg" alt="A photo"/></p><p><em>{first}.</em></p>'
            f'<p>{second} (<a href="{site}/background/{number}">background</a>).</p>'
            + "".join(f"<p>{paragraph}.</p>" for paragraph in rest)
        )
        return (
            f"<item>\n<title>{dice.choice(self._sentences)}</title>\n"
            f"<link>{site}/news/{number}</link>\n"
            f'<guid isPermaLink="false">{feed}-{number}@paper{feed}.example</guid>\n'
            f"<pubDate>{format_datetime(published, usegmt=True)}</pubDate>\n"
            f"<dc:creator>Reporter {dice.randint(1, 20)}</dc:creator>\n"
            f"<category>{dice.choice(_SYLLABLES)}</category>\n"
            f"<description>{first}.</description>\n"
            f"<content:encoded><![CDATA[{content}]]></content:encoded>\n</item>\n"
        )
