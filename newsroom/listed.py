"""The feeds of a list, judged: which may be asked for, and why the others may not."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.opml import Outline


class Refusal(StrEnum):
    """Why a feed of a list is not taken."""

    BAD_ADDRESS = "bad-address"
    FILE = "file"
    """Its address is that of a file on somebody's machine."""
    LOGIN = "login"
    """A user name or password stands in its address."""
    FORBIDDEN = "forbidden-address"
    SCRAPED = "scraped"
    """A page that another program cuts up."""
    PRIVATE = "private"
    """It belongs to another chat alone, of which the one who brings the list knows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list. Its addresses are as they are to be asked, unless it is refused."""

    outline: Outline
    refused: Refusal | None = None
    detail: str = ""
    """A technical word or two about the refusal."""
