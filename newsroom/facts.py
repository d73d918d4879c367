"""Words that a second story told in the same wording would change: numbers, days of the week, months.

Every language is compared word by word without any list; the lists here only make more words as hard as
digits are. Words are looked up folded (`newsroom.fold`).
"""

import re
from enum import Enum
from functools import cache

from newsroom.fold import fold

# Numbers from two to twelve; «one» is an article in most languages, so it tells nothing.
_NUMERALS = (
    "two three four five six seven eight nine ten eleven twelve",
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "dois três quatro cinco seis sete oito nove dez onze doze",
    "duas",
    "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "две",
    "двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати",
    "iki üç dört beş altı yedi sekiz dokuz on",
    "שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה",
    "שתיים שלוש ארבע חמש שש שבע",
    "اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "اثنين ثلاث أربع خمس ست سبع ثماني تسع عشر",
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
    "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten",
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "première",
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
    "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый",
    "ראשון שני שלישי רביעי חמישי שישי",
    "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
)
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "понедельника вторника среду четверга пятницу субботу воскресенья",
    "pazartesi salı çarşamba perşembe cuma cumartesi",
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
)
_MONTHS = (
    "january february april june july august september october november december",
    "januar jänner februar märz mai juni juli oktober dezember",
    "janvier février avril juin juillet août septembre octobre novembre décembre",
    "enero febrero abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "janeiro fevereiro abril maio junho julho setembro outubro novembro dezembro",
    "января февраля апреля мая июня июля августа сентября октября ноября декабря",
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ינואר פברואר אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "يناير فبراير أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_PREFIXES = "בלמהשווبلف"
"""Hebrew and Arabic write «in», «to», «from», «and» as part of the next word."""
_IDEOGRAPHIC = re.compile("[二三四五六七八九十百千万萬億亿两兩]")
_ORDINAL_ENDING = re.compile(r"(\d+)(?:st|nd|rd|th|er|ere|eme|e|ª|º)")


class Fact(Enum):
    """How sure it is that a word is a fact."""

    HARD = "hard"
    """Digits, days and months: a text has none of these by chance."""
    SOFT = "soft"
    """A word for a number, which may stand in a phrase: it counts where another takes its place."""


def read_fact(term: str) -> tuple[str, Fact | None]:
    """Return the spelling that a fact is compared by, and what kind it is; None = it is none.

    `term` is an exact term (`newsroom.terms`). «Three» is spelled 3, and so is «3rd».
    """
    if any(map(str.isdecimal, term)):
        ordinal = _ORDINAL_ENDING.fullmatch(term)
        return (ordinal[1] if ordinal else term), Fact.HARD
    if _IDEOGRAPHIC.search(term):
        return term, Fact.SOFT
    known = _known()
    for word in (term, term[1:]) if term[:1] in _PREFIXES else (term,):
        if word in known:
            return known[word]
    return term, None


@cache
def _known() -> dict[str, tuple[str, Fact]]:
    known: dict[str, tuple[str, Fact]] = {}
    for line in _DAYS + _MONTHS:
        known |= {fold(word): (fold(word), Fact.HARD) for word in line.split()}
    for line in _ORDINALS:
        known |= {fold(word): (fold(word), Fact.SOFT) for word in line.split()}
    for line in _NUMERALS:
        for number, word in enumerate(line.split(), start=2):
            known[fold(word)] = (str(number), Fact.SOFT)
    return known
