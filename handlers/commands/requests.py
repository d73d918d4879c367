"""Settling a request for a feed, by a button that all admins have got."""

from handlers.adding import found_at, look_and_add
from handlers.cards import TITLE_UNITS, feed_name
from handlers.choosing import address_pressed
from handlers.context import BadArguments, Request
from handlers.markup import Html, clip, lines, plain
from handlers.requesting import APPROVE, DECLINE
from handlers.room import has_room
from handlers.texts import Texts
from newsroom import ChatKind, DeliveryKind, Feed, Place
from storage import (
    FeedRequest,
    RequestState,
    enqueue,
    get_chat,
    get_request,
    get_user,
    settle_requests,
    subscribe,
    waiting_requests,
)


async def request_pressed(request: Request) -> None:
    """Approve or decline a request that is still open. The message then says what was decided."""
    number, decision = request.number(0), request.word(1)
    if decision not in (APPROVE, DECLINE):
        raise BadArguments
    asked = await get_request(request.db, number)
    if asked is None or asked.state is not RequestState.OPEN:
        await request.show(_settled(request, asked))
    elif decision == APPROVE:
        await _approve(request, asked, asked.url)
    else:
        await _decline(request, asked)


async def reqfound_pressed(request: Request) -> None:
    """Approve a request for a page with one of the page's feeds, if it is still open."""
    asked = await get_request(request.db, request.number(0))
    address = address_pressed(request, request.number(1))
    if asked is None or asked.state is not RequestState.OPEN:
        await request.show(_settled(request, asked))
    else:
        await _approve(request, asked, address)


async def _approve(request: Request, asked: FeedRequest, link: str) -> None:
    """Add the feed at `link`, for all who wait for it.

    Where it cannot be added, that is said, and of several it is asked which; they wait on meanwhile.
    """
    added = await look_and_add(
        request, link, button_data=lambda position: ("reqfound", asked.id, position)
    )
    if added is None:
        return
    waiting = await waiting_requests(request.db, asked.url)
    # Each step may be repeated without harm, and settling comes last: after a crash between them the
    # button still works.
    for one in waiting:
        await _serve(request, one, added.feed)
    texts, feed = request.texts, added.feed
    key = "feed-added" if added.new else "feed-there-already"
    said = texts(key, id=str(feed.id), feed=feed_name(texts, feed))
    told = texts("request-approved-told")
    await _settle(request, waiting, lines(said, found_at(request, added), told), approved=True)


async def _decline(request: Request, asked: FeedRequest) -> None:
    waiting = await waiting_requests(request.db, asked.url)
    for one in waiting:
        texts = await _texts_of(request, one)
        shown = clip(asked.url, TITLE_UNITS)
        await _tell(request, one, texts("request-declined", link=shown))
    said = request.texts("request-declined-told", link=clip(asked.url, TITLE_UNITS))
    await _settle(request, waiting, said, approved=False)


async def _settle(
    request: Request, waiting: tuple[FeedRequest, ...], said: Html, *, approved: bool
) -> None:
    """Note the decision and show it, or what another admin has decided in the meantime."""
    numbers = [one.id for one in waiting]
    settled = await settle_requests(
        request.db, numbers, approved=approved, by=request.user.id, now=request.now
    )
    if not settled:
        said = _settled(request, await get_request(request.db, request.number(0)))
    request.desk.services.deliver()
    await request.show(said)


async def _serve(request: Request, one: FeedRequest, feed: Feed) -> None:
    """Subscribe the place that a feed was asked for, where it has room, and tell who asked."""
    texts = await _texts_of(request, one)
    name = feed_name(texts, feed)
    if await has_room(request, one.place, feed):
        await subscribe(request.db, one.place, feed.id, by=one.user_id, now=request.now)
        said = texts("request-approved", feed=name, id=str(feed.id))
    else:
        said = texts("request-approved-full", feed=name, id=str(feed.id))
    await _tell(request, one, said)


async def _tell(request: Request, one: FeedRequest, said: Html) -> None:
    """Owe the decision to where it was asked for; a channel's readers are not told, the asker is."""
    place = one.place
    chat = await get_chat(request.db, place.chat_id)
    if chat is not None and chat.kind is ChatKind.CHANNEL:
        chat = await get_chat(request.db, one.user_id)
        place = Place(one.user_id)
    if chat is not None:
        key, body = f"request:{one.id}", plain(said)
        await enqueue(request.db, place, DeliveryKind.NOTICE, key, body=body, now=request.now)


async def _texts_of(request: Request, one: FeedRequest) -> Texts:
    asker = await get_user(request.db, one.user_id)
    return request.desk.library.texts(asker.language if asker else None)


def _settled(request: Request, asked: FeedRequest | None) -> Html:
    texts = request.texts
    if asked is None or asked.state is RequestState.OPEN:
        return texts("request-gone")
    shown = clip(asked.url, TITLE_UNITS)
    if asked.state is RequestState.APPROVED:
        return texts("request-settled-approved", link=shown)
    return texts("request-settled-declined", link=shown)
