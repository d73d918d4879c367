"""What pages say around a story in Hindi, Vietnamese and Indonesian."""

from newsroom.cues.kinds import Cues

HINDI = Cues(
    common="के में की है से को का और ने पर हैं कि यह एक",
    sure="""
        सब्सक्राइब करें | सब्सक्राइब कीजिए | सदस्यता लें | फॉलो करें | फॉलो कीजिए | लाइक करें
        यहां क्लिक करें | यहाँ क्लिक करें | क्लिक करें | ^यह भी पढ़ें | ^ये भी पढ़ें | ^यह भी देखें
        ^और पढ़ें | ^आगे पढ़ें | ^पूरी खबर | ^इसे भी पढ़ें | ^पढ़ें | सर्वाधिकार सुरक्षित | ^स्रोत: | ^सोर्स:
        ^इनपुट | ^रिपोर्ट: | ^लेखक: | शेयर करें | साझा करें | कमेंट करें | कमेंट में | टिप्पणी करें
        अपनी राय | हमसे जुड़ें | हमारे साथ जुड़ें | ^जुड़िए | हमें लिखें | हमें भेजें | संपर्क करें
        हमारा समर्थन | सहयोग करें | सहयोग दें | दान करें | डोनेट करें | हमारा ऐप | हमारे ऐप | ऐप डाउनलोड
        डाउनलोड करें | डाउनलोड कीजिए | हमारे चैनल | हमारा चैनल | हमारे न्यूज़लेटर | हमारे न्यूजलेटर
        हमारी वेबसाइट | हमारे पाठक* | हमारे फेसबुक | हमारे व्हाट्सऐप | ईमेल पर पाएं | आपके इनबॉक्स
        अपने इनबॉक्स | कुकीज़ का | कुकीज का | सहमति देते | ^प्रकाशित | ^टैग्स | ^टैग: | मिनट में पढ़ें
        पढ़ने का समय | ^सबसे ज्यादा पढ़ी | ^ताजा खबर* | ^ताज़ा ख़बर* | ^विज्ञापन | स्वतंत्र पत्रकारिता
        नोटिफिकेशन | ^डिस्क्लेमर | एजेंसी इनपुट | लेटेस्ट अपडेट | इंस्टॉल करें | ^विज्ञापन के बाद | कैसी लगी
        जरूर बताएं | ज़रूर बताएं | ^खबरें और भी | प्रकाशित करना वर्जित
    """,
    credits="""
        ^फोटो: | ^फ़ोटो: | ^तस्वीर: | ^फोटो साभार | (फोटो | (फाइल | फाइल फोटो | फोटो: | छाया: | तस्वीर:
        (तस्वीर
    """,
    call="""
        सब्सक्राइब | फॉलो | क्लिक | डाउनलोड करें | शेयर करें | साझा करें | जुड़िए | लिखें | भेजें | बताएं
        बताइए | पढ़ें | देखें | पाएं | पाइए | कृपया | साइन अप | लॉग इन
    """,
    we="""
        हम | हमें | हमारा | हमारे | हमारी | हमसे | इस वेबसाइट | यह खबर | इस खबर | यह लेख | इस लेख
    """,
    you="आप | आपका | आपके | आपकी | आपको | अपने",
    matter="""
        न्यूज़लेटर | न्यूजलेटर | सदस्यता | सब्सक्रि* | दान | चंदा | कुकी* | गोपनीयता | ऐप | एप | नोटिफिकेशन
        ईमेल | इनबॉक्स | अकाउंट | कमेंट | टिप्पणी | फेसबुक | ट्विटर | इंस्टाग्राम | व्हाट्सएप | व्हाट्सऐप
        टेलीग्राम | यूट्यूब | पॉडकास्ट | सोशल मीडिया | विज्ञापन* | ब्राउज़र | पत्रकारिता | चैनल | पाठक* | खबर
        खबरें | अपडेट | अनुमति | पाठकों | जिम्मेदार* | शुक्रिया | सहयोग | कहानी
    """,
    heads="""
        यह भी पढ़ें | ये भी पढ़ें | इसे भी पढ़ें | और पढ़ें | संबंधित खबरें | सम्बंधित खबरें | संबंधित समाचार
        ताजा खबरें | ताज़ा ख़बरें | लेटेस्ट न्यूज़ | सबसे ज्यादा पढ़ी गई | सबसे ज्यादा पढ़े गए | बड़ी खबरें
        अन्य खबरें | टैग | टैग्स | लोकप्रिय | ट्रेंडिंग | टॉप न्यूज़ | आपके लिए | मिलती-जुलती खबरें
    """,
    comments="टिप्पणियां | टिप्पणियाँ | टिप्पणी | कमेंट | कमेंट्स | प्रतिक्रियाएं",
    roles="पत्रकार | संवाददाता | रिपोर्टर | संपादक | स्तंभकार",
)

VIETNAMESE = Cues(
    common="và của là có trong được cho với các không những một đã này",
    sure="""
        đăng ký nhận | đăng ký kênh | theo dõi chúng tôi | bấm vào đây | nhấn vào đây | ^xem thêm
        ^đọc thêm | ^đọc tiếp | ^mời độc giả | ^mời bạn đọc | mời quý | ^nguồn: | ^theo dõi | ^chia sẻ
        ^bình luận | ^ý kiến của bạn | ủng hộ chúng tôi | ^tải ứng dụng | ứng dụng của chúng tôi
        trang web này | sử dụng cookie | bản quyền | ^tags | ^từ khóa | ^tin liên quan
        bản tin của chúng tôi | ^bài viết liên quan | cảm ơn quý vị | cảm ơn bạn | trang zalo | kể cho
        ghi rõ nguồn | cấm sao chép | bản quyền thuộc | ^đăng ký | ^bạn có câu chuyện
    """,
    credits="^ảnh: | (ảnh | ảnh minh họa | ảnh minh hoạ | ảnh tư liệu",
    call="""
        đăng ký | theo dõi | bấm | nhấn | tải | chia sẻ | ủng hộ | hãy | mời | vui lòng | gửi | tham gia
    """,
    we="chúng tôi | chúng ta | trang web này | tòa soạn | báo chúng tôi | bài viết này",
    you="bạn | quý vị | độc giả | bạn đọc",
    matter="""
        bản tin | đăng ký | quyên góp | cookie* | ứng dụng | thông báo | email* | hộp thư | tài khoản
        bình luận | facebook | zalo | youtube | telegram | kênh | báo chí | quảng cáo | độc giả
        bạn đọc | tin tức | bài viết | đường dây nóng | nguồn | chịu trách nhiệm | ý kiến đóng góp
        tòa soạn | trích dẫn
    """,
    heads="""
        tin liên quan | bài viết liên quan | xem thêm | đọc thêm | đọc nhiều | xem nhiều | tin mới
        tin mới nhất | tin khác | chủ đề | từ khóa | có thể bạn quan tâm | cùng chuyên mục
    """,
    comments="bình luận | ý kiến | ý kiến bạn đọc",
    roles="phóng viên | nhà báo | biên tập viên",
)

INDONESIAN = Cues(
    common="dan yang di dari untuk dengan ini itu pada tidak dalam akan juga ke",
    sure="""
        langganan newsletter | ikuti kami | klik di sini | klik disini | ^baca juga | ^baca selengkapnya
        ^simak juga | ^lihat juga | ^selengkapnya | hak cipta dilindungi | dilarang keras | ^sumber:
        ^editor: | ^reporter: | ^penulis: | ^bagikan | ^tulis komentar | dukung kami | ^dukung | ^donasi
        aplikasi kami | unduh aplikasi | saluran whatsapp | kanal telegram | grup telegram
        menggunakan cookie* | ^dapatkan | ^tag: | ^tags | ^artikel ini telah tayang | pembaca kami
        ^gabung | mari bergabung | punya info | punya cerita | kirim lewat | ^pewarta | ^kunjungi
        ^cek berita | ^ikuti | ^jangan lewatkan | ^yuk | ^ayo
    """,
    credits="^foto: | ^gambar: | (foto | foto ilustrasi | foto: | dok. | (dok",
    call="""
        ikuti | klik | unduh | bagikan | dukung | gabung | daftar | dapatkan | silakan | mari | kirim
        tulis | baca | simak
    """,
    we="kami | situs ini | redaksi | artikel ini | berita ini",
    you="anda | kamu | kalian | kita | yuk | ayo",
    matter="""
        newsletter* | langganan | donasi | cookie* | aplikasi | notifikasi | email* | akun | komentar
        facebook | twitter | instagram | whatsapp | telegram | youtube | kanal | saluran | podcast
        anggota | iklan | jurnalisme | pembaca | redaksi | berita | tanggung jawab | dukungan pembaca
        traktir
    """,
    heads="""
        baca juga | berita terkait | artikel terkait | terkait | terpopuler | berita terpopuler
        berita terbaru | terbaru | berita lainnya | rekomendasi | tag | topik | simak juga | lihat juga
        pilihan editor | trending
    """,
    comments="komentar | tulis komentar | tanggapan",
    roles="wartawan | jurnalis | reporter | koresponden | redaktur",
)
