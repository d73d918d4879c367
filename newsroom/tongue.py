"""Which language a text is in, where nobody says: by its script, and by the words that bind others."""

import re

_BINDING = {
    "ca": "el els les una amb per que és dels als ha del molt també aquest",
    "cs": "je na se že jsou byl podle také jako když který ale jeho bylo",
    "da": "og det er at en af til som ikke har med blev efter også hun",
    "de": "der die das und ist nicht mit von den auf ein eine für dem sich",
    "en": "the of and to in is that for was with as on by are from",
    "es": "el los las de que en una por con para del es se más fue",
    "fi": "ja on ei että oli hän mukaan myös mutta ovat se joka kun kuin sen",
    "fr": "le les des une est dans pour que qui du sur et par au avec",
    "hu": "az és hogy nem egy volt is meg csak már ez szerint még",
    "id": "yang dan di dengan untuk pada ini itu dari dalam akan tidak oleh",
    "it": "il di che della per una con del sono gli nel alla è ha non",
    "nl": "de het een van en in is dat op te voor met zijn niet aan",
    "no": "og det er på som en ikke av til har med blir etter også hun",
    "pl": "w i na nie się że jest do jak po przez oraz dla od był",
    "pt": "o os as de que em uma por com para do da não foi ao",
    "ro": "și în de la cu pe nu este care din pentru au fost că mai",
    "sv": "och det att är som en på inte av för med har till den efter",
    "tr": "ve bir bu için da de ile olarak daha çok olan gibi sonra göre",
}
"""The words that bind, of the languages that have a stemmer and are written in Latin letters."""

_SETS = {language: frozenset(words.split()) for language, words in _BINDING.items()}
_WORD = re.compile(r"[^\W\d_]+")
_READ = 2_000
"""Characters that are read: what language a text is in is plain from its beginning."""

_ENOUGH = 3
"""Binding words, each counted once, that make a text one of a language."""


def evident_language(text: str) -> str | None:
    """Return the subtag of the language a text in Latin letters is evidently in; None = it is not clear.

    For stems, where no language is better than a wrong one; `cues.guess_language` always names one.
    """
    words = set(_WORD.findall(text[:_READ].lower()))
    counts = {one: len(its & words) for one, its in _SETS.items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first < _ENOUGH or first == second:
        return None
    return max(counts, key=counts.__getitem__)


def binds(word: str, language: str) -> bool:
    """Tell whether a word of a language is there for grammar alone; False where that is not known."""
    return word in _SETS.get(language, ())
