"""Giving a feed a login, or headers. No answer repeats one, and the message that brought it is deleted."""

from urllib.parse import urlsplit

from telegram.error import TelegramError

from handlers.cards import feed_name
from handlers.context import Request
from handlers.feed_settings import SecretKind
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.naming import Named, choose_feed, find_feeds, link_spellings
from handlers.rights import Right, role_allows
from newsroom import BadHeader, Feed, login_header, read_header
from storage import (
    FeedExists,
    OthersFollow,
    TooManyHeaders,
    add_feed,
    drop_secrets,
    keep_secret,
)

OFF = "off"
"""What is typed for «it carries nothing any more»."""

_READ = {
    SecretKind.LOGIN: (login_header, "edit-login-usage"),
    SecretKind.HEADER: (read_header, "edit-header-usage"),
}


async def change_secret(request: Request, words: str, kind: SecretKind, value: str) -> None:
    """Have the feed that `words` name carry what was typed, or nothing any more."""
    off = value.strip().lower() in (OFF, "")
    warning = None if off else await delete_secret(request)
    refusal = _refusal(request)
    if refusal is not None:
        await request.reply(lines(refusal, warning))
        return
    if warning is not None:
        await request.reply(warning)
    named = await find_feeds(request, words)
    feed = None
    if named.link is not None and not off:
        feed = await _add(request, named.link, kind, value)
    else:
        feed = await _feed_named(request, named)
    if feed is None:
        return
    if not value.strip():
        await request.reply(request.texts(_READ[kind][1], id=str(feed.id)))
    elif off:
        await _drop(request, feed)
    else:
        await _keep(request, feed, kind, value)


async def delete_secret(request: Request) -> Html | None:
    """Delete the message that has brought a secret; where Telegram refuses, return what to ask for."""
    try:
        await request.bot.delete_message(request.chat.id, request.message.message_id)
    except TelegramError:
        return request.texts("secret-delete-yourself")
    return None


def _refusal(request: Request) -> Html | None:
    if not request.in_private:
        return request.texts("secret-only-private")
    if not role_allows(request.user.role, Right.OWNER):
        return request.texts("only-owner")
    return None


async def _feed_named(request: Request, named: Named) -> Feed | None:
    if not named.words and not named.feeds:
        await request.reply(request.texts("feed-not-named", command="editfeed"))
        return None
    return await choose_feed(request, named, lambda feed: ("edit", feed.id))


async def _add(request: Request, link: str, kind: SecretKind, words: str) -> Feed | None:
    """Add the feed at a link that nobody may read without its secret, to be given that next.

    It is this chat's own from the beginning. Nothing is looked at before: without the secret there is
    nothing to see. None, and said why, where the link or the secret is none.
    """
    address = link_spellings(link)[0]
    try:
        _READ[kind][0](words)
        if urlsplit(address).username is not None:
            raise BadHeader
    except ValueError:  # BadHeader, or an address that cannot be read
        await request.reply(request.texts("secret-add-usage"))
        return None
    title = urlsplit(address).hostname or address
    try:
        return await add_feed(
            request.db,
            url=address,
            title=title,
            owner_chat_id=request.chat.id,
            by=request.user.id,
            now=request.now,
        )
    except FeedExists as exists:  # it has come meanwhile, or had this address before it moved
        return exists.feed


async def _keep(request: Request, feed: Feed, kind: SecretKind, words: str) -> None:
    texts, number = request.texts, str(feed.id)
    read, usage = _READ[kind]
    try:
        name, value = read(words)
    except BadHeader:
        await request.reply(texts(usage, id=number))
        return
    try:
        kept = await keep_secret(
            request.db,
            feed.id,
            name,
            value,
            chat_id=request.chat.id,
            by=request.user.id,
            now=request.now,
        )
    except OthersFollow as others:
        await request.reply(texts("secret-others", n=others.count, id=number))
        return
    except TooManyHeaders:
        await request.reply(texts("secret-too-many", id=number))
        return
    except FeedExists:
        await request.reply(texts("edit-chat-taken"))
        return
    if kept is None:
        await request.reply(texts("feed-gone"))
        return
    here = kept.owner_chat_id == request.chat.id
    text = lines(
        texts("secret-kept", id=number, feed=feed_name(texts, kept)),
        texts("secret-here" if here else "secret-there"),
        texts("secret-off", id=number),
    )
    await request.reply(text, keyboard([button(request, texts("button-check"), "check", feed.id)]))


async def _drop(request: Request, feed: Feed) -> None:
    texts, number = request.texts, str(feed.id)
    dropped = await drop_secrets(request.db, feed.id, by=request.user.id, now=request.now)
    key = "secret-dropped" if dropped else "secret-none"
    await request.reply(texts(key, id=number, feed=feed_name(texts, feed)))
