"""One way to use each command and each button, and what shows that it did its work.

A command or a button of `handlers/table.py` without a row here fails the authority test, and so does a
row without a command or button. `right` is what the contract promises; the table must agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.callbacks import pack
from handlers.rights import Right
from tests.handlers_.cell import Where


@dataclass(frozen=True, slots=True)
class CommandRow:
    """What is typed; `{feed}` is the number of a feed. `says` is part of the answer where it is allowed."""

    right: Right
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """What the button carries.

    `{feed}` as above, `{now}` the present, `{minute}` too, in minutes, `{asker}` who presses.

    `says`: part of the note, of the new message or of the changed one where the press is allowed.
    `subscribed`: whether the place has the feed before the press. `leads`: the beginning of what a
    press in a group opens the private chat with, in place of all that.
    """

    right: Right
    arguments: tuple[str, ...]
    says: str
    subscribed: bool = False
    leads: str = ""

    def data(self, verb: str, feed: int, now: int, asker: int | None) -> str:
        """Return the button's data for this feed, made for `asker`."""
        values = {"feed": feed, "now": now, "minute": now // 60_000, "asker": asker}
        return pack(verb, *(one.format(**values) for one in self.arguments), asker=asker)

    def shows(self, where: Where) -> str:
        """Return what a press there shows, or the link that it opens, in part."""
        if self.leads and where is not Where.PRIVATE:
            return f"https://t.me/newshound_bot?start={self.leads}"
        return self.says


COMMANDS: Mapping[str, CommandRow] = {
    "start": CommandRow(Right.START, "/start f{feed}", "has posted little"),
    "help": CommandRow(Right.READ, "/help", "For everyone"),
    "feeds": CommandRow(Right.READ, "/feeds", "press + and the number"),
    "sub": CommandRow(Right.CHANGE, "/sub {feed}", "Subscribed to"),
    "unsub": CommandRow(Right.CHANGE, "/unsub {feed}", "There is no subscription"),
    "unsub_all": CommandRow(Right.CHANGE, "/unsub_all", "No subscriptions here yet"),
    "list": CommandRow(Right.READ, "/list", "No subscriptions here yet"),
    "watch": CommandRow(Right.CHANGE, "/watch rivers", "Watching for rivers"),
    "unwatch": CommandRow(Right.CHANGE, "/unwatch", "Nothing is watched for here"),
    "filter": CommandRow(Right.CHANGE, "/filter {feed} rivers", "There is no subscription"),
    "settings": CommandRow(Right.CHANGE, "/settings", "Each new article comes as"),
    "mute": CommandRow(Right.CHANGE, "/mute {feed} 2h", "is muted for 2 hours"),
    "unmute": CommandRow(Right.CHANGE, "/unmute {feed}", "is not muted here"),
    "digest": CommandRow(Right.CHANGE, "/digest", "No digest here"),
    "quiet": CommandRow(Right.CHANGE, "/quiet", "No quiet hours here"),
    "timezone": CommandRow(Right.CHANGE, "/timezone UTC+2", "Clock times here are those of UTC+2"),
    "missed": CommandRow(Right.CHANGE, "/missed", "Nothing was missed"),
    "why": CommandRow(Right.READ, "/why {feed}", "not sent here"),
    "undo": CommandRow(Right.CHANGE, "/undo", "nothing to take back"),
    "latest": CommandRow(Right.READ, "/latest {feed}", "The newest of"),
    "search": CommandRow(Right.READ, "/search nonsense", "I found nothing"),
    "summary": CommandRow(Right.READ, "/summary {feed}", "News"),
    "save": CommandRow(Right.OWN, "/save {feed}", "Saved: News"),
    "saved": CommandRow(Right.READ, "/saved", "Your reading list"),
    "forward": CommandRow(Right.READ, "/forward {feed}", "Choose the chat"),
    # What is done with a file is in test_handlers_importing.
    "import": CommandRow(Right.CHANGE, "/import", "Send me an OPML file"),
    "export": CommandRow(Right.READ, "/export", "nothing to export here"),
    "addfeed": CommandRow(Right.ADMIN, "/addfeed https://example.org/{feed}", "there already"),
    "removefeed": CommandRow(Right.ADMIN, "/removefeed {feed}", "Remove feed"),
    "pausefeed": CommandRow(Right.ADMIN, "/pausefeed {feed}", "Paused"),
    "resumefeed": CommandRow(Right.ADMIN, "/resumefeed {feed}", "Resumed"),
    "editfeed": CommandRow(Right.ADMIN, "/editfeed {feed}", "Settings of feed"),
    "checkfeed": CommandRow(Right.ADMIN, "/checkfeed {feed}", "Checked"),
    # In a group it is allowed and goes nowhere; test_handlers_backup shows what is sent in private.
    "backup": CommandRow(Right.OWNER, "/backup", "ackup"),
    "language": CommandRow(Right.CHANGE, "/language", "in Telegram"),
    "status": CommandRow(Right.READ, "/status", "Nothing waits for this chat"),
    "privacy": CommandRow(Right.START, "/privacy", "What is stored about you"),
    "admins": CommandRow(Right.ADMIN, "/admins", "Owners make admins"),
    "approve": CommandRow(Right.ADMIN, "/approve", "to use this bot"),
    "ban": CommandRow(Right.ADMIN, "/ban 90000{feed}", "is banned: I answer nothing"),
    "unban": CommandRow(Right.ADMIN, "/unban 90000{feed}", "is not banned"),
    "grant": CommandRow(Right.OWNER, "/grant 90000{feed}", "is an admin of this bot now"),
    "revoke": CommandRow(Right.OWNER, "/revoke 90000{feed}", "is no admin"),
    "broadcast": CommandRow(Right.OWNER, "/broadcast", "Write what to say to all chats"),
    "health": CommandRow(Right.ADMIN, "/health", "All feeds are well"),
    "stats": CommandRow(Right.ADMIN, "/stats", "Database:"),
    "audit": CommandRow(Right.ADMIN, "/audit", "added "),
}

BUTTONS: Mapping[str, ButtonRow] = {
    "help": ButtonRow(Right.READ, (), "For everyone"),
    "feeds": ButtonRow(Right.READ, ("0", "", ""), "press + and the number"),
    "list": ButtonRow(Right.READ, ("0", "read", ""), "No subscriptions here yet"),
    "latest": ButtonRow(Right.READ, ("0", "{feed}"), "The newest of"),
    # Under an answer of another kind there is no query to go on with; test_handlers_search turns pages.
    "search": ButtonRow(Right.READ, ("",), "no longer works"),
    "searchoffer": ButtonRow(Right.READ, ("0",), "no longer works"),
    # Each feed of a cell has one article, so that the numbers are the same.
    "narrow": ButtonRow(Right.READ, ("n", ""), "no longer works"),
    "article": ButtonRow(Right.READ, ("{feed}",), "News"),
    "summary": ButtonRow(Right.READ, ("{feed}",), "News"),
    # Under an answer of another kind there is no link to fetch; test_handlers_pages fetches.
    "fetch": ButtonRow(Right.READ, (), "no longer works"),
    "sum": ButtonRow(Right.READ, ("{feed}",), "Offer"),
    # The message that a cell offers shows no article; test_handlers_sum_up presses those that do.
    "sumup": ButtonRow(Right.READ, (), "no such article"),
    "sumpage": ButtonRow(Right.READ, ("0",), "no such article"),
    "save": ButtonRow(Right.OWN, ("{feed}",), "Saved"),
    "unsave": ButtonRow(Right.OWN, ("{feed}",), "not on your reading list"),
    "resave": ButtonRow(Right.OWN, ("{feed}", "{now}"), "Saved: News"),
    "saved": ButtonRow(Right.READ, ("0",), "Your reading list"),
    # The same on the reading list; test_handlers_saved_search turns and narrows.
    "savedfind": ButtonRow(Right.OWN, ("",), "no longer works"),
    "savednarrow": ButtonRow(Right.OWN, ("n", ""), "no longer works"),
    "forward": ButtonRow(Right.READ, ("{feed}",), "Choose the chat", leads="w"),
    "forwardto": ButtonRow(Right.READ, ("{feed}", "{asker}"), "On its way to you", leads="w"),
    "sub": ButtonRow(Right.CHANGE, ("{feed}", ""), "Subscribed to"),
    "backlog": ButtonRow(Right.CHANGE, ("{feed}", "latest", ""), "on its way", subscribed=True),
    "unsub": ButtonRow(Right.CHANGE, ("{feed}", ""), "Unsubscribed from", subscribed=True),
    "unsuball": ButtonRow(Right.CHANGE, ("",), "subscription ended", subscribed=True),
    "resub": ButtonRow(Right.CHANGE, ("{now}", ""), "nothing to undo"),
    # Under an answer of another kind there is no query to watch for; test_handlers_watch presses real ones.
    "watch": ButtonRow(Right.CHANGE, (), "no longer works"),
    "unwatch": ButtonRow(Right.CHANGE, ("{feed}", ""), "has ended already"),
    "rewatch": ButtonRow(Right.CHANGE, ("{feed}", ""), "nothing to undo"),
    "watches": ButtonRow(Right.CHANGE, ("0", ""), "Nothing is watched for here"),
    "filter": ButtonRow(Right.CHANGE, ("{feed}", "off", ""), "Everything comes", subscribed=True),
    "goon": ButtonRow(Right.CHANGE, ("", "0"), "arrives there again"),
    "set": ButtonRow(Right.CHANGE, ("style", "full", ""), "its whole text"),
    "subset": ButtonRow(Right.CHANGE, ("{feed}", "silent", "1", ""), "How Feed", subscribed=True),
    "mute": ButtonRow(Right.CHANGE, ("{feed}", "120", ""), "is muted for 2 hours"),
    "remute": ButtonRow(Right.CHANGE, ("{feed}", "{minute}", ""), "over by now"),
    "unmute": ButtonRow(Right.CHANGE, ("{feed}", ""), "is not muted here"),
    # No cell has a digest; test_handlers_digest turns pages.
    "digest": ButtonRow(Right.READ, ("{feed}", "0"), "not here any more"),
    "digestsum": ButtonRow(Right.READ, ("{feed}", "0"), "not here any more"),
    "digestset": ButtonRow(Right.CHANGE, ("", "127", ""), "No digest here"),
    "quietset": ButtonRow(Right.CHANGE, ("", "", ""), "No quiet hours here"),
    "tz": ButtonRow(Right.CHANGE, ("Europe/Berlin", ""), "those of Europe/Berlin"),
    "missed": ButtonRow(Right.CHANGE, ("0", ""), "Nothing was missed"),
    "resend": ButtonRow(Right.CHANGE, ("{feed}", "0", ""), "nothing of that to send"),
    "resendall": ButtonRow(Right.CHANGE, ("0", ""), "nothing of that to send"),
    "why": ButtonRow(Right.READ, ("{feed}",), "not sent here"),
    "subtag": ButtonRow(Right.CHANGE, ("sport", ""), "No feed has the tag #sport"),
    "unsubtag": ButtonRow(Right.CHANGE, ("sport", ""), "no subscription to #sport"),
    # Under an answer of another kind no address stands; test_handlers_found presses real ones.
    "subfound": ButtonRow(Right.CHANGE, ("0", ""), "no longer works"),
    "reqfound": ButtonRow(Right.ADMIN, ("{feed}", "0"), "no longer works"),
    "addfound": ButtonRow(Right.ADMIN, ("0",), "no longer works"),
    "request": ButtonRow(Right.ADMIN, ("{feed}", "no"), "Declined: https://asked.example/"),
    # Each cell has brought a list that names its feed, and that asks the admins for nothing.
    "import": ButtonRow(Right.CHANGE, ("{feed}", "sub", ""), "list.opml is taken in"),
    "importpage": ButtonRow(Right.CHANGE, ("0", "{feed}", ""), "list.opml: 1 feed"),
    "importstop": ButtonRow(Right.CHANGE, ("{feed}",), "nothing was changed"),
    "importasked": ButtonRow(Right.ADMIN, ("0", "{feed}"), "no longer there"),
    "importreq": ButtonRow(Right.ADMIN, ("{feed}", "no"), "no longer there"),
    "export": ButtonRow(Right.ADMIN, (), "of the catalogue"),
    "remove": ButtonRow(Right.ADMIN, ("{feed}", "yes"), "Removed"),
    "restore": ButtonRow(Right.ADMIN, ("{feed}",), "back already"),
    "pause": ButtonRow(Right.ADMIN, ("{feed}",), "Paused"),
    "resume": ButtonRow(Right.ADMIN, ("{feed}",), "Resumed"),
    "edit": ButtonRow(Right.ADMIN, ("{feed}",), "Settings of feed"),
    "editset": ButtonRow(Right.ADMIN, ("{feed}", "interval", "1h"), "Interval: 1 hour"),
    "editchat": ButtonRow(Right.ADMIN, ("{feed}", ""), "for one chat alone"),
    "editundo": ButtonRow(Right.ADMIN, ("{feed}",), "Too late"),
    "check": ButtonRow(Right.ADMIN, ("{feed}",), "Checked"),
    "lang": ButtonRow(Right.CHANGE, ("en", ""), "I speak English here"),
    "privacy": ButtonRow(Right.START, ("erase",), "Erase all that is stored", leads="privacy"),
    "people": ButtonRow(Right.ADMIN, ("0", "staff"), "Owners make admins"),
    "join": ButtonRow(Right.ADMIN, ("{feed}", "no", ""), "Declined: Met"),
    "joins": ButtonRow(Right.ADMIN, ("0",), "to use this bot"),
    "ban": ButtonRow(Right.ADMIN, ("90000{feed}",), "is banned: I answer nothing"),
    "unban": ButtonRow(Right.ADMIN, ("90000{feed}",), "is not banned"),
    "grant": ButtonRow(Right.OWNER, ("90000{feed}",), "is an admin of this bot now"),
    "revoke": ButtonRow(Right.OWNER, ("90000{feed}",), "is no admin"),
    "chats": ButtonRow(Right.READ, (), "no channel or group of yours"),
    "chat": ButtonRow(Right.CHANGE, ("", "list"), "No subscriptions here yet"),
    # No cell has an announcement; test_handlers_broadcast sends and stops one.
    "broadcast": ButtonRow(Right.OWNER, ("{feed}", "send"), "settled already"),
    "health": ButtonRow(Right.ADMIN, ("0",), "All feeds are well"),
    "fix": ButtonRow(Right.ADMIN, ("{feed}", "pause", "0"), "Paused: Feed"),
    "audit": ButtonRow(Right.ADMIN, ("0", "feeds", ""), "added "),
    # No change has this number; test_handlers_audit takes real ones back.
    "auditundo": ButtonRow(Right.ADMIN, ("999999", "0", "", ""), "cannot be taken back"),
}
