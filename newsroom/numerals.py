"""The numbers of a text, as values that can be compared whatever way they are written.

1,000 = 1.000 = 1 000 = 1’000; 1.5 million = 1,500,000; ٤٧ = 47; in some languages forty-seven = 47. A mark
between digits may group or part them, which only its writer knows: a number has every value that it may
mean, and two numbers are the same where they may mean the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_NUMBER = re.compile(r"\d+(?:[.,'’\u066b\u066c]\d+|(?<!\d{4})[\u00a0\u202f\u2009 ]\d{3}(?![\d]))*")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_MARK = re.compile(r"\D")
_GROUPED = re.compile(r"[1-9]\d{0,2}(\D)\d{3}(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_CHINESE = re.compile("[一二三四五六七八九十百两兩]+")
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2}

_FACTOR_AHEAD = 24  # characters
_GAPS = " \u00a0\u202f-"
_UNSPACED_FROM = "\u3000"
_ONES, _TENS = 10, 20

_FACTORS = {
    1e3: "thousand thousands tausend tsd mille mila mil duizend тысяча тысячи тысяч тыс tysiąc "
    "tysiące tysięcy bin אלף אלפים ألف آلاف हज़ार हजार 千",
    1e4: "万 萬 만",
    1e5: "lakh lakhs लाख",
    1e6: "million millions mn millionen mio millones millón millón milhão milhões milione milioni "
    "miljoen миллион миллиона миллионов млн мільйон мільйона мільйонів milion miliony milionów milyon "
    "מיליון מליון مليون ملايين میلیون 百万",
    1e7: "crore crores करोड़",
    1e8: "亿 億 억",
    1e9: "billion billions bn milliarde milliarden mrd milliard milliards mil-millones miliardo "
    "miliardi bilhão bilhões miljard миллиард миллиарда миллиардов млрд мільярд мільярда мільярдів "
    "miliard miliardy miliardów milyar מיליארד مليار مليارات میلیارد 十亿",
    1e12: "trillion trillions billionen bio billones trilhão трлн триллион триллиона триллионов "
    "ترليون 兆 조",
}

# These may as well mean something else: metres, euro cents, a hundred of which more follows.
_MAYBE_FACTORS = {
    "k": 1e3, "m": 1e6, "hundred": 1e2, "hundert": 1e2, "honderd": 1e2, "cent": 1e2, "cents": 1e2,
    "cento": 1e2,
}  # fmt: skip

# From 0 on, then the tens from 30 on.
_WORDS = {
    "en": """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety""",
    "de": """null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
        sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig
        neunzig""",
    "fr": """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
        dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts
        quatre-vingt-dix""",
    "es": """cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
        dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta
        ochenta noventa""",
    "pt": """zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis
        dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa""",
    "it": """zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici
        quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta
        ottanta novanta""",
    "nl": """nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
        zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig
        negentig""",
}
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "dozen": 12, "dozens": 12, "dutzend": 12, "douzaine": 12, "docena": 12,
}  # fmt: skip

WORDED = frozenset(_WORDS)
"""The languages, as primary subtags, whose number words are known."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text."""

    text: str
    """As it stands there."""
    values: frozenset[float]
    """What it may mean, with «million» and the like behind it."""
    bare: frozenset[float]
    """What it may mean without."""


def numbers_in(text: str) -> Iterator[Number]:
    """Yield the numbers that are written with digits, in order; a date or a time is several."""
    for found in _NUMBER.finditer(text):
        *others, last = _parts(found[0])
        for part in others:
            yield Number(part, _readings(part), _readings(part))
        bare = _readings(last)
        factor, end = _factor_after(text, found.end())
        shown = last if factor is None else text[found.end() - len(last) : end]
        yield Number(shown, _multiplied(bare, text, found.end()), bare)


def worded_values(text: str) -> frozenset[float]:
    """Return the numbers that are written as words, of all languages that are known at once."""
    folded = text.casefold()
    values = {float(_chinese(found[0])) for found in _CHINESE.finditer(text)}
    before = 0.0
    for found in _WORD.finditer(folded):
        value = _value_of(found[0])
        if value is not None:
            values |= {value, *_multiplied(frozenset({value}), folded, found.end())}
            if before >= _TENS and value < _ONES:
                values.add(before + value)
        before = value or 0.0
    return frozenset(values)


def _parts(number: str) -> list[str]:
    """Part what stands together but is several numbers: a date, a list."""
    marks = _MARK.findall(number)
    if _DATE.fullmatch(number):
        return number.split(".")
    if len(marks) < 2 or _GROUPED.fullmatch(number):
        return [number]
    whole = number.rpartition(marks[-1])[0]
    decimal = marks[-1] != marks[-2] and _GROUPED.fullmatch(whole)
    return [number] if decimal else _MARK.split(number)


def _readings(number: str) -> frozenset[float]:
    """Return what a number may mean: 1.250 a thousand or one and a bit, 1.50 but one and a half.

    1.000 is a thousand: nobody writes one that way.
    """
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in number)
    marks = _MARK.findall(digits)
    joined = float(_MARK.sub("", digits))
    if not marks:
        return frozenset({joined})
    whole, _, rest = digits.rpartition(marks[-1])
    decimal = float(f"{_MARK.sub('', whole)}.{rest}")
    if not _GROUPED.fullmatch(digits):
        return frozenset({decimal})
    grouped = len(marks) > 1 or marks[0].isspace() or rest == "000"
    return frozenset({joined} if grouped else {joined, decimal})


def _multiplied(values: frozenset[float], text: str, position: int) -> frozenset[float]:
    """Return the values of a number that ends at `position`, with what the word behind it makes of them."""
    factor, end = _factor_after(text, position)
    if factor is not None:
        return frozenset(round(value * factor, 3) for value in values)
    maybe = _MAYBE_FACTORS.get(text[position:end].lstrip(_GAPS).casefold(), 1.0)
    return values | {round(value * maybe, 3) for value in values}


def _factor_after(text: str, position: int) -> tuple[float | None, int]:
    """Return what the word behind a number surely multiplies it by, None = nothing; and where it ends."""
    ahead = text[position : position + _FACTOR_AHEAD]
    found = _WORD.match(ahead, len(ahead) - len(ahead.lstrip(_GAPS)))
    if found is None:
        return None, position
    word = found[0].casefold()
    lengths = (len(word),) if word[0] < _UNSPACED_FROM else (2, 1)
    for length in lengths:
        if word[:length] in _factors():
            return _factors()[word[:length]], position + found.start() + length
    return None, position + found.end()


def _value_of(word: str) -> float | None:
    known = _word_values()
    if word in known:
        return known[word]
    values = [known.get(part) for part in re.split("[-\u2010\u2011]", word)]
    if len(values) > 1 and all(value is not None for value in values):
        return sum(value for value in values if value is not None)
    if "und" in word:  # German: einundzwanzig
        ones, _, tens = word.partition("und")
        one = 1.0 if ones == "ein" else known.get(ones)
        ten = known.get(tens)
        return one + ten if one is not None and ten is not None and ten >= _TENS else None
    return None


def _chinese(signs: str) -> int:
    """Return the value of Chinese numerals up to 999."""
    total = digit = 0
    for sign in signs:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


@cache
def _factors() -> dict[str, float]:
    return {word.casefold(): factor for factor, words in _FACTORS.items() for word in words.split()}


@cache
def _word_values() -> dict[str, float]:
    values = {word: float(value) for word, value in _ORDINALS.items()}
    for words in _WORDS.values():
        for place, word in enumerate(words.split()):
            values[word.casefold()] = float(place if place <= 20 else (place - 18) * 10)
    return values
