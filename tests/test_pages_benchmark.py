"""The benchmark of page reading counts right, and the real pages, where they are there, are read well."""

from pathlib import Path

import pytest

from benchmarks.pages import Page, main, measure, shares

ARCHIVE = Path(__file__).parents[2] / "shared" / "data" / "pages" / "readability.tar.gz"


def test_shares_count_each_run_of_four_words_as_often_as_it_stands_there() -> None:
    assert shares("a b c d e", "a b c d e") == (1, 1)
    assert shares("a b c d e", "x a b c d") == (0.5, 0.5)
    assert shares("a b c d", "a b c d a b c d") == (1, 0.2)
    assert shares("a b c d", "") == (0, 0)


def test_a_pages_figures_are_of_what_the_reader_finds() -> None:
    (figures,) = measure([Page("one", b"a b c d", "a b c d e")], bytes.decode)
    assert (figures.name, figures.recall, figures.precision) == ("one", 0.5, 1)


def test_without_the_data_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--archive", str(tmp_path / "none")]) == 0
    assert "is not there" in capsys.readouterr().out


@pytest.mark.skipif(not ARCHIVE.exists(), reason="the shared data is not beside the project")
def test_of_real_pages_the_story_is_found_and_little_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0, capsys.readouterr().out
