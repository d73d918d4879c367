"""Summaries: the article's own sentences, about as many words as wanted."""

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import Summary, count_words, summarize
from newsroom.referring import needs_the_one_before

ENGLISH = """
The bridge over the Teal opens on Monday after nine years of work, the council said on Thursday.
It carries two lanes of traffic, a cycle track and a footway, and cost forty million pounds.
The old bridge was closed in 2017, when divers found cracks in the pier on the eastern bank of the river.
Since then drivers have had to go round by Millgate, which adds twenty minutes to the way into town.
"This is a good day for everyone who has sat in that queue," said Ada Moss, who leads the council.
Shops on the eastern bank lost a third of their customers while the bridge was shut, a survey found.
He said that the bakery would not have lasted another winter.
However, buses will go round by Millgate until the end of the month.
Two of the arches were built off site and brought up the river on a barge from the shipyard in Pellworth.
A fair with music and a regatta is planned for the first Sunday after the bridge opens to traffic.
""".strip()
CHINESE_LINES = (
    "横跨蒂尔河的大桥历时九年终于在周一通车，市议会周四表示，这座桥共花费四千万英镑。",
    "新桥设有两条车道、一条自行车道和一条人行道，每天预计有一万八千辆汽车通过。",
    "旧桥在二〇一七年关闭，当时潜水员在河东岸的桥墩上发现了裂缝，工程师认为已无法修复。",
    "此后司机不得不绕道米尔盖特，进城的路程因此增加了二十分钟，许多居民对此十分不满。",
    "一项调查发现，大桥关闭期间，东岸的商店失去了三分之一的顾客，有六家商店因此倒闭。",
    "两座桥拱是在别处建造的，然后用驳船从佩尔沃思的造船厂沿河运到工地，再吊装到位。",
)
CHINESE = "\n".join(CHINESE_LINES)


def test_sentences_are_verbatim_and_in_order() -> None:
    sentences = summarize(ENGLISH, title="Teal bridge opens").sentences
    places = [ENGLISH.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert sentences[0] == ENGLISH.partition("\n")[0]


@pytest.mark.parametrize("words", [20, 40, 60, 100])
def test_length_is_about_what_was_asked_for(words: int) -> None:
    length = sum(count_words(each) for each in summarize(ENGLISH, words=words).sentences)
    assert 0.6 * words <= length <= 1.1 * words


def test_chinese_is_counted_by_characters() -> None:
    """Two characters are a word, so that 60 words are about 120 characters."""
    summary = summarize(CHINESE, words=60)
    assert 80 <= len(summary.text) <= 140
    assert set(summary.sentences) < set(CHINESE_LINES)
    assert " " not in summary.text


def test_brief_is_given_whole() -> None:
    brief = "\n".join(ENGLISH.split("\n")[:4])
    assert summarize(brief, words=60).text == brief.replace("\n", " ")


@pytest.mark.parametrize("text", ["", "\n", "Comments", "Read more\nShare", "…", "!!!"])
def test_nothing_left_is_an_empty_summary(text: str) -> None:
    assert summarize(text) == Summary(())
    assert summarize(text).text == ""


@pytest.mark.parametrize("words", [15, 30, 60, 90])
def test_no_sentence_is_left_without_what_it_refers_to(words: int) -> None:
    """«He said …» and «However …» come with the sentence before, or not at all."""
    lines = ENGLISH.split("\n")
    chosen = [lines.index(sentence) for sentence in summarize(ENGLISH, words=words).sentences]
    for number in chosen:
        if needs_the_one_before(lines[number], "en"):
            assert number - 1 in chosen


@pytest.mark.parametrize(
    ("sentence", "language", "refers"),
    [
        ("He said so.", "en", True),
        ("“This is it,” she said.", "en", True),
        ("This week the bridge opens.", "en", True),
        ("Thistles grow here.", "en", False),
        ("Dies sagte der Sprecher.", "de", True),
        ("Die Brücke ist offen.", "de", False),
        ("Il a refusé.", "fr", True),
        ("Il governo ha deciso.", "it", False),
        ("Sin embargo, no vino.", "es", True),
        ("Кроме того, мост закрыт.", "ru", True),
        ("لكن الجسر مغلق.", "ar", True),
        ("הוא אמר זאת.", "he", True),
        ("他表示同意。", "zh", True),
        ("市长表示同意。", "zh", False),
        ("これは橋だ。", "ja", True),
        ("Anything at all.", "xx", False),
    ],
)
def test_referring_sentences_are_told_by_their_first_words(
    sentence: str, language: str, refers: bool
) -> None:
    assert needs_the_one_before(sentence, language) is refers


def test_said_once_is_enough() -> None:
    lines = ENGLISH.split("\n")
    again = (
        "On Thursday the council said: after nine years of work, the Teal bridge opens on Monday."
    )
    sentences = summarize("\n".join([lines[0], again, *lines[1:]]), words=60).sentences
    assert not {lines[0], again} <= set(sentences)


def test_what_the_headline_names_comes_first() -> None:
    lead, *others = ENGLISH.split("\n")
    arches = "Two arches were built off site and came up the river on a barge from Pellworth."
    fair = "A fair with music and rowing boats is planned for the first Sunday in June."
    text = "\n".join([lead, arches, fair, *others])
    by_barge = summarize(text, title="Two arches come by barge", words=15).sentences
    with_music = summarize(text, title="Fair with music and rowing boats", words=15).sentences
    assert by_barge == (arches,)
    assert with_music == (fair,)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_same_under_any_hash_seed(seed: str) -> None:
    program = "import sys; from newsroom import summarize; print(summarize(sys.stdin.read(), words=50).text)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=ENGLISH,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.strip() == summarize(ENGLISH, words=50).text


PIECES = st.sampled_from(
    [*ENGLISH.split("\n"), *CHINESE_LINES, "He left.", "“", "a@b.c", "Read more"]
)
ANY_TEXT = st.lists(st.one_of(PIECES, st.text(st.characters(codec=None), max_size=40)), max_size=20)


@given(ANY_TEXT, st.sampled_from(["\n", " ", ""]), st.integers(1, 200))
def test_every_sentence_stands_verbatim_in_any_text(
    pieces: list[str], between: str, words: int
) -> None:
    text = between.join(pieces)
    summary = summarize(
        text, title="Teal", words=words, feed_title="The Courier", author="Ada Moss"
    )
    assert all(sentence and sentence in text for sentence in summary.sentences)
    assert all(first != second for first, second in pairwise(summary.sentences))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two words", 2),
        ("one—dash is – no word", 4),
        ("汉字四个", 2),
        ("日本語のテスト", 3.5),
        ("한국어 단어", 2),
        ("ภาษาไทยยาว", 2),
        ("", 0),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: float) -> None:
    assert count_words(text) == words


def test_gershayim_are_no_half_quotation() -> None:
    """The sign of an abbreviation in Hebrew looks like a quotation mark, and stands within the word."""
    lead = 'בשעה שש בבוקר גזרה ראש העיר, ד"ר מיכל אדלר, סרט כחול, והגשר החדש נפתח להולכי רגל.'
    others = [
        "אורכו מאה מטרים וגובהו שלושים מטרים והוא מתנדנד מעט ברוח.",
        "עד היום נאלצו התושבים לרדת אל הוואדי ולטפס בצד השני שלו.",
        "בחורף נסגר השביל לגמרי והילדים הגיעו לבית הספר בהסעה ארוכה מאוד.",
    ]
    assert summarize("\n".join([lead, *others]), language="he", words=15).sentences == (lead,)
