"""Feeds as nobody would write them: mutated copies, each told by a seed and a number.

python -m tests.fuzz --seed 7 --count 1000000      what `make nightly` runs
python -m tests.fuzz --seed 7 --only 4711          one of them again, and what becomes of it

The exit status is 0 when every promise was kept.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.fuzz.corpus import corpus
from tests.fuzz.mutations import mutated
from tests.fuzz.promises import kept_promises

_SHARD = 1_000


def failures(seed: int, numbers: range, *, cut: bool = True) -> list[str]:
    """Return what went wrong, each with the command that shows it again. `cut`: see `kept_promises`."""
    documents = corpus()
    wrong = []
    for number in numbers:
        try:
            kept_promises(mutated(seed, number, documents), cut=cut)
        except Exception as error:  # noqa: BLE001  # anything is what we are looking for
            again = f"python -m tests.fuzz --seed {seed} --only {number}"
            wrong.append(f"{type(error).__name__}: {error}  # {again}")
    return wrong


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", type=int, help="this one alone, with its traceback")
    chosen = parser.parse_args(words)
    if chosen.only is not None:
        spoilt = mutated(chosen.seed, chosen.only, corpus())
        for document in (spoilt.before, spoilt.document):
            print(document.decode("utf-8", "backslashreplace"), end="\n\n")
        print(kept_promises(spoilt))
        return 0
    shards = [
        range(start, min(start + _SHARD, chosen.count)) for start in range(0, chosen.count, _SHARD)
    ]
    wrong = 0
    print(f"seed {chosen.seed}, {chosen.count:,} documents of {len(corpus()):,}", flush=True)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for shard in workers.map(partial(failures, chosen.seed), shards):
            wrong += len(shard)
            for line in shard:
                print(line, flush=True)
    print(f"{wrong} failed" if wrong else "every promise was kept")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
