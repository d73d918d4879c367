"""What a person expects to find in the library, written by hand.

A line is: query | what is found, the first one first | what is not found | the reader's language. What is
named in neither is left open; without a reader's language nothing is known of him.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Expectation(NamedTuple):
    """`reader`: the language that he is known to use, or empty. `why`: of a failure, the reason."""

    query: str
    found: tuple[str, ...]
    not_found: tuple[str, ...]
    reader: str
    why: str


def read_table(table: str) -> Iterator[Expectation]:
    """Yield the rows of a table; a line that begins with a sharp and a space is a heading."""
    for line in table.strip().split("\n"):
        if line[:2] != "# ":
            query, found, unwanted, reader, why = [*map(str.strip, line.split("|")), *[""] * 4][:5]
            yield Expectation(query, tuple(found.split()), tuple(unwanted.split()), reader, why)


EXPECTATIONS = """
# English
election | fr-elec en-vote
elections | fr-elec en-vote
voter | en-vote
votes |  | en-run
campaign | en-vote
campaigns | en-vote
party | en-vote
weeks | en-vote
university | en-univ
universities | en-univ
protest | en-univ
shrink | en-univ
student | en-univ
fee | en-univ
running | en-run
run | en-run
runner | en-run
celebrate | en-run
celebrating | en-run
train | en-run
new | en-new en-vote | en-news
news | en-news | en-new en-vote
car | en-new | it-caro
bridges | en-new
opening | en-new
storm | en-news
come | en-news
boat | en-news
email | en-mail
e-mails | en-mail
obrien | en-mail
AT&T | en-mail
1000 | en-mail
dont | en-mail
3,5 | en-mail
US | en-mail
restore | en-organ
organ | en-organ
physician | en-child
decisions | en-child
fund | en-child
childrens | en-child
"new mayor" | en-vote | en-new
"universities raise" | en-univ
"university raise" |  | en-univ
harb* |  | en-new
elect* | fr-elec en-vote
election -président | en-vote | fr-elec
# German
Wahl | de-wahl
wahlen | de-wahl
Wähler | de-wahl
wählern | de-wahl
Partei | de-wahl
Haus | de-haus
Häusern | de-haus
strasse | de-haus
Straßen | de-haus
mueller | de-haus
koeln | de-haus
Kind | de-haus
gefährliche | de-haus
Auto | de-auto
Preis | de-auto
Werke | de-auto
Größe |  | en-new
# French
élections | fr-elec
présidents | fr-elec
électeur | fr-elec
urne | fr-elec
école | fr-ecole
ecoles | fr-ecole
l'école | fr-ecole
coeur | fr-ecole
préparer | fr-ecole
enseignante | fr-ecole
cheval | fr-chev
chevaux | fr-chev
petite | fr-chev
heureux | fr-chev
# Spanish and Portuguese
elección | es-elec
candidata | pt-elei es-elec
región | es-elec
niño | es-elec
nino | es-elec
canción | es-canc
cancion | es-canc
playa | es-canc
cidade | pt-elei
sao paulo | pt-elei
jogador | pt-jog
jogadoras | pt-jog
treinar | pt-jog
# Italian and Dutch
prezzo | it-caro
caro | it-caro | en-new | it
famiglia | it-caro
olio | it-caro
elezione | it-elez
gatto | it-elez
ragazze | it-elez
verkiezing | nl-verk
boer | nl-verk
huizen | nl-verk
# The North
väljare | sv-val
tidning | sv-val
flicka | sv-val |  | sv
malmo | sv-val
bilen | da-valg |  | da
kobenhavn | da-valg
båter | no-valg
tromso | no-valg
smorbrod | no-valg
vaalit | fi-vaali
ehdokas | fi-vaali
talo | fi-vaali
# Hungarian, Romanian, Turkish, Polish, Czech
választás | hu-val
házak | hu-val
autó | de-auto hu-val
școli | ro-aleg
seçim | tr-sec
çocuk | tr-sec
istanbul | tr-sec
ısparta | tr-sec
yagmur | tr-sec
lodz | pl-wyb
szkoła | pl-wyb
samochód | pl-wyb
škola | cs-vol
# Cyrillic and Greek
Москва | ru-vyb
москву | ru-vyb
выбор | ru-vyb
избиратель | ru-vyb
депутат | ru-vyb
елка | ru-vyb
новый | ru-kniga
книги | ru-kniga
писатели | ru-kniga
студентов | ru-kniga
университет | ru-kniga
письменник | uk-knyha
пять | uk-knyha
книжка | uk-knyha
избори | bg-izb
дождь | wrong-ru
αθηνα | el-ekl
εκλογή | el-ekl
σχολείο | el-ekl
οδός | el-ekl
ψηφοφόρος | el-ekl
# Hebrew, Arabic, Persian
ממשלה | he-gov
ירושלים | he-gov
בתים | he-gov
צהל | he-gov
שלום | he-gov
הספר | he-gov
حكومة | ar-gov
كتاب | ar-gov
احمد | ar-gov
صحفيين | ar-gov
مدارس | ar-gov
میشود | fa-ketab
# The far East, and Hindi
京 | ja-tokyo zh-bj
北京 | zh-bj
北京大学 | zh-bj
经济 | zh-bj
東 | ja-tokyo
東京 | ja-tokyo
ガンダム | ja-tokyo
選挙 | ja-tokyo
시장 | ko-seoul
선거 | ko-seoul
ฝน | th-bkk
กรุงเทพ | th-bkk
เลือกตั้ง | th-bkk
दिल्ली | hi-delhi
लड़का | hi-delhi
किताब | hi-delhi
चुनावों | hi-delhi
# Nobody said which language
Stürme | x-de
Bauer | x-de |  | de
pêcheur | x-fr
bateau | x-fr
tempêtes | x-fr
"""

KNOWN_FAILURES = """
voting | en-vote | | | English: voters and voting have no stem in common
fisherman | en-news | | | English: men is no inflection to the stemmer
fermer | fr-ecole | | | French: ferment is taken for what yeast does
großen | de-auto | | | German: größte is not großen
eleição | pt-elei | | | Portuguese: the plural of ão is ões
cetățean | ro-aleg | | | Romanian: the vowel before the ending changes
școală | ro-aleg | | | Romanian: the vowel within the word changes
partiet | sv-val | | sv | Swedish: the stemmer takes parti and partiet for two words
caro | it-caro | | | Italian: a short stem, looked for where the reader is known to use it
bilen | da-valg | | | Danish: a short stem, looked for where the reader is known to use it
книжок | uk-knyha | | | Ukrainian: the Russian stemmer knows some of its endings only
український | uk-knyha | | | Ukrainian: the Russian stemmer knows some of its endings only
ветер | wrong-ru | | | Russian: a vowel that is there in some cases only
ספרים | he-gov | | | Hebrew: there is no stemmer, plurals are other words
کتاب | fa-ketab | | | Persian: endings behind a joiner
وزراء | ar-gov | | | Arabic: a plural that changes within the word
"university raise" | en-univ | | | phrases are words as they stand
teh mayor | en-vote | | | a search itself mends no spelling
"""
"""What people would expect too, and why it fails (the last column); `docs/search.md` lists it.

It must fail: a row that works some day belongs above.
"""
