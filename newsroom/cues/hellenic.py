"""What pages say around a story in Greek and Hungarian."""

from newsroom.cues.kinds import Cues

GREEK = Cues(
    common="και το του της να η ο την τον στην στο που με για από είναι δεν",
    sure="""
        ακολουθήστε | εγγραφείτε | διαβάστε επίσης | ^διαβάστε | ^δείτε επίσης | ^δείτε όλες
        μάθετε πρώτοι | όλες τις ειδήσεις | αναδημοσίευση | με την επιφύλαξη παντός | όλα τα δικαιώματα
        πατήστε εδώ | κάντε κλικ | στηρίξτε | ^πηγή: | ^σχολιάστε | ^μοιραστείτε | newsletter μας
        ενημερωτικό δελτίο | κατεβάστε | στείλτε μας | επικοινωνήστε μαζί μας | γραπτή άδεια
        χρησιμοποιεί cookies | χρησιμοποιούμε cookies | δημοσιογραφία μας
    """,
    credits="^φωτ.: | ^φωτο: | ^φωτογραφία: | (φωτ | φωτογραφία αρχείου | ^πηγή φωτο",
    call="""
        ακολουθήστε | εγγραφείτε | διαβάστε | δείτε | πατήστε | στηρίξτε | στείλτε | γράψτε | κατεβάστε
        μοιραστείτε | παρακαλούμε | μάθετε | βρείτε
    """,
    we="εμείς | μας | αυτή η ιστοσελίδα | αυτό το άρθρο | το παρόν | η σελίδα μας",
    you="εσείς | εσάς | σας | σου | αναγνώστες",
    matter="""
        newsletter | συνδρομή | συνδρομητ* | δωρεά | δωρεές | cookies | εφαρμογή | ειδοποιήσεις | email
        λογαριασμό | σχόλια | σχόλιο | facebook | instagram | twitter | google news | youtube | viber
        δημοσιογραφία | ειδήσεις | εφημερίδα | περίπτερα | άρθρο | διαφήμιση | διαφημίσεις | podcast
        ευθύνη | φέρει ευθύνη | περιεχόμενο | αναγνώστη* | φίλο
    """,
    heads="""
        διαβάστε επίσης | σχετικά άρθρα | σχετικά | δημοφιλή | τελευταία νέα | ροή ειδήσεων
        περισσότερα | ετικέτες | tags
    """,
    comments="σχόλια | σχόλιο | αφήστε σχόλιο",
    roles="δημοσιογράφος | συντάκτης | συντάκτρια | ανταποκριτής | αρθρογράφος",
)

HUNGARIAN = Cues(
    common="a az és hogy nem is egy volt meg már csak azt ez",
    sure="""
        iratkozzon fel | iratkozz fel | kövessen minket | kövess minket | támogasson | támogass minket
        támogasd | ^olvassa el | ^olvasd el | ^kapcsolódó | ^forrás: | minden jog fenntartva
        kattintson | kattints ide | hírlevelünk* | ossza meg | oszd meg | töltse le | töltsd le
        írjon nekünk | írj nekünk | sütiket használ* | először megjelent | ^hibát talált
    """,
    credits="^fotó: | ^kép: | (fotó | illusztráció: | ^borítókép",
    call="""
        iratkozzon | iratkozz | kövesse | kövess | támogassa | támogasd | olvassa | olvasd | kattintson
        kérjük | ossza | oszd | írjon | csatlakozzon | csatlakozz
    """,
    we="mi | minket | nekünk | lapunk | oldalunk | ez az oldal | ez a cikk | szerkesztőségünk",
    you="ön | önt | önnek | önök | te | téged | neked | olvasóink",
    matter="""
        hírlevél* | előfizet* | adomány* | süti* | alkalmazás* | értesítés* | e-mail* | fiók
        hozzászól* | facebook* | instagram* | youtube* | podcast* | olvasó* | újságírás* | hirdetés*
        hírek | cikk*
    """,
    heads="""
        kapcsolódó cikkek | kapcsolódó | legolvasottabb | legfrissebb | ajánlott | címkék
        további cikkek
    """,
    comments="hozzászólások | kommentek",
    roles="újságíró | szerkesztő | tudósító | riporter",
)
