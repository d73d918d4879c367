"""Articles of several feeds that are one story: in a list they are one entry, which names the others.

To compare them, each is read once, which takes milliseconds: that is done in a thread, and remembered.
"""

import asyncio
from collections.abc import Sequence

from handlers.cards import TITLE_UNITS
from handlers.lately import Lately
from handlers.markup import Html, clip, link
from handlers.standing import text_of
from handlers.texts import Texts
from newsroom import Article, Signature, group_stories, sign_story


async def without_copies(
    articles: Sequence[Article], kept: Lately[Signature]
) -> list[tuple[Article, ...]]:
    """Fold a page of a list: return its entries in order, each an article and its copies in other feeds.

    `kept`: the signatures that are known, to which those that are not yet are added.
    """
    if len({article.feed_id for article in articles}) <= 1:  # no feed copies itself
        return [(article,) for article in articles]
    known = [kept.find(article) for article in articles]
    signatures, groups = await asyncio.to_thread(_fold, articles, known)
    for article, signature in zip(articles, signatures, strict=True):
        kept.keep(signature, article)
    return [tuple(articles[place] for place in group) for group in groups]


def also_in(texts: Texts, copies: Sequence[Article], *, numbered: bool = True) -> Html | None:
    """Name the other feeds that have an article, each with a link to its copy and that one's number.

    None where no other has it.
    """
    if not copies:
        return None
    named = []
    for copy in copies:
        feed = link(texts.isolate(clip(copy.feed_title, TITLE_UNITS)), copy.url)
        named.append(texts("search-copy", feed=feed, id=str(copy.id)) if numbered else feed)
    return texts("search-also-in", copies=Html(" · ".join(named)))


def _fold(
    articles: Sequence[Article], known: Sequence[Signature | None]
) -> tuple[list[Signature], tuple[tuple[int, ...], ...]]:
    """Return all signatures, and which of the articles, by their places, are one story."""
    signatures = [
        signature
        or sign_story(each.title, text_of(each), each.language, feed_title=each.feed_title)
        for each, signature in zip(articles, known, strict=True)
    ]
    return signatures, group_stories(signatures, [each.feed_id for each in articles])
