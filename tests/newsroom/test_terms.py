"""A query finds a text where a reader of the language would say it should, and emboldens the right words."""

import random
import re
import sys
import unicodedata

import pytest

from newsroom import find_matches, indexable, is_pair, parse_query
from newsroom.fold import fold, fold_any
from newsroom.terms import LONGEST_TERM, query_phrases, read_terms


def found(query: str, text: str) -> list[str]:
    """Return the parts of the text that a query matches."""
    return [text[start:end] for start, end in find_matches(text, parse_query(query, now=0))]


FOUND = [  # a query, a text, and what of it is emboldened
    # English
    ("FERRY", "A ferry left", ["ferry"]),
    ("ferry", "Two ferries left", ["ferries"]),
    ("ferries", "A ferry left", ["ferry"]),
    ("church", "The churches are open", ["churches"]),
    ("movie", "Good movies", ["movies"]),
    ("bus", "No buses today", ["buses"]),
    ("houses", "a house", ["house"]),
    ("Trump", "Trump's plan, Trump’s plan", ["Trump's", "Trump’s"]),
    ("trump's", "Trump plans", ["Trump"]),
    ("dont", "They don’t know", ["don’t"]),
    ("don't", "Dont panic", ["Dont"]),
    ("obrien", "Mr O'Brien said", ["O'Brien"]),
    ("O’Brien", "Mr O'Brien said", ["O'Brien"]),
    ("email", "by e-mail only", ["e-mail"]),
    ("e-mail", "by email only", ["email"]),
    ("e-mail", "by E‑mail only", ["E‑mail"]),
    ("mail", "by e-mail only", ["mail"]),
    ("email", "two e-mails", ["e-mails"]),
    ("e-mails", "an email", ["email"]),
    ("well-known", "a well known man", ["well", "known"]),
    ("US", "The U.S. and the USA", ["U.S"]),
    ("U.S.", "The US said", ["US"]),
    ("AT&T", "AT&T and ATT", ["AT&T", "ATT"]),
    ("1000", "It cost $1,000.", ["1,000"]),
    ("1,000", "Es kostet 1.000 Euro", ["1.000"]),
    ("1000.5", "1,000.5 km", ["1,000.5"]),
    ("3.5", "um 3,5 Prozent", ["3,5"]),
    ("3.5", "3.5%", ["3.5"]),
    ("climate", "#climate", ["#climate"]),
    ("#climate", "the climate", ["climate"]),
    ("forest", "#BlackForest burns", ["#BlackForest"]),
    ("#BlackForest", "the Black Forest", ["Black", "Forest"]),
    ("example.org", "see https://www.example.org/news?id=1", ["example", "org"]),
    ("https://example.org/news", "at example.org/news", ["example", "org", "news"]),
    ("2026-05-31", "on 2026-05-31.", ["2026-05-31"]),
    ("10:30", "at 10:30", ["10", "30"]),
    ("run", "Runners were running for miles", ["running"]),
    ("universities", "the university", ["university"]),
    ("celebrate", "They celebrated", ["celebrated"]),
    # German
    ("Wahl", "Die Wahlen und das Land in der Nacht", ["Wahlen"]),
    ("strasse", "Die Straße", ["Straße"]),
    ("STRASSE", "die straße", ["straße"]),
    ("straße", "DIE STRASSE", ["STRASSE"]),
    ("muller", "Frau Müller", ["Müller"]),
    ("mueller", "Frau Müller", ["Müller"]),
    ("Müller", "Frau Mueller", ["Mueller"]),
    ("Müller", "Frau Mu\u0308ller", ["Mu\u0308ller"]),
    # French, Italian, Catalan, Portuguese, Spanish
    ("homme", "l’homme", ["l’homme"]),
    ("l'homme", "un homme", ["homme"]),
    ("ecole", "À l'École d'été", ["l'École"]),
    ("coeur", "le cœur", ["cœur"]),
    ("arte", "dell'arte", ["dell'arte"]),
    ("collecció", "la col·lecció", ["col·lecció"]),
    ("sao", "São Paulo", ["São"]),
    ("nino", "el niño", ["niño"]),
    ("élection", "Les élections sont dans la ville", ["élections"]),
    ("élection", "Les citoyens sont dans l’élection", ["l’élection"]),
    # Nordic, Polish, Czech, Vietnamese
    ("smorrebrod", "smørrebrød", ["smørrebrød"]),
    ("lodz", "Łódź", ["Łódź"]),
    ("pristi", "příští", ["příští"]),
    ("viet", "Việt Nam", ["Việt"]),
    # Turkish
    ("istanbul", "İSTANBUL", ["İSTANBUL"]),
    ("İstanbul", "ıstanbul", ["ıstanbul"]),
    ("isparta", "ISPARTA, Isparta, ısparta", ["ISPARTA", "Isparta", "ısparta"]),
    # Greek, Russian, Ukrainian
    ("αθηνα", "Η ΑΘΗΝΑ, η Αθήνα", ["ΑΘΗΝΑ", "Αθήνα"]),
    ("οδος", "ΟΔΟΣ", ["ΟΔΟΣ"]),
    ("елка", "Ёлка", ["Ёлка"]),
    ("МОСКВА", "в Москва", ["Москва"]),
    ("выборы", "После выборов", ["выборов"]),
    ("пять", "п'ять п’ять пʼять", ["п'ять", "п’ять", "пʼять"]),
    # Hebrew
    ("בית", "בבית הספר", ["בבית"]),
    ("בית", "וכשבבית", ["וכשבבית"]),
    ("ספר", "בית הספר", ["הספר"]),
    ("הספר", "ספר טוב", ["ספר"]),
    ("ממשלה", "שהממשלה", ["שהממשלה"]),
    ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
    ("שָׁלוֹם", "שלום", ["שלום"]),
    ('צה"ל', "כוחות צה״ל", ["צה״ל"]),
    ("צהל", 'כוחות צה"ל', ['צה"ל']),
    ("ג'ירפה", "ג׳ירפה", ["ג׳ירפה"]),
    ("תל אביב", "תל־אביב", ["תל", "אביב"]),
    # Arabic, Persian
    ("كتاب", "الكتاب", ["الكتاب"]),
    ("كتاب", "والكتاب وبالكتاب", ["والكتاب", "وبالكتاب"]),
    ("الحكومة", "حكومة", ["حكومة"]),
    ("الحكومة", "للحكومة", ["للحكومة"]),
    ("كتاب", "كِتَابٌ", ["كِتَابٌ"]),
    ("احمد", "أحمد", ["أحمد"]),
    ("مدرسه", "مدرسة", ["مدرسة"]),
    ("1000", "١٬٠٠٠", ["١٬٠٠٠"]),
    ("میشود", "می‌شود", ["می‌شود"]),
    ("کتاب", "كتاب", ["كتاب"]),
    # Chinese, Japanese, Korean, Thai
    ("北京", "在北京大学", ["北京"]),
    ("京", "在北京大学", ["京"]),
    ("北京大学", "在北京大学", ["北京大学"]),
    ("大学", "iPhone大学2", ["大学"]),
    ("iphone", "买iPhone吗", ["iPhone"]),
    ("東", "東京", ["東"]),
    ("ガンダム", "ｶﾞﾝﾀﾞﾑ", ["ｶﾞﾝﾀﾞﾑ"]),
    ("ラーメン", "熱いラーメン屋", ["ラーメン"]),
    ("서울", "서울시장이", ["서울"]),
    ("กรุงเทพ", "ในกรุงเทพมหานคร", ["กรุงเทพ"]),
    ("Ｎｅｗｓ", "News", ["News"]),
    # Devanagari has vowels that are marks
    ("हिन्दी", "हिन्दी में", ["हिन्दी"]),
    # Phrases and prefixes
    ('"ferry left"', "The ferry left; a ferry that left", ["ferry", "left"]),
    ("harb*", "harbour harbor hard", ["harbour", "harbor"]),
    ('"the harb"*', "the harbour", ["the", "harbour"]),
    ("ממש*", "בממשלה", ["בממשלה"]),
]

NOT_FOUND = [
    ("new", "news"),
    ("car", "carpet cart scar"),
    ("car", "i prezzi sono cari e la vita è cara"),
    ("news", "a new one"),
    ("йод", "иод"),
    ("us", "bus virus"),
    ("كتاب", "تاب"),
    ("15", "1,5 and 1.5"),
    ("3", "3.5"),
    ('"ferry left"', "left ferry"),
    ('"ferry left"', "the ferries left"),
    ("北京大学", "北京的大学"),
    ("กา", "กิา"),
    ("ק", "קמ"),
]


@pytest.mark.parametrize(("query", "text", "words"), FOUND)
def test_a_query_finds_the_words_a_reader_would(query: str, text: str, words: list[str]) -> None:
    assert found(query, text) == words


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_a_query_does_not_find_other_words(query: str, text: str) -> None:
    assert found(query, text) == []


def test_every_term_is_safe_for_the_index() -> None:
    """No character of Unicode puts anything into a term that divides it or has a meaning to FTS5."""
    unsafe = re.compile(r"[\x00-/:-`{-\x7f\s]")
    for code in range(sys.maxunicode + 1):
        if (
            unicodedata.category(chr(code)) == "Cn"
        ):  # no character yet, of which nothing can be made
            continue
        folded = fold(f"a{chr(code)}b")
        assert not unsafe.search(folded), hex(code)
        folded.encode()


def test_case_never_matters_in_any_script() -> None:
    """Whatever Unicode calls the capital of a letter is found by the letter, and the other way round."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if char.isalpha():
            assert fold(char.upper()) == fold(char) == fold(char.lower()), hex(code)


def test_the_short_way_of_folding_an_alphabet_changes_nothing() -> None:
    """Of Latin, Greek and Cyrillic each letter is folded for itself, whatever stands beside it."""
    letters = [chr(code) for code in range(0x600) if chr(code).isalnum() or chr(code) in "ΐ\u0301"]
    dice = random.Random(7)
    words = [*letters, *("".join(dice.choices(letters, k=3)) for _ in range(50_000))]
    for word in words:
        assert fold(word) == fold_any(word), word


def test_composed_and_decomposed_spellings_meet() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if char.isalpha():
            assert fold(unicodedata.normalize("NFD", char)) == fold(char), hex(code)


def test_the_index_holds_a_bounded_number_of_forms_for_each_word() -> None:
    """The worst words are those that are nothing but prefixes."""
    for word in ("ובלמשכהובלמשכה", "والوالوالوال", "ferries", "Übermüller", "כשהבית"):
        exact, forms = indexable(word)
        assert exact.count(" ") == 0
        assert len(forms.split()) <= 4


def _is_changed(character: str) -> bool:
    return unicodedata.normalize("NFKD", character).casefold() != character


def test_a_pair_of_characters_is_no_form_of_anything() -> None:
    """So a phrase of them stands nowhere but where it is said, and is looked for in all columns."""
    assert all(map(is_pair, ("北京", "한국")))
    assert not any(map(is_pair, ("京", "北京大", "ab", "北a", "コト")))
    # What stays as it is when it is folded has no other form.
    texts = [one for one in map(chr, range(sys.maxunicode + 1)) if _is_changed(one)]
    assert len(texts) > 5_000
    dice = random.Random(5)
    texts += ["".join(dice.choices("北京大한국かコ的a-’·ss 1", k=9)) for _ in range(3_000)]
    for text in texts:
        forms = [one.term for one in read_terms(text) if not one.exact]
        assert not any(map(is_pair, forms)), text
    for language in (None, "zh", "ja", "ko", "en", "tr"):
        forms = indexable("\n".join(texts[-3_000:]), language).forms.split()
        assert not any(map(is_pair, forms)), language


def test_a_word_without_end_is_cut_alike_in_text_and_query() -> None:
    word = "a" * 1000
    assert indexable(word).exact == "a" * LONGEST_TERM
    assert query_phrases(word) == (("a" * LONGEST_TERM,),)


def test_links_within_links_do_not_exhaust_the_stack() -> None:
    assert indexable("https://a/" * 5000).exact.split()[0] == "a"


def test_places_lie_within_the_text_and_follow_each_other() -> None:
    text = "L’été à Zürich: 1,000 e-mails, 北京大学 und «שלום» — https://example.org/x?y ﬁn."
    starts = [term.start for term in read_terms(text) if term.exact]
    assert starts == sorted(starts)
    for term in read_terms(text):
        assert 0 <= term.start < term.end <= len(text)
        assert text[term.start : term.end].strip() == text[term.start : term.end]
