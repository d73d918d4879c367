"""Our own outage, told from feeds that are ill."""

from dataclasses import replace

from newsroom import (
    Feed,
    FeedState,
    Hearing,
    Outage,
    Problem,
    ProblemKind,
    Verdict,
    choose_probes,
)

UNREACHABLE = Problem(ProblemKind.UNREACHABLE)


def feed(number: int, host: str | None = None, problem: Problem | None = None) -> Feed:
    url = f"https://{host or f'{number}.example'}/feed"
    return Feed(number, url, "A", FeedState.ACTIVE, 0, 0, problem=problem)


def hear(
    outage: Outage,
    of: Feed,
    problem: Problem | None,
    ended: float,
    *,
    took: float = 0.5,
) -> Hearing:
    verdict = Verdict(of.id, at=int(ended * 1000), next_check_at=0, problem=problem)
    return outage.hear(of, verdict, began=ended - took, ended=ended)


def begun(hosts: int = 3, at: float = 100) -> Outage:
    outage = Outage()
    for number in range(hosts):
        hear(outage, feed(number), UNREACHABLE, at + number)
    return outage


def test_it_begins_when_hosts_fail_one_after_the_other() -> None:
    outage = Outage()
    hear(outage, feed(9), None, 1)
    hearings = [hear(outage, feed(number), UNREACHABLE, 10 + number) for number in (1, 2, 3)]
    assert hearings == [Hearing.COUNTS, Hearing.COUNTS, Hearing.BEGINS]
    assert outage.down
    assert outage.suspects.keys() == {1, 2}, "what counted before is to be pardoned"
    assert hear(outage, feed(4), UNREACHABLE, 20) is Hearing.EXCUSED


def test_many_feeds_of_one_host_are_that_hosts_trouble() -> None:
    outage = Outage()
    for number in range(50):
        assert hear(outage, feed(number, "one.example"), UNREACHABLE, number) is Hearing.COUNTS
    assert not outage.down


def test_an_answer_in_between_says_that_the_network_is_there() -> None:
    """Whatever it says: a server that answers 500 has been reached."""
    outage = Outage()
    for number in range(0, 30, 2):
        hear(outage, feed(number), UNREACHABLE, number)
        hear(outage, feed(99), Problem(ProblemKind.SERVER_ERROR, "HTTP 500"), number + 1)
    assert not outage.down


def test_slow_failures_beside_quick_answers_are_the_feeds_own() -> None:
    outage = Outage()
    hear(outage, feed(99), None, 2)
    for number in range(20):
        slow = hear(outage, feed(number), Problem(ProblemKind.TIMEOUT), 30, took=29)
        assert slow is Hearing.COUNTS
    assert not outage.suspects


def test_the_more_hosts_answer_the_more_must_fail_in_a_row() -> None:
    outage = Outage()
    for number in range(70):
        hear(outage, feed(1000 + number), None, 1)
    hearings = [hear(outage, feed(number), UNREACHABLE, 10 + number) for number in range(7)]
    assert hearings == [Hearing.COUNTS] * 6 + [Hearing.BEGINS]


def test_an_address_that_is_not_asked_says_nothing_of_the_network() -> None:
    outage = begun()
    assert hear(outage, feed(7), Problem(ProblemKind.FORBIDDEN_ADDRESS), 200) is Hearing.COUNTS
    assert outage.down


def test_the_first_answer_ends_it_and_what_began_before_is_still_excused() -> None:
    outage = begun()
    assert hear(outage, feed(1), Problem(ProblemKind.NOT_FOUND), 200) is Hearing.ENDS
    assert not outage.down
    late = Problem(ProblemKind.TIMEOUT)
    assert hear(outage, feed(2), late, 225, took=30) is Hearing.EXCUSED
    assert hear(outage, feed(2), late, 260, took=30) is Hearing.COUNTS


def test_the_feed_is_remembered_as_it_was_before_its_first_failure() -> None:
    outage = Outage()
    before = feed(1)
    hear(outage, before, UNREACHABLE, 1)
    hear(outage, replace(before, failures=1, problem=UNREACHABLE), UNREACHABLE, 2)
    assert outage.suspects[1].feed == before
    assert outage.suspects[1].at == 2000


def test_probes_are_of_different_hosts_those_first_that_were_well() -> None:
    due = [feed(1, "ill.example", UNREACHABLE), feed(2), feed(3, "2.example"), feed(4)]
    assert [one.id for one in choose_probes(due, 2, 0)] == [2, 4]
    assert [one.id for one in choose_probes(due, 5, 0)] == [2, 4, 1]
    assert choose_probes([], 3, 5) == ()


def test_probes_take_turns() -> None:
    due = [feed(number) for number in range(10)]
    tried = {one.id for turn in range(4) for one in choose_probes(due, 3, turn)}
    assert tried == set(range(10))
