"""Changes by admins in plain words. The audit keeps numbers; names are looked up for whoever reads it."""

import json
from collections.abc import Mapping

from handlers.cards import TITLE_UNITS, feed_name
from handlers.markup import Html, bold, clip
from handlers.texts import Texts
from newsroom import PageText, User
from storage import AuditEntry, FeedSetting

_ABOUT_FEEDS: Mapping[str, str] = {
    "addfeed": "audit-addfeed",
    "removefeed": "audit-removefeed",
    "restorefeed": "audit-restorefeed",
    "pausefeed": "audit-pausefeed",
    "resumefeed": "audit-resumefeed",
    "feedlogin": "audit-feedlogin",
    "feedlogout": "audit-feedlogout",
}
_ABOUT_REQUESTS: Mapping[str, str] = {
    "approverequest": "audit-approverequest",
    "declinerequest": "audit-declinerequest",
}
_ABOUT_PEOPLE: Mapping[str, str] = {
    "claim": "audit-claim",
    "grant": "audit-grant",
    "revoke": "audit-revoke",
    "ban": "audit-ban",
    "unban": "audit-unban",
    "approve": "audit-approve",
    "decline": "audit-decline",
    "erase": "audit-erase",
}
_ABOUT_OTHERS: Mapping[str, str] = {
    "approveimport": "audit-approveimport",
    "declineimport": "audit-declineimport",
    "erasechat": "audit-erasechat",
    "broadcast": "audit-broadcast",
    "stopbroadcast": "audit-stopbroadcast",
}
_SETTINGS: Mapping[FeedSetting, str] = {
    FeedSetting.TITLE: "audit-edit-title",
    FeedSetting.LINK: "audit-edit-link",
    FeedSetting.INTERVAL: "audit-edit-interval",
    FeedSetting.PAGE: "audit-edit-page",
    FeedSetting.TAGS: "audit-edit-tags",
    FeedSetting.CHAT: "audit-edit-chat",
}
_PAGES = {None: PageText.AUTO, 1: PageText.ON, 0: PageText.OFF}


def person_name(texts: Texts, user: User | None, number: int) -> str:
    """Name somebody; by his number where no name is known. Number 0 is the operator at the machine."""
    if number == 0:
        return texts("audit-operator")
    return clip(user.name, TITLE_UNITS) if user is not None and user.name else str(number)


def said_of_entry(texts: Texts, entry: AuditEntry) -> Html:
    """Say what was changed."""
    action = entry.row.action
    if entry.count > 1:
        return texts("audit-addfeeds", n=entry.count)
    if action == "editfeed":
        return _edit(texts, entry)
    if action in _ABOUT_FEEDS:
        return texts(_ABOUT_FEEDS[action], feed=_feed(texts, entry))
    if action in _ABOUT_REQUESTS and entry.link is not None:
        return texts(_ABOUT_REQUESTS[action], link=clip(entry.link, TITLE_UNITS))
    if action in _ABOUT_PEOPLE and entry.person is not None:
        name = person_name(texts, entry.person, entry.person.id)
        return texts(_ABOUT_PEOPLE[action], person=bold(texts.isolate(name)))
    if action in _ABOUT_OTHERS:
        return texts(_ABOUT_OTHERS[action])
    return texts("audit-other", action=action, subject=entry.row.subject)


def _feed(texts: Texts, entry: AuditEntry) -> Html:
    if entry.feed is None:
        return texts("audit-feed-hidden")
    return texts("audit-feed", id=str(entry.feed.id), feed=feed_name(texts, entry.feed))


def _edit(texts: Texts, entry: AuditEntry) -> Html:
    """Say which setting was changed; of a feed that the reader may not see, neither which nor how."""
    if entry.feed is None:
        return texts("audit-editfeed-hidden")
    change = json.loads(entry.row.detail)
    setting = FeedSetting(change["setting"])
    return texts(
        _SETTINGS[setting],
        feed=_feed(texts, entry),
        before=_value(texts, setting, change["before"]),
        after=_value(texts, setting, change["after"]),
    )


def _value(texts: Texts, setting: FeedSetting, value: str | int | None) -> str:
    """Return a setting's value in the words that /editfeed takes for it, or as a span of time."""
    if setting is FeedSetting.PAGE:
        return str(_PAGES[value if isinstance(value, int) else None])
    if setting is FeedSetting.CHAT:
        return "all" if value is None else str(value)
    if value is None:
        return "auto"
    if isinstance(value, int):
        return texts.span(value)
    return clip(value, TITLE_UNITS) or "none"
