"""/why: what chose an alert, and what became of it."""

from collections.abc import Iterable, Sequence

from handlers.articles import article_pressed, choose_article, find_articles
from handlers.cards import TITLE_UNITS, article_title
from handlers.context import Request
from handlers.markup import Html, bold, clip, code, lines
from handlers.reasons import why_not
from handlers.texts import Texts
from handlers.watching import query_shown
from newsroom import Article, DeliveryState, matched_words, parse_query, searched_parts
from storage import Account, Subscribed, Watched, account_of, visible_articles

_WORD_UNITS = 60
_QUERY_UNITS = 250

AT_ONCE = 2_000
"""Milliseconds that nobody calls waiting."""


async def why(request: Request) -> None:
    """/why in a reply to an alert, or /why ARTICLE. Of a message that shows several it asks which."""
    named = await find_articles(request, request.args)
    article = await choose_article(request, named, "why", lambda one: ("why", one.id))
    if article is not None:
        await _explain(request, article)


async def why_pressed(request: Request) -> None:
    """Explain an article chosen by a button."""
    article = await article_pressed(request)
    if article is not None:
        await _explain(request, article)


async def _explain(request: Request, article: Article) -> None:
    texts = request.texts
    account = await account_of(request.db, request.place, article.id)
    if account is None:
        title = article_title(texts, article)
        await request.show(texts("why-not-sent", title=title))
        return
    numbers = (account.article_id, *account.copies)
    told = await visible_articles(request.db, numbers, visible_to=request.visible_to)
    copies = [one for one in told if one.id != account.article_id]
    await request.show(
        lines(
            texts("why-title", title=article_title(texts, article)),
            *(_subscribed(texts, one) for one in account.subscriptions),
            *(_watched(texts, one, told) for one in account.watches),
            _also_in(texts, copies),
            "",
            *_course(request, account, article),
        )
    )


def _subscribed(texts: Texts, one: Subscribed) -> Html:
    feed = bold(texts.isolate(clip(one.feed_title, TITLE_UNITS)))
    if one.tag is None:
        said = texts("why-subscription", feed=feed)
    else:
        said = texts("why-tag", feed=feed, tag=one.tag)
    words = query_shown(texts, clip(one.filter, _QUERY_UNITS))
    passed = texts("why-filter", words=words) if one.filter else None
    return lines(said, passed, texts("why-ended") if one.ended else None)


def _watched(texts: Texts, one: Watched, told: Sequence[Article]) -> Html:
    query = query_shown(texts, clip(one.query, _QUERY_UNITS))
    words = next(filter(None, (_words(one.query, article) for article in told)), ())
    said = texts("why-watch", query=query)
    if words:
        said = texts("why-watch-words", query=query, words=_listed(texts, words))
    return lines(said, texts("why-ended") if one.ended else None)


def _words(query: str, article: Article) -> tuple[str, ...]:
    """Return what of a watch's words stands in an article, as it stands there."""
    parts = searched_parts(article.title, article.text, article.summary, article.author)
    return matched_words(parts, parse_query(query, article.found_at))


def _listed(texts: Texts, words: Iterable[str]) -> Html:
    return Html(", ".join(texts.isolate(code(clip(word, _WORD_UNITS))) for word in words))


def _also_in(texts: Texts, copies: Sequence[Article]) -> Html | None:
    if not copies:
        return None
    feeds = ", ".join(
        texts("why-copy", feed=clip(one.feed_title, TITLE_UNITS), id=str(one.id)) for one in copies
    )
    return texts("why-copies", feeds=Html(feeds))


def _course(request: Request, account: Account, article: Article) -> list[Html]:
    """Say when the alert was found, due and sent, and what went wrong."""
    texts = request.texts
    said = [texts("why-found", ago=texts.ago(request.now - article.found_at))]
    if account.in_digest or account.hold is not None:
        said.append(texts("why-gathered"))
    waited = account.due_at - account.created_at
    if waited > AT_ONCE:
        said.append(texts("why-waited", span=texts.span(waited)))
    said.append(_end(texts, account))
    if account.maybe_twice:
        said.append(texts("why-twice"))
    return said


def _end(texts: Texts, account: Account) -> Html:
    if account.state is DeliveryState.DROPPED:
        return texts("why-dropped", reason=why_not(texts, account.reason or ""))
    if account.state is not DeliveryState.SENT or account.settled_at is None:
        return texts("why-on-its-way")
    took = account.settled_at - account.due_at
    if took <= AT_ONCE:
        return texts("why-sent-at-once")
    return texts("why-sent-after", span=texts.span(took))
