"""Spoilt copies of feeds: whatever is in one, it is articles or a named problem, soon.

`make nightly` makes a million; here the seed is fixed, so that a failure is the change's that brought it.
"""

import pytest

from newsroom import Failed, Pace, ParsedFeed, Problem, Read, Validators, decide
from storage import Database, add_feed, known_entries, latest_of_feed, record_check
from tests.fuzz.__main__ import failures, main
from tests.fuzz.corpus import corpus, own_documents
from tests.fuzz.mutations import Spoilt, mutated
from tests.fuzz.promises import NOW, kept_promises

SEED = 4
SHARDS = 20
SHARD = 1_000
STORED = 300
CUT = 10
"""Of so many shards one is also read without what was known; `make nightly` reads all so."""

PACE = Pace(interval=900_000, min_interval=300_000, max_interval=21_600_000)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_document_breaks_a_promise(shard: int) -> None:
    numbers = range(shard * SHARD, (shard + 1) * SHARD)
    assert failures(SEED, numbers, cut=shard % CUT == 0) == []


async def test_what_is_read_is_stored_whole(db: Database) -> None:
    """No row is half written: as many articles and remembered entries as the document has entries."""
    for number in range(STORED):
        url = f"https://feeds.example/{number}"
        feed = await add_feed(db, url=url, title=url, by=1, now=NOW)
        outcome = kept_promises(mutated(SEED, number, corpus())).whole
        verdict = decide(feed, _read(outcome), {}, NOW, PACE)
        count = len(outcome.entries) if isinstance(outcome, ParsedFeed) else 0
        assert await record_check(db, verdict) == count
        assert (await latest_of_feed(db, feed.id, size=1)).total == count
        assert len(await known_entries(db, feed.id)) == count


def _read(outcome: ParsedFeed | Problem) -> Read | Failed:
    return Failed(outcome) if isinstance(outcome, Problem) else Read(outcome, Validators())


@pytest.mark.parametrize("number", range(len(own_documents())))
def test_our_own_documents_are_feeds_before_they_are_spoilt(number: int) -> None:
    document = own_documents()[number]
    outcome = kept_promises(Spoilt(document, document)).whole
    assert isinstance(outcome, ParsedFeed)
    assert outcome.entries


def test_enough_of_them_list_known_entries_beside_new_ones() -> None:
    """Else the cut would be tried on nothing."""
    cuts = [kept_promises(mutated(SEED, number, corpus())).cut for number in range(STORED)]
    feeds = [cut for cut in cuts if isinstance(cut, ParsedFeed) and cut.unread]
    assert len(feeds) > STORED // 30
    assert sum(bool(feed.entries) for feed in feeds) > STORED // 100


def test_a_number_names_a_document() -> None:
    documents = corpus()
    assert mutated(SEED, 7, documents) == mutated(SEED, 7, documents)
    assert len({mutated(SEED, number, documents) for number in range(20)}) > 15


def test_the_nightly_run_is_this_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "1", "--count", "20"]) == 0
    assert capsys.readouterr().out.endswith("every promise was kept\n")
    assert main(["--seed", "1", "--only", "5"]) == 0


def test_a_failure_says_how_to_see_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Spoilt, *, cut: bool) -> None:
        raise AssertionError("too slow")

    monkeypatch.setattr("tests.fuzz.__main__.kept_promises", broken)
    assert failures(9, range(3, 4)) == [
        "AssertionError: too slow  # python -m tests.fuzz --seed 9 --only 3"
    ]
