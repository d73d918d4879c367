"""What an element says, kept as a value of its entry: as feedparser keeps it, by a shorter way."""

from typing import Any

from feedparser.api import StrictFeedParser

from bot.intake.plain import mended
from bot.intake.values import EntryValues, TextParameters

_POPPED_OTHERWISE = frozenset({"category", "itunes_keywords", "link", "tags"})
_PLAIN, _HTML, XHTML = "text/plain", "text/html", "application/xhtml+xml"


class KeepingParser(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's handlers, and what happens to what they read."""

    def __init__(self) -> None:
        super().__init__("", None, "utf-8")
        self.resolve_relative_uris = False
        self.sanitize_html = False

    def name_author(self) -> None:
        """Have feedparser divide the last entry's author into name and address."""
        self._sync_author_detail()

    def push_content(self, *args: Any) -> None:
        """Begin a text."""
        super().push_content(*args)
        self.contentparams: dict[str, Any] = TextParameters(self.contentparams)

    def _start_item(self, attributes: dict[str, str]) -> None:
        super()._start_item(attributes)
        self.entries[-1] = EntryValues(self.entries[-1])

    _start_entry = _start_item

    def pop(self, element: str, strip_whitespace: int = 1) -> str | None:
        """End an element and return what it says; keep that as a value of the entry."""
        stack, parameters = self.elementstack, self.contentparams
        if (
            element in _POPPED_OTHERWISE
            or not (stack and self.inentry and strip_whitespace)
            or self.insource
            or parameters.get("base64")
            or parameters.get("type") == XHTML
        ):
            ended: str | None = super().pop(element, strip_whitespace)
            return ended
        name, expects_text, pieces = stack[-1]
        if name != element:
            return None
        stack.pop()
        said = "".join(pieces).strip()
        if expects_text:
            said = self._finished(element, said)
            if element != "title" or not -1 < self.title_depth <= self.depth:
                self._keep(element, said)
        return said

    def _finished(self, element: str, said: str) -> str:
        """Return what an element says as feedparser would store it; it may find that a text is HTML."""
        parameters = self.contentparams
        if said and element in self.can_be_relative_uri and (element != "id" or self.guidislink):
            said = self.resolve_uri(said)
        if (
            parameters.get("type") == _PLAIN
            and not self.version.startswith("atom")
            and self.looks_like_html(said)
        ):
            parameters["type"] = _HTML
        parameters.pop("mode", None)
        parameters.pop("base64", None)
        return mended(said)

    def _keep(self, element: str, said: str) -> None:
        entry, parameters = self.entries[-1], self.contentparams
        if element == "content":
            entry.setdefault("content", []).append(TextParameters(parameters, value=said))
            return
        if element == "description":
            element = "summary"
        depths = self.property_depth_map.setdefault(entry, {})
        if self.depth <= depths.get(element, self.depth):
            depths[element] = self.depth
            entry[element] = said
        if self.incontent:
            entry[f"{element}_detail"] = TextParameters(parameters, value=said)
