"""The sentence splitter: boundary tables by language, and what holds for any text.

In the tables `¦` stands where one sentence ends and the next begins.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.sentences import is_sentence, split

ENGLISH = [
    "Dr. Smith met J. K. Rowling at 5 p.m. on Friday. ¦ He paid $3.50.",
    "The U.S. Army left at 6 a.m. ¦ The next day it rained.",
    "No. 5 won. ¦ Did he? ¦ No. ¦ He left.",
    "Apple Inc. said so. ¦ It was sold by Apple Inc. ¦ The end.",
    "Visit example.com. ¦ Mail a.b@c.org or see notes.txt now. ¦ Node.js is fun.",
    "“I came,” he said. ¦ “I saw.” ¦ She laughed.",
    "He slept... and woke. ¦ Then… nothing.",
    "Yahoo! said so. ¦ Really?! ¦ Yes.",
    "It rose 3.5 per cent. ¦ iPhone sales fell. ¦ iPads too.",
    "(It was late.) ¦ They went home (see fig. 3). ¦ All slept.",
    "George W. Bush met Gen. He Weidong in Washington, D.C. ¦ They talked.",
    "The vote was 5 to 4.[12] ¦ An appeal is likely.",
    "Smith vs. Jones began on Jan. 5. ¦ It ended in Sept. ¦ Nobody won.",
    "“Will it hold?” asked Prof. Lee. ¦ 'It will.' ¦ It did.",
]
GERMAN = [
    "Am 3. Mai kam er, z. B. mit dem Zug. ¦ Er blieb bis 1990. ¦ Dann ging er.",
    "Das kostet 1.000,50 Euro. ¦ „Nein!“, rief sie. ¦ „Ich gehe.“ ¦ Er lachte.",
    "Im 19. Jahrhundert lebten dort ca. 300 Menschen. ¦ Heute sind es 20.",
    "Dr. Meier und Prof. Kurz trafen sich um 10.30 Uhr. ¦ Es regnete.",
    "Elisabeth II. besuchte Berlin. ¦ Papst Johannes Paul II. reiste ab.",
    "Das gilt u. a. für Hunde, Katzen usw. ¦ Die Regel ist neu.",
    "Die Firma (gegr. 1920) ist pleite. ¦ Wer zahlt? ¦ Niemand.",
    "Der 1. FC Köln gewann. ¦ Am 1. Spieltag fielen neun Tore.",
    "Er sagte: »Komm!« ¦ Sie kam. ¦ »Gut«, sagte er.",
    "Nach § 5 Abs. 2 ist das verboten. ¦ Das weiß man.",
]
FRENCH = [
    "Il a dit : « Quoi ? » puis il est parti. ¦ « C'est fini ! » ¦ Elle sourit.",
    "M. Dupont et Mme Durand, p. ex., sont là. ¦ Ils parlent.",
    "Voir l'art. 5 de la loi. ¦ Il est clair.",
    "La séance a duré 3,5 heures. ¦ Le prix est de 1.200 euros.",
    "C'est la fin de l'affaire.Il part demain. ¦ Voilà.".replace(".Il", ".¦Il"),
    "« Nous partons. » ¦ Le maire a souri.",
    "Elle rit (...) et s'en va. ¦ Que faire ?",
    "Le site lemonde.fr est en panne. ¦ Pourquoi ?",
    "J.-C. Martin vit à St. Malo. ¦ Il pêche.",
    "Attention ! ¦ Le train part… ¦ Trop tard.",
]
SPANISH = [
    "¿Qué pasa? ¦ ¡Nada! ¦ Todo va bien.",
    "El Sr. López y la Dra. Ruiz llegaron a las 10.30. ¦ Hablaron poco.",
    "«No lo sé», dijo. ¦ «Quizá mañana». ¦ Y se fue.",
    "Cuesta 1.234,50 euros. ¦ Es caro.",
    "Los EE. UU. firmaron el acuerdo. ¦ México también.",
    "Vive en la pág. 3 del libro. ¦ El lector lo sabe.",
    "«¿Vienes?», preguntó Ana. ¦ No hubo respuesta.",
    "Llegaron J. R. Jiménez y otros. ¦ Después cenaron.",
    "Compró pan, queso, etc. ¦ Los niños esperaban.",
    "Esperó… y esperó. ¦ Nadie vino.",
]
RUSSIAN = [
    "В 1990 г. он уехал. ¦ Это было в 2000 г. ¦ Он вернулся, т. е. приехал.",
    "А. С. Пушкин родился в Москве. ¦ Он был поэтом.",
    "Продукты и т. д. ¦ Потом пошёл дождь.",
    "Цена выросла на 3,5 млн руб. за год. ¦ Это много.",
    "«Да!» — сказал он. ¦ «Нет». ¦ Она ушла.",
    "Он живёт на ул. Ленина, д. 5. ¦ Там тихо.",
    "См. ст. 105 УК. ¦ Срок большой.",
    "Кто там? ¦ Никого… ¦ Странно!",
    "Президент В. В. Путин прибыл. ¦ Его встретили.",
    "Сайт ya.ru не работает. ¦ Почему?",
]
TURKISH = [
    "Prof. Dr. Ali Kaya geldi. ¦ Saat 10.30'da bitti.",
    "19. yüzyılda yapıldı. ¦ Bugün müze.",
    "3. Köprü açıldı. ¦ Geçiş 50 lira.",
    "“Gel!” dedi. ¦ “Gelmem.” ¦ Gitti.",
    "Fiyat 1.250,75 lira oldu. ¦ Çok pahalı.",
    "Ne oldu? ¦ Hiç… ¦ İyiyim!",
    "Koç Holding A.Ş. açıkladı. ¦ Satış sürüyor.",
    "T.C. Merkez Bankası faizi indirdi. ¦ Piyasa sevindi.",
    "Elma, armut vb. meyveler var. ¦ Hepsi taze.",
    "Adres: www.ornek.com.tr. ¦ Bize yazın.",
]
ARABIC = [
    "قال د. أحمد إنه سيأتي. ¦ هل جاء؟ ¦ نعم!",
    "بلغ السعر 3.5 دولار. ¦ هذا كثير.",
    "«لن أذهب.» ¦ ثم عاد.",
    "انتهى الاجتماع… ¦ وغادر الجميع.",
    "من أنت؟ ¦ لا أحد يعرف.",
    "زار أ. د. سالم المدرسة. ¦ فرح الطلاب.",
    "الموقع example.com متوقف. ¦ لماذا؟",
    "“سنفوز!” ¦ هكذا قال المدرب.",
    "وصل الوفد (وعدده ستة). ¦ ثم رحل.",
    "توقف القطار؛ لم يتحرك أحد. ¦ مرت ساعة.",
]
HEBREW = [
    "הוא בא. ¦ היא הלכה. ¦ למה?",
    'ד"ר כהן אמר שלום. ¦ כולם שמחו.',
    "א. ב. יהושע כתב ספר. ¦ הוא ידוע.",
    'המחיר 3.5 ש"ח. ¦ זה זול.',
    '"אני הולך", אמר. ¦ "לא!" ¦ הוא נשאר.',
    "מה קרה?! ¦ כלום…",
    "ראו www.example.co.il עכשיו. ¦ תודה.",
    "הישיבה (השלישית.) ¦ נגמרה מאוחר.",
    "ב-3.5.2020 ירד גשם. ¦ היה קר.",
    'ח"כ לוי הגיע. ¦ ההצבעה נדחתה!',
]
CHINESE = [
    "他说：“我们会赢。”¦然后他离开了。",
    "“好吗？”他问。¦没有人回答。",
    "价格是3.5元。¦太贵了！",
    "雨……雨停了！¦太阳出来了。",
    "会议（第三次。）结束了。¦大家回家。",
    "《新闻联播》播出了。¦你看了吗？¦没有。",
    "今天下雨；我没出门。¦明天呢？",
    "网站www.example.com打不开。¦为什么？！¦不知道。",
    "「你來嗎？」她問。¦他沒說話。",
    "气温３．５度。¦很冷。",
]
JAPANESE = [
    "彼は「行きます。待って。」と言った。¦雨が降った。",
    "終わり？¦はい！¦わかった。",
    "雨が降った（昨日も。）。¦風も強い。",
    "価格は3.5円だ。¦安い。",
    "「もう遅い。」¦彼女は帰った。",
    "「本当か？」と聞いた。¦返事はない。",
    "『春。』という本を読んだ。¦面白い！",
    "えっ……まさか。¦そうだ。",
    "会議は終わった。¦（詳細は後日。）",
    "サイトはexample.jpだ。¦見てほしい。",
]
HINDI = [
    "डॉ. शर्मा आए। ¦ क्या वे गए? ¦ हाँ।",
    "ए. पी. जे. अब्दुल कलाम राष्ट्रपति थे। ¦ वे वैज्ञानिक थे।",
    "कीमत 3.5 रुपये है। ¦ यह सस्ता है।",
    "“मैं जाऊँगा।” ¦ उसने कहा।",
    "बारिश हुई! ¦ सब खुश हुए।",
    "वह आया… ¦ फिर चला गया।",
    "प्रो. वर्मा ने पढ़ाया। ¦ बच्चे सुनते रहे।",
    "धर्मो रक्षति रक्षितः॥ ¦ यह पुराना श्लोक है।",
    "साइट example.in बंद है। ¦ क्यों?",
    "वह (राम) घर गया। ¦ रात हुई।",
]
OTHERS = [
    "Ի՞նչ է։ ¦ Ոչինչ։",
    "ምን ነው፧ ¦ ምንም።",
    "یہ کیا ہے؟ ¦ کچھ نہیں۔ ¦ ٹھیک ہے۔",
    "ဘာလဲ။ ¦ ဘာမှမဟုတ်ဘူး။",
    "그는 왔다. ¦ 비가 3.5cm 내렸다. ¦ 왜?",
    "ราคา 3.5 บาท ถูกมาก",
    "i went home. ¦ then i slept.",
]

TABLES = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "ru": RUSSIAN,
    "tr": TURKISH,
    "ar": ARABIC,
    "he": HEBREW,
    "zh": CHINESE,
    "ja": JAPANESE,
    "hi": HINDI,
}
CASES = [(language, case) for language, cases in TABLES.items() for case in cases]


def written(case: str) -> tuple[str, list[str]]:
    """Return a case's text and its sentences."""
    text = case.replace(" ¦ ", " ").replace("¦", "")
    return text, [sentence.strip() for sentence in case.split("¦")]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_sentences_end_where_a_reader_says(language: str, case: str) -> None:
    text, sentences = written(case)
    assert split(text, language) == sentences


@pytest.mark.parametrize("case", [case for _, case in CASES if "II." not in case] + OTHERS)
def test_language_need_not_be_known(case: str) -> None:
    """Only an ordinal that is also the end of a sentence somewhere asks for the language."""
    text, sentences = written(case)
    if not any(mark in text for mark in ("1. FC", "3. Köprü")):
        assert split(text) == sentences


def test_ordinals_depend_on_the_language() -> None:
    text = "Sie wurde 3. Thomas wurde 5."
    assert split(text, "de-AT") == [text]
    assert split(text, "en") == ["Sie wurde 3.", "Thomas wurde 5."]


def test_greek_asks_with_a_semicolon() -> None:
    assert split("Τι ώρα είναι; Δεν ξέρω.", "el") == ["Τι ώρα είναι;", "Δεν ξέρω."]
    assert split("One; Two.", "en") == ["One; Two."]


def test_line_break_ends_a_sentence() -> None:
    assert split("A heading\nIt begins here.\n\n  And ends.") == [
        "A heading",
        "It begins here.",
        "And ends.",
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It rains.", True),
        ("“It rains.” ", True),
        ("雨だ。」", True),
        ("(Why?)", True),
        ("It rains", False),
        ("It said:", False),
        ("", False),
    ],
)
def test_is_sentence_looks_at_the_end(text: str, ends: bool) -> None:
    assert is_sentence(text) is ends


TEXTS = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(" .!?…。！？؟।«»“”\"'()「」\n¿-–3aAבاد漢あ"),
    ),
    max_size=120,
)


@given(TEXTS, st.sampled_from([None, "en", "de", "fr-CA", "el", "zh", "??"]))
def test_splitting_loses_nothing(text: str, language: str | None) -> None:
    """Each sentence is a verbatim piece, in order; between them stands white space alone."""
    position = 0
    for sentence in split(text, language):
        assert sentence == sentence.strip() != ""
        found = text.index(sentence, position)
        assert not text[position:found].strip()
        position = found + len(sentence)
    assert not text[position:].strip()
