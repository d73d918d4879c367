"""From feed to memory: polling, checking, parsing; finding the feeds of a page, and reading one."""

from bot.intake.bulletin import Bulletin
from bot.intake.check import Checker
from bot.intake.discover import links_of_page
from bot.intake.language import language_tag
from bot.intake.limits import MAX_TEXT, MAX_TITLE
from bot.intake.pages import PageReader
from bot.intake.poll import Poller
from bot.intake.reading import read_document, read_web_page
from bot.intake.sniff import looks_like_html
from bot.intake.stats import PollStats

__all__ = [
    "MAX_TEXT",
    "MAX_TITLE",
    "Bulletin",
    "Checker",
    "PageReader",
    "PollStats",
    "Poller",
    "language_tag",
    "links_of_page",
    "looks_like_html",
    "read_document",
    "read_web_page",
]
