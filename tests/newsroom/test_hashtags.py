"""What people type as hashtags, and what Telegram will mark of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.botapi.detect import detect
from newsroom import read_hashtags


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("#a #b", "#a #b"),
        ("weather, news", "#weather #news"),
        ("#Weather #weather", "#Weather"),
        ("#climate-change", "#climate_change"),
        ("#rock'n'roll! #c++", "#rocknroll #c"),
        ("#2026 #g20", "#g20"),
        ("#погода #מזג #天気 #résumé", "#погода #מזג #天気 #résumé"),
        ("#हिन्दी", "#हिन्दी"),
        ("#a#b", "#a #b"),
        ("# _ - <b>", "#b"),
        ("", ""),
        (" ".join(f"t{n}" for n in range(20)), " ".join(f"#t{n}" for n in range(10))),
        ("#" + "x" * 300, "#" + "x" * 64),
    ],
)
def test_what_is_typed_becomes_tags(typed: str, tags: str) -> None:
    assert read_hashtags(typed) == tags


@given(st.text())
def test_tags_are_read_once_and_for_all(typed: str) -> None:
    tags = read_hashtags(typed)
    assert read_hashtags(tags) == tags
    assert all(tag.startswith("#") and len(tag) <= 65 for tag in tags.split())


@pytest.mark.parametrize("typed", ["rain, snow-storm", "погода g20", "天気"])
def test_telegram_marks_them(typed: str) -> None:
    tags = read_hashtags(typed)
    assert [one.type for one in detect(tags)] == ["hashtag"] * len(tags.split())
