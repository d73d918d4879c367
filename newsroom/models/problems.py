"""What was wrong with a source, in one word and a detail."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """The one word for what was wrong with a source; listed with its meaning in docs/intake.md."""

    BAD_ADDRESS = "bad-address"
    FORBIDDEN_ADDRESS = "forbidden-address"
    NAME_NOT_FOUND = "name-not-found"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    BAD_ENCODING = "bad-encoding"
    REDIRECT_LOOP = "redirect-loop"
    NOT_FOUND = "not-found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    SERVER_ERROR = "server-error"
    HTTP_ERROR = "http-error"
    EMPTY = "empty"
    NOT_A_FEED = "not-a-feed"
    NOT_A_PAGE = "not-a-page"
    UNPARSABLE = "unparsable"
    TOO_HARD = "too-hard"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong: a word that the texts translate, and a detail such as ``HTTP 503``."""

    kind: ProblemKind
    detail: str = ""
