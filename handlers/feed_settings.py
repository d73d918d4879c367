"""A feed's settings: how they are typed, how they look, and the buttons that change them."""

import re
from collections.abc import Sequence
from enum import StrEnum

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, feed_name
from handlers.context import Request
from handlers.keyboards import button
from handlers.markup import Html, clip, code, lines
from handlers.naming import link_spellings, split_quoted, unquoted
from handlers.tagging import tags_shown
from handlers.texts import Texts
from newsroom import Feed, PageText, clean_line, format_duration, parse_duration, read_tags
from storage import FeedSetting

AUTO = "auto"
"""What is typed for «as if nobody had set it»."""

NONE = "none"
"""What is typed for «no tags»; so no tag is called that when it stands alone."""

SHORTEST_INTERVAL, LONGEST_INTERVAL = 60_000, 7 * 24 * 60 * 60 * 1000
"""Milliseconds: a minute and a week."""

_INTERVALS = ("15m", "1h", "6h", AUTO)
"""Those with a button."""

_ADDRESS_UNITS = 1000

_FIRST_WORD = re.compile(r"(\S+)(?:\s+(.*))?", re.DOTALL)
_NUMBER = re.compile(r"#?\d+")


class SecretKind(StrEnum):
    """What a feed carries to its server, and nobody is shown."""

    LOGIN = "login"
    HEADER = "header"


class BadSetting(ValueError):
    """What was typed is no value of the setting; `key`: the text that says what is."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def split_setting(request: Request) -> tuple[str, FeedSetting | SecretKind | None, str]:
    """Part what follows the command into the words for FEED, the setting, and its value.

    A feed named by words of its title can only be shown: nothing tells where its title ends. In a reply
    to an article the setting may come first.
    """
    words = request.args
    first, rest = _split(words)
    if request.message.reply_to_message is not None and _setting(first) is not None:
        return "", _setting(first), rest
    quoted = split_quoted(words)
    if quoted is not None:
        name, rest = words[: len(words) - len(quoted[1])].strip(), quoted[1]
    elif _NUMBER.fullmatch(first) or link_spellings(first):
        name = first
    else:
        return words, None, ""
    typed, value = _split(rest)
    setting = _setting(typed)
    return (words, None, "") if typed and setting is None else (name, setting, value)


def holds_secret(words: str) -> bool:
    """Whether a login or a header may stand in words that were not understood: no answer may repeat them."""
    _, *rest = words.lower().split() or ("",)
    return any(one in set(SecretKind) for one in rest[:-1])


def unknown_setting(words: str) -> tuple[str, str] | None:
    """Return the number of a feed and the first word after it; None where the words are not such."""
    first, rest = _split(words)
    typed, _ = _split(rest)
    return (first.lstrip("#"), typed) if typed and _NUMBER.fullmatch(first) else None


def change_of(setting: FeedSetting, words: str) -> str | int | PageText | None:
    """Return the value that is typed for a setting other than the link. Raises BadSetting."""
    typed = words.strip().lower()
    if setting is FeedSetting.TAGS:
        tags = read_tags(words)
        if not tags and typed != NONE:
            raise BadSetting("edit-tags-usage")
        return "" if typed == NONE else ", ".join(tags)
    if setting is FeedSetting.TITLE:
        title = clip(clean_line(unquoted(words)), TITLE_UNITS)
        if not title:
            raise BadSetting("edit-title-usage")
        return None if typed == AUTO else title
    if setting is FeedSetting.PAGE:
        try:
            return PageText(typed)
        except ValueError:
            raise BadSetting("edit-page-usage") from None
    if typed == AUTO:
        return None
    try:
        interval = parse_duration(typed)
    except ValueError:
        raise BadSetting("edit-interval-usage") from None
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
        raise BadSetting("edit-interval-usage")
    return interval


def settings_card(texts: Texts, feed: Feed, tags: Sequence[str], *, secret: bool) -> Html:
    """Return a feed's settings, with the words to type for what has no button. `secret`: it has a login."""
    said = [said_of_change(texts, feed, setting, tags) for setting in FeedSetting]
    return lines(
        texts("edit-heading", id=str(feed.id), feed=feed_name(texts, feed)),
        *said,
        texts("edit-has-login") if secret else None,
        "",
        texts("edit-hint", id=str(feed.id)),
    )


def said_of_change(texts: Texts, feed: Feed, setting: FeedSetting, tags: Sequence[str]) -> Html:
    """Say what a setting of a feed is."""
    if setting is FeedSetting.TAGS:
        shown = tags_shown(texts, tags)
        return texts("edit-tags-none") if shown is None else texts("edit-tags", tags=shown)
    if setting is FeedSetting.TITLE:
        key = "edit-title-own" if feed.own_title is None else "edit-title"
        return texts(key, title=clip(feed.title, TITLE_UNITS))
    if setting is FeedSetting.LINK:
        return texts("edit-link", link=code(clip(feed.url, _ADDRESS_UNITS)))
    if setting is FeedSetting.PAGE:
        return texts(f"edit-page-{feed.page_text}")
    if setting is FeedSetting.CHAT:
        return texts("edit-chat-all" if feed.owner_chat_id is None else "edit-chat-one")
    if feed.interval is None:
        return texts("edit-interval-auto")
    return texts("edit-interval", span=texts.span(feed.interval))


def setting_buttons(request: Request, feed: Feed) -> list[list[InlineKeyboardButton]]:
    """Return the buttons that change a feed's settings, what is set already left out."""
    texts = request.texts
    set_now = AUTO if feed.interval is None else format_duration(feed.interval)
    intervals = [
        button(
            request,
            texts("button-interval-auto") if one == AUTO else texts.span(parse_duration(one)),
            "editset",
            feed.id,
            FeedSetting.INTERVAL,
            one,
        )
        for one in _INTERVALS
        if one != set_now
    ]
    pages = [
        button(request, texts(f"button-page-{one}"), "editset", feed.id, FeedSetting.PAGE, one)
        for one in PageText
        if one is not feed.page_text
    ]
    check = button(request, texts("button-check"), "check", feed.id)
    return [intervals, pages, [check]]


def _split(words: str) -> tuple[str, str]:
    match = _FIRST_WORD.fullmatch(words.strip())
    return (match[1], match[2] or "") if match else ("", "")


def _setting(word: str) -> FeedSetting | SecretKind | None:
    lower = word.lower()
    for kind in SecretKind:
        if lower == kind:
            return kind
    try:
        return FeedSetting("tags" if lower == "tag" else lower)
    except ValueError:
        return None
