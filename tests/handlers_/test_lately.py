"""Promises about what is remembered of the articles that people look at: it is right, and it is bounded."""

from dataclasses import replace

import pytest

from handlers.lately import Lately
from newsroom import Article


def article(number: int, text: str = "It rained.") -> Article:
    return Article(
        number, feed_id=1, feed_title="Post", title=f"No. {number}", text=text, found_at=0
    )


def test_what_was_made_of_an_article_is_found() -> None:
    lately = Lately[str]()
    lately.keep("made", article(1))
    assert lately.find(article(1)) == "made"
    assert lately.find(article(2)) is None


@pytest.mark.parametrize("change", [{"title": "Other"}, {"text": "It snowed."}, {"language": "de"}])
def test_of_an_article_corrected_since_nothing_is_found(change: dict[str, str]) -> None:
    lately = Lately[str]()
    lately.keep("made", article(1))
    assert lately.find(replace(article(1), **change)) is None  # type: ignore[arg-type]


def test_it_is_found_only_beside_what_it_was_made_of() -> None:
    lately = Lately[str]()
    lately.keep("made", article(1), frozenset({"a"}))
    assert lately.find(article(1), frozenset({"a", "b"})) is None
    assert lately.find(article(1), frozenset({"a"})) == "made"


def test_what_was_looked_at_last_is_kept() -> None:
    lately = Lately[int](room=30_000)
    for number in (1, 2, 3):
        lately.keep(number, article(number, "x" * 9_000))
    assert lately.find(article(1, "x" * 9_000)) == 1
    lately.keep(4, article(4, "x" * 9_000))
    assert lately.find(article(2, "x" * 9_000)) is None
    assert [lately.find(article(each, "x" * 9_000)) for each in (1, 3, 4)] == [1, 3, 4]


def test_no_article_drives_out_all_others_in_vain() -> None:
    lately = Lately[str](room=10_000)
    lately.keep("short", article(1))
    lately.keep("long", article(2, "x" * 10_001))
    assert lately.find(article(1)) == "short"
    assert lately.find(article(2, "x" * 10_001)) is None


def test_articles_without_text_take_room_too() -> None:
    lately = Lately[int](room=50_000)
    for number in range(200):
        lately.keep(number, article(number, ""))
    found = [number for number in range(200) if lately.find(article(number, "")) is not None]
    assert found == list(range(200 - len(found), 200))
    assert 0 < len(found) <= 50


def test_the_room_of_what_is_replaced_is_free_again() -> None:
    lately = Lately[str](room=12_000)
    for text in ("x" * 9_000, "y" * 9_000, "z" * 9_000):
        lately.keep(text, article(1, text))
    lately.keep("other", article(2, "short"))
    assert lately.find(article(1, "z" * 9_000)) == "z" * 9_000
    assert lately.find(article(2, "short")) == "other"
