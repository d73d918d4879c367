"""A small library in many languages, for what people expect to find in it (`search_expectations.py`).

Written for this: each text has its words in forms that differ from those they are asked for in.
"""

from typing import NamedTuple


class Article(NamedTuple):
    """`language` is what the feed declares, maybe wrongly; None = nothing."""

    language: str | None
    title: str
    text: str


LIBRARY = {
    # English
    "en-vote": Article(
        "en",
        "Voters elect a new mayor",
        "The elections were close. Two parties campaigned for weeks.",
    ),
    "en-univ": Article(
        "en", "Universities raise fees", "Students protested; the university's budget is shrinking."
    ),
    "en-run": Article(
        "en",
        "She runs the marathon",
        "Runners trained through winter, and running clubs celebrated.",
    ),
    "en-new": Article(
        "en", "A new bridge opens", "It is the newest one in town. Cars may cross it."
    ),
    "en-news": Article(
        "en", "News from the coast", "Fishermen’s boats stay in port; storms are coming."
    ),
    "en-mail": Article(
        "en",
        "E-mail turns fifty",
        "Mr O'Brien of AT&T sent $1,000 by e-mail, don't ask why. It grew 3.5% in the U.S.",
    ),
    "en-organ": Article("en", "Church organ restored", "The organist played Bach."),
    "en-child": Article(
        "en", "Children’s hospital funded", "Nurses and physicians welcomed the decision."
    ),
    # German
    "de-wahl": Article(
        "de",
        "Die Wahlen in Bayern",
        "Der Wähler entscheidet. Das Wahlergebnis kommt am Abend, und die Parteien warten.",
    ),
    "de-haus": Article(
        "de",
        "Neue Häuser für Köln",
        "Die Straße ist gesperrt, sagte Frau Müller. Für die Kinder ist das gefährlich.",
    ),
    "de-auto": Article(
        "de",
        "Autos werden teurer",
        "Die Preise der Hersteller steigen, und das größte Werk schließt.",
    ),
    # French
    "fr-elec": Article(
        "fr",
        "L’élection présidentielle",
        "Les électeurs sont appelés aux urnes. Le président et les députés votent.",
    ),
    "fr-ecole": Article(
        "fr",
        "Les écoles ferment",
        "À l’école, les élèves étaient préparés. Le cœur des enseignantes est lourd.",
    ),
    "fr-chev": Article(
        "fr",
        "Des chevaux en Camargue",
        "Le cheval est libre, et les petites filles sont heureuses.",
    ),
    # Spanish
    "es-elec": Article(
        "es",
        "Las elecciones de Chile",
        "El candidato ganó en todas las regiones. Los niños cantaban.",
    ),
    "es-canc": Article(
        "es", "Canciones de verano", "Una canción muy bonita para bailar en las playas."
    ),
    # Portuguese
    "pt-elei": Article(
        "pt",
        "As eleições no Brasil",
        "Os candidatos falaram de educação e das cidades. São Paulo votou.",
    ),
    "pt-jog": Article(
        "pt", "Jogadores treinam no Rio", "O jogador marcou um gol, e a torcida cantava."
    ),
    # Italian
    "it-caro": Article(
        "it",
        "La vita è più cara",
        "I prezzi sono cari, e le famiglie non possono comprare dell'olio.",
    ),
    "it-elez": Article(
        "it", "Le elezioni in Sicilia", "Gli elettori hanno votato. Una ragazza con due gatti."
    ),
    # Dutch
    "nl-verk": Article(
        "nl",
        "Verkiezingen in Nederland",
        "De huizen zijn duur. Het kabinet heeft de boeren gesproken.",
    ),
    # Swedish, Danish, Norwegian, Finnish
    "sv-val": Article(
        "sv",
        "Valet i Sverige",
        "Väljarna röstade på nya partier. Tidningarna skrev om flickorna i Malmö.",
    ),
    "da-valg": Article(
        "da",
        "Valget i Danmark",
        "Partierne fik stemmer. Bilerne holdt stille på gaderne i København.",
    ),
    "no-valg": Article(
        "no", "Valget i Norge", "Velgerne stemte. Båtene lå i Tromsø, og smørbrød ble spist."
    ),
    "fi-vaali": Article(
        "fi", "Suomen vaalit", "Puolueiden ehdokkaat puhuivat. Taloissa ja kaduilla oli hiljaista."
    ),
    # Hungarian, Romanian, Turkish, Polish, Czech
    "hu-val": Article(
        "hu",
        "Választások Magyarországon",
        "A házakban és az iskolákban szavaztak. Az autók nem jártak.",
    ),
    "ro-aleg": Article(
        "ro", "Alegerile din România", "Cetățenii au votat în școli, iar copiii s-au jucat."
    ),
    "tr-sec": Article(
        "tr",
        "Türkiye'de seçimler",
        "Evlerde ve okullarda yağmur konuşuldu. İstanbul'un çocukları ISPARTA'da.",
    ),
    "pl-wyb": Article("pl", "Wybory w Łodzi", "Samochody stoją, a szkoły są zamknięte."),
    "cs-vol": Article("cs", "Volby v Praze", "Školy byly zavřené, a domy také."),
    # Russian, Ukrainian, Bulgarian, Greek
    "ru-vyb": Article(
        "ru",
        "Выборы в Москве",
        "Избиратели голосовали за новых депутатов. Ёлки украшены, и мой город красив.",
    ),
    "ru-kniga": Article(
        "ru", "Новая книга писателя", "О книгах говорили студенты московских университетов."
    ),
    "uk-knyha": Article(
        "uk", "Нові книжки у Львові", "Українські письменники читали дітям. П’ять років минуло."
    ),
    "bg-izb": Article("bg", "Избори в България", "Гласоподавателите в София."),
    "el-ekl": Article("el", "Εκλογές στην Αθήνα", "Οι ψηφοφόροι και τα σχολεία. ΟΔΟΣ ΚΛΕΙΣΤΗ"),
    # Hebrew, Arabic, Persian
    "he-gov": Article(
        "he", "הממשלה בירושלים", "בית הספר נסגר, ושבבתים החדשים כוחות צה״ל. שָׁלוֹם לכולם."
    ),
    "ar-gov": Article("ar", "الحكومة والكتاب", "قال الوزير أحمد للصحفيين إن المدارس مفتوحة."),
    "fa-ketab": Article("fa", "کتاب‌های تازه", "می‌شود خواند."),
    # Chinese, Japanese, Korean, Thai, Hindi
    "zh-bj": Article("zh", "北京大学发布会", "上海经济发展迅速，京沪高铁开通。"),
    "ja-tokyo": Article("ja", "東京でｶﾞﾝﾀﾞﾑ展", "熱いラーメンを食べた。選挙の結果です。"),
    "ko-seoul": Article("ko", "서울시장이 말했다", "선거는 내일이다. 날씨가 좋다."),
    "th-bkk": Article("th", "กรุงเทพมหานคร", "ฝนตกหนักในการเลือกตั้ง"),
    "hi-delhi": Article("hi", "दिल्ली में चुनाव", "लड़के और लड़कियां किताबें पढ़ते हैं।"),
    # Nobody said what language these are in
    "x-de": Article(
        None,
        "Regen am Wochenende",
        "Die Bauern und das Land warten auf den Regen, der mit dem Sturm kommt.",
    ),
    "x-fr": Article(
        None,
        "Une tempête arrive",
        "Les pêcheurs sont dans le port et une vague est sur les bateaux pour la nuit.",
    ),
    # Told to be English, and is not
    "wrong-ru": Article("en", "Погода на завтра", "Дожди и сильные ветры."),
}
