"""The picture of /stats, read back: its size, its marks, its bars; for much, nothing, and one peak."""

import io

import pytest
from PIL import Image, ImageChops

from handlers.chart import (
    ALERTS,
    BARS,
    NEWS,
    PAPER,
    WIDTH,
    Chart,
    draw_chart,
    height_of,
    round_up,
    spaced,
)

DAYS = [f"11-{day:02}" for day in range(1, 31)]
NONE = [0] * 30


def picture(*, news: list[int] = NONE, alerts: list[int] = NONE, busiest: list[int]) -> Image.Image:
    png = draw_chart(Chart(DAYS, news, alerts, busiest))
    assert png.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(png)).convert("RGB")


def box(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return where a colour stands: left, top, right and bottom, the latter two beyond it."""
    far = ImageChops.difference(image, Image.new("RGB", image.size, colour)).convert("L")
    found = far.point([255] + [0] * 255).getbbox()
    assert found is not None
    return found


def test_nothing_is_two_lines_at_the_bottom_and_no_bars() -> None:
    image = picture(busiest=[])
    assert image.size == (WIDTH, height_of(0))
    colours = {colour for _, colour in image.getcolors(1 << 24) or []}
    assert {NEWS, ALERTS, PAPER} <= colours
    assert BARS not in colours


def test_much_stays_within_the_picture() -> None:
    counts = [900_000 + day for day in range(30)]
    image = picture(news=counts, alerts=counts, busiest=[10**6, *[5] * 20])
    assert image.size == (WIDTH, height_of(8)), "eight bars at most"
    edges = [image.getpixel((x, y)) for y in range(image.height) for x in (0, WIDTH - 1)]
    assert set(edges) == {PAPER}, "nothing is cut off at the sides"


def test_a_peak_stands_up_where_its_day_is() -> None:
    flat, peak = picture(busiest=[]), picture(news=[*[0] * 15, 8, *[0] * 14], busiest=[])
    middle = peak.crop((WIDTH // 2, 80, WIDTH // 2 + 200, 200))
    assert NEWS in {colour for _, colour in middle.getcolors(1 << 24) or []}
    before = flat.crop((WIDTH // 2, 80, WIDTH // 2 + 200, 200))
    assert NEWS not in {colour for _, colour in before.getcolors(1 << 24) or []}


def test_the_two_lines_differ_in_shape_and_in_place() -> None:
    """The marks of the legend: a circle has no corner, a square has four."""
    image = picture(busiest=[])
    for colour, has_corner in ((NEWS, False), (ALERTS, True)):
        left, top, _, _ = box(image, colour)
        assert (image.getpixel((left, top)) == colour) is has_corner
    assert box(image, NEWS)[3] < box(image, ALERTS)[3]


def test_bars_are_as_long_as_their_counts() -> None:
    image = picture(busiest=[100, 50])
    left, top, right, bottom = box(image, BARS)
    second = image.crop((0, (top + bottom) // 2, WIDTH, bottom))
    half = box(second, BARS)
    assert half[2] - half[0] == pytest.approx((right - left) / 2, abs=3)


@pytest.mark.parametrize(
    ("most", "top"), [(1, 1), (3, 4), (9, 10), (11, 20), (4_001, 6_000), (10**6, 10**6)]
)
def test_scales_end_at_round_numbers(most: int, top: int) -> None:
    assert round_up(most) == top


def test_thousands_stand_apart() -> None:
    assert spaced(1_234_567) == "1 234 567"
