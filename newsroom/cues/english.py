"""What pages say around a story in English."""

from newsroom.cues.kinds import Cues

ENGLISH = Cues(
    common="the of and to in is that for was on with as by",
    sure="""
        sign up for our | sign up to our | sign up here | ^sign up now | ^sign up today | ^sign up below
        ^subscribe now | ^subscribe today | ^subscribe here | subscribe to our | our newsletter*
        our free newsletter* | our daily newsletter* | our weekly newsletter* | our mailing list
        follow us | ^follow me on | like us on | find us on | join us on | click here | ^tap here
        ^read more | ^read the full | ^read the rest | read our | continue reading | ^keep reading
        ^see also | ^also read | ^read also | ^read next | more on this story | all rights reserved
        may not be reproduced | may not be published, broadcast | no part of this | ^enable javascript
        please enable | ad blocker | appeared first on | this article first appeared
        this story first appeared | article originally appeared | story originally appeared
        article was originally published | story was originally published | article was first published
        story was first published | this article was updated | this article was amended
        this story was produced | is republished from | under a creative commons | affiliate link*
        we may earn | earn a commission | ^sponsored content | ^paid content | story continues below
        article continues | ^scroll down | ^scroll to continue | listen to this article | minute read
        min read | share this article | share this story | share this post | ^share on | ^share this
        leave a comment | ^post a comment | join the conversation | join the discussion
        already a subscriber | already a member | already have an account | ^create a free account
        ^start your free trial | cancel anytime | support our | support independent journalism
        ^support us | ^please support | ^help us | ^donate today | ^donate now | ^become a member
        ^become a supporter | ^become a subscriber | ^become a patron | your support makes
        reader-funded | readers like you | reader support | reader-supported | ^download our
        ^download the app | ^get the app | ^get our app | email us | ^got a tip | have a tip
        ^got a story | have a story | ^send us | ^write to us | ^contact us | ^contact the author
        ^contact the reporter | contributed to this report | contributed to this story
        contributed to this article | contributed reporting | ^reporting by | ^additional reporting
        ^report by | ^editing by | ^edited by | ^compiled by | ^written by | ^story by | ^words by
        to your inbox | in your inbox | ^the views expressed | ^the opinions expressed
        do not necessarily reflect | ^for more information | ^for more stories | ^for more news
        ^for more on | ^for the latest | ^stay up to date | ^stay informed | ^never miss | ^don't miss
        unsubscribe | by signing up | by subscribing, | by submitting | by continuing to use
        you agree to our | you consent to | protected by recaptcha | ^watch: | ^video: | ^gallery:
        ^related: | ^read: | ^more: | ^listen: | ^most read | ^most popular | ^trending now
        might also like | may also like | ^recommended for you | ^what do you think
        ^what did you think | did you like this | did you enjoy this | ^enjoyed this | ^liked this
        ^tell us | ^let us know | comments are closed | comments are moderated | comments below | ^tags:
        ^filed under | ^topics: | ^posted in | ^posted by | ^last updated | ^this is a developing
        ^this is a breaking | ^this story has been updated | ^this article has been
        ^this story has been | ^correction: | ^editor's note | ^disclosure: | ^disclaimer:
        is a member of our | before you go | if you value what we | if you found this
        thanks for reading | thank you for reading | our podcast | our whatsapp channel
        our telegram channel | our facebook page | our youtube channel | our social media
        our print edition | buy us a coffee | exclusive to subscribers | for subscribers only
        subscriber-only | to read this article | to continue reading | stories like this
        articles like this | journalism like this | our reporting | our journalis* | our comment*
        our community guidelines | our privacy policy | our terms | our cookie* | we use cookies
        uses cookies to | ^about the author | ^about the writer | is for information only
        no substitute for | reprinted with permission | reprinted here | republish our
        republished with | nonprofit newsroom | non-profit newsroom | are delayed by at least
        is delayed by at least | you've reached the | free articles left | brought to you by
        welcomes letters | has no say in | ^corrections: | an earlier version of this
        a previous version of this | ^clarification: | ^update: | ^this article was
        ^this story was published | ^this piece was | ^first published in | ^first published on
        ^originally published | ^a version of this | our editorial | ^you are reading | ^you're reading
        ^you are listening | ^you're listening | ^you're watching | ^enter your email
        ^turn on notifications | ^view comments | ^show comments | ^reuse this content | ^image source
        trust principles | paid partnership | ^tap to | ^have you seen | ^have you got
    """,
    credits="""
        © | ⓒ | ^image credit* | ^photo credit* | ^photo by | ^photograph* by | ^photo: | ^photos:
        ^image: | ^images: | ^picture: | ^pictures: | ^pictured | ^caption: | ^credit: | ^credits:
        getty images | ^file photo | file photo) | file picture | ap photo | pa wire | pa images
        (pictured left | (pictured right | (pictured above | write caption here | ^seen here | (image:
        (photo: | (picture: | (r) with | (l) with | (r) and | (l) and | (r) at | (l) at | (r), | (l),
        (left) and | (right) and | (left), | (right), | (center), | (centre), | ^courtesy | via getty
        via ap | via reuters
    """,
    call="""
        ^sign up | ^click | ^subscribe | ^please | ^follow | ^join | ^download | ^donate | ^support
        ^visit | ^get | ^tell | ^share | ^become | ^register | ^log in | ^sign in | ^enter your | ^give
        ^chip in | ^help | ^discover | ^try | ^buy | ^check out | ^stay | ^keep up | ^receive | ^add us
        ^tap | ^scan | ^upgrade | ^activate | ^turn on | ^comment | ^rate | ^consider | please
        and subscribe | or subscribe | to subscribe | to sign up | to register | to log in | why not
        ^pass | ^spread | ^grab | ^pick up | ^order | ^book | ^meet | ^ring | ^drop | ^email | ^text
        ^reach | ^head | ^browse | ^explore | ^listen | ^watch | ^vote | ^win | ^save | ^like | ^hit
        ^add | ^bring | ^find | ^learn | ^see | ^look | ^take | ^go | ^ask | ^call | ^write | ^read
        ^send | ^let | ^make | ^pop | ^forward | ^enjoy | ^pay | ^spotted | ^want | ^missed | ^got
        ^looking | ^love
    """,
    we="""
        we | our | ours | this newspaper | this website | this site | this paper | this magazine
        this publication | this article | this story | this piece | this page | this post | ourselves
        we've | we're | we'll | we'd | this newsroom | this bulletin | this newsletter | this reporting
        this coverage
    """,
    you="""
        you | your | readers | yours | yourself | yourselves | you're | you'll | you've | reader
    """,
    matter="""
        newsletter* | subscri* | donat* | contribution* | cookies | cookie | privacy policy | app | apps
        app store | google play | notification* | inbox | e-mail* | email* | account | comment
        comments | facebook | twitter | instagram | whatsapp | telegram | youtube | tiktok | linkedin
        bluesky | mastodon | podcast | supporter* | membership | member | paywall | free trial | trial
        bulletin | briefing | mailing list | advert* | ads | browser | patreon | paypal | patron*
        journalism | journalist* | feedback | channel | social media | print edition | digital edition
        e-paper | gift card | terms of | rss | alerts | round-up | roundup | digest | news | stories
        headlines | reporting | copyright | consent | settings | device | quiz | ad-free
        letters to the editor | newsroom | newsroom's | nonprofit | non-profit | corrections
        correction | comment section | hotline | responsible for | reproduc* | republish*
        external websites | external sites | views are | reader trip | back issues | single copies
        monthly gift | is on sale
    """,
    heads="""
        related | related stories | related articles | related news | related content | related posts
        related topics | more stories | more news | more from | more on | most read | most popular
        most viewed | most shared | trending | popular | latest | latest news | latest stories
        top stories | read next | read more | you may also like | you might also like | recommended
        editor's picks | editors' picks | also read | see also | further reading | don't miss
        around the web | from our partners | sponsored | tags | topics | in other news | elsewhere
        what to read next
    """,
    comments="""
        comment | comments | leave a reply | leave a comment | reader comments | discussion | responses
        join the conversation
    """,
    roles="""
        reporter | correspondent | staff writer | senior writer | freelance* | columnist | news editor
        editor-in-chief | contributing writer | contributing editor | contributor | journalist
        editor at | editor of | editor for | writer based | writer for | writes about | writes for
        covers | is the author of | professor of | reports on | reporting fellow | is a writer
        is an author | has covered | bureau chief
    """,
)
