"""Queries as nobody means them: each is told by a seed and a number."""

import random

SYNTAX = """
    " "" ' ` * ** - -- + ^ : ; , . ( ) { } [ ] | || & && ~ < > = == % _ \\ / // # @ ! ? $ AND OR NOT
    NEAR NEAR( NEAR/2 NEAR(ferry left,2) MATCH rowid rank bm25(terms) terms terms_1 head body tags head: body:
    {head}: {tags}:x -{tags}:x - {head body}: tags:f2 "tags":"f2" head_forms:ferry ^ferry ferry + harbour
    §x §f1 §f2 §len -§x ¬x ¬f1 ¬f2 ¬len -¬x len x f1
    feed:2 feed:"Secret" feed:"x" f2 x integrity-check delete-all rebuild optimize ferry harbour "ferry left"
    col:val x:y after: before:9999999w after:-1 after:0001-01-01 before:9999-12-31 lang:* lang:en sort:date
    -ferry -"the harbour" ferry* f* *ferry OR* “ ” « » „ 「 」 ״ שלום בית 北 北京* กรุ ß ı İ ﬁ ½ ٣ e-mail 1,000
""".split()  # noqa: SIM905 - a list of these would be unreadable
"""What FTS5 and our own query language understand, or might."""

NAUGHTY = """
    ' OR 1=1 -- '; DROP TABLE docs; -- " OR tags:"x UNION SELECT ?1 :name @name $name 0x0 NULL null undefined
    None true NaN Infinity -0 1e309 9223372036854775808 -9223372036854775809 0/0 ${jndi:ldap://x}
    <script>alert(1)</script> <b>x</b> &lt; &#0; %s %n %00 {{7*7}} {0.__class__} ../../etc/passwd C:\\con file://
    \x00 \x01 \x1a \x1b[31m \x7f \x85 \ufeff U.S. \u202e \u2066 \u200b \u200d \u00ad
    \ud800 \udfff \ufffd \uffff \U0001f98a \U0010ffff Z̸̢a̷l̶g̵o̴ ﷽ ̈ ི ְ 👩‍👩‍👧 🇮🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿
    ﬀ ﬃ Ǆ ẞ ſ K Å İ ı ΐ ŉ 각 각 が か゛ ｶﾞ ＯＲ －ｆｅｒｒｙ ＂ｘ＂ ：
    田中さんにあげて下さい パーティー 사회과학원 찦차를 الكل في المجمو עברית ภาษาไทย हिन्दी
    ᚛ᚄᚓᚐ 𝕋𝕙𝕖 ⒯⒣⒠ ₀₁₂ ١٢٣ 一二三
""".split()  # noqa: SIM905
"""Of the kind of the Big List of Naughty Strings: injections, limits, invisible and composed characters."""

WORDS = "The quick ferry left harbour שלום לבית 北京大学 กรุงเทพ Straße 1,000 e-mails Secret".split()  # noqa: SIM905

_BLOCK = 0x80
"""Characters taken together: no block of Unicode is so large that the next ones are skipped."""

_BLOCKS = 0x110000 // _BLOCK
_STRIDE = 997  # has no factor in common with their number: all come up, the first ones far apart
_KINDS = 5


def hostile(seed: int, number: int) -> str:
    """Return a query. In 44,000 numbers in a row every block of Unicode comes up."""
    dice = random.Random(f"{seed}/{number}")
    match number % _KINDS:
        case 0:
            return _glued(dice, SYNTAX, 6)
        case 1:
            return _glued(dice, [*NAUGHTY, *SYNTAX], 6)
        case 2:
            start = number // _KINDS * _STRIDE % _BLOCKS * _BLOCK
            return "".join(chr(start + dice.randrange(_BLOCK)) for _ in range(dice.randint(1, 20)))
        case 3:
            return dice.randbytes(dice.randint(1, 60)).decode("utf-8", "surrogateescape")
        case _:
            words = dice.choices([*SYNTAX, *WORDS], k=dice.randint(1, 40))
            return " ".join(word[: dice.randint(1, 9)] for word in words)


def _glued(dice: random.Random, parts: list[str], most: int) -> str:
    glue = dice.choice([" ", "", "  ", "\n", "\t", "\u3000"])
    return glue.join(dice.choices(parts, k=dice.randint(1, most)))
