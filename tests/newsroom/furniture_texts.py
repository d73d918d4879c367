"""Articles with page furniture, written for the tests: `furniture/*.txt`.

A file is named for its language; `about.txt` has stories about what furniture is about, `other.txt` single
texts of more languages. `second.txt` to `seventh.txt` were written one after the other, each when the filter
stood already: how it did on them at first sight is told in docs/summaries.md.

An article begins with `# title | author | feed title`. Its lines are blocks: `+ ` of the story, `- ` of the
page; in a block of both, ` || ` stands before what is the page's.
"""

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "furniture"


@dataclass(frozen=True, slots=True)
class Text:
    """An article as a feed gives it, and what of it is the story."""

    source: str
    """The file's name without its ending."""
    title: str
    author: str | None
    feed_title: str
    blocks: tuple[str, ...]
    story: tuple[str, ...]
    furniture: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.blocks)

    @property
    def language(self) -> str | None:
        """The language where the file is named for one."""
        return self.source if len(self.source) == 2 else None

    def foreign(self, lines: tuple[str, ...] | list[str]) -> list[str]:
        """Return the lines that are not the story's."""
        return [line for line in lines if not any(line in told for told in self.story)]


def furniture_texts() -> list[Text]:
    """Return all texts, by file and in the order of each."""
    return [
        _text(path.stem, article)
        for path in sorted(_FOLDER.glob("*.txt"))
        for article in path.read_text(encoding="utf-8").removeprefix("# ").split("\n# ")
    ]


def _text(source: str, article: str) -> Text:
    head, *lines = filter(None, article.split("\n"))
    title, author, feed_title = (part.strip() for part in head.split("|"))
    parts = [(line[0], *line[2:].partition(" || ")) for line in lines]
    return Text(
        source=source,
        title=title,
        author=author or None,
        feed_title=feed_title,
        blocks=tuple(line[2:].replace(" || ", " ") for line in lines),
        story=tuple(told for mark, told, _, _ in parts if mark == "+"),
        furniture=tuple(
            [told for mark, told, _, _ in parts if mark == "-"]
            + [aside for _, _, _, aside in parts if aside]
        ),
    )
