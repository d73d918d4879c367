"""«We» and «you» where no pronoun says them: by endings, polite forms, and capitals.

News speaks of others; a page speaks for itself and to its reader. Many languages say that by the form of a
verb or of a noun, which generalises where lists of words don't. Endings that are as common in other words
stand in no pattern.
"""

import re
from collections.abc import Mapping
from functools import cache

from newsroom.cues import Kind

# Each is looked for in a sentence as it is written, without what it quotes.
_WE = {
    "en": r"\bus\b",  # not «the US»
    "es": r"(?i)\b(?!(?:kilo|mili|centi|pro)?gramos|\w*tramos|ramos|\w*tremos|supremos|remos)\w{3,}[ae]mos\b",
    "pt": r"(?i)\b(?!ramos|\w*tremos|supremos|remos)\w{3,}[ae]mos\b",
    "it": r"(?i)\b\w{2,}iamo\b",
    "tr": r"(?i)\b\w+(?:[ıiuü]yoruz|[ae]r[ıi]z|m[ae]y[ıi]z|l[ae]r[ıi]m[ıi]z\w*|"
    r"[ıi]m[ıi]z(?:[ıi]n|[ea]|[ıi]|d[ea]n?)?)\b",
    "uk": r"(?i)\b\w{3,}(?:[еєи]мо|їмо)\b",
    "el": r"(?i)\b(?:μας|\w{3,}(?:ουμε|όμαστε))\b",
    "ar": r"(?<!\w)\w{4,}نا\b",
    "fa": r"(?<!\w)\w{2,}(?:ی‌کنیم|ی‌دهیم|های ما)\b",
    "hu": r"(?i)\b\w{3,}(?:unk|ünk)\b",
    "fi": r"(?i)\b\w{3,}(?:mme)\b",
}  # fmt: skip
_YOU = {
    # A pronoun with a capital within a sentence, where only nouns have one.
    "de": r"(?<=[\w,] )(?:Sie|Ihr|Ihre[mnrs]?|Ihnen)\b",
    "fr": r"\b(?!chez|assez|nez|rez|rendez)[a-zà-ÿ]{3,}ez\b|"
    r"^\W*(?!Chez|Assez|Rendez)[A-ZÀ-Ý][a-zà-ÿ]{2,}ez\b",
    "es": r"(?i)\b(?:síguenos|cuéntanos\w*|escríbenos|ayúdanos|apóyanos|contáctanos|visítanos|hazte|únete|"
    r"suscríbete|regístrate|déjanos|envíanos|mándanos|entérate|léenos|quieres|puedes)\b",
    "it": r"(?i)\b(?:ti|tuo|tua|tuoi|tue|vostr[oaie])\b|"
    r"(?i:\b(?:aiutaci|scrivici|seguici|iscriviti|abbonati|raccontaci)\b)|"
    r"\bci (?:aiuti|segui|leggi|sostieni|scrivi)\b",
    "tr": r"(?i)\b\w{2,}(?:[ıiuü]n[ıiuü]z|s[ıiuü]n[ıiuü]z)\w*\b",
    "el": r"(?i)\b(?:σας|εσάς|εσείς|\w{3,}(?:ήστε|άστε|είτε|έψτε|άξτε|ώστε))\b",
    "ar": r"(?<!\w)\w{2,}(?:ئكم|تكم|دكم|يكم|نكم|عكم)\b|(?<!\w)[وف]?(?:إليك|عليك|منك|بك)\b",
    "he": r"(?<!\w)\w{2,}(?:יכם|תכם|יכן|תכן)\b",
    "fa": r"(?<!\w)(?:\w*کنید|\w*دهید|شوید|باشید|فرمایید)\b|"
    r"(?<!\w)(?:بخوانید|ببینید|بفرستید|بنویسید|بزنید)\b|\w{2,}(?<!س)تان\b",
    "hu": r"(?i)\b(?:ön|önt|önnek|önök|\w{3,}(?:játok|jétek|hatod|heted))\b",
    "fi": r"(?i)\b\w{3,}(?:nne)\b",
    "ro": r"(?i)\b(?:v-[aă]\w*|vă|dumneavoastr[aă])\b",
    "hi": r"(?:ें|िए|िये|इए|इये|एं|ाएँ|ाओ)[।!]?\s*$",
    # News is written plainly; polite forms speak to somebody.
    "ja": r"(?:ます|です|ません|ました|でした|ください|下さい|"
    r"でしょう|ましょう|ませんか|ますか|ですか)[。！？]?$",
    "ko": r"(?:니다|세요|어요|아요|에요|예요|까요|네요|지요|나요|해요|십시오)[.!?]?$",
}  # fmt: skip


def addressing(sentence: str, language: str) -> frozenset[Kind]:
    """Return WE where a sentence speaks as «we», YOU where it speaks to somebody, by its forms.

    `language` is a primary subtag such as «en»; of other languages nothing is known.
    """
    return frozenset(
        kind for kind, pattern in _patterns().get(language, {}).items() if pattern.search(sentence)
    )


@cache
def _patterns() -> Mapping[str, Mapping[Kind, re.Pattern[str]]]:
    found: dict[str, dict[Kind, re.Pattern[str]]] = {}
    for kind, patterns in ((Kind.WE, _WE), (Kind.YOU, _YOU)):
        for language, pattern in patterns.items():
            found.setdefault(language, {})[kind] = re.compile(pattern)
    return found
