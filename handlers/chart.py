"""The picture of /stats: articles and alerts a day, and the busiest feeds.

It carries digits and neutral marks alone: a machine may have no fonts, and whatever script a title is in,
Telegram draws it itself in the text below. What the marks mean is said there too.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
"""Pixels: about a phone's."""

PAPER, INK, RULE = (250, 250, 248), (60, 64, 72), (218, 220, 224)
NEWS, ALERTS, BARS = (0, 100, 200), (200, 80, 0), (70, 120, 110)
"""Blue circles and orange squares: told apart by shape too, and in the dark as on paper."""

_LEFT, _RIGHT = 170, 1040
_UPPER, _LOWER, _LISTED = (80, 340), (430, 690), 780
"""Where the two curves stand, from top to bottom, and where the bars begin."""

_BAR = 46
"""Pixels from one bar to the next."""

_SMALL, _LARGE = 30, 34
_MARK = 7
_A_WEEK = 7
_MOST_BARS = 8

_Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn."""

    days: Sequence[str]
    """The days in digits, the oldest first; at least two."""
    news: Sequence[int]
    """For each day."""
    alerts: Sequence[int]
    busiest: Sequence[int]
    """The largest first; numbered from 1."""


def draw_chart(chart: Chart) -> bytes:
    """Return the chart as a PNG. Takes some hundredths of a second: not for the event loop."""
    busiest = chart.busiest[:_MOST_BARS]
    image = Image.new("RGB", (WIDTH, height_of(len(busiest))), PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    pen.dates(chart.days)
    pen.curve(chart.news, _UPPER, NEWS, round_marks=True)
    pen.curve(chart.alerts, _LOWER, ALERTS, round_marks=False)
    pen.bars(busiest)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def height_of(bars: int) -> int:
    """Return the height in pixels of a picture with so many bars."""
    return _LISTED + _BAR * bars + (20 if bars else -20)


def round_up(most: int) -> int:
    """Return the next of 1, 2, 4, 6, 8, 10, 20, 40 and so on: the top of a scale, which is halved."""
    step = 1
    while True:
        for top in (step, 2 * step, 4 * step, 6 * step, 8 * step):
            if top >= most:
                return top
        step *= 10


def spaced(number: int) -> str:
    """Return a count with its thousands apart: by a blank, which is a decimal mark nowhere."""
    return f"{number:,}".replace(",", " ")


class _Pen:
    """Draws the parts."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw
        self._small = ImageFont.load_default(_SMALL)
        self._large = ImageFont.load_default(_LARGE)

    def curve(
        self,
        counts: Sequence[int],
        box: tuple[int, int],
        colour: _Colour,
        *,
        round_marks: bool,
    ) -> None:
        """Draw a count for each day, from the top of `box` to its bottom."""
        top, bottom = box
        scale = round_up(max(*counts, 1))
        for halves in (0, 1, 2):
            level = bottom - round(halves * (bottom - top) / 2)
            self._draw.line((_LEFT, level, _RIGHT, level), RULE, 2)
            if scale * halves % 2 == 0:
                self._text(_LEFT - 20, level, spaced(scale * halves // 2), "rm", INK)
        points = [
            (_across(place, len(counts)), bottom - (bottom - top) * count / scale)
            for place, count in enumerate(counts)
        ]
        self._draw.line(points, colour, 5, joint="curve")
        for across, height in points:
            self._mark(across, height, colour, round_mark=round_marks)
        # The mark and the sum: what it is a sum of, the text below says.
        self._mark(_LEFT + 10, top - 44, colour, round_mark=round_marks, size=2 * _MARK)
        self._text(_LEFT + 44, top - 44, spaced(sum(counts)), "lm", colour, large=True)

    def dates(self, days: Sequence[str]) -> None:
        """Write every seventh day below the curves, the last one among them."""
        for place in range(len(days) - 1, -1, -_A_WEEK):
            across = _across(place, len(days))
            for top, bottom in (_UPPER, _LOWER):
                self._draw.line((across, top, across, bottom + 10), RULE, 2)
            anchor = "rm" if place == len(days) - 1 else "mm"
            right = across + 30 if anchor == "rm" else across
            self._text(right, _LOWER[1] + 34, days[place], anchor, INK)

    def bars(self, counts: Sequence[int]) -> None:
        """Draw a bar for each feed, with its number before and its count behind it."""
        longest = _RIGHT - _LEFT - 170
        for place, count in enumerate(counts):
            middle = _LISTED + (place + 0.5) * _BAR
            length = max(longest * count / max(counts[0], 1), 4)
            self._text(_LEFT - 20, middle, str(place + 1), "rm", INK, large=True)
            half = _BAR / 3
            self._draw.rectangle((_LEFT, middle - half, _LEFT + length, middle + half), BARS)
            self._text(_LEFT + length + 16, middle, spaced(count), "lm", INK)

    def _mark(
        self, across: float, height: float, colour: _Colour, *, round_mark: bool, size: int = _MARK
    ) -> None:
        box = (across - size, height - size, across + size, height + size)
        if round_mark:
            self._draw.ellipse(box, colour)
        else:
            self._draw.rectangle(box, colour)

    def _text(
        self,
        across: float,
        height: float,
        text: str,
        anchor: str,
        colour: _Colour,
        *,
        large: bool = False,
    ) -> None:
        font = self._large if large else self._small
        self._draw.text((across, height), text, colour, font, anchor=anchor)


def _across(place: int, count: int) -> float:
    """Return where a day stands, the first at the left, the last at the right."""
    return _LEFT + 10 + (_RIGHT - _LEFT - 20) * place / max(count - 1, 1)
