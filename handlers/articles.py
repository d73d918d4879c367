"""What ARTICLE means: a number, a link, or a reply to a message that shows it.

Only what the chat may read is found: an article of another chat's private feed is as unknown as one that
never was.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from telegram import Message, MessageEntity

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip
from handlers.naming import link_spellings
from newsroom import Article
from storage import articles_by_url, articles_shown, remember_shown, visible_articles

CHOICES = 8
"""Articles to choose among at the most."""

_NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)  # longer ones do not fit SQLite's integers
_LINKS_READ = 10
"""Links of a message replied to that are looked at."""


@dataclass(frozen=True, slots=True)
class NamedArticles:
    """What a person's words for an article may mean."""

    words: str
    articles: tuple[Article, ...] = ()

    @property
    def link(self) -> str | None:
        """Return the words where they are a link and no article has it."""
        return self.words if not self.articles and _is_link(self.words) else None


def split_article(request: Request) -> tuple[str, str]:
    """Part what follows a command into the words for ARTICLE and the rest.

    The first word is the article, unless the command is a reply and that word is no number and no link.
    """
    first, rest, *_ = [*request.args.split(maxsplit=1), "", ""]
    if request.message.reply_to_message is None or _NUMBER.fullmatch(first) or _is_link(first):
        return first, rest
    return "", request.args


async def find_articles(request: Request, words: str) -> NamedArticles:
    """Return the articles that `words` may mean; with no words, those of the message replied to."""
    if not words:
        return NamedArticles(words, await _replied_to(request))
    if number := _NUMBER.fullmatch(words):
        numbers = [int(number[1])]
        found = await visible_articles(request.db, numbers, visible_to=request.visible_to)
        return NamedArticles(words, found)
    return NamedArticles(words, await _by_link(request, words))


async def choose_article(
    request: Request,
    named: NamedArticles,
    command: str,
    button_data: Callable[[Article], tuple[int | str, ...]],
) -> Article | None:
    """Return the one article that was named. Otherwise say so, or ask which, and return None.

    `command`: what was typed, without its slash. `button_data`: the verb and the arguments of the button
    that chooses an article.
    """
    if len(named.articles) == 1:
        return named.articles[0]
    if not named.articles:
        await request.reply(_not_found(request, named.words, command))
        return None
    choices = named.articles[:CHOICES]
    rows = []
    for article in choices:
        verb, *arguments = button_data(article)
        label = request.texts("button-choice", id=str(article.id), title=article.heading)
        rows.append([button(request, label, str(verb), *arguments)])
    question = await request.reply(request.texts("which-article"), keyboard(*rows))
    await remember(request, question, choices)
    return None


async def article_pressed(request: Request) -> Article | None:
    """Return the article whose number comes first in a button's data; None, and said so, if it is gone."""
    numbers = [request.number(0)]
    found = await visible_articles(request.db, numbers, visible_to=request.visible_to)
    if not found:
        await request.toast(request.texts("article-gone"))
        return None
    return found[0]


async def remember(request: Request, message: Message, articles: Iterable[Article]) -> None:
    """Note which articles a message of ours shows now, so that a reply to it names them."""
    numbers = [article.id for article in articles]
    await remember_shown(request.db, message.chat.id, message.message_id, numbers, request.now)


async def _replied_to(request: Request) -> tuple[Article, ...]:
    """Return what the message replied to shows: noted when we sent it, else told by its links."""
    message = request.message.reply_to_message
    if message is None:
        return ()
    numbers = await articles_shown(request.db, request.chat.id, message.message_id)
    if numbers:
        return await visible_articles(request.db, numbers, visible_to=request.visible_to)
    found: dict[int, Article] = {}
    for link in list(dict.fromkeys(_links_in(message)))[:_LINKS_READ]:
        found |= {article.id: article for article in await _by_link(request, link)}
    return tuple(found.values())


async def _by_link(request: Request, link: str) -> tuple[Article, ...]:
    """Return the one article with this address. Where several feeds brought it, the fullest text serves."""
    spellings = link_spellings(link)
    if not spellings:
        return ()
    urls = {link, *spellings}
    found = await articles_by_url(request.db, urls, visible_to=request.visible_to, limit=CHOICES)
    return (max(found, key=lambda article: len(article.text)),) if found else ()


def _links_in(message: Message) -> Iterator[str]:
    """Yield the links of a message in order: those that are written, and those behind words."""
    parts = {**message.parse_entities(), **message.parse_caption_entities()}
    for entity, text in parts.items():
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            yield entity.url
        elif entity.type == MessageEntity.URL:
            yield text


def _is_link(words: str) -> bool:
    return bool(link_spellings(words))


def _not_found(request: Request, words: str, command: str) -> Html:
    texts = request.texts
    if not words:
        return texts("article-not-named", command=command)
    if _NUMBER.fullmatch(words):
        return texts("article-gone")
    key = "article-link-unknown" if _is_link(words) else "article-not-found"
    return texts(key, words=clip(words, TITLE_UNITS))
