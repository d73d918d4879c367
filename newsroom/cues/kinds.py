"""The form that every language's cues are written in.

A field is a string of cues with `|` between them. Cues are matched without regard to case. `^` asks for the
beginning of a sentence, a final `*` lets the last word go on. In scripts that write no spaces, and in Arabic
and Hebrew, where short words are joined to the next, a cue may stand inside a word.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cues:
    """What one language's pages say around their stories."""

    common: str
    """The commonest words of the language, with spaces between them: they tell which one a text is in."""
    sure: str
    """Enough in itself: a sentence with it is the page's, not the story's."""
    credits: str
    """Who took a picture, or that it shows something: a short block that ends so is a caption."""
    call: str
    """Asks the reader to do something. Only together with `matter`."""
    we: str
    """The publisher speaking of itself, or a text of itself. Only together with `matter` or `you`."""
    you: str
    """Addressing the reader. Only together with `matter` or `we`."""
    matter: str
    """What pages ask for or talk about: newsletters, donations, cookies, comments, apps."""
    heads: str
    """The heading of a list of other stories: the whole block, or its beginning before a name or number."""
    comments: str
    """The heading of what readers wrote."""
    roles: str
    """What a writer of the publication is, in a line about them."""
