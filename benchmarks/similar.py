"""Whether copies of a story are told from other stories in its wording: `python -m benchmarks.similar`.

Over the pairs written for the tests, and over those of them that nothing was tuned to; then how many
copies meet under a key, what a signature and a comparison cost, and how real articles fare that were cut or
had one fact changed. docs/similar.md says what the figures mean.
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

from newsroom import Signature, bands, pack_signature, same_story, sign_story
from newsroom.sentences import split
from tests.newsroom.similar_texts import Pair, Version, pairs_of, read_families

_FOUND = 0.7
"""Of the pairs of one story, the share to be found at least; of others, none may be called one."""

_DATA = Path(__file__).parent.parent.parent / "shared" / "data"
_READ = 1_500
"""Characters of a real article within which a fact is spoilt: what comes later may not be kept."""
_NUMBER = re.compile(r"\b[1-9]\d{0,3}\b")
_NAME = re.compile(r"(?<=[a-zé,] )[A-Z][a-zé]{3,}\b")
_NOBODY = "Quorvath"

_LONG = 800
"""Words of the long article whose signature is timed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a pair is wrong or too few are found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.similar", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the pairs not found, or wrong")
    parser.add_argument("--times", type=int, default=5, help="how often each thing is timed")
    parser.add_argument("--data", type=Path, default=_DATA, help="the folder of the shared data")
    args = parser.parse_args(arguments)
    sets = {"tuned with": read_families(held_out=False), "held out": read_families(held_out=True)}
    versions = [version for families in sets.values() for each in families for version in each]
    signatures = {version: signature_of(version) for version in versions}
    print("| pairs | one story, found | | two stories, called one | |\n|---|---|---|---|---|")
    judged = [
        _judge(name, pairs_of(families), signatures, show=args.show)
        for name, families in sets.items()
    ]
    others = [pair for pair in combinations(versions, 2) if pair[0].family != pair[1].family]
    wrong = sum(same_story(signatures[one], signatures[other]) for one, other in others)
    print(f"| of two topics | | | {wrong} of {len(others)} | |\n")
    _count_candidates([pair for each in sets.values() for pair in pairs_of(each)], signatures)
    _time(versions, signatures, args.times)
    spoilt = _spoil(args.data / "summaries" / "dev.jsonl")
    return 0 if all(judged) and not wrong and not spoilt else 1


def signature_of(version: Version) -> Signature:
    """Return the signature of an article of the set."""
    return sign_story(version.title, version.text, version.language)


def _judge(
    name: str, pairs: Sequence[Pair], signatures: dict[Version, Signature], *, show: bool
) -> bool:
    answers = [(pair, same_story(signatures[pair.one], signatures[pair.other])) for pair in pairs]
    found = [answer for pair, answer in answers if pair.is_one_story]
    wrong = [answer for pair, answer in answers if not pair.is_one_story]
    print(
        f"| {name} | {sum(found)} of {len(found)} | {sum(found) / len(found):.0%} "
        f"| {sum(wrong)} of {len(wrong)} | {sum(wrong) / len(wrong):.1%} |"
    )
    for pair, answer in answers:
        if show and answer != pair.is_one_story:
            print(f"{pair.one.family}: {pair.one.title} · {pair.other.title}", file=sys.stderr)
    return not any(wrong) and sum(found) >= _FOUND * len(found)


def _count_candidates(pairs: Sequence[Pair], signatures: dict[Version, Signature]) -> None:
    """Print how many pairs share a key to be looked up by."""
    keys = {version: frozenset(bands(signature)) for version, signature in signatures.items()}
    one = [bool(keys[pair.one] & keys[pair.other]) for pair in pairs if pair.is_one_story]
    print(f"{sum(one)} of {len(one)} pairs of one story share a key")


def _time(versions: Sequence[Version], signatures: dict[Version, Signature], times: int) -> None:
    """Print the CPU time of what is done, and what a signature weighs."""
    english = [version.text for version in versions if version.language == "en"]
    long = " ".join(" ".join(english).split()[:_LONG])
    pairs = list(combinations(signatures.values(), 2))[:: len(versions) // 4]
    copies = [
        (signatures[pair.one], signatures[pair.other])
        for family in (read_families(held_out=False), read_families(held_out=True))
        for pair in pairs_of(family)
    ]
    sizes = [len(pack_signature(signature)) for signature in signatures.values()]
    rows: dict[str, tuple[int, Callable[[], object]]] = {
        "signature of such a text": (len(versions), lambda: [*map(signature_of, versions)]),
        f"signature of {_LONG} words": (1, lambda: sign_story("Title", long, "en")),
        "comparison, two topics": (len(pairs), lambda: [same_story(*pair) for pair in pairs]),
        "comparison, one topic": (len(copies), lambda: [same_story(*pair) for pair in copies]),
        "keys of a signature": (len(versions), lambda: [*map(bands, signatures.values())]),
    }
    for name, (count, work) in rows.items():
        began = time.process_time()
        for _ in range(times):
            work()
        spent = 1e6 * (time.process_time() - began) / (times * count)
        print(f"{name}: {spent:,.0f} µs CPU")
    print(f"packed signature: {sum(sizes) / len(sizes):.0f} bytes, {max(sizes)} at the most")


def _spoil(path: Path) -> int:
    """Print what becomes of real articles that were cut, or had one fact changed; return what is wrong."""
    if not path.exists():
        print(f"{path} is not there: nothing is measured with it.")
        return 0
    draw = random.Random("newshound")
    cut: list[bool] = []
    numbers: list[tuple[Signature, Signature]] = []
    names: list[tuple[Signature, Signature]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title, text, language = row["title"], row["text"], row["lang"]
        whole = sign_story(title, text, language)
        sentences = split(text, language)
        half = sign_story("Headline", " ".join(sentences[: max(2, len(sentences) // 2)]), language)
        cut.append(same_story(whole, half))
        if found := list(_NUMBER.finditer(text, 0, _READ)):
            at = draw.choice(found)
            other = f"{text[: at.start()]}{int(at.group()) + 1}{text[at.end() :]}"
            numbers.append((whole, sign_story(title, other, language)))
        if found := list(_NAME.finditer(text, 0, _READ)):
            name = draw.choice(found).group()
            heading, spoilt = (re.sub(rf"\b{name}\b", _NOBODY, each) for each in (title, text))
            names.append((whole, sign_story(heading, spoilt, language)))
    print(f"real articles cut to half under another headline, found: {sum(cut)} of {len(cut)}")
    # Where the story is the same as before, what was changed is the page's: «Last updated at 2:18».
    wrong = 0
    for what, pairs in (("number made one more", numbers), ("name replaced", names)):
        answers = [same_story(*pair) for pair in pairs if pair[0].text != pair[1].text]
        print(f"with one {what} in the story, called one: {sum(answers)} of {len(answers)}")
        wrong += sum(answers)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
