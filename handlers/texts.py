"""Every sentence that a person reads, by key and language, out of `locales/*.po`.

The .po files are read as they are at start; there is no build step. A text is a `str.format` pattern.
Its arguments are escaped and isolated unless they are `Html`. Where the locale file has plural forms,
the argument `n` chooses among them by the file's own Plural-Forms rule.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from handlers.markup import Html, escape, isolate, plain

DEFAULT = "en"


class Texts:
    """The sentences of one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self._translations = translations
        self._right_to_left = self._locale.text_direction == "rtl"

    def __call__(self, key: str, **values: str | float) -> Html:
        """Return the text of `key` with its arguments; the key itself where it is unknown."""
        count = values.get("n")
        if isinstance(count, int):
            pattern = self._translations.ngettext(key, key, count)
        else:
            pattern = self._translations.gettext(key)
        return Html(pattern.format_map({name: self._argument(v) for name, v in values.items()}))

    def ago(self, milliseconds: int) -> str:
        """Return a time span that has passed, such as «3 hours ago»."""
        span = timedelta(milliseconds=max(milliseconds, 1000))
        return format_timedelta(-span, add_direction=True, locale=self._locale)

    def span(self, milliseconds: int) -> str:
        """Return a time span, such as «15 minutes»."""
        return format_timedelta(timedelta(milliseconds=milliseconds), locale=self._locale)

    def date(self, moment: int) -> str:
        """Return the day of a moment (UTC milliseconds, and a day in UTC), such as «Nov 22, 2026»."""
        day = datetime.fromtimestamp(moment / 1000, UTC)
        return format_date(day, "medium", locale=self._locale)

    @property
    def locale(self) -> Locale:
        """What Babel knows of the language: names of days, cities and countries."""
        return self._locale

    def language_name(self, tag: str) -> str:
        """Return what the language of a tag is called; the tag itself where nobody knows it."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self._locale) or tag
        except (ValueError, UnknownLocaleError):
            return tag

    def listed(self, parts: Sequence[str], *, together: bool) -> str:
        """Return «a, b and c»; or «a, b or c» where the parts are not meant `together`."""
        return format_list(parts, style="standard" if together else "or", locale=self._locale)

    def isolate(self, text: str) -> str:
        """Keep text of the other direction from turning the sentence that it stands in."""
        return isolate(text, right_to_left=self._right_to_left)

    def isolated(self, markup: Html) -> Html:
        """Return Telegram HTML that does not turn the sentence it stands in; its tags stay whole."""
        text = plain(markup)
        return Html(self.isolate(text).replace(text, markup)) if text else markup

    def _argument(self, value: str | float) -> str:
        if isinstance(value, Html):
            return value
        if isinstance(value, (int, float)):
            value = format_decimal(value, format="#,##0.#", locale=self._locale)
        return escape(self.isolate(value))


class Library:
    """The languages that the bot speaks."""

    def __init__(self, languages: Mapping[str, Texts]) -> None:
        self._languages = languages

    @classmethod
    def load(cls) -> "Library":
        """Read all locale files of this package."""
        folder = files("handlers") / "locales"
        names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".po"))
        return cls({name[:-3]: _read(name[:-3], (folder / name).read_bytes()) for name in names})

    def texts(self, language: str | None) -> Texts:
        """Return the texts for a language tag of Telegram's (`pt-br`), else of its base, else English."""
        tag = (language or DEFAULT).lower()
        base = tag.partition("-")[0]
        return self._languages.get(tag) or self._languages.get(base) or self._languages[DEFAULT]

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of all languages, English among them."""
        return tuple(self._languages)


def _read(language: str, content: bytes) -> Texts:
    catalog = read_po(io.BytesIO(content), locale=language.replace("-", "_"), abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Texts(language, GNUTranslations(compiled))
