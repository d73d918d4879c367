"""What may be said on the command line: the commands, their options, and what wrong words are told."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

# Each command and its line in `newshound --help`.
_COMMANDS = {
    "try": "chat with the bot on this machine: no token, no account, no network needed",
    "run": "run the bot",
    "check": "look over configuration, database, disk and Telegram, and say what is found",
    "inspect": "show what the bot would store for a feed or page",
    "summarize": "sum up a text or HTML page",
    "backup": "write a copy of the live database",
    "restore": "put a copy back",
    "import": "add the feeds of an OPML file to the catalogue",
    "export": "write the catalogue of feeds as OPML",
}


class UsageError(Exception):
    """The words of the command line make no sense; the text is one line that says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise UsageError in place of printing a usage summary and leaving."""
        raise UsageError(f"{message} ({self.prog} --help shows how)")


def command_line() -> argparse.ArgumentParser:
    """Return the parser of all that `newshound` understands.

    What it parses has `command` (None: no command given) and the options of that command; it wants
    a namespace with `config` None to parse into.
    """
    # SUPPRESS: where a command is not given --config, the one before the command must stay.
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="the configuration (default: ./config.toml, which may be missing)",
    )
    parser = _Parser(
        prog="newshound",
        description="A Telegram news bot of your own. Begin with: newshound try",
        parents=[everywhere],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    group = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    commands = {
        name: group.add_parser(
            name, help=line, description=line, parents=[everywhere], allow_abbrev=False
        )
        for name, line in _COMMANDS.items()
    }
    _add_arguments(commands)
    return parser


def _add_arguments(commands: dict[str, _Parser]) -> None:
    add = commands["try"].add_argument
    add(
        "--feed",
        metavar="URL_OR_FILE",
        action="append",
        default=[],
        help="a feed to try with in place of the bundled ones; may be given several times",
    )
    add(
        "--port",
        metavar="N",
        type=_port,
        help="show the same chat in the browser, on http://127.0.0.1:N",
    )
    add("--data", metavar="DIR", type=Path, help="keep the data here (default: nothing is kept)")
    commands["check"].add_argument(
        "--rebuild-index", action="store_true", help="build the search index anew"
    )
    add = commands["inspect"].add_argument
    add("sources", metavar="SOURCE", nargs="+", help="an address or a file")
    add("--json", action="store_true", help="one JSON object a source")
    add = commands["summarize"].add_argument
    add("--json-lines", action="store_true", help="read and write one JSON object a line")
    add("file", metavar="FILE", nargs="?", type=Path, help="default: standard input")
    commands["backup"].add_argument("file", metavar="FILE", type=Path, help="the copy to write")
    commands["restore"].add_argument("file", metavar="FILE", type=Path, help="the copy to put back")
    commands["import"].add_argument("file", metavar="FILE.opml", type=Path, help="the feeds")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, found {text!r}")
    return int(text)


def look_for_command(words: Sequence[str]) -> None:
    """Raise UsageError for a command that doesn't exist, naming the one that was likely meant.

    argparse would list them all, in words that differ between Python's versions.
    """
    rest = iter(words)
    for word in rest:
        if word == "--config":
            next(rest, None)
        elif not word.startswith("-"):
            if word not in _COMMANDS:
                close = get_close_matches(word, _COMMANDS, n=1, cutoff=0.0)
                raise UsageError(
                    f"there is no command {word!r}; did you mean {close[0]!r}? "
                    "(newshound --help lists all)"
                )
            return
