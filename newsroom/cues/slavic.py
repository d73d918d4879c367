"""What pages say around a story in Russian, Ukrainian, Polish and Czech (and much of Slovak)."""

from newsroom.cues.kinds import Cues

RUSSIAN = Cues(
    common="и в на с что не по как для из это его к от он",
    sure="""
        подпишитесь | подписывайтесь | подпишись | подписывайся | оформите подписку | оформить подписку
        следите за нами | читайте нас | читайте также | ^читайте подробнее | ^читайте далее | ^читайте в
        ^читать далее | ^читать также | ^читать полностью | ^читайте | ^смотрите также | ^подробнее
        ^узнайте больше | нажмите здесь | нажмите на | перейдите по ссылке | все права защищены
        при цитировании | при перепечатке | при использовании материалов | впервые появилась
        появились сначала | сначала появил* | ^источник: | ^источники: | ^автор: | ^авторы: | ^редактор:
        ^текст: | ^корреспондент: | ^поделиться | ^поделитесь | поделитесь с | ^оставьте комментарий
        ^оставить комментарий | оставляйте комментарии | пишите в комментариях | ^комментируйте
        присоединяйтесь | ^вступайте | ^пишите нам | пишите нам | ^свяжитесь с нами | ^присылайте
        пришлите нам | поддержите нас | поддержите наш* | поддержать редакцию | ^поддержите
        ^поддержать | помогите нам | сделать пожертвование | сделайте пожертвование | ^станьте
        наш телеграм* | наш telegram* | нашем telegram* | нашем телеграм* | наше приложение
        нашем канале | наш канал | нашего канала | наших соцсетях | наших читателей | нашей рассылк*
        нашу рассылку | наша рассылка | нашей редакции | скачайте | скачать приложение | ^установите
        на вашу почту | вам на почту | в любой момент отписаться | отписаться | уже подписаны
        только для подписчиков | доступно подписчикам | ^у вас есть | использует cookie*
        используем cookie* | использует файлы | используем файлы | ^продолжая | ^нажимая
        вы соглашаетесь | ^если вы нашли ошибку | нашли ошибку | нашли опечатку | заметили ошибку
        выделите её | выделите ее | ctrl+enter | ^обновлено | ^опубликовано | ^теги | ^темы: | ^метки
        понравилась статья | понравился материал | время чтения | ^минут* чтения | ^на правах рекламы
        ^самое читаемое | ^самое интересное | ^главное за | ^не пропустите | ^материал подготов*
        ^подготовил* | внесён в реестр | включён в реестр | внесен в реестр | включен в реестр
        признан иностранным агентом | выполняющим функции иностранного агента | ^будьте в курсе
        ^оставайтесь | мы в telegram | мы в телеграм* | мы вконтакте | мы в соцсетях
        независимая журналистика | независимую журналистику | ^об авторе | ^автор — | перепечатка
        гиперссылк* | активной ссылк* | использование материалов сайта | использовании материалов
        копирование материалов | оформите | ^прочитали | поделитесь | ^читайте также
        ^материал опубликован | впервые опубликован* | мнение автора может | мнение редакции
        точка зрения автора | ^заметили ошибку | ^нашли ошибку | ^исправление: | в нашем боте
        обратной связи | ежемесячный платёж | ежемесячный платеж
    """,
    credits="""
        ^фото: | ^фотографии: | ^иллюстрация | ^снимок: | (фото | архивное фото | ^источник фото
        ^фото автора | ^снимок | ^фото
    """,
    call="""
        подпишитесь | подпишись | подписаться | подписывай* | читайте | смотрите | нажмите | кликните
        переходите | перейдите | скачайте | скачать | установите | присоединяйтесь | вступайте
        поддержите | помогите | поделитесь | комментируйте | оставьте | оставляйте | пишите | присылайте
        пришлите | станьте | получайте | узнавайте | узнайте | следите | зарегистрируйтесь | войдите
        включите | отключите | жертвуйте | пожалуйста | расскажите | загрузите | заходите | выделите
        поделиться с | помочь можно
    """,
    we="""
        мы | нас | нам | нами | наш | наша | наше | наши | нашего | нашей | нашем | нашу | наших | нашим
        нашими | этот сайт | редакции | этот текст | этот материал | эта статья | эту статью | сайт
    """,
    you="""
        вы | вас | вам | вами | ваш | ваша | ваше | ваши | вашу | вашей | ваших | вашего | вашим | ты
        тебя | тебе | твой | твоя
    """,
    matter="""
        подписк* | подписчик* | рассылк* | пожертвован* | донат* | cookie* | конфиденциальност*
        приложени* | уведомлени* | почта | почту | почте | почты | почтой | аккаунт* | комментари*
        facebook | фейсбук* | twitter | твиттер* | instagram | инстаграм* | whatsapp | telegram*
        телеграм* | youtube | вконтакте | дзен* | подкаст* | соцсет* | канал | канале | канала | реклам*
        браузер* | журналистик* | читател* | редакци* | регистраци* | дайджест* | новост* | материал*
        копирован* | метаданн* | согласие | ссылк* | опечатк* | журналистика | ответственност*
        сетевое издание | зарегистрирован* роскомнадзор* | роскомнадзор* | редакцией | канал*
        учредител* | учреждён* | учрежден*
    """,
    heads="""
        читайте также | читать также | по теме | материалы по теме | похожие материалы | похожие статьи
        ещё по теме | еще по теме | самое читаемое | популярное | популярные | последние новости
        главные новости | новости по теме | другие новости | лента новостей | рекомендуем
        смотрите также | теги | темы | метки | главное | новости партнеров | новости партнёров
        вам может быть интересно | сюжет | сюжеты | ещё новости | также по теме | читайте далее
    """,
    comments="""
        комментарии | комментариев | комментарий | комментария | обсуждение | оставить комментарий
        добавить комментарий
    """,
    roles="""
        корреспондент* | журналист* | редактор* | обозревател* | колумнист* | репортёр* | репортер*
        автор издания | пишет о
    """,
)

UKRAINIAN = Cues(
    common="і в на з що не та у як для від це його до є",
    sure="""
        підпишіться | підписуйтесь | підписуйтеся | підпишись | передплатіть | оформіть передплату
        оформіть підписку | стежте за нами | читайте нас | читайте також | ^читайте | ^читати далі
        ^дивіться також | ^детальніше | ^більше про | натисніть | перейдіть за посиланням
        усі права захищено | всі права захищені | при цитуванні | ^джерело: | ^автор: | ^авторка:
        ^редактор: | ^поділитися | ^поділіться | ^залиште коментар | ^залишити коментар
        пишіть у коментарях | приєднуйтесь | приєднуйтеся | ^долучайтесь | ^долучайтеся | пишіть нам
        ^надсилайте | надішліть нам | підтримайте нас | підтримайте наш* | ^підтримайте | допоможіть нам
        зробіть внесок | ^станьте | наш телеграм* | наш telegram* | нашому telegram* | нашій розсилці
        нашу розсилку | наш застосунок | наш канал | наших читачів | завантажте | ^встановіть
        на вашу пошту | відписатися | лише для передплатників | використовує cookie*
        використовуємо cookie* | використовує файли | ^продовжуючи | ви погоджуєтесь | ви погоджуєтеся
        знайшли помилку | помітили помилку | ^якщо ви помітили | ctrl+enter | ^оновлено | ^опубліковано
        ^теги | ^теми: | сподобалась стаття | сподобався матеріал | час читання | ^найпопулярніше
        ^не пропустіть | незалежна журналістика | незалежну журналістику | ^будьте в курсі | ^про автора
        ^про авторку | виділіть її | підтримати редакцію | підтримайте | ^читайте також | поширте
        передрук | гіперпосилання | ^редакція може | поділяти думку автора | стежте за | долучайтеся
    """,
    credits="^фото: | ^ілюстрація | (фото | ^світлина | ^фото",
    call="""
        підпишіться | підписатися | підписатись | підписуй* | передплатіть | передплачуйте | читайте
        дивіться | натисніть | переходьте | перейдіть | завантажте | завантажуйте | встановіть
        приєднуй* | долучайтеся | долучайтесь | підтримайте | допоможіть | поділіться | коментуйте
        залиште | пишіть | надсилайте | надішліть | станьте | отримуйте | дізнавайтеся | дізнайтеся
        стежте | зареєструйтеся | увійдіть | увімкніть | вимкніть | будь ласка | розкажіть | долучіть*
    """,
    we="""
        ми | нас | нам | нами | наш | наша | наше | наші | нашого | нашої | нашому | нашу | наших
        нашим | цей сайт | редакції | цей матеріал | ця стаття | цю статтю | сайт | нашій
    """,
    you="""
        ви | вас | вам | вами | ваш | ваша | ваше | ваші | вашу | вашої | вашого | ти | тебе | тобі
        твій
    """,
    matter="""
        підписк* | передплат* | розсилк* | внеск* | внесок | донат* | пожертв* | cookie* | конфіденційн*
        застосун* | додат* | сповіщен* | пошта | пошту | пошти | поштою | акаунт* | коментар* | facebook
        фейсбук* | twitter | instagram | інстаграм* | whatsapp | telegram* | телеграм* | youtube
        viber* | подкаст* | соцмереж* | канал | каналі | каналу | реклам* | браузер* | журналістик*
        читач* | редакці* | новин* | матеріал* | дайджест* | посиланн* | згод* | монобанк*
        відповідальн* | вподобайк* | підтримк*
    """,
    heads="""
        читайте також | за темою | по темі | матеріали за темою | схожі матеріали | схожі новини
        найпопулярніше | популярне | популярні | останні новини | головні новини | інші новини
        стрічка новин | радимо | рекомендуємо | дивіться також | теги | теми | мітки | головне
        новини партнерів | вас може зацікавити | більше новин
    """,
    comments="коментарі | коментарів | коментар | обговорення | залишити коментар",
    roles="кореспондент* | журналіст* | редактор* | оглядач* | колумніст* | репортер* | пише про",
)

POLISH = Cues(
    common="i w na z że nie się do jest o jak od za to po",
    sure="""
        zapisz się | subskrybuj | zaprenumeruj | obserwuj nas | polub nas | śledź nas | kliknij tutaj
        kliknij tu | ^czytaj także | ^czytaj też | ^czytaj również | ^czytaj więcej | ^czytaj dalej
        ^przeczytaj także | ^przeczytaj też | ^przeczytaj również | ^przeczytaj: | ^zobacz także
        ^zobacz też | ^zobacz również | ^więcej na | ^dowiedz się więcej | wszelkie prawa zastrzeżone
        wszystkie prawa zastrzeżone | pojawił się poniżej | pojawił się pierwszy | pojawił się najpierw
        ^źródło: | ^źródła: | ^autor: | ^autorka: | ^oprac. | ^opracowanie | ^redakcja: | ^udostępnij
        ^skomentuj | ^dodaj komentarz | ^zostaw komentarz | ^dołącz do | dołącz do nas | ^napisz do nas
        napisz do nas | ^skontaktuj się | ^wyślij | prześlij nam | wesprzyj nas | ^wesprzyj
        wspieraj nas | pomóż nam | ^wpłać | zostań patron* | ^zostań | naszego newslettera
        nasz newsletter | naszym newsletterze | naszą aplikację | nasza aplikacja | pobierz aplikację
        naszego kanału | nasz kanał | naszych czytelnik* | naszej redakcji | na twoją skrzynkę
        na swoją skrzynkę | na maila | możesz się wypisać | zrezygnować w każdej | masz już konto
        tylko dla prenumeratorów | tylko dla subskrybentów | używa plików cookie*
        używamy plików cookie* | wykorzystuje pliki cookie* | korzysta z plików | ^korzystając
        wyrażasz zgodę | ^aktualizacja: | ^data publikacji | ^tagi | ^tematy: | podobał ci się
        podoba ci się | czas czytania | min czytania | ^posłuchaj artykułu | ^najczęściej czytane
        ^najnowsze | ^nie przegap | niezależne dziennikarstwo | ^bądź na bieżąco | ^masz ciekawy temat
        masz temat | ^o autorze | ^o autorce | prawem autorskim | zasady przedruków | przedruk
        wszelkie prawa | ^dziękujemy | ^zapraszamy do | ^zachęcamy | ^masz ciekawy | ^masz temat
        ^napisz do | ^artykuł ukazał | ^tekst ukazał | ^sprostowanie | ^przeczytaj | ^polub nas
        ^śledź nas | ^wspieraj
    """,
    credits="""
        ^fot. | ^foto: | ^zdjęcie: | ^zdjęcia: | (fot. | zdjęcie ilustracyjne | fot. | zdj. | ^fot
        ^zdjęcie
    """,
    call="""
        zapisz | subskrybuj | zaprenumeruj | obserwuj | polub | śledź | kliknij | pobierz | dołącz
        wesprzyj | wspieraj | pomóż | udostępnij | skomentuj | komentuj | napisz | wyślij | prześlij
        zostań | otrzymuj | dowiedz się | zarejestruj | zaloguj | włącz | wyłącz | wpłać | przekaż
        prosimy | podziel się | sprawdź | ^czytaj | ^zobacz
    """,
    we="""
        my | nas | nam | nami | nasz | nasza | nasze | naszego | naszej | naszym | naszą | naszych
        ta strona | redakcji | ten artykuł | ten tekst | tego artykułu | serwis | naszymi | dziękujemy
        zapraszamy | zachęcamy | prosimy | przypominamy | piszemy | czekamy
    """,
    you="""
        ty | ciebie | cię | ci | tobie | twój | twoja | twoje | twoją | twojej | państwa | państwo
        twoim | wasz* | państwu | was | wam | czytasz | możesz | chcesz
    """,
    matter="""
        newsletter* | subskryp* | prenumer* | darowizn* | wpłat* | cookie* | prywatnoś* | aplikacj*
        powiadomie* | skrzynk* | e-mail* | mail* | konto | komentarz* | facebook* | twitter*
        instagram* | whatsapp* | telegram* | youtube* | podcast* | patron* | mediach społecznościowych
        reklam* | przeglądark* | dziennikarstw* | kanał* | czytelnik* | redakcj* | wiadomoś* | treści
        zgod* | odpowiedzialności | opiniami użytkowników | wsparci* | czytelni* | prenumerat*
    """,
    heads="""
        czytaj także | czytaj też | czytaj również | czytaj więcej | przeczytaj także | przeczytaj też
        zobacz także | zobacz też | zobacz również | najczęściej czytane | najpopularniejsze | popularne
        najnowsze | polecane | polecamy | powiązane artykuły | podobne artykuły | powiązane
        więcej na ten temat | więcej o | tagi | tematy | inne artykuły | może cię zainteresować
        wiadomości | na skróty
    """,
    comments="komentarze | komentarzy | komentarz | dodaj komentarz | dyskusja",
    roles="""
        dziennikarz* | dziennikark* | reporter* | korespondent* | redaktor* | publicyst* | felietonist*
        pisze o | współpracownik*
    """,
)

CZECH = Cues(
    common="a v na se že je s z do o pro jako to po by",
    sure="""
        přihlaste se k | přihlásit se k odběru | odebírejte | sledujte nás | klikněte zde | ^čtěte také
        ^čtěte též | ^čtěte více | ^přečtěte si | ^více čtěte | ^viz také | ^mohlo by vás
        všechna práva vyhrazena | ^zdroj: | ^autor: | ^sdílejte | ^sdílet | ^napište nám | ^podpořte
        podpořte nás | podpořte naši | ^darujte | ^staňte se | naše aplikace | naši aplikaci
        našeho newsletteru | náš newsletter | používá cookies | používáme cookies | používáním
        pouze pro předplatitele | ^předplaťte | ^diskuze | ^čtete | máte tip | ^stáhněte
        sledujte tento | ^odebírat | tento článek je | ^aktualizováno | pokud jste v článku
        ^o autorovi | nahlásit chybu | našli jste | všechna práva | ^článek vyšel | ^text vyšel
        přidejte se | podpořte | přihlaste se | ^oprava:
    """,
    credits="^foto:",
    call="""
        přihlaste | odebírejte | sledujte | klikněte | podpořte | sdílejte | napište | darujte | staňte
        stáhněte | předplaťte | přidejte | zaregistrujte | pošlete | objevte | přečtěte | prosím
    """,
    we="""
        my | nás | nám | náš | naše | naši | našeho | našich | naší | tento web | tento článek
        v článku
    """,
    you="vy | vás | vám | váš | vaše | vaši",
    matter="""
        newsletter* | předpl* | odběr* | dar | dary | cookies | soukrom* | aplikac* | upozorněn*
        e-mail* | schránk* | účet | komentář* | facebook* | twitter* | instagram* | whatsapp*
        telegram* | youtube* | podcast* | reklam* | prohlížeč* | žurnalistik* | novinařin* | kanál*
        čtenář* | redakc* | zprávy | článk* | odpovědnost | příspěv* | předplatné
    """,
    heads="""
        čtěte také | čtěte více | související | související články | nejčtenější | nejnovější
        mohlo by vás zajímat | další články | doporučujeme | témata | štítky | tagy | přečtěte si také
        z naší nabídky | další zprávy
    """,
    comments="diskuse | diskuze | komentáře | komentář | přidat komentář",
    roles="redaktor* | novinář* | reportér* | zpravodaj* | komentátor* | píše o",
)
