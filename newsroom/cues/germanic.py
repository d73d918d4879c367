"""What pages say around a story in German, Dutch, the Scandinavian languages and Finnish."""

from newsroom.cues.kinds import Cues

GERMAN = Cues(
    common="der die und das den von mit ist im nicht ein eine zu auf",
    sure="""
        unser* newsletter | unser* kostenlosen newsletter* | newsletter abonnieren | newsletter anmelden
        jetzt anmelden | jetzt abonnieren | jetzt registrieren | jetzt testen | jetzt spenden
        jetzt lesen | hier anmelden | hier klicken | hier abonnieren | klicken sie | folgen sie uns
        folgt uns | folge uns | mehr lesen | ^weiterlesen | weiterlesen | ^lesen sie auch
        ^lesen sie hier | ^lesen sie mehr | ^lesen sie dazu | ^lesen sie weiter | ^lies auch
        ^auch interessant | ^mehr zum thema | ^mehr dazu | ^zum thema: | ^siehe auch
        alle rechte vorbehalten | erschien zuerst auf | erschien zuerst in | erschien zuerst bei
        zuerst erschienen | bitte aktivieren sie | diesen artikel teilen | artikel teilen | ^teilen sie
        ^teilen auf | ^diskutieren sie | kommentare sind geschlossen | kommentar schreiben
        kommentar verfassen | ^schreiben sie uns | ^schreibt uns | ^kontaktieren sie
        unterstützen sie uns | unterstützen sie unser* | ^unterstützt uns | ^helfen sie uns
        ^spenden sie | ^werden sie mitglied | ^werden sie | unser* redaktion | unser* angebot*
        unser* journalis* | unser* whatsapp* | unser* datenschutz* | in ihr postfach | ins postfach
        in ihrem postfach | ihr probeabo | probeabo | jederzeit kündbar | jederzeit abmelden
        jederzeit widerruf* | sie stimmen der | mit der nutzung | mit ihrer anmeldung
        verwendet cookies | verwenden cookies | nutzt cookies | nutzen cookies | setzt cookies
        ^mit material von | ^quelle: | ^quellen: | ^redaktion: | ^autor: | ^autorin: | ^von unserem
        ^transparenzhinweis | ^hinweis der redaktion | ^anmerkung der redaktion | ^korrektur: | ^stand:
        affiliate-link* | erhalten wir eine provision | bekommen wir eine provision | ^schlagwörter
        ^themen: | ^tags: | ^hat ihnen | ^hat dir | ^gefällt ihnen | ^wie hat ihnen | bezahlschranke
        nur für abonnent* | exklusiv für abonnent* | ^sie haben bereits | ^sie sind bereits
        ^bereits abonnent | ^noch kein | minuten lesezeit | min. lesezeit | ^lesezeit | ^artikel anhören
        ^meistgelesen | ^das könnte sie auch | das könnte sie | ^im video: | ^video: | ^verpassen sie
        ^nichts mehr verpassen | ^über die autor* | ^über den autor* | ^zur autorin | ^zum autor
        mit einem klick | transparenzhinweis* | in einer früheren version | in einer früheren fassung
        in einer ersten version | mehr zum thema | ^jetzt mitreden | kommentarfunktion | nachdruck nur
        nachdruck und | nachdruck, auch | erschien zuerst | monatlich kündbar | kostenlos testen
        ^bleiben sie | anmerkung der redaktion | auf die ohren | frei haus | guter journalismus
        unabhängiger journalismus
    """,
    credits="""
        ^foto: | ^fotos: | ^bild: | ^bilder: | ^symbolbild | (foto: | (bild: | (symbolbild | archivfoto
        archivbild | symbolfoto | bildquelle | bildnachweis | picture alliance | imago images
        ^teaserbild | (archivbild | (foto | ^foto | foto: | symbolbild | bild: | fotos: | illustration:
    """,
    call="""
        abonnieren sie | abonniere* | abonniert | melden sie sich | melde dich | meldet euch
        registrieren sie | folgen sie | laden sie | ladet | lade dir | holen sie | hol dir | klicken sie
        klicke | unterstützen sie | unterstütze uns | spenden sie | spende* | teilen sie
        diskutieren sie | kommentieren sie | schreiben sie | sagen sie | helfen sie | werden sie
        sichern sie | testen sie | bestellen sie | bestelle* jetzt | lesen sie | erhalten sie
        bleiben sie | ^so geht | stimmen sie | akzeptieren sie | loggen sie | besuchen sie
        entdecken sie | hören sie | schauen sie | erfahren sie | verpassen sie
    """,
    we="""
        wir | uns | unser | unsere | unseren | unserem | unserer | unseres | diese website
        diese webseite | diese seite | diese zeitung | dieser artikel | diesen artikel | diesem artikel
        dieser text | diesen text | dieser beitrag | diesen beitrag
    """,
    you="ihnen | ihr postfach | dir | dich | euch | leserinnen",
    matter="""
        newsletter* | abo | abos | abonn* | probeabo* | digitalabo* | spende* | cookie* | datenschutz*
        app | apps | push* | postfach | e-mail* | konto | kommentar* | facebook* | twitter | instagram*
        whatsapp* | telegram* | youtube* | mastodon | bluesky | podcast* | mitglied* | förder*
        unterstütz* | werbung | anzeige* | browser | journalismus | feedback | kanal | e-paper*
        rundbrief* | briefing | redaktion | leserbrief* | nachrichten | eilmeldung* | schlagzeilen
        klick | inhalt* | einwilligung* | einstellungen | recherche | zeitungs* | zustellung
        zuschriften | vervielfältigung | nachdruck | haftung | verantwortlich für | lokalredaktion
        veröffentlicht in ausgabe | ausgabe | probelesen | angebot der | leserreise*
    """,
    heads="""
        mehr zum thema | mehr zu | verwandte artikel | ähnliche artikel | weitere artikel
        weitere meldungen | weitere nachrichten | weitere themen | meistgelesen | meist gelesen
        beliebt | top-themen | aktuelle nachrichten | neueste | neueste nachrichten
        das könnte sie auch interessieren | auch interessant | lesen sie auch | empfehlungen | themen
        schlagwörter | stichwörter | schlagworte | aus dem ressort | zum thema | im fokus
        unsere empfehlung*
    """,
    comments="""
        kommentare | kommentar | leserkommentare | diskussion | diskutieren sie mit | leserbriefe
    """,
    roles="""
        redakteur* | reporter* | korrespondent* | kolumnist* | volontär* | freie journalist*
        freier journalist | freier autor | freie autorin | schreibt für | berichtet für | berichtet über
        schreibt über | ressortleiter* | chefredakteur* | ist autor* | ist journalist* | journalist
        journalistin | wissenschaftsjournalist* | sportjournalist* | redaktionsmitglied
    """,
)

DUTCH = Cues(
    common="de het een van en dat is op te zijn voor met niet ook",
    sure="""
        onze nieuwsbrief* | nieuwsbrief ontvangen | schrijf je in | schrijft u zich in | meld je aan
        meld u aan | volg ons | klik hier | ^lees ook | ^lees meer | ^lees verder | ^lees hier
        lees ook | ^bekijk ook | ^zie ook | alle rechten voorbehouden | verscheen eerst op | ^deel dit
        ^deel op | ^reageer | ^reacties zijn gesloten | ^mail ons | ^stuur ons | steun ons | steun onze
        ^doneer | ^word lid | ^word abonnee | ^word vriend | onze app | onze site | onze website
        onze lezers | onze redactie | onze journalist* | onze podcast | ons kanaal | in je inbox
        in uw inbox | in je mailbox | in uw mailbox | gebruikt cookies | gebruiken cookies
        maakt gebruik van cookies | je kunt je altijd afmelden | afmelden kan | op elk moment opzegbaar
        maandelijks opzegbaar | ^al abonnee | exclusief voor abonnees | ^bron: | ^bronnen:
        ^met medewerking van | ^meest gelezen | ^tip de redactie | heb je een tip | heeft u een tip
        ^leestijd | ^beluister | ^lees dit artikel | ^vond je dit | ^vond u dit | ^wat vind jij
        ^dit artikel verscheen | mis niets | ^blijf op de hoogte | ^correctie | ^tags
        laat het ons weten | laat ons weten | ^tips voor | tip de redactie | ^waarom je dit
        ^luister naar | overgenomen met toestemming | verscheen eerder in | verscheen eerder op
        ^correctie:
    """,
    credits="^foto: | ^beeld: | (foto | ^foto | eigen foto | archieffoto | foto's: | foto:",
    call="""
        schrijf je | meld je | meld u | volg | klik | steun | doneer | download | ontvang | abonneer
        word | probeer | lees | beluister | reageer | help ons | registreer | log in | neem een | ^geef
        ^blijf
    """,
    we="""
        wij | we | ons | onze | deze site | deze website | deze krant | dit artikel | dit verhaal
        deze pagina
    """,
    you="u | uw | je | jij | jouw | jullie",
    matter="""
        nieuwsbrief* | abonn* | donat* | donatie* | gift* | cookies | privacy* | app | apps | meldingen
        pushbericht* | inbox | mailbox | e-mail* | account | reactie* | facebook | twitter | instagram
        whatsapp* | telegram | youtube | podcast* | lid | leden | lidmaatschap | journalistiek
        advertenti* | proefabonnement* | kanaal | lezers | krant | nieuws | inhoud | toestemming
        redactie | lezer* | tijdschrift | verantwoordelijk voor | overname | abonnee* | vrienden van
        steun | lezerskring
    """,
    heads="""
        lees ook | meer over | meest gelezen | gerelateerd* | gerelateerde artikelen | populair
        laatste nieuws | meer nieuws | aanbevolen | tags | onderwerpen | ook interessant | net binnen
    """,
    comments="reacties | reactie | reageer",
    roles="""
        redacteur | verslaggever | correspondent | columnist | freelance* | journalist | schrijft voor
        schrijft over
    """,
)

NORDIC = Cues(
    common="och att det som på är av och at er til ikke på med ja että on ei oli",
    sure="""
        vårt nyhetsbrev | våra nyhetsbrev | våre nyhetsbrev | vores nyhedsbrev | uutiskirjeemme
        tilaa uutiskirje* | prenumerera | anmäl dig | meld deg på | tilmeld dig | følg oss | følg os
        följ oss | seuraa meitä | klicka här | klikk her | klik her | klikkaa | ^läs mer | ^läs också
        ^läs även | ^les også | ^les mer | ^læs også | ^læs mere | ^lue myös | ^lue lisää | ^se också
        ^se også | ^katso myös | alla rättigheter | alle rettigheter | kaikki oikeudet | dök först upp
        ^dela artikeln | ^del artikkelen | ^del artiklen | ^jaa | stöd oss | støtt oss | støt os
        tue meitä | stöd vår* | støtt vår* | støt vores | ^tipsa oss | ^tips oss | ^har du tips
        ^har du et tip | ^vinkkaa | använder cookies | bruker cookies | bruger cookies
        käyttää evästeitä | använder kakor | informasjonskapsler | vår app | vores app | appen vår
        sovelluksemme | i din inbox | i din inkorg | i din innboks | i din indbakke | sähköpostiisi
        ^kommentera | ^kommenter | ^kommentoi | ^tips: | låst artikel | hör av dig | hittat fel
        tipsa oss | tips oss | ^artikeln publicerades | ^artikkelen ble | ^artiklen blev
        eftertryck förbjud* | ^rättelse | ^så jobbar vi | ansvarig utgivare | ansvarlig redaktør
    """,
    credits="""
        ^foto: | ^bild: | ^billede: | ^kuva: | (foto: | (kuva: | (bild: | ^arkivbild | privat bild
        privat foto | (foto | (kuva | kuva: | foto: | bild:
    """,
    call="""
        prenumerera | anmäl dig | meld deg | tilmeld | följ oss | följ vår* | følg oss | følg os | ^følg
        ^följ | seuraa | klicka | klikk | ^klik | ^stöd | ^støtt | ^støt | ^tue | ^tilaa | ^lataa
        ladda ner | last ned | ^hent | ^dela | ^del | ^jaa | bli medlem | bliv medlem | liity
        skriv til | skriv till | få vår* | få vores
    """,
    we="""
        vi | oss | os | vår | vårt | våra | våre | vores | vort | me | meidän | meitä | denna artikel
        den här artikeln | denne artikkelen | denne artikel | tämä artikkeli | tämän artikkelin
    """,
    you="du | dig | deg | din | ditt | dit | dina | dine | sinä | sinun | te | teidän",
    matter="""
        nyhetsbrev* | nyhedsbrev* | uutiskirje* | prenum* | abonn* | abonne* | tilaa* | donat*
        donation* | gåva | gave | lahjoit* | cookies | kakor | evästei* | app | appen | sovellu*
        e-post* | e-mail* | sähköposti* | facebook* | instagram* | twitter | whatsapp* | youtube*
        podd* | podcast* | medlem* | jäsen* | journalisti* | kommentar* | kommentt* | annons* | annonc*
        nyheter | nyheder | uutiset | tidning* | läsare | avis* | lesere | læsere | lukij* | redaktion*
        palautet* | toimituks* | tilaa | lösnummer | ansvar | ansvarar | lue
    """,
    heads="""
        läs också | läs mer | läs även | les også | les mer | læs også | læs mere | lue myös | lue lisää
        mest läst | mest lest | mest læste | luetuimmat | senaste nytt | siste nytt | seneste nyt
        tuoreimmat | relaterade artiklar | relaterte saker | relaterede artikler | ämnen | emner
        aiheet | taggar
    """,
    comments="kommentarer | kommentar | kommentit | debatt | keskustelu",
    roles="""
        reporter | journalist | korrespondent | redaktör | redaktør | toimittaja | kolumnist | skribent
        frilans*
    """,
)
