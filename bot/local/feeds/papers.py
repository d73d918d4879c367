"""The papers and their articles, read from the data files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import Any

FOLDERS = ("harbour-courier", "drei-ufer", "hed-harekhes")
TEMPLATES = ("page", "entry", "photo")
FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
UNITS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}


@dataclass(frozen=True, slots=True)
class Article:
    """An article as `feed.toml` tells it."""

    slug: str
    language: str
    title: str
    byline: str
    lead: str
    paragraphs: tuple[str, ...]
    categories: tuple[str, ...]
    comments: int
    caption: str | None
    """None = it has no photo."""
    credit: str | None
    audio: bool
    age: int | None
    """Milliseconds before the start; None = held back."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its articles in the order of the file, and what stands around them."""

    slug: str
    title: str
    description: str
    language: str
    format: str
    """One of "rss" and "atom"."""
    full_text: bool
    """False = its feed carries teasers only."""
    permanent_links: bool
    """Whether a guid is the article's address (RSS's isPermaLink)."""
    articles: tuple[Article, ...]
    furniture: Mapping[str, Mapping[str, str]]
    """Language to label to words, where the templates leave them open."""
    templates: Mapping[str, Template]

    @property
    def feed_type(self) -> str:
        """The MIME type of the paper's feed."""
        return FEED_TYPES[self.format]


@dataclass(frozen=True, slots=True)
class Published:
    """An article that is out, and since when (UTC milliseconds)."""

    article: Article
    at: int


class Edition:
    """A paper as it stands now: what is published, newest first, and what is still held back."""

    def __init__(self, paper: Paper, start: int) -> None:
        self.paper = paper
        self.published = sorted(
            (Published(a, start - a.age) for a in paper.articles if a.age is not None),
            key=lambda published: published.at,
            reverse=True,
        )
        self._held_back = [a for a in paper.articles if a.age is None]

    @property
    def modified(self) -> int:
        """When the newest article appeared, in UTC milliseconds."""
        return self.published[0].at

    def publish_next(self, now: int) -> Article | None:
        """Let the next article that is held back appear at `now`; None when all are out."""
        if not self._held_back:
            return None
        article = self._held_back.pop(0)
        self.published.insert(0, Published(article, now))
        return article

    def find(self, slug: str) -> Published | None:
        """Return the article of this slug; None where there is none, or it isn't out yet."""
        return next((p for p in self.published if p.article.slug == slug), None)


def load_papers() -> tuple[Paper, ...]:
    """Read all bundled papers, in the order in which they are shown."""
    here = files(__package__)
    front = _template(here, "front")
    return tuple(_paper(here / folder, folder, front) for folder in FOLDERS)


def _paper(folder: Traversable, slug: str, front: Template) -> Paper:
    data = tomllib.loads((folder / "feed.toml").read_text(encoding="utf-8"))
    return Paper(
        slug=slug,
        title=data["title"],
        description=data["description"],
        language=data["language"],
        format=data["format"],
        full_text=data["full_text"],
        permanent_links=data["permanent_links"],
        articles=tuple(_article(table, data["language"]) for table in data["articles"]),
        furniture=data.get("furniture", {}),
        templates={"front": front} | {name: _template(folder, name) for name in TEMPLATES},
    )


def _template(folder: Traversable, name: str) -> Template:
    return Template((folder / f"{name}.html").read_text(encoding="utf-8"))


def _article(table: Mapping[str, Any], language: str) -> Article:
    return Article(
        slug=table["slug"],
        language=table.get("language", language),
        title=table["title"],
        byline=table["byline"],
        lead=table["lead"],
        paragraphs=tuple(" ".join(block.split()) for block in table["text"].split("\n\n")),
        categories=tuple(table["categories"]),
        comments=table["comments"],
        caption=table.get("caption"),
        credit=table.get("credit"),
        audio=table.get("audio", False),
        age=_milliseconds(table["age"]) if "age" in table else None,
    )


def _milliseconds(age: str) -> int:
    """Read an age such as "2d 4h"."""
    if not re.fullmatch(r"\d+[mhd]( \d+[mhd])*", age):
        raise ValueError(f"an age is written like 2d 4h, not {age!r}")
    return sum(int(part[:-1]) * UNITS[part[-1]] for part in age.split())
