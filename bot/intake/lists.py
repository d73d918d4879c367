"""Reading a list of feeds in a worker: people send files of which nobody knows what they are."""

from dataclasses import asdict
from typing import Any

from newsroom import NotOpml, read_opml


def read_list_job(payload: bytes, _params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: the list's outlines as objects, or why it is none."""
    try:
        outlines = read_opml(payload)
    except NotOpml as error:
        return {"fault": error.fault, "detail": error.detail, "text": str(error)}
    return {"outlines": [asdict(outline) for outline in outlines]}
