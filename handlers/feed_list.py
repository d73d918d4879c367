"""The catalogue as a message with pages: for /feeds, and for /sub without words."""

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, feed_entry
from handlers.context import Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, clip, lines
from handlers.paging import page_buttons, page_line
from handlers.places import Target, heading
from handlers.rights import Right, role_allows
from handlers.tagging import tags_shown
from newsroom import Feed, Page, tag_asked
from storage import followed_tags, list_feeds, subscribed_feeds, tags_of

PAGE_SIZE = 8
_BUTTONS_A_ROW = 4


async def show_feeds(request: Request, target: Target, words: str = "", number: int = 0) -> None:
    """Show a page of the catalogue, or of the feeds that have `words`, to subscribe `target` with.

    Words such as `tag:sport` mean those that have the tag.
    """
    tag = tag_asked(words)
    words = (
        words.replace(":", " ").strip() if tag is None else f"#{tag}"
    )  # a colon parts a button's data
    page = await list_feeds(
        request.db,
        visible_to=request.visible_to,
        words=words if tag is None else "",
        tag=tag,
        page=number,
        size=PAGE_SIZE,
    )
    if not page.items:
        await request.show(_nothing(request, words))
        return
    subscribed = await subscribed_feeds(request.db, target.place)
    tags = await tags_of(request.db, [feed.id for feed in page.items])
    entries = [
        feed_entry(
            request,
            feed,
            subscribed=feed.id in subscribed,
            tags=tags_shown(request.texts, tags.get(feed.id, ())),
        )
        for feed in page.items
    ]
    turning = _turning(request, target, words, page)
    more = request.texts("feeds-more-words") if page.pages > 1 and not turning else None
    text = lines(
        heading(request, target),
        _title(request, words, page.total),
        "",
        *entries,
        "",
        page_line(request, page),
        more,
        request.texts("feeds-hint"),
    )
    choices = [_choice(request, target, feed) for feed in page.items if feed.id not in subscribed]
    follow = await _follow(request, target, tag)
    await request.show(text, keyboard(*in_rows(choices, _BUTTONS_A_ROW), turning, follow))


def _title(request: Request, words: str, total: int) -> Html:
    if not words:
        return request.texts("feeds-title", n=total)
    return request.texts("feeds-found", n=total, words=clip(words, TITLE_UNITS))


def _choice(request: Request, target: Target, feed: Feed) -> InlineKeyboardButton:
    label = request.texts("button-subscribe-number", id=str(feed.id))
    return button(request, label, "sub", feed.id, target.argument)


async def _follow(request: Request, target: Target, tag: str | None) -> list[InlineKeyboardButton]:
    """Return the button that subscribes to all feeds of the tag; none where that is done."""
    if tag is None or tag in await followed_tags(request.db, target.place):
        return []
    label = request.texts("button-subscribe-tag", tag=f"#{tag}")
    return [button(request, label, "subtag", tag, target.argument)]


def _turning(
    request: Request, target: Target, words: str, page: Page[Feed]
) -> tuple[InlineKeyboardButton, ...]:
    try:
        return page_buttons(request, page, "feeds", target.argument, words)
    except ValueError:  # so many words that no button can carry them
        return ()


def _nothing(request: Request, words: str) -> Html:
    texts = request.texts
    if words:
        return texts("feeds-none-found", words=clip(words, TITLE_UNITS))
    if role_allows(request.user.role, Right.ADMIN):
        return texts("feeds-none-admin")
    if request.desk.rules.anyone_adds_feeds:
        return texts("feeds-none-anyone")
    return texts("feeds-none")
