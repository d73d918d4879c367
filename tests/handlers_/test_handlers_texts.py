"""Every sentence: it is there, it is used, it is filled in, and Telegram takes it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import handlers
from bot.local.botapi.formatting import read_text
from handlers.commands.roles import LISTS
from handlers.context import TOAST_LIMIT
from handlers.markup import plain
from handlers.privacy import COUNTED
from handlers.table import COMMANDS
from handlers.texts import Texts
from newsroom import AlertStyle, PageText, ProblemKind, Role, Standing
from storage import ChangeKind
from tests.handlers_.world import LIBRARY

SAMPLE = "<b>&amp; 12 שלום 🦊"
"""What a publisher might write into anything."""

FAMILIES = {
    "problem-": [str(kind) for kind in ProblemKind],
    "menu-": [command.name for command in COMMANDS],
    "button-page-": [str(one) for one in PageText],
    "edit-page-": [str(one) for one in PageText],
    "help-": [command.name for command in COMMANDS],
    "settings-style-": [str(one) for one in AlertStyle],
    "button-style-": [str(one) for one in AlertStyle],
    "button-media-": ["on", "off"],
    "button-preview-": ["on", "off"],
    "button-silent-": ["on", "off"],
    "button-one-story-": ["on", "off"],
    "button-announcements-": ["on", "off"],
    "button-show-": ["settings", "watches", "digest", "quiet", "zone", "mutes"],
    "button-digest-": ["on", "off"],
    "undone-": [*map(str, ChangeKind)],
    "news-": [*map(str, Standing), "moved"],
    "role-": [*map(str, Role)],
    "privacy-role-": [*map(str, Role)],
    "privacy-": list(COUNTED),
    "people-": list(LISTS),
    "people-hint-": list(LISTS),
    "button-people-": list(LISTS),
}
"""The keys that code puts together: each beginning with its ends."""

NOT_KEYS = {
    "no-rights",
    "topic-not-found",
    "topic-closed",
    "not-a-member",
    "chat-not-found",
    "server-error",
    "timed-out",
    "outcome-unknown",
    "nothing-to-send",
    "stand-alone",
}
"""Reasons for a pause or a drop, as they are stored, and what Babel calls names of days that stand alone."""

TOASTS = re.compile(
    r"only-.*|not-a.*|banned|button-(old|not-yours)|feed-gone|resent.*|chat-.*|storage-failed|bug"
)
"""What is also said in a note over the chat."""


def _catalogue() -> dict[str, Message]:
    with (files("handlers") / "locales" / "en.po").open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    return {_key(message): message for message in catalogue if message.id}


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _forms(message: Message) -> list[str]:
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


@cache
def _nodes() -> tuple[ast.AST, ...]:
    """Return all that the code of the conversation is made of."""
    folder = Path(str(handlers.__file__)).parent
    paths = sorted(folder.rglob("*.py"))
    return tuple(node for path in paths for node in ast.walk(ast.parse(path.read_text())))


def _constants() -> set[str]:
    return {
        node.value
        for node in _nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Return each call `texts("key", …)` or `request.texts("key", …)` with its key."""
    for node in _nodes():
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        first = node.args[0]
        if name == "texts" and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node


def _placeholders(message: Message) -> set[str]:
    return {
        name
        for form in _forms(message)
        for _, name, _, _ in Formatter().parse(form)
        if name is not None
    }


CATALOGUE = _catalogue()
TEXTS = LIBRARY.texts("en")


def test_every_key_in_the_code_is_there() -> None:
    """Whatever looks like a key is one, also where it reaches `texts` by a variable."""
    like_keys = {one for one in _constants() if re.fullmatch(r"[a-z]+(-[a-z]+)+", one)}
    assert like_keys - NOT_KEYS <= set(CATALOGUE)
    assert {key for key, _ in _calls()} <= set(CATALOGUE)
    for beginning, ends in FAMILIES.items():
        assert {f"{beginning}{end}" for end in ends} <= set(CATALOGUE)


def test_every_key_in_the_file_is_used() -> None:
    made = {f"{beginning}{end}" for beginning, ends in FAMILIES.items() for end in ends}
    assert set(CATALOGUE) <= _constants() | made


def test_every_text_is_given_just_what_it_asks_for() -> None:
    seen = 0
    for key, call in _calls():
        given = {keyword.arg for keyword in call.keywords}
        assert given == _placeholders(CATALOGUE[key]), key
        assert ("n" in given) == bool(CATALOGUE[key].pluralizable), key
        seen += 1
    assert seen > 80


def test_telegram_takes_every_text() -> None:
    """With whatever a publisher writes: it shows as it is, and no markup of ours is broken."""
    for key, message in CATALOGUE.items():
        names = _placeholders(message)
        values: dict[str, str | float] = dict.fromkeys(names, SAMPLE)
        for n in (0, 1, 2, 1_234_567):
            if message.pluralizable:
                values["n"] = n
            html = TEXTS(key, **values)
            shown = read_text(html, "HTML", None).text
            assert shown.count(SAMPLE) >= len(names - {"n"}), key
            assert "{" not in shown, key
            assert key not in shown or "-" not in key
            assert plain(html).strip() == shown, key
            if TOASTS.fullmatch(key) and not names:
                assert len(plain(html)) <= TOAST_LIMIT, key


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_has_a_line_for_the_menu_and_a_page(command: str) -> None:
    """Telegram's limits for the menu: the name and 1 to 256 characters (Bot API, BotCommand)."""
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command)
    line = TEXTS(f"menu-{command}")
    assert 1 <= len(line) <= 256
    assert plain(line) == line
    assert len(TEXTS(f"help-{command}")) > len(line)


def test_placeholders_that_need_it_are_explained_to_translators() -> None:
    """A name alone says what {words} or {title} is; {id}, {sentence}, {detail} are of several kinds."""
    for key, message in CATALOGUE.items():
        if _placeholders(message) & {"sentence", "detail", "problem", "command", "span", "ago"}:
            assert message.user_comments, key


def test_numbers_choose_the_plural() -> None:
    assert plain(TEXTS("feeds-title", n=1)) == "1 feed"
    assert plain(TEXTS("feeds-title", n=1200)) == "1,200 feeds"


def test_times_are_spoken() -> None:
    assert TEXTS.ago(3 * 3_600_000) == "3 hours ago"
    assert TEXTS.ago(0) == "1 second ago"
    assert TEXTS.ago(-5) == "1 second ago"
    assert TEXTS.span(15 * 60_000) == "15 minutes"


@pytest.mark.parametrize(
    ("tag", "name"),
    [("he", "Hebrew"), ("pt-br", "Portuguese (Brazil)"), ("zz-top", "zz-top"), ("", "")],
)
def test_languages_have_names(tag: str, name: str) -> None:
    assert TEXTS.language_name(tag) == name


@pytest.mark.parametrize("tag", ["en", "en-gb", "EN", "tlh", None, ""])
def test_who_speaks_another_language_gets_english(tag: str | None) -> None:
    assert LIBRARY.texts(tag).language == "en"


def test_in_a_right_to_left_language_ours_runs_the_other_way() -> None:
    """There Latin words and numbers are the guests that are isolated."""
    hebrew = Texts("he", NullTranslations())
    assert hebrew.isolate("Rain") == "\u2068Rain\u2069"
    assert hebrew.isolate("גשם") == "גשם"
