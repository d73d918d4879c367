"""What pages say around a story: the words that give away newsletters, credits, lists and the like.

Data by language, and the search for it. To teach a language, write its `Cues` beside its neighbours and
name it in `match.py`.
"""

from newsroom.cues.match import (
    Cue,
    Kind,
    find,
    fold,
    guess_language,
    is_comments_heading,
    is_list_heading,
    tells_language,
)

__all__ = [
    "Cue",
    "Kind",
    "find",
    "fold",
    "guess_language",
    "is_comments_heading",
    "is_list_heading",
    "tells_language",
]
