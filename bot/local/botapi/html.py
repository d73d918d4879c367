"""`parse_mode=HTML`: text and entities out of Telegram's own small HTML.

After `parse_html` in tdlib's MessageEntity.cpp: the same tags, the same errors, byte offsets into the
UTF-8 of what was sent. What is no error there is none here: an attribute nobody knows is passed over,
an unknown character reference stays as it is, a link that is none leaves its text.
"""

import re
from dataclasses import dataclass

from bot.local.botapi.entities import Entity, is_date_format, link_entity, utf16_length
from bot.local.botapi.scanner import END, SPACE, Scanner, lower

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_KINDS, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"})

_TAG_NAME = re.compile(r"[^ \t\r\n\0\v>]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\0\v=>/\"']*")
_BLANKS = re.compile(r"[ \t\r\n\v]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_INT32 = 2**31


class HtmlError(ValueError):
    """The text is no Telegram HTML; the message is tdlib's own."""


@dataclass(slots=True)
class _OpenTag:
    name: str
    offset: int
    first_chunk: int
    argument: str = ""
    unix_time: int = 0


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the text and its entities, sorted, neither trimmed nor nested right yet.

    Raises HtmlError.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self._scanner = Scanner(source)
        self._chunks: list[str] = []
        self._offset = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        scanner = self._scanner
        while not scanner.finished:
            if scanner.looking_at("</"):
                self._end_tag()
            elif scanner.looking_at("<"):
                self._start_tag()
            else:
                self._emit(scanner.reference() or scanner.plain())
        if self._open:
            name = self._open[-1].name
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{name}"')
        text = "".join(self._chunks)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise HtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        plain_code = [
            Entity("code", e.offset, e.length) if e.type == "code" else e for e in self._entities
        ]
        return text, sorted(plain_code, key=Entity.order)

    def _emit(self, chunk: str) -> None:
        self._chunks.append(chunk)
        self._offset += utf16_length(chunk)

    def _start_tag(self) -> None:
        scanner = self._scanner
        where = scanner.byte_offset()
        scanner.skip(1)
        name = lower(scanner.scan(_TAG_NAME))
        if scanner.char == END:
            raise HtmlError(f"Unclosed start tag at byte offset {where}")
        if name not in _TAGS:
            raise HtmlError(f'Unsupported start tag "{name}" at byte offset {where}')
        tag = _OpenTag(name, self._offset, len(self._chunks))
        while True:
            scanner.scan(_BLANKS)
            if scanner.char == ">":
                break
            self._attribute(tag, where)
        scanner.skip(1)
        if name == "span" and tag.argument != "spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self._open.append(tag)

    def _attribute(self, tag: _OpenTag, where: int) -> None:
        scanner = self._scanner
        name = scanner.scan(_ATTRIBUTE_NAME)
        if not name:
            raise HtmlError(f'Empty attribute name in the tag "{tag.name}" at byte offset {where}')
        scanner.scan(_BLANKS)
        has_value = scanner.char == "="
        if has_value:
            scanner.skip(1)
            scanner.scan(_BLANKS)
        if scanner.char == END:
            raise HtmlError(f'Unclosed start tag "{tag.name}" at byte offset {where}')
        if has_value:
            _set(tag, name, self._value(where))
        elif tag.name == "blockquote" and name == "expandable":
            tag.argument = "1"

    def _value(self, tag_begins: int) -> str:
        scanner = self._scanner
        if scanner.char in ('"', "'"):
            value = scanner.quoted()
        else:
            where = scanner.byte_offset()
            value = lower(scanner.scan(_TOKEN))
            if scanner.char not in SPACE + ">":
                raise HtmlError(f"Unexpected end of name token at byte offset {where}")
        if scanner.char == END:
            raise HtmlError(f"Unclosed start tag at byte offset {tag_begins}")
        return value

    def _end_tag(self) -> None:
        scanner = self._scanner
        where = scanner.byte_offset()
        if not self._open:
            raise HtmlError(f"Unexpected end tag at byte offset {where}")
        scanner.skip(2)
        name = lower(scanner.scan(_TAG_NAME))
        scanner.scan(_BLANKS)
        if scanner.char != ">":
            raise HtmlError(f"Unclosed end tag at byte offset {where}")
        scanner.skip(1)
        tag = self._open.pop()
        if name and name != tag.name:
            raise HtmlError(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self._offset > tag.offset:
            self._close(tag, self._offset - tag.offset)

    def _close(self, tag: _OpenTag, length: int) -> None:
        if tag.name in _KINDS:
            self._entities.append(Entity(_KINDS[tag.name], tag.offset, length))
        elif tag.name in ("pre", "code"):
            self._close_code(tag, length)
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self._entities.append(Entity(kind, tag.offset, length))
        elif tag.name == "a":
            target = tag.argument or "".join(self._chunks[tag.first_chunk :])
            link = link_entity(target, tag.offset, length)
            self._entities.extend([link] if link else [])
        elif tag.name == "tg-emoji":
            self._entities.append(_emoji(tag, length))
        else:
            self._entities.extend(_date(tag, length))

    def _close_code(self, tag: _OpenTag, length: int) -> None:
        """Make `pre`, `code`, or of the two over the same stretch a `pre` with its language."""
        other = "code" if tag.name == "pre" else "pre"
        last = self._entities[-1] if self._entities else None
        if last and (last.type, last.offset, last.length) == (other, tag.offset, length):
            language = last.language if other == "code" else tag.argument
            if language and not (other == "pre" and last.language):
                self._entities[-1] = Entity("pre", tag.offset, length, language=language)
                return
        language = tag.argument if tag.name == "code" else None
        self._entities.append(Entity(tag.name, tag.offset, length, language=language or None))


def _set(tag: _OpenTag, name: str, value: str) -> None:
    """Take over an attribute that means something to its tag; pass over any other."""
    match tag.name, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            tag.argument = value
        case ("code", "class") if value.startswith("language-"):
            tag.argument = value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            tag.argument = value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            tag.argument = "1"
        case ("tg-time", "unix"):
            digits = re.match(r"\d+", value)
            tag.unix_time = int(digits[0]) if digits and int(digits[0]) < _INT32 else 0


def _emoji(tag: _OpenTag, length: int) -> Entity:
    if not re.fullmatch(r"-?[0-9]+", tag.argument) or int(tag.argument) == 0:
        raise HtmlError("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", tag.offset, length, custom_emoji_id=tag.argument)


def _date(tag: _OpenTag, length: int) -> list[Entity]:
    if not is_date_format(tag.argument):
        raise HtmlError("Invalid date format used")
    if tag.unix_time <= 0:
        return []
    date_format = tag.argument or None
    return [
        Entity(
            "date_time",
            tag.offset,
            length,
            unix_time=tag.unix_time,
            date_time_format=date_format,
        )
    ]
