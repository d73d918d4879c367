"""What feedparser calls an element that expat calls «namespace name prefix», with spaces between."""

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """What is the same for all elements of a name."""

    tag: str
    """What feedparser calls it."""
    unknown: str
    """The name of its value where feedparser has no handler for it."""
    start: Callable[[dict[str, str]], None] | None
    end: Callable[[], None] | None
    ends_input: bool
    ends_image: bool
    """Whether it shows that a text input or an image has ended, as feedparser has it."""
    is_plain: bool
    """Whether feedparser adds no attribute of its own."""


def pair(name: str) -> tuple[str | None, str]:
    """Return namespace and name."""
    parts = name.split()
    return (None, name) if len(parts) == 1 else (parts[0], parts[1])


def written(name: str) -> str:
    """Return a name with its prefix, as it stands in the document."""
    parts = name.split()
    return f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[-1]


def tag_of(name: str, prefixes: Mapping[str, str], in_use: Mapping[str, str]) -> str:
    """Return what feedparser calls an element.

    `prefixes`: its own prefix for each namespace it knows, in lower case; "" for those of feeds.
    `in_use`: the other namespaces, by their prefixes in the document.
    """
    namespace, local = pair(name)
    known = (namespace or "").lower()
    if "backend.userland.com/rss" in known:  # any version of it
        return local.lower()
    prefix = prefixes.get(known)
    if prefix is None and namespace:
        prefix = next((one for one, uri in in_use.items() if one and uri == namespace), None)
    return f"{prefix}:{local}".lower() if prefix else local.lower()
