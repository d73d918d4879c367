"""/checkfeed: look at a feed now, and show what the bot sees there."""

from handlers.cards import RECENT, article_title, feed_name
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, lines
from handlers.naming import feed_named, feed_pressed
from handlers.problems import problem_and_advice
from newsroom import Article, Feed, FeedState, Verdict
from storage import latest_of_feed

_FIRST_LINE_UNITS = 160
_NAME_UNITS = 60


async def checkfeed(request: Request) -> None:
    """/checkfeed FEED: check a feed at once and show what the bot sees there."""
    feed = await feed_named(request, "checkfeed", "check")
    if feed is not None:
        await _check(request, feed)


async def check_pressed(request: Request) -> None:
    """Check a feed by a button."""
    feed = await feed_pressed(request)
    if feed is not None:
        await _check(request, feed)


async def _check(request: Request, feed: Feed) -> None:
    """Check and show; the articles come from storage, so that an unchanged feed shows them too."""
    async with request.typing():
        verdict = await request.desk.services.check_now(feed)
    latest = await latest_of_feed(request.db, feed.id, size=RECENT)
    texts = request.texts
    text = lines(
        texts("checked", id=str(feed.id), feed=feed_name(texts, feed)),
        *_findings(request, feed, verdict),
        _next_look(request, feed, verdict),
        lines("", texts("checked-latest")) if latest.items else None,
        *(_seen(request, article) for article in latest.items),
    )
    again = button(request, texts("button-check-again"), "check", feed.id)
    settings = button(request, texts("button-settings"), "edit", feed.id)
    await request.show(text, keyboard([again, settings]))


def _findings(request: Request, feed: Feed, verdict: Verdict) -> list[Html]:
    texts = request.texts
    if verdict.problem is not None:
        return [problem_and_advice(texts, verdict.problem)]
    if not verdict.parsed:
        return [texts("checked-unchanged")]
    found = [
        texts("checked-entries", n=len(verdict.seen)),
        texts("checked-new", n=len(verdict.new)),
    ]
    if verdict.changed:
        found.append(texts("checked-changed", n=len(verdict.changed)))
    if verdict.title and verdict.title != feed.title:
        found.append(texts("checked-title", title=clip(verdict.title, _NAME_UNITS)))
    return found


def _next_look(request: Request, feed: Feed, verdict: Verdict) -> Html:
    if verdict.stop or feed.state is not FeedState.ACTIVE:
        stopped = verdict.stop or feed.state is FeedState.STOPPED
        key = "checked-is-stopped" if stopped else "checked-is-paused"
        return request.texts(key, id=str(feed.id))
    span = request.texts.span(max(verdict.next_check_at - request.now, 1000))
    return request.texts("checked-next", span=span)


def _seen(request: Request, article: Article) -> Html:
    """Return an article as it is stored: title, date, author, its first line, picture and files."""
    texts = request.texts
    undated = article.published_at is None
    about = [
        texts("checked-no-date") if undated else texts.date(article.published_at or 0),
        clip(article.author or "", _NAME_UNITS),
        texts("checked-picture") if article.image_url else "",
        texts("checked-files", n=len(article.enclosures)) if article.enclosures else "",
    ]
    first_line = (article.text or article.summary or "").partition("\n")[0]
    return lines(
        "",
        texts("checked-article", title=article_title(texts, article)),
        " · ".join(filter(None, about)),
        clip(first_line, _FIRST_LINE_UNITS) or texts("checked-no-text"),
    )
