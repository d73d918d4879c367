"""Points in time, as publishers write them: RFC 822 and ISO 8601 with their many dialects, and others.

feedparser knows the two formats; of what comes close to them it often reads a part and gets a wrong date. A
wrong date puts an article in a wrong place for ever, a missing one does not: what is ambiguous here is none.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.intake.usual_moments import read_usual_moment

_LONGEST = 100
"""Characters: no date is longer."""

_COMMENT = re.compile(r"\([^)]*\)?")
_CLOCK = re.compile(
    r"(?P<half_before>오전|오후|上午|下午)?\s*(?<!\d)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?!\d)"
    r"(?:[:.](?P<second>\d{2})(?!\d))?(?:[.,]\d+)?\s*(?P<half_after>[ap]\.?m\.?(?![a-z]))?"
    r"\s*(?:(?P<name>[a-z]{1,5})(?![a-z]))?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?(?!\d))?",
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?![\d:])")
_MONTH_ALONE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"\d+")

# Minutes east of Greenwich. RFC 822, section 5.1, then what publishers elsewhere write. Of names that mean
# several zones the one with the most newspapers is taken (IST: India; CST: America). Any other name is UTC.
_ZONES = {
    name: minutes
    for minutes, names in {
        -600: "hst",
        -480: "pst pt",
        -420: "pdt mst mt",
        -360: "mdt cst ct",
        -300: "cdt est et",
        -240: "edt ast",
        -180: "adt brt art",
        60: "cet met mez bst west",
        120: "cest mest mesz eet sast",
        180: "eest msk trt",
        300: "pkt",
        330: "ist",
        420: "ict wib",
        480: "hkt sgt awst",
        540: "jst kst",
        600: "aest",
        660: "aedt",
        720: "nzst",
        780: "nzdt",
    }.items()
    for name in names.split()
}
_FARTHEST_ZONE = 14 * 60

# What month names begin with, from January, in Latin letters without their marks, in Cyrillic and in Greek.
_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan ene gen sty oca led янв січ ιαν",
            "feb fev lut sub uno фев лют φεβ",
            "mar mrt maer bre мар бер μαρ",
            "apr avr abr kwi nis dub апр кві απρ",
            "may mai maj mei mag kve май мая тра μαι",
            "jun juin giu cze haz cerven июн чер ιουν",
            "jul juil lug lip tem cervenec июл лип ιουλ",
            "aug aou ago agu sie srp авг сер αυγ",
            "sep set wrz eyl zar сен вер σεπ",
            "oct okt ott out paz eki rij окт жов οκτ",
            "nov lis kas ноя лис νοε",
            "dec dez dic des dis gru ara pro дек гру δεκ",
        ),
        start=1,
    )
    for stem in stems.split()
}
_LONGEST_STEM = max(map(len, _MONTHS))

_CENTURY_TURN = 70  # POSIX: years of two digits lie between 1970 and 2069


def read_moment(written: str) -> int | None:
    """Return a date, with or without a time, in UTC milliseconds; None where it is none.

    Without a zone it is UTC. Numbers of 9 to 10 digits are seconds since 1970, of 12 to 13 milliseconds. Of
    `3/4/2026` nobody knows whether it is in March or April: it is none.
    """
    usual = read_usual_moment(written)
    return work_out_moment(written) if usual is None else usual


def work_out_moment(written: str) -> int | None:
    """Do as `read_moment` does, without its fast way for what is usual."""
    text = _COMMENT.sub(" ", written[:_LONGEST]).strip().casefold()
    if text.isascii() and text.isdigit() and len(text) in {9, 10, 12, 13}:
        return int(text) * (1 if len(text) > 10 else 1000)
    try:
        return _in_milliseconds(_moment(text))
    except (ValueError, OverflowError):  # a day that its month does not have, a year 0
        return None


def _moment(text: str) -> datetime:
    """Return the moment that a text names. Raises ValueError where it names none, OverflowError."""
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = (part or "00" for part in compact.groups())
        clock = _CLOCK.search(f"{hour}:{minute}:{second}{text[compact.end() :]}")
        return datetime(int(year), int(month), int(day), tzinfo=UTC) + _time(clock)
    if alone := _MONTH_ALONE.fullmatch(text):  # https://www.w3.org/TR/NOTE-datetime
        return datetime(int(alone[1]), int(alone[2] or 1), 1, tzinfo=UTC)
    # Not before the date: 21.11 is a time too.
    date = _YEAR_FIRST.search(text) or _YEAR_LAST.search(text)
    clock = _CLOCK.search(text, date.end() if date else 0)
    if date is None:
        words = text if clock is None else f"{text[: clock.start()]} {text[clock.end() :]}"
        day = _named(words)
    elif date.re is _YEAR_FIRST:
        day = datetime(int(date[1]), int(date[2]), int(date[3]), tzinfo=UTC)
    else:
        day = _year_last(int(date[1]), int(date[3]), int(date[4]), dotted=date[2] == ".")
    return day + _time(clock)


def _year_last(first: int, second: int, year: int, *, dotted: bool) -> datetime:
    """Return `21.11.2026` or what is clear of `21/11/2026` and `11/21/2026`. Raises ValueError."""
    if dotted or first > 12 or first == second:
        return datetime(year, second, first, tzinfo=UTC)
    if second > 12:
        return datetime(year, first, second, tzinfo=UTC)
    raise ValueError("day and month cannot be told apart")


def _named(text: str) -> datetime:
    """Return a day whose month is a word. Raises ValueError where there is none."""
    # The last that looks like a month: «mar.» before it is Tuesday in the languages of Rome.
    month = next(filter(None, map(_month, reversed(_WORDS.findall(text)))), None)
    numbers = _NUMBERS.findall(text)
    if month is None or len(numbers) < 2:
        raise ValueError("no date")
    year = next((number for number in numbers if len(number) == 4), numbers[1])
    numbers.remove(year)
    full_year = int(year)
    if len(year) == 2:
        full_year += 2000 if full_year < _CENTURY_TURN else 1900
    return datetime(full_year, month, int(numbers[0]), tzinfo=UTC)


@lru_cache(maxsize=256)
def _month(word: str) -> int | None:
    """Return the month from 1 that a word, in lower case, is the name of in some language."""
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", word)
        if not unicodedata.combining(letter)
    )
    stems = (letters[:length] for length in range(_LONGEST_STEM, 2, -1))
    return next((_MONTHS[stem] for stem in stems if stem in _MONTHS), None)


def _time(clock: re.Match[str] | None) -> timedelta:
    """Return how long after midnight UTC a time of the day is; an impossible one says nothing."""
    if clock is None:
        return timedelta()
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    half = clock["half_before"] or (clock["half_after"] or "")[:1]
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half in {"p", "오후", "下午"})
    if hour > 24 or minute > 59 or second > 60:  # 24:00 and leap seconds exist
        return timedelta()
    zone = timedelta(minutes=_zone(clock["name"] or "", clock["offset"] or ""))
    return timedelta(hours=hour, minutes=minute, seconds=second) - zone


def _zone(name: str, offset: str) -> int:
    """Return minutes east of Greenwich. `offset`: "", or as in `+5`, `-0530`, `+05:30`."""
    if not offset or name == "z":
        return _ZONES.get(name, 0)
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    east = int(hours) * 60 + int(minutes)
    if east > _FARTHEST_ZONE:
        return 0
    return -east if offset[0] == "-" else east


def _in_milliseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
