"""The language itself in a language tag."""

import re

_SUBTAG = re.compile("[a-z]{2,3}(?![a-z])")


def primary_subtag(tag: str | None) -> str | None:
    """Return `pt` of `pt-br`; None where a tag names no language: feeds write anything there."""
    found = _SUBTAG.match(tag or "")
    return found[0] if found else None
