"""What a retold text says that its source does not; and silence where that cannot be told."""

import pytest

from newsroom import find_doubtful

SOURCE = """\
The bridge opens
The harbour bridge opened to traffic on Monday, nine years after the flood of 2017. Some four hundred people \
walked across. Mayor Anna Schmidt said that the city had spent 1.5 million euros and 1,200 tons of steel.
The United Nations praised it on 12.5.2026 at 14:30. “It is a good day,” she said. Forty boats waited."""

GERMAN = """\
Die Brücke ist offen
Die Hafenbrücke wurde am Montag geöffnet, und die Bürgermeisterin Anna Schmidt sagte, dass die Stadt dafür \
einundzwanzig Millionen Euro ausgegeben habe. Die Fähren fahren noch bis zum 3. Mai."""

RUSSIAN = """\
Мост открыт
Мост в Москве открыли в понедельник, сообщил мэр Иван Петров. Через него прошли сорок человек и пять машин, \
а строили его 9 лет."""


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened after 9 years. Mayor Schmidt says it cost 1,500,000 euros.",
        "It took 1 200 tons, or 1.200 tons, or 1200 tons, of steel and EUR 1.5m.",
        "Schmidt's city opened it in May 2026, at 14.30, for 400 people and 40 boats.",
        "The UN praised it, and Anna Schmidt called it “a good day”.",
        "Officials opened it. Crowds came: Many walked. “Good” is what Schmidt says.",
        "Both sides are one: 2 towns.",
    ],
)
def test_what_the_source_says_in_another_way_is_not_doubted(text: str) -> None:
    assert find_doubtful(text, SOURCE) == ()


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("Some 47 people came, said Meyer.", ("47", "Meyer")),
        (
            "It cost 1.5 billion euros, said Peter Meyer of Hamburg.",
            ("1.5 billion", "Peter Meyer", "Hamburg"),
        ),
        ("It weighs 12,000 tons and took 8 years.", ("12,000", "8")),
        ("It was opened in 2018.", ("2018",)),
        ("The mayor called it “a very bad day”.", ("a very bad day",)),
        ("About 41, 42, 43, 44, 45, 46 and 47 came.", ("41", "42", "43", "44", "45")),
    ],
)
def test_what_it_does_not_say_is_named_as_it_stands(text: str, doubts: tuple[str, ...]) -> None:
    assert find_doubtful(text, SOURCE) == doubts


def test_german_nouns_are_no_names_but_unknown_names_are_found() -> None:
    text = (
        "Die Stadt hat laut der Verwaltung 21 Millionen für den Bau ausgegeben, sagt Frau Schmidt."
    )
    assert find_doubtful(text, GERMAN) == ()
    text = "Die Stadt hat 48 Millionen ausgegeben, sagt der Sprecher Karl Meyer, und das ist nicht wenig."
    assert find_doubtful(text, GERMAN) == ("48 Millionen", "Sprecher Karl Meyer")


def test_inflected_names_are_known_and_small_numbers_may_be_written_out() -> None:
    text = (
        "Москва открыла мост, и мэр Иван Петров рад: за 9 лет по нему прошли 40 человек и 5 машин."
    )
    assert find_doubtful(text, RUSSIAN) == ()
    text = "Мэр Сидоров сказал, что по мосту за это время прошли 47 человек, и это не всё."
    assert find_doubtful(text, RUSSIAN) == ("47", "Сидоров")


def test_in_another_language_only_numbers_are_judged() -> None:
    text = "Die Brücke wurde nach 9 Jahren von der Stadt München geöffnet, 400 kamen, und das ist viel."
    assert find_doubtful(text, SOURCE) == ()
    assert find_doubtful(text.replace("400", "470"), SOURCE) == ("470",)


@pytest.mark.parametrize(
    ("source", "text", "doubts"),
    [
        ("ראש העיר אמר כי 47 איש עברו על הגשר.", "על הגשר עברו 47 איש, אמר ראש העיר.", ()),
        ("ראש העיר אמר כי 47 איש עברו על הגשר.", "על הגשר עברו 74 איש, אמר ראש העיר.", ("74",)),
        ("قال رئيس البلدية إن ٤٧ شخصا عبروا الجسر.", "عبر الجسر 47 شخصا.", ()),
        ("市は橋に1億2000万円を使い、二十三人が渡った。", "23人が渡った。", ()),
        ("桥花了5万元。", "桥花了50000元。", ()),
        ("桥花了5万元。", "桥花了5亿元。", ("5亿",)),
    ],
)
def test_scripts_without_capitals_have_their_numbers_judged(
    source: str, text: str, doubts: tuple[str, ...]
) -> None:
    assert find_doubtful(text, source) == doubts
