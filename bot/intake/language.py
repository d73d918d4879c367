"""Tags of languages, as strangers write them."""

import re

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}")  # the shapes of BCP 47 that are in use


def language_tag(value: object) -> str | None:
    """Return a BCP 47 tag in lower case; None where `value` is none."""
    if not isinstance(value, str):
        return None
    tag = value.strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None
