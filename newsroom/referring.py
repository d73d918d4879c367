"""Sentences that need the one before: «He said …», «This …», «However …».

First words by language, casefolded; in Chinese, Japanese and the like, first characters. A word that is as
often an article or the like («das», Italian «il») stands in no list.
"""

from functools import cache

from newsroom.cues import fold

_FIRST_WORDS = {
    "en": """
        he she it they this that these those his her hers him its their theirs them however but and
        also meanwhile instead therefore thus such another others both neither moreover furthermore
        additionally likewise nevertheless nonetheless otherwise consequently hence similarly then
        yet so still the-latter afterwards besides there
    """,
    "de": """
        er sie es dies diese dieser dieses diesem diesen jene jener ihr ihre ihren ihrem ihrer sein
        seine seinen seinem seiner dessen deren doch aber und auch dabei damit dazu dadurch danach
        daher deshalb deswegen darum dagegen daraufhin davon dafür darüber daran jedoch allerdings
        außerdem zudem dennoch trotzdem stattdessen ebenso so dann dort zuvor beide hingegen denn
    """,
    "fr": """
        il elle ils elles ce cet cette ces cela ça c'est c'était celui-ci celle-ci ceux-ci son sa
        ses leur leurs lui mais et or donc ainsi aussi cependant toutefois pourtant néanmoins puis
        ensuite enfin alors en-outre par-ailleurs celui celle ceux tous y
    """,
    "es": """
        él ella ellos ellas este esta estos estas ese esa esos esas esto eso aquel aquella su sus
        pero y también además sin-embargo no-obstante así entonces luego después por-eso por-ello
        aunque ambos ambas tampoco asimismo
    """,
    "pt": """
        ele ela eles elas este esta estes estas esse essa esses essas isso isto aquele aquela seu
        sua seus suas mas e também além-disso no-entanto porém contudo assim então depois por-isso
        ambos ambas já
    """,
    "it": """
        lui lei loro egli ella essi esse questo questa questi queste quello quella ciò suo sua suoi
        sue ma e anche inoltre tuttavia però così quindi poi infatti entrambi entrambe
    """,
    "nl": """
        hij zij ze dit dat deze die zijn haar hun hen maar en ook echter daarom daarna daarbij
        bovendien toch zo dan daar beide verder
    """,
    "sv": """
        han hon de dem detta denna dessa hans hennes deras men och också dock därför dessutom sedan
        då ändå hun dette disse hendes derfor desuten dessuten likevel begge hän he tämä nämä hänen
        heidän mutta ja myös kuitenkin lisäksi siksi
    """,
    "ro": """
        el ea ei ele acesta aceasta aceștia acestea acest această dar și însă totuși apoi astfel
        de-asemenea
    """,
    "ru": """
        он она оно они это этот эта эти его её ее их ему ей им такой такая такие но а и также однако
        поэтому затем потом тогда при-этом кроме-того тем-не-менее впрочем зато причём причем там
        оба обе
    """,
    "uk": """
        він вона воно вони це цей ця ці його її їх їхній йому їй такий така такі але а й і та також
        однак проте тому потім тоді при-цьому крім-того там обидва обидві водночас
    """,
    "pl": """
        on ona ono oni one to ten ta te jego jej ich mu im taki taka takie ale a i również jednak
        dlatego potem następnie wtedy ponadto tymczasem także oboje tam
    """,
    "cs": """
        on ona ono oni ony to ten ta ti ty tento tato tito toto jeho její jejich ale a i také však
        proto pak potom přitom navíc zároveň tam oba obě
    """,
    "tr": """
        o onlar bu şu bunlar onun onların ona onu bunun buna bunu ancak ama fakat ve ayrıca da de
        böyle böylece sonra daha-sonra öte-yandan yine her-iki
    """,
    "ar": """
        هو هي هم وهو وهي وهم هذا هذه هؤلاء ذلك تلك وهذا وهذه وذلك لكن ولكن كما أيضا كذلك ثم لذلك
        ولذلك بينما وقال وقالت وأضاف وأضافت وأوضح وأكد وتابع
    """,
    "he": """
        הוא היא הם הן זה זו זאת אלה אלו אך אבל אולם גם בנוסף לכן כך אז עם-זאת לדבריו לדבריה לדבריהם
        כמו-כן בכך ואולם מנגד
    """,
    "fa": """
        او وی آنها آن‌ها ایشان این آن اما ولی و همچنین بنابراین سپس در-عین-حال با-این-حال هر-دو
    """,
    "hi": """
        वह वे यह ये उन्होंने उसने इसने इसके उसके उनके उनका उनकी इसका इसकी लेकिन और मगर हालांकि
        साथ-ही इसलिए फिर इस इन उस उन इससे उससे वहीं
    """,
    "vi": """
        ông bà anh chị nó họ điều-này việc-này đây đó nhưng và tuy-nhiên ngoài-ra do-đó sau-đó
        đồng-thời
    """,
    "id": """
        ia dia mereka hal-ini ini itu namun tetapi dan juga selain-itu karena-itu kemudian
        sementara-itu keduanya
    """,
}
_FIRST_CHARACTERS = {
    "zh": """
        他 她 它 这 這 那 此 该 該 其 但 而 并 並 另 同时 同時 因此 所以 不过 不過 然而 此外 随后
        隨後 对此 對此 两者
    """,
    "ja": """
        彼は 彼女 彼ら これ それ この その こう そう しかし だが また さらに 一方 そして ただ 同氏
        同社 同紙 同日 そこ ここ 両
    """,
    "ko": """
        그는 그녀 그들 이는 이에 이를 이 그 또 하지만 그러나 그리고 한편 이어 따라서 또한 당시 양측
    """,
}


def needs_the_one_before(sentence: str, language: str) -> bool:
    """Return whether a sentence refers to what stood before it, by its first words.

    `language` is a primary subtag such as «en»; of other languages nothing is known.
    """
    head = fold(sentence[:_FAR_ENOUGH]).lstrip(_OPENERS)
    if language in _FIRST_CHARACTERS:
        return head.startswith(_beginnings(language))
    words = [word.strip(",;:.!?»”\"'") for word in head.split()[:3]]
    known = _words(language)
    return any("-".join(words[:length]) in known for length in range(1, len(words) + 1))


_FAR_ENOUGH = 60
_OPENERS = "\"'“”„«»‘’‚([{「『《¿¡–—- \u200e\u200f"


@cache
def _words(language: str) -> frozenset[str]:
    return frozenset(fold(_FIRST_WORDS.get(language, "")).split())


@cache
def _beginnings(language: str) -> tuple[str, ...]:
    return tuple(_FIRST_CHARACTERS[language].split())
