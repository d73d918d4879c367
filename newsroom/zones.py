"""Time zones as people know them: by a city, by an abbreviation, by what their clock shows now."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zoneinfo import available_timezones

from newsroom.fold import fold
from newsroom.hours import DAY_MINUTES, local_time
from newsroom.offsets import FURTHEST_EAST, FURTHEST_WEST, offset_name, read_offset

MOST_ZONES = 8
"""That are offered to choose among."""

_PATIENCE = 7
"""Minutes that a clock may be wrong, or old: no two offsets in use are less than twice that apart."""

_WHOLE_HOURS = range(FURTHEST_WEST, FURTHEST_EAST + 1, 60)

_BETWEEN_WORDS = re.compile(r"[\s_/,.()-]+")

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)

_BY_PEOPLE = (
    *("Asia/Shanghai", "Asia/Kolkata", "Europe/London", "Europe/Berlin", "Europe/Paris"),
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/Denver"),
    *("America/Sao_Paulo", "America/Mexico_City", "America/Bogota", "America/Lima"),
    *("America/Argentina/Buenos_Aires", "America/Caracas", "America/Santiago", "America/Toronto"),
    *("America/Halifax", "America/St_Johns", "America/Phoenix", "America/Vancouver"),
    *("America/Anchorage", "Pacific/Honolulu", "America/Havana", "America/Puerto_Rico"),
    *("Europe/Moscow", "Europe/Istanbul", "Europe/Kyiv", "Europe/Warsaw", "Europe/Rome"),
    *("Europe/Madrid", "Europe/Lisbon", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki"),
    *("Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/Brussels", "Europe/Dublin"),
    *("Europe/Stockholm", "Europe/Samara", "Atlantic/Azores", "Atlantic/Cape_Verde"),
    *("Atlantic/South_Georgia", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg"),
    *("Africa/Nairobi", "Africa/Casablanca", "Africa/Algiers", "Africa/Accra", "Africa/Abidjan"),
    *("Asia/Jerusalem", "Asia/Beirut", "Asia/Riyadh", "Asia/Baghdad", "Asia/Tehran"),
    *("Asia/Dubai", "Asia/Baku", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Kabul", "Asia/Karachi"),
    *("Asia/Tashkent", "Asia/Almaty", "Asia/Yekaterinburg", "Asia/Kathmandu", "Asia/Dhaka"),
    *("Asia/Omsk", "Asia/Yangon", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta"),
    *("Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Manila", "Asia/Singapore", "Asia/Hong_Kong"),
    *("Asia/Taipei", "Asia/Irkutsk", "Australia/Perth", "Australia/Eucla", "Asia/Tokyo"),
    *("Asia/Seoul", "Asia/Yakutsk", "Australia/Darwin", "Australia/Adelaide"),
    *("Australia/Sydney", "Australia/Brisbane", "Asia/Vladivostok", "Australia/Lord_Howe"),
    *("Pacific/Noumea", "Asia/Magadan", "Asia/Kamchatka", "Pacific/Auckland", "Pacific/Chatham"),
    *("Pacific/Tongatapu", "Pacific/Kiritimati", "Pacific/Marquesas", "Pacific/Pago_Pago"),
)
"""Zones by about how many people they mean something to, all offsets among them."""

_USUAL: Mapping[str, tuple[str, ...]] = {
    "ar": ("Africa/Cairo", "Asia/Riyadh", "Asia/Baghdad", "Asia/Dubai", "Africa/Casablanca"),
    "bn": ("Asia/Dhaka", "Asia/Kolkata"),
    "cs": ("Europe/Prague",),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "el": ("Europe/Athens", "Asia/Nicosia"),
    "en": (
        *("Europe/London", "America/New_York", "America/Chicago", "America/Denver"),
        *("America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney", "Africa/Lagos"),
    ),
    "es": (
        *("Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Lima"),
        *("America/Argentina/Buenos_Aires", "America/Santiago", "America/Caracas"),
    ),
    "fa": ("Asia/Tehran", "Asia/Kabul"),
    "fr": (
        "Europe/Paris",
        "Europe/Brussels",
        "America/Toronto",
        "Africa/Abidjan",
        "Africa/Algiers",
    ),
    "he": ("Asia/Jerusalem",),
    "hi": ("Asia/Kolkata",),
    "id": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "it": ("Europe/Rome", "Europe/Zurich"),
    "ja": ("Asia/Tokyo",),
    "ko": ("Asia/Seoul",),
    "nl": ("Europe/Amsterdam", "Europe/Brussels"),
    "pl": ("Europe/Warsaw",),
    "pt": ("America/Sao_Paulo", "America/Manaus", "Europe/Lisbon", "Africa/Luanda"),
    "ru": (
        *("Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Novosibirsk"),
        *("Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Vladivostok", "Asia/Almaty"),
    ),
    "tr": ("Europe/Istanbul",),
    "uk": ("Europe/Kyiv",),
    "uz": ("Asia/Tashkent",),
    "vi": ("Asia/Ho_Chi_Minh",),
    "zh": ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore"),
}

# What people write on letters. The list of zones has some of these names for clocks without summer time.
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("est", "edt", "et"), ("America/New_York",)),
    **dict.fromkeys(("cst", "cdt", "ct"), ("America/Chicago", "Asia/Shanghai")),
    **dict.fromkeys(("mst", "mdt", "mt"), ("America/Denver", "America/Phoenix")),
    **dict.fromkeys(("pst", "pdt", "pt"), ("America/Los_Angeles",)),
    **dict.fromkeys(
        ("cet", "cest", "mez", "mesz"), ("Europe/Berlin", "Europe/Paris", "Europe/Rome")
    ),
    **dict.fromkeys(("eet", "eest", "oez"), ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki")),
    **dict.fromkeys(("wet", "west"), ("Europe/Lisbon",)),
    "bst": ("Europe/London",),
    "msk": ("Europe/Moscow",),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "nzst": ("Pacific/Auckland",),
}


def usual_zones(language: str | None) -> tuple[str, ...]:
    """Return the zones in which most who read a language live, the most people first."""
    base = (language or "en").lower().partition("-")[0]
    return _known(_USUAL.get(base, _USUAL["en"]))


def find_zones(typed: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the zones that a person's words may mean, one where they are clear; () where none fits.

    `names`: what zones are called in the reader's language, the words folded by `zone_words`. A zone's
    own name (in any case, with spaces or slashes) means one, and so does a city; a part of a name may mean
    several.
    """
    offset = read_offset(typed)
    if offset is not None:
        return (offset_name(offset),)
    words = zone_words(typed)
    if not words:
        return ()
    zones = _by_words()
    exact = zones.get(words) or _known(names.get(words) or _ABBREVIATIONS.get(words, ()))
    if exact:
        return exact[:MOST_ZONES]
    parts = [*zones.items(), *((name, _known(there)) for name, there in names.items())]
    begun = [zone for name, there in parts if name.startswith(words) for zone in there]
    within = [zone for name, there in parts if f" {words}" in name for zone in there]
    return _by_people(begun or within)[:MOST_ZONES]


def zones_showing(minute: int, now: int) -> tuple[str, ...]:
    """Return the zones whose clocks show about `minute` after midnight at this moment, best known first.

    The last ones are the bare offsets that fit, for clocks that no listed zone goes by. Where no clock shows
    that time, those that come nearest: never empty.
    """
    zones = _known(_BY_PEOPLE)
    ahead = {zone: offset_at(now, zone) for zone in zones}
    apart = {
        offset: _apart(now // 60_000 + offset, minute)
        for offset in {*ahead.values(), *_WHOLE_HOURS}
    }
    nearest = max(_PATIENCE, min(apart.values()))
    bare = [offset for offset in sorted(apart) if apart[offset] <= nearest]
    fitting = [zone for zone in zones if ahead[zone] in bare]
    return (*fitting[: MOST_ZONES - len(bare)], *map(offset_name, bare))


def offset_at(moment: int, zone: str) -> int:
    """Return the minutes that a zone's clocks are ahead of UTC at a moment."""
    ahead = local_time(moment, zone).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds()) // 60


def is_zone(name: str) -> bool:
    """Whether this names a zone that this machine knows, or a fixed offset as we write it."""
    offset = read_offset(name)
    return name in _all() if offset is None else offset_name(offset) == name


def zone_words(typed: str) -> str:
    """Return a name of a zone as it is compared: without case, accents, slashes and the like."""
    return " ".join(filter(None, map(fold, _BETWEEN_WORDS.split(typed))))


@lru_cache(1)
def _all() -> frozenset[str]:
    """Return all zones of this machine that are named for places."""
    return frozenset(
        zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS and "/" in zone
    )


@lru_cache(1)
def _by_words() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by their whole name and by their city."""
    found: dict[str, list[str]] = {}
    for zone in sorted(_all()):
        for words in {zone_words(zone), zone_words(zone.rpartition("/")[2])}:
            found.setdefault(words, []).append(zone)
    return {words: _by_people(zones)[:1] for words, zones in found.items()}


def _apart(one: int, other: int) -> int:
    """Return how many minutes two clocks differ, whatever the day."""
    apart = (one - other) % DAY_MINUTES
    return min(apart, DAY_MINUTES - apart)


def _known(zones: Iterable[str]) -> tuple[str, ...]:
    return tuple(zone for zone in zones if zone in _all())


def _by_people(zones: Iterable[str]) -> tuple[str, ...]:
    """Return zones without repeats, those that many people know first."""
    ranks = {zone: rank for rank, zone in enumerate(_BY_PEOPLE)}
    return tuple(sorted(dict.fromkeys(zones), key=lambda zone: ranks.get(zone, len(ranks))))
