"""docs/intake.md keeps up with the code."""

from pathlib import Path

import pytest

from newsroom import ProblemKind

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "intake.md").read_text()


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_word_is_explained(kind: ProblemKind) -> None:
    assert f"| `{kind}` |" in TEXT
