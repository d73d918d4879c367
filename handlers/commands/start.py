"""First steps: /start with what its links carry, and /help."""

import re
from collections.abc import Sequence

from handlers.article_views import show_card
from handlers.cards import feed_card, feed_title, subscribe_or_end
from handlers.context import Request
from handlers.forwarding import offer_chats
from handlers.joining import ask_to_use
from handlers.keyboards import button, keyboard
from handlers.markup import Html, bold, clip, code, lines
from handlers.privacy import PRIVACY, show_privacy
from handlers.rights import Right, administers, role_allows
from handlers.saved_list import show_saved
from handlers.search_answer import CATALOGUE, show_found
from handlers.search_links import searched_for
from newsroom import Role
from storage import get_feed, list_feeds, resume_chat, use_claim, visible_article

_CLAIM = re.compile(r"claim_([\w-]+)", re.ASCII)
_FEED = re.compile(r"f(\d{1,18})", re.ASCII)
_ARTICLE = re.compile(r"a(\d{1,18})", re.ASCII)
_FORWARD = re.compile(r"w(\d{1,18})", re.ASCII)
_SAVED = "saved"
_SEARCH = "search"

_WORD_UNITS = 60
"""Of a wrong word that is repeated."""

_FOR_ADMINS = frozenset({Right.ADMIN, Right.OWNER})


async def start(request: Request) -> None:
    """Greet, or do what a link to the bot carries: claim it, show a feed, an article, search."""
    if request.in_private and request.chat.paused is not None:  # he has unblocked the bot
        await resume_chat(request.db, request.chat.id, request.now)
    if claim := _CLAIM.fullmatch(request.args):
        await _claim(request, claim[1])
    elif request.is_shut_out and request.args != PRIVACY:
        await ask_to_use(request)
    elif number := _FEED.fullmatch(request.args):
        await _show_feed(request, int(number[1]))
    elif number := _ARTICLE.fullmatch(request.args):
        await _show_article(request, int(number[1]))
    elif number := _FORWARD.fullmatch(request.args):
        await _forward_article(request, int(number[1]))
    elif words := searched_for(request.args):
        await show_found(request, CATALOGUE, words)
    elif request.args == _SAVED:
        await show_saved(request)
    elif request.args == PRIVACY:
        await show_privacy(request)
    else:
        await _greet(request)


async def help_(request: Request) -> None:
    """List the commands that the asker may use, or explain the one that he names."""
    wanted = request.args.removeprefix("/").lower()
    names = await _usable(request)
    if wanted in names:
        heading = request.texts("help-heading", name=wanted)
        more = _operator_names(request) if wanted == _SEARCH else None
        await request.show(lines(heading, request.texts(f"help-{wanted}"), more))
        return
    parts: list[Html | str] = []
    if wanted:
        parts = [request.texts("help-unknown", name=clip(wanted, _WORD_UNITS)), ""]
    admin = [name for name in names if request.commands[name] in _FOR_ADMINS]
    everyone = [name for name in names if name not in admin]
    parts += [*_group(request, "help-everyone", everyone), ""]
    if admin:
        parts += [*_group(request, "help-for-admins", admin), ""]
    await request.show(lines(*parts, request.texts("help-hint")))


async def _greet(request: Request) -> None:
    texts = request.texts
    if request.in_private and role_allows(request.user.role, Right.ADMIN):
        # A configured owner gets it when he first writes.
        await request.show_menu(request.user.id, request.user.role, texts)
    feeds = button(request, texts("button-feeds"), "feeds", 0, "", "")
    help_button = button(request, texts("button-help"), "help")
    if not request.in_private:
        await request.reply(texts("start-group"), keyboard([feeds, help_button]))
        return
    page = await list_feeds(request.db, visible_to=request.visible_to, size=1)
    if not page.total and role_allows(request.user.role, Right.ADMIN):
        first = texts("start-first-feed")
        await request.reply(lines(texts("start"), first), keyboard([help_button]))
        return
    await request.reply(lines(texts("start"), texts("start-next")), keyboard([feeds, help_button]))


async def _claim(request: Request, code: str) -> None:
    texts = request.texts
    if not request.in_private:
        await request.reply(texts("claim-in-private"))
    elif request.user.role is Role.OWNER:
        await request.reply(texts("claim-yours-already"))
    elif await use_claim(request.db, code, request.user.id, request.now):
        await request.reply(texts("claim-done"))
        await request.show_menu(request.user.id, Role.OWNER, texts)
    else:
        await request.reply(texts("claim-wrong"))


async def _show_feed(request: Request, feed_id: int) -> None:
    feed = await get_feed(request.db, feed_id, visible_to=request.visible_to)
    if feed is None:
        await request.reply(request.texts("feed-gone"))
        return
    title = bold(feed_title(request.texts, feed))
    text = lines(
        request.texts("feed-entry", id=str(feed.id), title=title), await feed_card(request, feed)
    )
    await request.reply(text, keyboard([await subscribe_or_end(request, feed)]))


async def _show_article(request: Request, article_id: int) -> None:
    article = await visible_article(request.db, article_id, visible_to=request.visible_to)
    if article is None:
        await request.reply(request.texts("article-gone"))
        return
    await show_card(request, article)


async def _forward_article(request: Request, article_id: int) -> None:
    article = await visible_article(request.db, article_id, visible_to=request.visible_to)
    if article is None:
        await request.reply(request.texts("article-gone"))
        return
    await offer_chats(request, article)


def _operator_names(request: Request) -> Html | None:
    """Say what the operators of a search are called in the reader's language; None: as in English."""
    texts = request.texts
    examples = request.desk.operator_names.examples(request.language)
    if not examples:
        return None
    pairs = [Html(f"{texts.isolate(code(own))} = {english}") for own, english in examples]
    return lines(texts("help-search-names"), *pairs)


async def _usable(request: Request) -> list[str]:
    """Return the commands that the asker may use here, in the table's order."""
    role = request.user.role
    may_change = (
        request.in_private
        or request.asker is None  # an anonymous admin of this group
        or await administers(request.bot, request.chat.id, request.user.id)
    )
    return [
        name
        for name, right in request.commands.items()
        if role_allows(role, right) and (may_change or right is not Right.CHANGE)
    ]


def _group(request: Request, heading: str, names: Sequence[str]) -> list[Html]:
    entries = (
        request.texts("help-entry", name=name, description=request.texts(f"menu-{name}"))
        for name in names
    )
    return [request.texts(heading), *entries]
