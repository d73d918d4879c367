"""Whether a feed gives an article whole, and when the article's web page is to be read instead."""

import re

from newsroom.cues import fold, is_list_heading
from newsroom.models import Article, PageText
from newsroom.wordcount import count_words

SHORT_WORDS = 60
"""A shorter text is a teaser: a summary is as long as this."""

CUT_OFF_WORDS = 250
"""A text that says that it goes on elsewhere is a teaser up to this length. Longer ones give the story,
and only bid the reader come."""

RETRY_AFTER = 60 * 60 * 1000
"""Milliseconds before a page is asked for again that could not be read; doubled with each failure."""

REREAD_AFTER = 10 * 60 * 1000
"""Milliseconds before the page of an article that the feed has edited is read again."""

_MOST_DOUBLINGS = 5  # in the end once in 32 hours

# An ellipsis or an arrow at the end, in brackets or not: «… [...]», «Weiter >>».
_GOES_ON = re.compile(r"(?:…|\.\.\.|»|>>|→|⟶|➔)[\s\])}.]*$")


def is_teaser(article: Article) -> bool:
    """Tell whether the text at hand is but the beginning of an article, or an invitation to read it."""
    text = article.text or article.summary or ""
    words = count_words(text)
    if words < SHORT_WORDS:
        return True
    last_line = text.rpartition("\n")[2]
    goes_on = _GOES_ON.search(last_line) is not None or is_list_heading(fold(last_line))
    return goes_on and words < CUT_OFF_WORDS


def wants_page(article: Article, now: int) -> bool:
    """Tell whether an article's web page is worth an attempt at `now` (UTC milliseconds)."""
    if article.url is None or article.page_text is PageText.OFF:
        return False
    page = article.page
    if page is None or not page.has_text:
        if article.page_text is PageText.AUTO and not is_teaser(article):
            return False
        if page is None:
            return True
    if page.failures:
        doublings = min(page.failures - 1, _MOST_DOUBLINGS)
        return _is_over(page.read_at, RETRY_AFTER << doublings, now)
    return page.stale and _is_over(page.read_at, REREAD_AFTER, now)


def _is_over(began: int, wait: int, now: int) -> bool:
    """Tell whether a wait is over; one that begins after `now` was noted by a clock that was ahead."""
    return not 0 <= now - began < wait


def tells_more(page_text: str, article: Article) -> bool:
    """Tell whether a page's text is more than what the feed gives.

    A page that asks for consent, a subscription or a script is shorter than the teaser that led there.
    """
    from_feed = article.summary if article.page and article.page.has_text else article.text
    return count_words(page_text) > count_words(from_feed or article.summary or "")
