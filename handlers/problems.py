"""What was wrong with a source, in words, and what to do about it."""

from collections.abc import Mapping

from handlers.markup import Html, lines
from handlers.texts import Texts
from newsroom import Problem, ProblemKind

_DETAIL_LENGTH = 100
"""Characters; a server may write what it likes into its answer."""

_ADVICE: Mapping[ProblemKind, str] = {
    ProblemKind.BAD_ADDRESS: "advice-link",
    ProblemKind.FORBIDDEN_ADDRESS: "advice-public",
    ProblemKind.NAME_NOT_FOUND: "advice-spelling",
    ProblemKind.UNREACHABLE: "advice-later",
    ProblemKind.INSECURE: "advice-publisher",
    ProblemKind.TIMEOUT: "advice-later",
    ProblemKind.TOO_LARGE: "advice-smaller",
    ProblemKind.BAD_ENCODING: "advice-publisher",
    ProblemKind.REDIRECT_LOOP: "advice-publisher",
    ProblemKind.NOT_FOUND: "advice-moved",
    ProblemKind.GONE: "advice-moved",
    ProblemKind.FORBIDDEN: "advice-publisher",
    ProblemKind.BUSY: "advice-later",
    ProblemKind.SERVER_ERROR: "advice-later",
    ProblemKind.HTTP_ERROR: "advice-later",
    ProblemKind.EMPTY: "advice-later",
    ProblemKind.NOT_A_FEED: "advice-feed-link",
    ProblemKind.NOT_A_PAGE: "advice-browser",
    ProblemKind.UNPARSABLE: "advice-publisher",
    ProblemKind.TOO_HARD: "advice-smaller",
}

_ADVICE_FOR_ALL = frozenset({"advice-spelling", "advice-link", "advice-public", "advice-later"})
"""What holds for web pages too; else a page is best read in a browser."""

_SAID_OF_PAGES: Mapping[ProblemKind, ProblemKind] = {
    ProblemKind.GONE: ProblemKind.NOT_FOUND,
    ProblemKind.UNPARSABLE: ProblemKind.TOO_HARD,
}
"""Problems whose sentences speak of a feed, and those that say it of a page."""


def problem_words(texts: Texts, problem: Problem) -> Html:
    """Say in one sentence what was wrong, with the detail that an admin may search for."""
    sentence = texts(f"problem-{problem.kind}")
    if not problem.detail:
        return sentence
    return texts("problem-with-detail", sentence=sentence, detail=problem.detail[:_DETAIL_LENGTH])


def problem_and_advice(texts: Texts, problem: Problem) -> Html:
    """Say what was wrong, and what to do next."""
    return lines(problem_words(texts, problem), texts(_ADVICE[problem.kind]))


def page_problem_and_advice(texts: Texts, problem: Problem) -> Html:
    """Say what was wrong with a web page, and what to do next."""
    kind = _SAID_OF_PAGES.get(problem.kind, problem.kind)
    advice = _ADVICE[kind]
    return lines(
        problem_words(texts, Problem(kind, problem.detail)),
        texts(advice if advice in _ADVICE_FOR_ALL else "advice-browser"),
    )
