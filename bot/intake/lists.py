"""Reading a list of feeds in a worker: people send files of which nobody knows what they are."""

from dataclasses import asdict
from typing import Any

from newsroom import NotOpml, Outline, read_opml, read_tags


def read_list_job(payload: bytes, _params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: the list's outlines as objects, or why it is none.

    Their groups are tags already: twenty long names around each of 20,000 feeds would be 40 MB.
    """
    try:
        outlines = read_opml(payload)
    except NotOpml as error:
        return {"fault": error.fault, "detail": error.detail, "text": str(error)}
    return {"outlines": [_object(outline) for outline in outlines]}


def _object(outline: Outline) -> dict[str, Any]:
    return asdict(outline) | {"groups": read_tags(outline.groups)}
