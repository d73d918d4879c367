"""What the staff is told of feeds: which fell ill, moved, stopped or recovered, in one message."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton

from handlers.keyboards import common_button
from handlers.markup import Html, clip, lines
from handlers.problems import problem_words
from handlers.texts import Texts
from newsroom import FeedNews, Standing

TITLE_UNITS = 60
"""A longer title is clipped, so that a line stays one or two on a phone."""

_URL_UNITS = 120

MOST_LINES = 12
"""Feeds that are named; a phone's screen has room for no more, and a message for some more."""

_ORDER: tuple[Standing | None, ...] = (
    Standing.GONE,
    Standing.DEAD,
    Standing.ILL,
    Standing.DUPLICATE,
    Standing.SILENT,
    None,
    Standing.WELL,
)
"""What needs somebody most comes first; None = moved."""

_ADVICE: Mapping[Standing | None, str] = {
    Standing.GONE: "news-advice-gone",
    Standing.DEAD: "news-advice-ill",
    Standing.ILL: "news-advice-ill",
    Standing.DUPLICATE: "news-advice-duplicate",
}

_FAILING = (Standing.ILL, Standing.DEAD)


def render_news(
    news: Sequence[FeedNews], texts: Texts
) -> tuple[Html, Sequence[Sequence[InlineKeyboardButton]]]:
    """Return the text of a notice and its rows of buttons.

    Buttons are there where it is about one feed: with more of them nobody could tell whose they are.
    """
    parts: list[Html | str | None] = []
    room = MOST_LINES
    for standing in _ORDER:
        group = [one for one in news if one.standing is standing]
        if not group or not room:
            continue
        key = "moved" if standing is None else standing.value
        parts.append(texts(f"news-{key}", n=len(group)))
        parts += [_line(one, texts) for one in group[:room]]
        room -= min(len(group), room)
        advice = _ADVICE.get(standing)
        parts.append(texts(advice) if advice else None)
    if len(news) > MOST_LINES:
        parts.append(texts("news-more", n=len(news) - MOST_LINES))
    return lines(*parts), [_buttons(news[0], texts)] if len(news) == 1 else []


def _line(one: FeedNews, texts: Texts) -> Html:
    title, number = clip(one.title, TITLE_UNITS), str(one.feed_id)
    detail = _detail(one, texts)
    if detail is None:
        return texts("news-feed", id=number, feed=title)
    return texts("news-feed-detail", id=number, feed=title, detail=detail)


def _detail(one: FeedNews, texts: Texts) -> Html | str | None:
    if one.standing is None:
        return clip(one.url or "", _URL_UNITS)
    if one.other_id is not None:
        return texts("news-other", id=str(one.other_id))
    if one.standing in _FAILING and one.problem is not None:
        return problem_words(texts, one.problem)
    return None


def _buttons(one: FeedNews, texts: Texts) -> list[InlineKeyboardButton]:
    """Return what an admin may want to do with the feed; who may is judged when it is pressed."""
    look = common_button(texts("button-check-again"), "check", one.feed_id)
    resume = common_button(texts("button-resume"), "resume", one.feed_id)
    remove = common_button(texts("button-remove"), "remove", one.feed_id, "ask")
    if one.standing is Standing.GONE:
        return [resume, remove]
    if one.standing in (Standing.ILL, Standing.DEAD):
        return [look, remove]
    return [remove] if one.standing in (Standing.DUPLICATE, Standing.SILENT) else []
