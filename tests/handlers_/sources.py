"""What stands at which address, for a conversation that looks at feeds and pages."""

from collections.abc import Callable
from dataclasses import dataclass, field

from newsroom import FoundFeed, Look, ParsedFeed, Problem, ProblemKind


@dataclass
class Sources:
    """What stands at each address; nothing is found at any other."""

    feeds: dict[str, ParsedFeed] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    """Where an address leads to in the end."""
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Where pages stand, and the addresses of their feeds, the best first."""
    looks: list[str] = field(default_factory=list)
    """The addresses looked at, in order."""
    web_pages: dict[str, ParsedFeed] = field(default_factory=dict)
    """The web pages that are no feed's."""
    unchanged: set[str] = field(default_factory=set)
    """Addresses where a check finds the bytes of the last one."""
    read: list[str] = field(default_factory=list)
    """The addresses of the pages asked for, in order."""
    until: Callable[[], bool] = lambda: True
    """A look lasts until this is true."""

    def look(self, url: str) -> Look:
        self.looks.append(url)
        url = self.moved.get(url, url)
        if url in self.feeds:
            return Look(url, parsed=self.feeds[url])
        if len(found := self.pages.get(url, ())) == 1:
            return Look(found[0], parsed=self.feeds[found[0]], found_on=url)
        if found:
            choices = tuple(self._choice(one) for one in found)
            return Look(url, problem=Problem(ProblemKind.NOT_A_FEED), feeds=choices)
        return Look(url, problem=self.problems.get(url) or Problem(ProblemKind.NAME_NOT_FOUND))

    def _choice(self, url: str) -> FoundFeed:
        entries = self.feeds[url].entries
        newest = max((one.published_at or 0 for one in entries), default=None)
        return FoundFeed(url, self.feeds[url].title, len(entries), newest)

    def page(self, url: str) -> ParsedFeed | Problem:
        self.read.append(url)
        problem = self.problems.get(url) or Problem(ProblemKind.NAME_NOT_FOUND)
        return self.web_pages.get(url) or problem
