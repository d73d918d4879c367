"""Lines that repeat what is known of an article: its headline, its writer, its feed's standing texts."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from newsroom.cues import fold
from newsroom.sentences import is_sentence, split

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_DIGITS = re.compile(r"\d+")
_DIGEST_BYTES = 8

_ECHO = 0.85
_SITE_NAME_WORDS = 4  # «Headline – The Site's Name»
_ECHO_LENGTH = 120
_SHORTEST_TITLE = 12  # characters: a shorter one may stand in a sentence by chance
_ATTRIBUTION_WORDS = 8
_BYLINE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article besides its blocks, in plain words (`plain`)."""

    title: str = ""
    feed_title: str = ""
    author: str = ""
    standing: Collection[str] = frozenset()
    """Hashes (`block_hash`) of what stands in several articles of the feed."""

    def stands(self, line: str) -> bool:
        """Return whether a line is known from other articles of the feed."""
        return bool(self.standing) and block_hash(line) in self.standing

    def repeats_title(self, block: str) -> bool:
        """Return whether a block is the headline again, perhaps with the site's name."""
        if not self.title or len(block) > _ECHO_LENGTH + 2 * len(self.title):
            return False
        words, headline = set(plain(block).split()), set(self.title.split())
        spare = 1 if is_sentence(block) else _SITE_NAME_WORDS
        if not words or len(words) > len(headline) + spare:
            return False
        return len(headline & words) >= _ECHO * max(len(headline), len(words) - spare)

    def attributes(self, line: str) -> bool:
        """Return whether a line names both article and feed: «The post … appeared first on …»."""
        if len(self.title) < _SHORTEST_TITLE or not self.feed_title:
            return False
        if len(line) > _ECHO_LENGTH + len(self.title) + len(self.feed_title):
            return False
        before, title, after = plain(line).partition(self.title)
        before_feed, feed, after_feed = f"{before} {after}".partition(self.feed_title)
        rest = f"{before_feed} {after_feed}".split()
        return bool(title and feed) and len(rest) <= _ATTRIBUTION_WORDS

    def names_writer(self, block: str) -> bool:
        """Return whether a block begins with the writer's name, maybe behind a word such as «by».

        A single word is no name of a person: «AFP», «admin».
        """
        name = self.author.split()
        if len(name) < 2 or self.author in self.title or self.author in self.feed_title:
            return False
        head = plain(block[: _ECHO_LENGTH + len(self.author)]).split()[: len(name) + _BYLINE_WORDS]
        return f" {self.author} " in f" {' '.join(head)} "


def plain(text: str) -> str:
    """Return the words of a text alone, folded; an ideograph counts as one."""
    return " ".join(_WORD.findall(fold(text)))


def block_hash(block: str) -> str:
    """Return what a block is known by among the articles of a feed, as hex.

    Numbers, case and punctuation count for nothing: «12 comments» is «7 comments».
    """
    words = plain(_DIGITS.sub("0", block))
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


def standing_hashes(blocks: Iterable[str]) -> frozenset[str]:
    """Return the hashes to count over the articles of a feed.

    They are those of each block, and of the sentences at the ends of longer blocks, where standing lines
    are joined to the text.
    """
    hashes = set()
    for block in blocks:
        hashes.add(block_hash(block))
        sentences = split(block)
        if len(sentences) > 1:
            hashes |= {block_hash(sentences[0]), block_hash(sentences[-1])}
    return frozenset(hashes)
