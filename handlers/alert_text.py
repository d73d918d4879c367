"""The text of an alert: title, what is told of the article, its source, who has the story too, hashtags.

The title's line, each paragraph and the source run in their own directions. A note without a title is its
own heading: in its place the feed's name leads to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.markup import Html, bold, clip, clip_words, directed, lines, link, plain, utf16_length
from handlers.media import too_large
from handlers.texts import Texts
from newsroom import AlertLook, AlertStyle, Article

TITLE_UNITS = 600
"""A longer title is clipped, so that an alert stays one message."""

FEED_UNITS = 200
"""The same for the name of a feed."""

COPY_UNITS = 60
"""The same for a feed that has the story too."""

MOST_COPIES = 6
"""Feeds that are named of those that have the story too."""

MOST_FILES = 3
"""Files that are linked of those that Telegram would not fetch."""

_LEAST_ROOM = 40
"""UTF-16 units; in less nothing is told."""


@dataclass(frozen=True, slots=True)
class AlertText:
    """An alert's text. `whole`: nothing of what there was to tell has been left out."""

    html: Html
    whole: bool


@dataclass(frozen=True, slots=True)
class Tale:
    """What an alert is about."""

    article: Article
    look: AlertLook = field(default_factory=AlertLook)
    told: Sequence[str] = ()
    """Paragraphs of the article's own."""
    copies: Sequence[Article] = ()


def alert_text(tale: Tale, texts: Texts, *, numbered: bool, limit: int) -> AlertText:
    """Return an alert in at most `limit` UTF-16 units, its link written out below counted as well.

    In a channel the number stands in a button instead (`numbered` False): its readers have no command line.
    """
    article, look = tale.article, tale.look
    heading = bold(link(_title(article, texts), article.url))
    above = None if tale.told and not article.title else heading
    below = [
        _source(tale, texts, numbered=numbered, linked=above is None),
        *_files(tale, texts),
        _also_in(tale, texts),
        look.hashtags or None,
    ]
    spaced = look.manner.style is AlertStyle.FULL
    gap = "\n\n" if spaced else "\n"
    story = gap.join(map(directed, tale.told))
    room = limit - utf16_length(plain(lines(above, *below))) - utf16_length(article.url or "") - 5
    shown = clip_words(story, room) if room >= _LEAST_ROOM else ""
    air = "" if spaced and shown else None
    text = lines(above, air if above else None, shown or None, air, *below)
    return AlertText(text, whole=shown == story)


def _title(article: Article, texts: Texts) -> str:
    title = clip(article.heading, TITLE_UNITS)
    return directed(title) if title else texts("untitled")


def _source(tale: Tale, texts: Texts, *, numbered: bool, linked: bool) -> Html:
    name = texts.isolate(clip(tale.look.title_of(tale.article), FEED_UNITS))
    feed = link(name, tale.article.url if linked else None)
    if numbered:
        return texts("source-and-number", feed=feed, id=str(tale.article.id))
    return texts("source", feed=feed)


def _files(tale: Tale, texts: Texts) -> list[Html]:
    """Lead to sound, film and documents that are too large for Telegram to fetch, where media are wanted."""
    manner = tale.look.manner
    if not manner.media or manner.style is AlertStyle.TITLE:
        return []
    return [
        link(texts("file-too-large", n=max(1, round((one.length or 0) / 1_000_000))), one.url)
        for one in too_large(tale.article)[:MOST_FILES]
    ]


def _also_in(tale: Tale, texts: Texts) -> Html | None:
    """Name the other feeds that have the story, each leading to its article; None where there are none."""
    if not tale.copies:
        return None
    named = [
        link(texts.isolate(clip(tale.look.title_of(copy), COPY_UNITS)), copy.url)
        for copy in tale.copies[:MOST_COPIES]
    ]
    feeds = Html(", ".join(named))
    more = len(tale.copies) - len(named)
    return texts("also-in-more", feeds=feeds, n=more) if more else texts("also-in", feeds=feeds)
