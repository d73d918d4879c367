"""What a language model answers, made fit to be shown: plain text without anything that can be tapped.

The model has read what strangers wrote, and may do as they say. So nothing it writes becomes a link, a
mention, a command or a hashtag: an address that the article does not contain is left out, and what
Telegram would mark by itself, such an address too, is broken by a mark that nobody sees.
"""

import re

from newsroom.cues import tells_language
from newsroom.sentences import is_sentence, split
from newsroom.summarizing import Summary
from newsroom.text import clean_text
from newsroom.wordcount import count_words

JOINER = "\u2060"
"""WORD JOINER: has no width and is part of no address or name, so Telegram sees none (tdlib, match_urls)."""

_LONGEST_REFUSAL = 60  # words
_PREAMBLE = 12  # words

_THOUGHT = re.compile(
    r"<(think(?:ing)?|reason(?:ing)?|thought)>.*?(?:</\1>|\Z)|◁think▷.*?(?:◁/think▷|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_THOUGHT_END = re.compile(r"</(?:think(?:ing)?|reason(?:ing)?|thought)>|◁/think▷", re.IGNORECASE)
_TURN = re.compile(r"<[|｜][^<>\n]{0,40}[|｜]>|</?s>|</?(?:start|end)_of_turn>")
_HTML = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)
_CODE_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[\w-]*[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}|>+)[ \t]+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,500}\])")
_EMPHASIS = re.compile(
    r"(?:(?<![*~`])(\*{1,3}|~~|`{1,3})|(?<!\w)(_{1,3}))(?=\S)(.{1,300}?)(?<=\S)(?:\1|\2)(?!\w)"
)

_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:mailto|tel|tg):)[^\s<>\"«»“”]+"
    r"|(?<![\w@])(?:[\w-]{1,63}\.){1,9}[a-z]{2,24}(?::\d+)?/[^\s<>\"«»“”]*",
    re.IGNORECASE,
)
_CLOSING = ".,:;!?'’)]"
_LEFT_OUT = "…"
_HOST_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
_TAPPED = re.compile(r"([@＠]|(?<![\w/])[/#＃](?=\w)|(?<!\w)\$(?=[^\W\d_]))(?=\w)")

# How models refuse, in the languages that they do it in, at the beginning of an answer.
_REFUSAL = re.compile(
    r"""[\s.…]*(?:
    (?:i['’]?m|i\ am)\ (?:sorry|unable|not\ able|afraid) | sorry\b
    | i\ (?:can['’]?t|cannot|can\ not|won['’]?t)
    | i\ (?:apologi[sz]e|must\ decline) | as\ an\ ai\b | unfortunately,?\ i\b | my\ apologies
    | (?:es\ )?tut\ mir\ leid | entschuldigung | ich\ kann\b.{0,80}\bnicht\b | leider\ kann\ ich
    | je\ suis\ désolé | désolé | je\ ne\ peux\ pas | lo\ siento | no\ puedo | mi\ dispiace | non\ posso
    | desculpe | sinto\ muito | não\ posso | het\ spijt\ me | ik\ kan\b.{0,80}\bniet\b
    | извините | к\ сожалению,\ я | я\ не\ могу | вибачте | я\ не\ можу | przepraszam | nie\ mogę | üzgünüm
    | אני\ מצטער | אינני\ יכול | אני\ לא\ יכול | מצטער | عذرا | عذرًا | آسف | لا\ أستطيع | لا\ يمكنني
    | متأسفم | माफ़?\ ?(?:कीजिए|करें) | 抱歉 | 很抱歉 | 对不起 | 我无法 | 我不能 | 申し訳 | 죄송
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def read_answer(raw: str, *, fence: str = "", sources: str = "") -> str:
    """Return the text of an answer, or of its beginning: paragraphs, one a line; empty where there is none.

    Reasoning and markup are dropped. `fence`: the mark of this call, which is nobody's to read. `sources`:
    all that the model was given, whose own addresses may be named.
    """
    text = _THOUGHT_END.split(_THOUGHT.sub(" ", raw))[-1]  # some begin to think without a mark
    if fence:
        text = text.replace(fence, " ")
    text = _CODE_FENCE.sub("", _RULE.sub("", _TURN.sub(" ", text)))
    text = _BULLET.sub("• ", _LINE_MARKS.sub("", _LINK.sub(r"\1", _HTML.sub("", text))))
    text = _EMPHASIS.sub(r"\3", _EMPHASIS.sub(r"\3", text))
    return defang(_without_preamble(clean_text(text.split("\n"))), sources)


def defang(text: str, sources: str) -> str:
    """Return a text in which nothing can be tapped, and no address stands that the sources do not contain."""

    def judged(found: re.Match[str]) -> str:
        address = found[0].rstrip(_CLOSING)
        rest = found[0][len(address) :]
        return (_broken(address) if _contains(sources, address) else _LEFT_OUT) + rest

    pieces = []
    done = 0
    for found in _ADDRESS.finditer(text):
        pieces += [_broken(text[done : found.start()]), judged(found)]
        done = found.end()
    return "".join([*pieces, _broken(text[done:])])


def cut_to_sentences(
    text: str, words: float, language: str | None = None, *, broken_off: bool = False
) -> str:
    """Return the first sentences of a text that stay within about so many words, one at the least.

    `broken_off`: the text has no end, so its last sentence goes too, unless it is the only one.
    """
    told = [
        (number, sentence)
        for number, line in enumerate(text.split("\n"))
        for sentence in split(line, language)
    ]
    if broken_off and len(told) > 1 and not is_sentence(told[-1][1]):
        told.pop()
    kept: dict[int, list[str]] = {}
    for number, sentence in told:
        words -= count_words(sentence)
        if words < 0 and kept:
            break
        kept.setdefault(number, []).append(sentence)
    return "\n".join(Summary(tuple(sentences)).text for sentences in kept.values())


def is_refusal(text: str) -> bool:
    """Return whether an answer says that there is none."""
    return count_words(text) <= _LONGEST_REFUSAL and _REFUSAL.match(text) is not None


def is_in(text: str, language: str) -> bool:
    """Return whether a text is in the language of a tag; True where nobody can tell."""
    return tells_language(text, language.partition("-")[0]) is not False


def _contains(sources: str, address: str) -> bool:
    """Return whether an address stands in the sources as a whole, not as the beginning of another."""
    found = re.search(rf"(?<!\w){re.escape(address)}(?![\w/?#&=%-])", sources)
    return found is not None


def _broken(text: str) -> str:
    text = _HOST_DOT.sub(f"{JOINER}.", text.replace("://", f"{JOINER}://"))
    return _TAPPED.sub(rf"\1{JOINER}", text)


def _without_preamble(text: str) -> str:
    """Drop a first line that only announces the text: «Here is a summary:»."""
    first, _, rest = text.partition("\n")
    announces = first.endswith((":", "：")) and count_words(first) <= _PREAMBLE
    return rest if announces and rest else text
