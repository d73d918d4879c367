"""One way to use each command and each button, and what shows that it did its work.

A command or a button of `handlers/table.py` without a row here fails the authority test, and so does a
row without a command or button. `right` is what the contract promises; the table must agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.callbacks import pack
from handlers.rights import Right


@dataclass(frozen=True, slots=True)
class CommandRow:
    """What is typed; `{feed}` is the number of a feed. `says` is part of the answer where it is allowed."""

    right: Right
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """What the button carries; `{feed}` as above, `{now}` the present.

    `says`: part of the note, of the new message or of the changed one where the press is allowed.
    `subscribed`: whether the place has the feed before the press.
    """

    right: Right
    arguments: tuple[str, ...]
    says: str
    subscribed: bool = False

    def data(self, verb: str, feed: int, now: int, asker: int | None) -> str:
        """Return the button's data for this feed, made for `asker`."""
        return pack(verb, *(one.format(feed=feed, now=now) for one in self.arguments), asker=asker)


COMMANDS: Mapping[str, CommandRow] = {
    "start": CommandRow(Right.START, "/start f{feed}", "has posted little"),
    "help": CommandRow(Right.READ, "/help", "For everyone"),
    "feeds": CommandRow(Right.READ, "/feeds", "press + and the number"),
    "sub": CommandRow(Right.CHANGE, "/sub {feed}", "Subscribed to"),
    "unsub": CommandRow(Right.CHANGE, "/unsub {feed}", "There is no subscription"),
    "unsub_all": CommandRow(Right.CHANGE, "/unsub_all", "No subscriptions here yet"),
    "list": CommandRow(Right.READ, "/list", "No subscriptions here yet"),
    "latest": CommandRow(Right.READ, "/latest {feed}", "The newest of"),
    "addfeed": CommandRow(Right.ADMIN, "/addfeed https://example.org/{feed}", "there already"),
    "removefeed": CommandRow(Right.ADMIN, "/removefeed {feed}", "Remove feed"),
    "pausefeed": CommandRow(Right.ADMIN, "/pausefeed {feed}", "Paused"),
    "resumefeed": CommandRow(Right.ADMIN, "/resumefeed {feed}", "Resumed"),
    "checkfeed": CommandRow(Right.ADMIN, "/checkfeed {feed}", "Checked"),
}

BUTTONS: Mapping[str, ButtonRow] = {
    "help": ButtonRow(Right.READ, (), "For everyone"),
    "feeds": ButtonRow(Right.READ, ("0", "", ""), "press + and the number"),
    "list": ButtonRow(Right.READ, ("0", "read", ""), "No subscriptions here yet"),
    "latest": ButtonRow(Right.READ, ("0", "{feed}"), "The newest of"),
    "sub": ButtonRow(Right.CHANGE, ("{feed}", ""), "Subscribed to"),
    "backlog": ButtonRow(Right.CHANGE, ("{feed}", "latest", ""), "on its way", subscribed=True),
    "unsub": ButtonRow(Right.CHANGE, ("{feed}", ""), "Unsubscribed from", subscribed=True),
    "unsuball": ButtonRow(Right.CHANGE, ("",), "subscription ended", subscribed=True),
    "resub": ButtonRow(Right.CHANGE, ("{now}", ""), "nothing to undo"),
    "remove": ButtonRow(Right.ADMIN, ("{feed}", "yes"), "Removed"),
    "restore": ButtonRow(Right.ADMIN, ("{feed}",), "back already"),
    "pause": ButtonRow(Right.ADMIN, ("{feed}",), "Paused"),
    "resume": ButtonRow(Right.ADMIN, ("{feed}",), "Resumed"),
    "check": ButtonRow(Right.ADMIN, ("{feed}",), "Checked"),
}
