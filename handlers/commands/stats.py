"""/stats: how much there is of everything, with a chart of the last thirty days."""

import asyncio
import logging
from datetime import UTC, datetime

from telegram import InputFile, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.context import Request
from handlers.markup import CAPTION_LIMIT, Html, clip, lines, plain, utf16_length
from handlers.texts import Texts
from storage import Numbers, get_numbers

DAYS = 30
BUSIEST = 8

_DAY = 86_400_000
_MEGABYTE = 1_000_000
_TITLE_UNITS = (48, 24, 12)
"""How long the titles of feeds may be; the shorter where the text would not fit under a picture."""

log = logging.getLogger(__name__)


async def stats(request: Request) -> None:
    """/stats: the numbers and their chart; the numbers alone where no picture may be sent."""
    numbers = await get_numbers(
        request.db,
        visible_to=request.visible_to,
        now=request.now,
        days=DAYS,
        busiest=BUSIEST,
    )
    caption = _fitting(request.texts, numbers)
    picture = await asyncio.to_thread(_draw, numbers)
    answered = None
    if not request.in_private:
        answered = ReplyParameters(request.message.message_id, allow_sending_without_reply=True)
    try:
        await request.bot.send_photo(
            request.place.chat_id,
            InputFile(picture, filename="stats.png"),
            caption=caption,
            parse_mode=ParseMode.HTML,
            message_thread_id=request.place.thread_id or None,
            reply_parameters=answered,
        )
    except BadRequest as error:  # some groups allow no pictures
        log.info("the chart could not be sent: %s", error)
        await request.reply(caption)


def _draw(numbers: Numbers) -> bytes:
    # Pillow takes a tenth of a second to import, and most processes never draw.
    from handlers.chart import Chart, draw_chart

    days = numbers.days
    return draw_chart(
        Chart(
            days=[datetime.fromtimestamp(one.day * 86_400, UTC).strftime("%m-%d") for one in days],
            news=[one.news for one in days],
            alerts=[one.alerts for one in days],
            busiest=[one.news for one in numbers.busiest],
        )
    )


def _fitting(texts: Texts, numbers: Numbers) -> Html:
    """Return what stands under the picture, with titles as long as there is room for."""
    said = [_caption(texts, numbers, units) for units in _TITLE_UNITS]
    fits = (one for one in said if utf16_length(plain(one)) <= CAPTION_LIMIT)
    return next(fits, said[-1])


def _caption(texts: Texts, numbers: Numbers, title_units: int) -> Html:
    days, today = numbers.days, numbers.days[-1]
    paused = numbers.paused
    feeds = (
        texts("stats-feeds-paused", count=numbers.feeds, paused=paused)
        if paused
        else texts("stats-feeds", count=numbers.feeds)
    )
    alerts, searches = sum(one.alerts for one in days), sum(one.searches for one in days)
    busiest = [
        texts("stats-feed", place=str(place), feed=clip(one.feed.title, title_units))
        for place, one in enumerate(numbers.busiest, start=1)
    ]
    first, last = texts.date(days[0].day * _DAY), texts.date(today.day * _DAY)
    return lines(
        feeds,
        texts("stats-articles", count=numbers.articles),
        texts("stats-chats", count=numbers.chats, subscriptions=numbers.subscriptions),
        texts("stats-alerts", today=today.alerts, month=alerts),
        texts("stats-searches", today=today.searches, month=searches),
        texts("stats-database", count=round(numbers.size / _MEGABYTE, 1)),
        "",
        texts("stats-days", first=first, last=last),
        texts("stats-busiest") if busiest else texts("stats-quiet"),
        *busiest,
    )
