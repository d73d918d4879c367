"""Reading a text from left to right: what the HTML parser needs of it."""

import re

END = "\0"  # put after the text, so that scanning stops there without asking for the length
SPACE = " \t\r\n\0\v"

_NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile("[<&]")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*))")
_LONGEST_REFERENCE = 9  # characters of "&#…", the semicolon aside
_LAST_CODE_POINT = 0x10FFFF


class Scanner:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self._text = text + END
        self._size = len(text)
        self._at = 0

    @property
    def finished(self) -> bool:
        """Whether all of the text is read."""
        return self._at >= self._size

    @property
    def char(self) -> str:
        """The character here; `END` after the last one."""
        return self._text[self._at]

    def looking_at(self, text: str) -> bool:
        """Return whether `text` stands here."""
        return self._text.startswith(text, self._at)

    def skip(self, count: int) -> None:
        """Pass over so many characters."""
        self._at += count

    def scan(self, pattern: re.Pattern[str]) -> str:
        """Read as much as the pattern matches here."""
        match = pattern.match(self._text, self._at)
        return self._read_to(match.end() if match else self._at)

    def plain(self) -> str:
        """Read the character here and all that follow it up to the next `<` or `&`."""
        special = _SPECIAL.search(self._text, self._at + 1, self._size)
        return self._read_to(special.start() if special else self._size)

    def reference(self) -> str | None:
        """Read a character reference here; None, and nothing read, where there is none.

        The semicolon may be missing. Of names there are four; a number of zero, beyond Unicode or
        written in more than nine characters is none.
        """
        match = _REFERENCE.match(self._text, self._at)
        if match is None:
            return None
        if match["name"] is not None:
            char = _NAMES.get(match["name"])
        else:
            digits, base = (match["hex"], 16) if match["hex"] is not None else (match["dec"], 10)
            is_short = len(match[0]) <= _LONGEST_REFERENCE
            code = int(digits, base) if digits and is_short else 0
            char = chr(code) if 0 < code < _LAST_CODE_POINT else None
        if char is not None:
            self._at = match.end() + (self._text[match.end()] == ";")
        return char

    def quoted(self) -> str:
        """Read a string from the quote here to the same quote, references decoded."""
        quote = self._read_to(self._at + 1)
        parts: list[str] = []
        while self.char not in (quote, END):
            parts.append(self.reference() or self._read_to(self._at + 1))
        if self.char == quote:
            self._at += 1
        return "".join(parts)

    def byte_offset(self) -> int:
        """Return how many bytes of UTF-8 stand before this place."""
        return len(self._text[: self._at].encode("utf-8", "surrogatepass"))

    def _read_to(self, end: int) -> str:
        begin, self._at = self._at, end
        return self._text[begin:end]


def lower(text: str) -> str:
    """Lower ASCII letters only, as tdlib's `to_lower` does."""
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
