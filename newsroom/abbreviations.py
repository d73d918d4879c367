"""Words that end in a full stop without ending a sentence, and words that begin one.

One list for all languages, casefolded: an article quotes others, and its language is often not known.
A word stands in the narrowest list that fits it. Single letters and dotted ones («U.S.», «z.B.») need
no entry. A space is not part of a word: of «и т. д.» the splitter sees «т» and «д».
"""

from functools import cache

# Always followed by more of the sentence: titles and the like.
_NEVER_LAST = """
    mr mrs ms mx messrs fr dr drs prof profs rev hon pres gov lt col gen sgt cpl cmdr capt maj adm brig
    sens rep reps supt det insp amb st ste mt vs cf eg ie approx viz
    hr hrn frl dipl ing geb gest bzw ca evtl ggf inkl exkl sog sogen gegr vgl zzgl bspw insb
    mme mmes mlle mlles mgr
    dra sra sres srta dña uds vds excmo ilmo lic arq drª profª exmo
    sigg dott dottssa avv
    dhr mevr
    ул просп наб бул обл окр дер акад проф доц гос зам ил напр см ср гр гражд тов
    вул просп
    doç yrd alb yzb örn bkz
    inż mgr fot hab ks św płk dyr np
    judr mudr rndr phdr doc např tzv
    هـ
    डॉ श्री प्रो पं सुश्री डा
    ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड
"""
# Followed by more of the sentence where a number comes next: «No. 5», «Jan. 12», «ст. 105».
_BEFORE_NUMBER = """
    no nos nr nrn núm num nº pp vol vols fig figs chap sec art arts para abs ver kap ziff anm taf tab aufl inc
    livr pág págs
    jan feb febr apr jun jul aug sep sept oct okt nov dec dez janv févr avr juill déc ene abr dic giu lug ott
    ст стр гл вып рис табл разд пп кв корп янв февр апр авг сент окт нояб дек
    sayı cilt poz str č sb odst rozdz
"""
# Ends a sentence or not: what follows decides. Single letters and dotted ones are of this kind.
_MAYBE_LAST = """
    inc ltd co corp llc plc bros jr sr esq etc al eds dept assn univ ave blvd rd ft lbs oz
    apr aug sept oct nov dec
    tel str mrd mio tsd abt bd hrsg usw usf jh jhdt dgl mwst
    cie sté ex etcétera cía ltda hnos ee uu ecc enz
    гг вв др пр проч тп тд мин сек тыс млн млрд трлн руб коп им
    рр ін грн тис
    şti ltd aş
    itd itp atd apod osv
"""
# Capitalised, and far more often the first word of a sentence than part of a name.
_STARTERS = """
    A An The He She It They We I You His Her Its Their Our My This That These Those There Here In On At By For
    From With After Before When While As If But And Or So Yet Still Then Now Not No Both All Some Many Most
    Such Since Until Although Though Because However Meanwhile Also Another Other Each Every Last Next What
    Who Why How Where Which According Among During Under Over Despite
    Police Officials Critics Residents Nobody Nothing Everyone Everybody Someone
    Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man Im Am Zum Zur Beim Vom Auf
    Aus Bei Mit Nach Von Zu Um Für Gegen Seit Wenn Weil Als Wie Was Wer Wo Und Oder Doch Aber Auch Nur Noch
    Schon So Dann Da Dort Hier Diese Dieser Dieses Damit Dabei Dazu Deshalb Danach Darum Viele Alle Jetzt
    Le La Les L' Un Une Des Du De Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces Ceux C'est Dans En Au Aux
    Sur Sous Par Pour Avec Sans Selon Depuis Après Avant Mais Et Ou Or Donc Car Si Quand Comme Son Sa Ses Leur
    El Los Las Una Uno Unos Ella Ellos Ellas Este Esta Esto Estos Ese Esa Eso Su Sus Lo Al Del Con Sin Según
    Desde Hasta Para Por Pero Y O Cuando Como Donde Aunque También Entre Tras Hay Ya No Así Mientras
    O Os As Um Uma Ele Ela Eles Elas Isso Isto Esse Essa Este Esta No Na Nos Nas Do Da Em Com Sem Mas Quando
    Seu Sua Segundo Após Também Não Já Ao À Depois Ainda
    Il Lo Gli I Uno Lui Lei Loro Questo Questa Quello Quella Nel Nella Dal Dalla Al Alla Sul Sulla Per Ma
    Anche Non Dopo Prima Quando Secondo È Si Ci
    De Het Een Hij Zij Ze Wij Dit Dat Deze Die Maar En Ook Als Toen Nu Er Volgens Voor Na Met Bij Op
    В Во На По С Со К Ко О Об Из От До За Под При Для Без Через После Он Она Оно Они Мы Вы Я Это Этот Эта Эти
    Его Её Ее Их Тот Та Те И А Но Да Не Ни Что Кто Как Так Там Тут Тогда Теперь Сейчас Сегодня Вчера Если
    Когда Однако Также Кроме Ещё Еще Все Всё Уже Тем Затем Потом Поэтому Всего Среди
    У Він Вона Вони Воно Ми Ви Це Цей Ця Ці Та Але Й Якщо Коли Після Також Проте Однак Його Її Їх Під Про
    Bu Şu O Bir Ve Ama Ancak Fakat Daha Her Çok Onlar Biz Ben Bunun Buna Böyle Öte
    W We Na Po Do Z Ze Od Za To Ten Ta Te On Ona Oni Jest Nie I Ale Jak Gdy Jeśli Tak Jego Jej Ich Według
    V Ve Na Po Do Z Ze Od Za To Ten Ta Tato Byl Byla Je Není A Ale Jak Když Pokud Podle
    Det Den De En Et Ett Han Hun Hon Vi Jag Jeg Men Og Och I På Til Till För For Som Når När Efter
    Ifølge Enligt
"""
# Write an ordinal number with a full stop.
_ORDINAL_LANGUAGES = "de lb da nb nn no is fo fi et lv cs sk pl sl hr bs sr mk hu tr az dsb hsb eu"
# Where the language is not known, an ordinal is told by its noun.
_ORDINAL_NOUNS = """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert
    Jahrhunderts Bundesliga Liga Platz Geburtstag Mal Minute Etage Stock Auflage Quartal Runde Spieltag Tag
    Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık Dünya
"""


@cache
def never_last() -> frozenset[str]:
    """Return the abbreviations that no sentence ends with, casefolded."""
    return frozenset(_NEVER_LAST.split())


@cache
def before_number() -> frozenset[str]:
    """Return the abbreviations that end no sentence where a number follows, casefolded."""
    return frozenset(_BEFORE_NUMBER.split())


@cache
def maybe_last() -> frozenset[str]:
    """Return the abbreviations that may end a sentence, casefolded."""
    return frozenset(_MAYBE_LAST.split())


@cache
def starters() -> frozenset[str]:
    """Return words, with their capital, that almost always begin a sentence."""
    return frozenset(_STARTERS.split())


@cache
def ordinal_nouns() -> frozenset[str]:
    """Return nouns that an ordinal number stands before."""
    return frozenset(_ORDINAL_NOUNS.split())


@cache
def ordinal_languages() -> frozenset[str]:
    """Return the languages, as primary subtags, that write an ordinal number with a full stop."""
    return frozenset(_ORDINAL_LANGUAGES.split())
