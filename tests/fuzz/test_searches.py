"""Whatever is typed is answered, soon, and shows nobody what is another's; `make nightly` asks more."""

from pathlib import Path

import pytest

from tests.fuzz.queries import hostile
from tests.fuzz.searches import OWNER, failures, harbour, main
from tests.storage.searching import found

SEED = 20261122
QUERIES = 2_000


async def test_no_query_breaks_a_promise(tmp_path: Path) -> None:
    async with harbour(tmp_path) as there:
        everything = await found(there.index, "ferry", chat=OWNER)
        assert len(everything) == 2 * len(await found(there.index, "ferry")), "the owner finds both"
        assert await failures(SEED, range(QUERIES), there) == []
        assert there.answered > QUERIES / 50, "the queries are not all nonsense"
        assert not there.slow()
        assert (await there.index.check()).problems == ()


def test_every_block_of_unicode_comes_up() -> None:
    seen = {ord(char) >> 7 for number in range(2, 44_000, 5) for char in hostile(SEED, number)}
    assert seen == set(range(0x110000 >> 7))


def test_the_nightly_run_is_this_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "1", "--count", "200"]) == 0
    assert capsys.readouterr().out.endswith("every promise was kept\n")
    assert main(["--seed", "1", "--only", "5"]) == 0
