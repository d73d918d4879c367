"""Days, clock times and time zones in the reader's words: written, and read as he types them."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton
from babel.lists import format_list

from handlers.markup import Html
from handlers.texts import Texts
from newsroom import EVERY_DAY, day_word, local_time, zone_words

WEEKDAYS, WEEKEND = 0b0011111, 0b1100000
_WEEK = 7
_ENGLISH = Locale("en")
_WIDTHS = ("wide", "abbreviated", "short")


def clock_words(minute: int) -> str:
    """Return a time of day, such as «08:00»."""
    return f"{minute // 60:02}:{minute % 60:02}"


def zone_name(zone: str) -> str:
    """Return a zone's name as people write it: without its low lines."""
    return zone.replace("_", " ")


def city_of(texts: Texts, zone: str) -> str:
    """Return what the city of a zone is called; for a bare offset, the offset."""
    known = texts.locale.time_zones.get(zone)
    city = known.get("city") if known is not None else None
    return str(city or zone_name(zone.rpartition("/")[2]))


def clock_in(zone: str, moment: int) -> str:
    """Return what the clocks of a zone show."""
    here = local_time(moment, zone)
    return clock_words(here.hour * 60 + here.minute)


def days_words(texts: Texts, days: int) -> Html:
    """Say on which days something happens, at the beginning of a sentence."""
    if days == EVERY_DAY:
        return texts("days-every")
    if days == WEEKDAYS:
        return texts("days-weekdays")
    if days == WEEKEND:
        return texts("days-weekend")
    names = texts.locale.days["stand-alone"]["wide"]
    named = [names[day] for day in range(_WEEK) if days >> day & 1]
    return texts("days-some", days=format_list(named, locale=texts.locale))


def moment_words(texts: Texts, moment: int, zone: str, now: int) -> Html:
    """Say when something in the future is, such as «tomorrow, 08:00»."""
    then, today = local_time(moment, zone), local_time(now, zone).date()
    time = clock_in(zone, moment)
    if then.date() == today:
        return texts("moment-today", time=time)
    if then.date() == today + timedelta(days=1):
        return texts("moment-tomorrow", time=time)
    return texts("moment-later", day=format_skeleton("MMMEd", then, locale=texts.locale), time=time)


def day_names(texts: Texts, english: Texts) -> Mapping[str, int]:
    """Return what days are called, in the reader's language and in English, with their bits."""
    names: dict[str, int] = {}
    for one in (english, texts):
        for form in ("format", "stand-alone"):
            for width in _WIDTHS:
                days = one.locale.days[form].get(width) or {}
                names |= {day_word(name): 1 << day for day, name in days.items()}
        for typed, bits in (
            (one("words-every-day"), EVERY_DAY),
            (one("words-weekdays"), WEEKDAYS),
            (one("words-weekend"), WEEKEND),
        ):
            names |= {day_word(word): bits for word in typed.split(",")}
    return names


def zone_names(texts: Texts) -> Mapping[str, tuple[str, ...]]:
    """Return the zones by their cities and countries, in the reader's language and in English."""
    return _zone_names(texts.locale)


@lru_cache(8)
def _zone_names(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    zones_of: Mapping[str, list[str]] = get_global("territory_zones")
    names: dict[str, tuple[str, ...]] = {}
    for one in (_ENGLISH, locale):
        for territory, zones in zones_of.items():
            if country := one.territories.get(territory):
                names[zone_words(country)] = tuple(map(_usual, zones))
    for one in (_ENGLISH, locale):
        for zone, known in one.time_zones.items():
            if "city" in known:
                names[zone_words(known["city"])] = (_usual(zone),)
    return names


def _usual(zone: str) -> str:
    """Return the name of today of a zone that Unicode's list knows by an older one."""
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases.get(zone, zone)
