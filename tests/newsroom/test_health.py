"""What is the matter with a feed, and when its answers are called slow."""

from dataclasses import replace

import pytest

from newsroom import (
    Ailment,
    Feed,
    FeedState,
    Move,
    Problem,
    ProblemKind,
    Standing,
    after_answer,
    diagnose,
    is_slow,
    usual_rate,
)
from newsroom.health import NOISY_A_DAY
from newsroom.promptness import NOTED, SLOW

WELL = Feed(1, "https://a.example/", "A", FeedState.ACTIVE, 0, 0)
BROKEN = Problem(ProblemKind.SERVER_ERROR)
MOVE = Move("https://b.example/", 1, 0)


@pytest.mark.parametrize(
    ("feed", "ailment"),
    [
        (WELL, None),
        (replace(WELL, standing=Standing.DEAD, problem=BROKEN), Ailment.DEAD),
        (replace(WELL, standing=Standing.GONE, state=FeedState.STOPPED), Ailment.DEAD),
        (replace(WELL, standing=Standing.ILL, problem=BROKEN), Ailment.ERRING),
        (replace(WELL, problem=BROKEN), Ailment.ERRING),
        (replace(WELL, move=MOVE), Ailment.MOVED),
        (replace(WELL, standing=Standing.DUPLICATE), Ailment.MOVED),
        (replace(WELL, standing=Standing.SILENT), Ailment.SILENT),
        (replace(WELL, standing=Standing.SILENT, answer=SLOW), Ailment.SILENT),
        (replace(WELL, answer=SLOW), Ailment.SLOW),
        (replace(WELL, answer=SLOW - 1), None),
        (replace(WELL, state=FeedState.PAUSED, problem=BROKEN), None),
    ],
)
def test_the_worst_of_it_is_said(feed: Feed, ailment: Ailment | None) -> None:
    assert diagnose(feed, 0, None) is ailment


@pytest.mark.parametrize(
    ("rate", "others", "is_noisy"),
    [
        (NOISY_A_DAY, [], True),
        (NOISY_A_DAY - 1, [], False),
        (NOISY_A_DAY - 1, [1, 1, 1, 0, 0], False),  # three others say nothing of what is usual
        (16, [2, 2, 2, 2], True),
        (15, [2, 2, 2, 2], False),
        (9, [1, 1, 1, 1], False),  # many times as much, but not much
        (49, [20, 30, 40, 30, 30], False),
    ],
)
def test_noise_is_much_by_itself_or_beside_others(
    rate: float, others: list[float], is_noisy: bool
) -> None:
    ailment = diagnose(WELL, rate, usual_rate([rate, *others]))
    assert (ailment is Ailment.NOISY) == is_noisy


def answers(*took: int) -> int | None:
    known: int | None = None
    for one in took:
        new = after_answer(known, one)
        known = known if new is None else new or None
    return known


def test_a_quick_feed_is_nothing_to_remember() -> None:
    assert after_answer(None, NOTED - 1) is None


def test_one_long_answer_makes_no_feed_slow_and_many_do() -> None:
    assert not is_slow(answers(29_000))
    assert is_slow(answers(*[8_000] * 8))


def test_a_slow_feed_becomes_quick_again_and_is_forgotten() -> None:
    slow = [10_000] * 20
    assert is_slow(answers(*slow, 200))
    assert answers(*slow, *[200] * 20) is None
    assert after_answer(1_100, 100) == 0, "0 = it is quick again"
