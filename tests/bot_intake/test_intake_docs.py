"""The pages on intake keep up with the code."""

from pathlib import Path

import pytest

from newsroom import ProblemKind

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_word_is_explained(kind: ProblemKind) -> None:
    assert f"| `{kind}` |" in (DOCS / "intake.md").read_text()


@pytest.mark.parametrize("word", ["not-json", "not-an-object", "no-text"])
def test_every_problem_of_a_line_to_sum_up_is_explained(word: str) -> None:
    assert f"`{word}`" in (DOCS / "scripts.md").read_text()
    assert f'"{word}"' in (ROOT / "bot" / "summaries" / "documents.py").read_text()
