"""What pages say around a story in French, Italian and Romanian."""

from newsroom.cues.kinds import Cues

FRENCH = Cues(
    common="le la les de et des est dans que une pour du qui au",
    sure="""
        notre newsletter | notre infolettre | nos newsletters | notre lettre d'information
        nos lettres d'information | abonnez-vous | abonne-toi | inscrivez-vous | suivez-nous
        suivez nos | suivez toute | suivez l'actualité | rejoignez-nous | retrouvez-nous
        retrouvez tous | retrouvez toute | ^retrouvez nos | ^retrouvez notre | cliquez ici | ^lire aussi
        à lire aussi | ^lire également | à lire également | ^lire la suite | lire la suite | ^lire :
        ^lire: | ^voir aussi | ^voir : | ^à voir | ^à lire | ^à écouter | ^a lire
        ^pour aller plus loin | ^en savoir plus | tous droits réservés | reproduction interdite
        est apparu en premier | apparu en premier sur | ^contenu sponsorisé | ^vidéo :
        partager cet article | ^partager sur | ^partagez | ^laisser un commentaire
        ^laissez un commentaire | ^réagissez | ^commentez | ^donnez votre avis | ^votre avis
        ^écrivez-nous | contactez-nous | soutenez-nous | soutenez notre | soutenez un | soutenez une
        aidez-nous | faites un don | ^faire un don | ^je fais un don | ^devenez | notre application
        notre appli | téléchargez | nos réseaux sociaux | notre site | nos lecteurs | nos abonnés
        notre rédaction | notre page facebook | notre chaîne | notre compte | nos journalistes
        notre journal | nos confrères | votre boîte mail | votre boîte de réception | votre adresse mail
        votre adresse e-mail | vous désinscrire | vous désabonner | déjà abonné | ^réservé aux abonnés
        réservé à nos abonnés | article réservé | résiliable | ^en poursuivant | vous acceptez
        utilise des cookies | utilisons des cookies | ^avec afp | ^(avec afp | ^avec reuters | ^source :
        ^sources : | ^avec nos | ^propos recueillis | ^par notre | ^de notre correspondant*
        ^mis à jour | ^publié le | ^mots-clés | ^tags | ^thèmes | vous avez aimé | cet article vous a
        ^temps de lecture | minutes de lecture | min de lecture | ^écouter l'article | ^les plus lus
        vous aimerez aussi | ^sur le même sujet | ^cet article a été | a contribué à cet article
        ont contribué à cet article | ^édité par | ne manquez | restez informé*
        cet article vous est offert | la suite de cet article | il vous reste | nos offres
        activez les notifications | désactiver votre bloqueur | ^n'oubliez pas de vous abonner
        ^à propos de l'auteur* | ^l'auteur de cet | une erreur s'est glissée | signalez-la
        signalez-nous | initialement publié | d'abord paru | reproduction, même | toute reproduction
        toute rediffusion | ^sur le même thème | est en kiosque | n'engagent que | ^pour signaler
        ^rectificatif | ^erratum | ^précision : | déductible* des impôts | ^vous lisez | ^vous écoutez
        contenu a été mis à jour | article a été mis à jour | article a été publié
    """,
    credits="""
        ^photo : | ^photo: | ^photos : | ^crédit photo | ^crédits : | ^illustration : | ^légende :
        ^crédit : | (photo | photo d'illustration | image d'illustration | photo d'archives | ^en images
        photo : | photos : | ^d.r. | crédit photo
    """,
    call="""
        abonnez | inscrivez | suivez | rejoignez | cliquez | soutenez | aidez | téléchargez | partagez
        commentez | recevez | découvrez | retrouvez | profitez | consultez | créez | connectez | devenez
        faites un | donnez | dites | envoyez | écrivez | lisez | écoutez | activez | acceptez
        désactivez | n'hésitez pas | merci de | ^abonne | ^inscris
    """,
    we="nous | notre | nos | ce site | ce journal | cet article | cette page | ce contenu",
    you="vous | votre | vos",
    matter="""
        newsletter* | infolettre* | abonn* | don | dons | cookies | confidentialité | application
        appli | applis | notification* | boîte mail | e-mail* | mails | courriel* | compte
        commentaire* | facebook | twitter | instagram | whatsapp | telegram | youtube | tiktok
        podcast* | adhé* | adhérent* | membre* | réseaux sociaux | publicité* | navigateur | journalisme
        chaîne | lecteurs | lectrices | soutien | édition | kiosque | alerte* | actualité* | infos
        lettre | traceurs | consentement | navigation | presse indépendante | hors-série | rédaction
        lecteur | reproduction | accord préalable | responsabilité | témoin | nos contenus | rédactions
        cagnotte | kiosques
    """,
    heads="""
        à lire aussi | lire aussi | sur le même sujet | sur le même thème | les plus lus | les plus lues
        articles liés | articles similaires | à découvrir | à voir aussi | vous aimerez aussi
        dans la même rubrique | en continu | dernières actualités | derniers articles | populaires
        l'actu en continu | nos articles | mots-clés | étiquettes | thèmes | tendances | voir aussi
        recommandé* | contenus sponsorisés | à la une | plus d'articles | plus d'actualités
    """,
    comments="""
        commentaire | commentaires | réactions | réagir | laisser un commentaire | vos réactions
    """,
    roles="""
        journaliste | journaliste à | journaliste au | correspondant* | envoyé spécial
        envoyée spéciale | rédacteur* | rédactrice* | chroniqueur* | chroniqueuse* | grand reporter
        grande reporter | pigiste | reporter | écrit pour | couvre | chroniqueur | chroniqueuse
    """,
)

ITALIAN = Cues(
    common="il la di che gli le in del della per con una si è non i un",
    sure="""
        nostra newsletter | nostre newsletter | alla newsletter | iscriviti | iscrivetevi | ^abbonati
        abbonati a | ^registrati | seguici | seguiteci | clicca qui | cliccate qui | ^leggi anche
        ^leggi di più | ^leggi tutto | ^leggi l'articolo | leggi anche | ^continua a leggere
        ^per approfondire | ^vedi anche | ^guarda anche | ^potrebbe interessarti | potrebbe interessarti
        tutti i diritti riservati | riproduzione riservata | © riproduzione | proviene da | ^immagine:
        immagine d'archivio | ^condividi | ^lascia un commento | ^commenta | ^scrivici | ^scriveteci
        ^contattaci | ^inviaci | sostienici | sostieni il | sostieni la | sosteneteci | ^sostieni
        aiutaci | ^dona | fai una donazione | ^diventa | la nostra app | nostra applicazione
        scarica l'app | scarica la | nostri canali | nostro canale | nostro sito | nostri lettori
        nostra redazione | nostri social | nella tua casella | nella tua mail | la tua email
        la tua mail | nella tua inbox | disiscriverti | cancellarti in | disdire quando
        sei già abbonato | già abbonato | riservato agli abbonati | contenuto riservato
        utilizza cookie | utilizziamo i cookie | utilizziamo cookie | usa i cookie | usiamo i cookie
        ^proseguendo | ^continuando | accetti l'uso | ^fonte: | ^fonti: | ^pubblicato il | ^aggiornato
        ^ultimo aggiornamento | ^argomenti: | ^tag: | ti è piaciuto | minuti di lettura | min di lettura
        ^tempo di lettura | ^ascolta l'articolo | ^i più letti | ^più letti
        questo articolo è stato pubblicato | questo articolo è apparso | ^non perderti | ^non perdere
        ^video: | attiva le notifiche | giornalismo indipendente | ha collaborato | hanno collaborato
        ^a cura di | ^di redazione | entra nel canale | unisciti al | unisciti a | ^ricevi | ^l'autore
        ^l'autrice | riproduzione, anche | ^ultima modifica | testata registrata
        registrata al tribunale | se ti è piaciuto | se vi è piaciuto | ^hai letto | ^stai leggendo
        ^segnala un | ^per segnalare | ^errata corrige | pubblicato originariamente
        pubblicato originalmente
    """,
    credits="""
        ^foto: | ^foto di | (foto | foto d'archivo | foto d'archivio | (ph. | ^ph. | foto: | ^archivio
    """,
    call="""
        iscriviti | iscrivetevi | iscriversi | abbonati | abbonatevi | registrati | registratevi
        seguici | seguiteci | segui | clicca* | scarica l'app | scarica gratis | scarica ora
        scarica la | sostieni | sostienici | aiutaci | aiutateci | condividi* | commenta | raccontacela
        raccontaci | ricevi | scopri | diventa | unisciti | entra | scrivi | scrivici | scriveteci
        invia | inviaci | inviateci | attiva | accedi | ^leggi | ^guarda | ^ascolta | contribuisci
        disattiva | ricevila | riceverai | ricevere gratis | offrici
    """,
    we="""
        noi | nostro | nostra | nostri | nostre | questo sito | questo giornale | questa testata
        questo articolo | questa pagina
    """,
    you="tu | tuo | tua | tuoi | tue | ti | voi | vostro | vostra | vostri",
    matter="""
        newsletter* | abbon* | donazion* | contribut* | cookie | cookies | privacy | app | applicazione
        notific* | casella | e-mail* | email* | mail | account | comment* | facebook | twitter
        instagram | whatsapp | telegram | youtube | tiktok | podcast* | membri | soci | socio | social
        pubblicità | browser | giornalismo | canale | lettori | edizione | inbox | notizie | rassegna
        tracciamento | navigazione | contenut* | redazione | responsabil* | riproduzione | caffè al mese
        sostieni | sostegno | contributo | abbonament* | consenso
    """,
    heads="""
        leggi anche | potrebbe interessarti | potrebbero interessarti | ti potrebbe interessare
        ti potrebbero interessare | i più letti | più letti | le più lette | articoli correlati
        notizie correlate | correlati | altre notizie | ultime notizie | ultim'ora | argomenti | tag
        approfondimenti | consigliati | in evidenza | da non perdere | vedi anche | popolari
        dello stesso autore | contenuti sponsorizzati
    """,
    comments="commenti | commento | lascia un commento",
    roles="""
        giornalista | cronista | corrispondente* | redattore | redattrice | editorialista | inviato
        inviata | caporedattore | collaboratore | collaboratrice | scrive per | scrive di
    """,
)

ROMANIAN = Cues(
    common="și de la în pe cu din care să nu că este pentru a o",
    sure="""
        abonează-te | abonați-vă | urmărește-ne | urmăriți-ne | click aici | apasă aici | ^citește și
        ^citiți și | ^citește mai | ^vezi și | toate drepturile rezervate | ^sursa: | ^distribuie
        ^lasă un comentariu | susține-ne | ^susține | donează | ^dă-ne | newsletterul nostru
        newsletter-ul nostru | folosim cookie* | folosește cookie* | utilizează cookie* | ^descarcă
        ^recomandările | aplicația noastră | v-a plăcut | ți-a plăcut | dați-l mai departe
        preluarea textelor | preluarea informațiilor | ^sursă foto | ^foto: | susțineți-ne
    """,
    credits="^foto: | ^sursa foto",
    call="""
        abonează-te | abonați* | urmărește-ne | urmăriți | click | apasă | distribuie | susține-ne
        susțineți | donează | descarcă | intră | scrie-ne | alătură-te | trimite* | înscrie-te
    """,
    we="noi | nostru | noastră | noștri | noastre | acest site",
    you="tu | tău | ta | dumneavoastră | vă | te",
    matter="""
        newsletter* | abona* | dona* | cookie* | aplicați* | notific* | e-mail* | email* | cont
        comentari* | facebook | instagram | twitter | whatsapp | telegram | youtube | podcast*
        jurnalism* | canal* | cititor* | responsab* | reproducere* | preluare* | sprijin* | donați*
        abonament*
    """,
    heads="""
        citește și | vezi și | cele mai citite | articole similare | știri similare
        articole recomandate | ultimele știri | recomandări | etichete | pe aceeași temă
    """,
    comments="comentarii | comentariu | lasă un comentariu",
    roles="jurnalist* | reporter* | corespondent* | redactor*",
)
