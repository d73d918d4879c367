"""From feed to memory: polling, checking, parsing; finding the feeds of a page, and reading one.

A name is imported when it is first asked for. A worker only parses: what the poller stands on (storage,
aiohttp) would take 16 MB more in each worker, and 0.4 s of its start.
"""

from typing import TYPE_CHECKING

from newsroom import late_door

if TYPE_CHECKING:
    from bot.intake.bulletin import Bulletin
    from bot.intake.check import Checker
    from bot.intake.discover import links_of_page
    from bot.intake.hubs import HubSubscriber
    from bot.intake.language import language_tag
    from bot.intake.limits import MAX_TEXT, MAX_TITLE
    from bot.intake.pages import PageReader
    from bot.intake.poll import Poller
    from bot.intake.pushes import Pushes
    from bot.intake.reading import read_document, read_web_page
    from bot.intake.sniff import looks_like_html
    from bot.intake.stats import PollStats

__all__ = [
    "MAX_TEXT",
    "MAX_TITLE",
    "Bulletin",
    "Checker",
    "HubSubscriber",
    "PageReader",
    "PollStats",
    "Poller",
    "Pushes",
    "language_tag",
    "links_of_page",
    "looks_like_html",
    "read_document",
    "read_web_page",
]

_HOMES = {
    "MAX_TEXT": "limits",
    "MAX_TITLE": "limits",
    "Bulletin": "bulletin",
    "Checker": "check",
    "HubSubscriber": "hubs",
    "PageReader": "pages",
    "PollStats": "stats",
    "Poller": "poll",
    "Pushes": "pushes",
    "language_tag": "language",
    "links_of_page": "discover",
    "looks_like_html": "sniff",
    "read_document": "reading",
    "read_web_page": "reading",
}

__getattr__ = late_door(__name__, _HOMES, globals())
