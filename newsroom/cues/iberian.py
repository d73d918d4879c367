"""What pages say around a story in Spanish and Portuguese."""

from newsroom.cues.kinds import Cues

SPANISH = Cues(
    common="el la de que los las en del por con una se su para como",
    sure="""
        nuestro boletín | nuestros boletines | nuestra newsletter | nuestro newsletter | suscríbete
        suscríbase | ^suscribirse | ^suscribite | síguenos | síganos | seguinos | síguenos en | haz clic
        haga clic | hacé clic | pincha aquí | pulse aquí | ^lee también | ^lea también | ^leer más
        ^lee más | ^sigue leyendo | ^seguir leyendo | ^también puedes leer | te puede interesar
        ^te recomendamos | ^ver también | ^mira también | todos los derechos reservados
        prohibida su reproducción | prohibida la reproducción | se publicó primero en
        apareció primero en | ^imágenes: | ^comparte | ^compartir | ^compártelo | ^deja un comentario
        ^dejar un comentario | ^deja tu comentario | ^comenta | ^únete | únete a | únase a | ^escríbenos
        ^contáctanos | ^envíanos | apóyanos | apoya nuestro | apoya el periodismo | apoya a | ayúdanos
        ^dona ahora | ^haz una donación | hazte socio | hazte socia | hazte suscriptor* | ^asóciate
        ^asociate | nuestra app | nuestra aplicación | descarga la app | descarga nuestra
        nuestras redes | nuestro canal | nuestra web | nuestros lectores | nuestra redacción
        nuestros suscriptores | nuestro sitio | nuestra comunidad | tu correo | su correo electrónico
        tu bandeja | su bandeja de entrada | darte de baja | cancelar cuando | cancela cuando
        ya eres suscriptor | ¿ya eres | contenido exclusivo para | exclusivo para suscriptores
        solo para suscriptores | ^usamos cookies | utilizamos cookies | utiliza cookies | usa cookies
        ^al continuar | ^si continúas | aceptas nuestr* | aceptas el uso | ^con información de
        ^con información | ^fuente: | ^fuentes: | ^publicado en | ^publicado el | ^actualizado
        ^etiquetas | ^archivado en | ^tags | ¿te ha gustado | ¿te gustó | ^te gustó | minutos de lectura
        min de lectura | ^tiempo de lectura | ^escucha este | ^lo más leído | ^lo más visto
        este artículo fue publicado | este artículo se publicó | ^no te pierdas | ^vídeo: | ^video:
        ^recibe | ^recibí | ^entérate | ^mantente | ^descubre más | activa las notificaciones
        colaboró en este | ^reporte de | ^editado por | ^edición de | ^redacción: | ^texto:
        periodismo independiente | ^sobre el autor | ^sobre la autora | queda prohibida la reproducción
        queda prohibida la redistribución | redistribución total | publicada originalmente
        publicado originalmente | sé el primero en | sé la primera | ^fe de erratas | ^corrección:
        ^qué opinas | ^tienes una historia | cuéntanosla | ^escuchar el artículo | ^reportar un error
    """,
    credits="""
        ^foto: | ^fotos: | ^imagen: | ^fotografía: | (foto: | ^crédito: | foto de archivo
        imagen de archivo | ^efe | ^afp | ^gentileza | ^cortesía | gentileza de | cortesía de
    """,
    call="""
        suscríb* | suscribirse | suscribite | síguenos | síganos | regístr* | inscríb* | pulsa | pulse
        pincha | descarga* tu | únete | únase | apoya nuestr* | apóya* | ayúda* | comparte | comenta
        recibe | descubre | hazte | escribe | escríb* | cuéntanos | envía* | activa | accede | disfruta
        invítanos | por favor | ^lee | ^mira
    """,
    we="""
        nosotros | nuestro | nuestra | nuestros | nuestras | este sitio | este portal | este diario
        esta web | este medio | este artículo | esta nota | este contenido | esta noticia | esta página
    """,
    you="usted | ustedes | tú | tu | tus | te | ti",
    matter="""
        boletín* | boletin* | newsletter* | suscri* | donación | donaciones | donativo* | aporte*
        cookies | privacidad | app | aplicación | notificacion* | bandeja | correo* | e-mail* | email*
        cuenta | comentario* | facebook | twitter | instagram | whatsapp | telegram | youtube | tiktok
        podcast* | socio* | socia* | miembro* | redes sociales | publicidad | navegador | periodismo
        canal | lectores | edición impresa | alertas | muro de pago | noticias | contenido*
        consentimiento | coment* | anuncios | responsable de | reproducción | citando la fuente | socio
        socia | socios | colabora* | opiniones vertidas | usuarios | anunciarse
    """,
    heads="""
        te puede interesar | te podría interesar | también te puede interesar | lo más leído
        lo más visto | más leídas | más leídos | más leído | noticias relacionadas
        artículos relacionados | relacionadas | relacionados | más noticias | últimas noticias
        lo último | ver también | lee también | lea también | leer más | etiquetas | temas | tags
        recomendados | recomendadas | en portada | más sobre | más de | tendencias | populares
        contenido patrocinado | archivado en | notas relacionadas | seguí leyendo
    """,
    comments="""
        comentarios | comentario | deja un comentario | dejar un comentario | opiniones de los lectores
    """,
    roles="""
        periodista | reportero* | reportera* | corresponsal* | redactor* | columnista*
        enviado especial | enviada especial | editor de | editora de | colaborador* | escribe para
        cubre
    """,
)

PORTUGUESE = Cues(
    common="o a de que os as em do da por com uma se para não no na",
    sure="""
        nossa newsletter | nossas newsletters | nosso boletim | inscreva-se | assine já | assine agora
        assine a | assine nossa | assine o | ^assine | ^assina | subscreva | subscreve | siga-nos
        segue-nos | siga o | siga a | siga nosso* | siga nossa* | clique aqui | clica aqui
        ^leia também | ^leia mais | ^leia a | ^ler mais | ^lê também | ^leia ainda | ^continue lendo
        ^continue a ler | ^saiba mais | ^veja também | ^veja mais | ^confira também
        todos os direitos reservados | reprodução proibida | proibida a reprodução
        apareceu primeiro em | apareceu primeiro no | ^compartilhe | ^partilhe | ^partilhar
        ^deixe um comentário | ^deixe seu comentário | ^deixe o seu | ^comente | junte-se
        participe do nosso | participe do canal | entre no canal | entre no grupo | receba as
        receba no | ^receba | ^escreva para | fale conosco | ^envie sua | ^envie a sua | apoie o
        apoie a | apoie-nos | apoie nosso* | ^apoie | ^doe | faça uma doação | ^faça parte
        seja assinante | seja membro | torne-se | ^ajude-nos | nosso aplicativo | nossa app | baixe o
        baixe nosso | descarregue a | nossas redes | nosso canal | nosso site | nossos leitores
        nossa redação | seu e-mail | seu email | no seu e-mail | na sua caixa | cancelar a qualquer
        cancele quando | já é assinante | ^conteúdo exclusivo | exclusivo para assinantes
        só para assinantes | ^usamos cookies | utilizamos cookies | utiliza cookies | usa cookies
        ^ao continuar | ^ao clicar | você concorda | ^com informações d* | ^fonte: | ^fontes:
        ^publicado em | ^atualizado | ^tags | gostou desta | gostou da | gostou do | ^gostou
        minutos de leitura | min de leitura | ^tempo de leitura | ^ouça est* | ^mais lidas
        ^as mais lidas | este artigo foi publicado | esta matéria foi | este texto foi | ^não perca
        ^vídeo: | ative as notificações | jornalismo independente | colaborou com esta
        colaboraram com esta | ^edição: | ^reportagem: | ^texto: | ^editado por | ^sobre o autor
        ^sobre a autora | encontrou algum erro | encontrou um erro | comunique à | comunique o erro
        ^ouça este | ^leia tudo | tem uma história para | publicado originalmente
        publicada originalmente | ao navegar | tudo em primeira mão | ^errata | ^correção:
        política de cookies
    """,
    credits="""
        ^foto: | ^fotos: | ^imagem: | ^crédito: | (foto: | foto de arquivo | imagem de arquivo | (foto
        foto: | imagem: | ^divulgação | ^reprodução | arquivo pessoal | crédito:
    """,
    call="""
        inscreva* | assine* | subscrev* | siga* | segue-nos | clique | clica | baixe | descarregue
        junte-se | participe | apoie | ajude | doe | compartilhe | partilhe | comente | receba
        descubra | seja | torne-se | faça | acesse | conheça | envie | escreva | deixe | ative
        ^confira | ^veja | ^leia | ^ouça | contribua | avise
    """,
    we="""
        nós | nosso | nossa | nossos | nossas | conosco | connosco | este site | este jornal
        este portal | este artigo | este conteúdo | esta matéria | esta reportagem | este texto
        esta página
    """,
    you="você | vocês | te | ti | contigo",
    matter="""
        newsletter* | boletim | boletins | assin* | subscri* | doação | doações | donativo* | contribui*
        cookies | privacidade | app | aplicativo* | aplicação | notificaç* | caixa de entrada | e-mail*
        email* | conta | comentário* | facebook | twitter | instagram | whatsapp | telegram | youtube
        tiktok | podcast* | membro* | sócio* | redes sociais | publicidade | navegador | jornalismo
        canal | leitor* | edição impressa | alertas | notícias | conteúdo* | anúncios | consentimento
        coment* | leitores | redação | redacção | portal | responsabiliza | reprodução | citando a fonte
        pix | apoio | apoiadores | apoie | acordo ortográfico | assinante*
    """,
    heads="""
        leia também | leia mais | veja também | mais lidas | as mais lidas | mais lidos
        notícias relacionadas | relacionadas | relacionados | artigos relacionados | últimas notícias
        últimas | mais notícias | mais sobre | saiba mais | tags | temas | assuntos | recomendados
        recomendadas | você pode gostar | também pode gostar | destaques | em destaque | populares
        tópicos | conteúdo patrocinado | matérias relacionadas
    """,
    comments="comentários | comentário | deixe um comentário | deixe seu comentário",
    roles="""
        jornalista | repórter | correspondente* | redator* | redatora* | colunista* | enviado especial
        enviada especial | editor de | editora de | colaborador* | escreve para
    """,
)
