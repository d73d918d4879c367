"""Stories that are told twice, and others in the same wording: `similar/*.txt`, written for the tests.

A file is named for its language, `other.txt` holds several; those in `similar/held_out/` were written after
everything was tuned, and nothing was tuned to them since.

`## ` begins a family: stories of one topic, mostly in one wording. `# A | title` begins a version of its
story A; what follows, a block a line, is its text. Two versions of one story are a pair of one story, any
other two of a family are two stories.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "similar"


@dataclass(frozen=True, slots=True)
class Version:
    """An article that tells a story."""

    language: str | None
    """The language that its file is named for; None = it holds several."""
    family: str
    story: str
    title: str
    text: str


class Pair(NamedTuple):
    """Two articles of one family."""

    one: Version
    other: Version

    @property
    def is_one_story(self) -> bool:
        """Whether both tell the same story."""
        return self.one.story == self.other.story


def read_families(*, held_out: bool) -> list[list[Version]]:
    """Return the families of stories, by file and in the order of each."""
    folder = _FOLDER / "held_out" if held_out else _FOLDER
    return [
        list(_versions(path.stem, family))
        for path in sorted(folder.glob("*.txt"))
        for family in path.read_text(encoding="utf-8").removeprefix("## ").split("\n## ")
    ]


def pairs_of(families: list[list[Version]]) -> list[Pair]:
    """Return all pairs within the families."""
    return [Pair(*pair) for family in families for pair in combinations(family, 2)]


def _versions(source: str, family: str) -> Iterator[Version]:
    name, *versions = family.strip().split("\n# ")
    language = source if len(source) == 2 else None
    for version in versions:
        head, _, text = version.partition("\n")
        story, _, title = head.partition(" | ")
        yield Version(language, name.strip(), story, title.strip(), text.strip())
