"""Sites that are left alone for a while."""

from bot.intake.resting import FIRST_REST, LONGEST_REST, Resting

NOW = 1_790_000_000_000
HOST = "paper.example"


def test_a_rest_doubles_up_to_the_longest() -> None:
    resting, now = Resting(), NOW
    for rest in (FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST):
        resting.hold(HOST, now)
        now += rest
        assert resting.is_resting(HOST, now - 1)
        assert not resting.is_resting(HOST, now)
    for _ in range(20):
        resting.hold(HOST, now, retry_after=9 * LONGEST_REST)
    assert not resting.is_resting(HOST, now + LONGEST_REST)


def test_no_rest_outlasts_a_clock_that_is_set_back() -> None:
    resting = Resting()
    resting.hold(HOST, NOW)
    assert not resting.is_resting(HOST, NOW - 365 * 24 * 60 * FIRST_REST)
