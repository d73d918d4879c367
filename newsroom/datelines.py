"""Where and by whom a report was filed, at the head of its first sentence: «LONDON (Reuters) - »."""

import re

_DASHES = r"[-–—―]{1,2}"
_CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽΑ-ΩА-ЯЁІЇЄҐ"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # (ANSA) - ROMA, 03 MAG -
        rf"\([{_CAPITALS}]{{2,10}}\) - [{_CAPITALS}' ]{{3,20}}, \d\d? [{_CAPITALS}]{{3}} - ",
        # London (Reuters) - · BERLIN, 3. Mai (dpa) – · Madrid, 3 may (EFE).- · (CNN) --
        rf"(?P<place>[^()\n]{{0,40}}?)\((?P<agency>[^()]{{2,30}})\)\s*[.,:]?\s*{_DASHES}\s*",
        # Paris (AFP) · (CNN)
        rf"(?P<place>[^()\n,]{{0,25}}?)\((?P<agency>[{_CAPITALS}]{{2,8}})\)\s*",
        # PARIS — · NEW YORK, May 3 — · МОСКВА, 3 мая — РИА Новости.
        (
            rf"[{_CAPITALS}][{_CAPITALS}.' /-]{{3,30}}(?:, [\w. ]{{1,25}})?\s*[–—]{{1,2}}\s*"
            r"(?:РИА Новости\. |ТАСС\. )?"
        ),
        # Москва. 3 мая. INTERFAX.RU - · МОСКВА, 3 мая. /ТАСС/.
        rf"[{_CAPITALS}][\w-]+[.,] \d{{1,2}} \w+\. (?:[{_CAPITALS}.]+ {_DASHES} |/[^/]+/\. )",
        # （中央社記者…台北3日電） · 新华社北京5月3日电（记者 …） · 本报讯（…）
        r"[（(][^）)。]{2,40}[电電讯訊報报导導][）)]\s*",
        (
            r"[\u4e00-\u9fff]{1,6}(?:社|网|網|報|报)[^。，,]{0,20}?\d{1,2}日(?:电|電|讯|訊)\s*"
            r"(?:[（(][^）)]{1,30}[）)])?\s*"
        ),
        r"本(?:报|報|网|網|刊)(?:讯|訊)\s*(?:[（(][^）)]{1,30}[）)])?\s*",
        # 【ロンドン＝山田太郎】 · ［東京　３日　ロイター］
        r"[【［〔][^】］〕。]{2,40}[】］〕]\s*[-―—–－]?\s*",
        # (서울=연합뉴스) 홍길동 기자 =
        (
            r"[(（\[][^()（）\[\]]{1,20}=[^()（）\[\]]{1,20}[)）\]]\s*"
            r"(?:[\w·, ]{2,20}(?:기자|특파원)\s*=\s*)?"
        ),
    )
)
_SMALL_AGENCIES = frozenset({"dpa", "afp", "ap", "efe", "apa", "sda", "dts", "sid", "epd", "kna"})
_MAX_PLACE_WORDS = 8


def without_dateline(block: str) -> str:
    """Return `block` without the dateline it begins with: a verbatim tail, or all of it."""
    for pattern in _PATTERNS:
        match = pattern.match(block)
        if match and _is_dateline(match, block[match.end() :]):
            return block[match.end() :]
    return block


def _is_dateline(match: re.Match[str], rest: str) -> bool:
    """Return whether place, agency and what follows begin with capitals, in scripts that have them."""
    if not rest or rest.lstrip("\"'“„«»‘(¿¡")[:1].islower():
        return False
    named = match.groupdict()
    place, agency = named.get("place") or "", named.get("agency") or ""
    if len(place.split()) > _MAX_PLACE_WORDS or any(
        word[0].islower() for word in place.partition(",")[0].split()
    ):
        return False
    return not agency[:1].islower() or agency.partition("/")[0] in _SMALL_AGENCIES
