"""Which of several pictures are the same one in other sizes, told by their addresses alone.

Feeds list a picture once for each size that they have of it, as often as they list several pictures. Two that
are taken for one cost a picture; one that is taken for two is shown twice. So the doubt goes to the former.
"""

import re
from urllib.parse import urlsplit

# Of a path's parts, those that say a size: 300x200, 16x9, w_640, h640, 1200w, scale-to-width-down.
_SIZE = re.compile(
    r"\d+x\d+|[whcsq]_?\d+(?:[.,_-]?[whcsq]_?\d+)*|\d+[wh]|@?[1-4]x|scale(?:d|-to-[a-z-]+)?|\d{1,4}"
)
# What ends a file's name in place of a size: those of WordPress, Flickr, CNN and the like.
_WORDS = """
    big custom default exlarge full gallery hd horizontal large lead live main medium mobile mini o original
    plus retina scaled sd small square super tablet tease thumb thumbnail t1 vertical video wide xl xlarge xs
"""
_SIZE_WORDS = frozenset(_WORDS.split())
_WORD_ENDS = re.compile(r"[-_.]")

# Who wrote it, not what it is about: WordPress lists this among an article's pictures.
_PORTRAIT = re.compile(r"(?:^|\.)gravatar\.com$", re.IGNORECASE)


def picture_key(url: str) -> str | None:
    """Return what the addresses of one picture have in common, whatever host has it in whatever size.

    None for the portrait of a writer.
    """
    parts = urlsplit(url)
    if _PORTRAIT.search(parts.hostname or ""):
        return None
    *folders, name = parts.path.lower().split("/")
    stem = name.rpartition(".")[0] or name
    kept = [folder for folder in folders if not _SIZE.fullmatch(folder)]
    return "/".join([*kept, _stem(stem)])


def _stem(name: str) -> str:
    """Return a file's name without the sizes that it ends with; a number alone may number pictures."""
    words = _WORD_ENDS.split(name)
    while len(words) > 1 and (words[-1] in _SIZE_WORDS or _says_size(words)):
        words.pop()
    return "-".join(words)


def _says_size(words: list[str]) -> bool:
    if words[-1].isdigit():
        return words[-2] in _SIZE_WORDS
    return _SIZE.fullmatch(words[-1]) is not None
