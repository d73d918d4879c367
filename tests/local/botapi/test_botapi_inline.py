"""Inline mode: what an answer may hold, and what comes of a result that somebody sends."""

from typing import Any

import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import BadRequest

from bot.local.botapi import Chat, LocalBotApi, User


def article(number: str = "1", title: str = "Title", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        "<b>Words</b>", "HTML", link_preview_options=LinkPreviewOptions(url="https://a.org/")
    )
    return InlineQueryResultArticle(number, title, content, **more)


async def refused(
    api: LocalBotApi, bot: telegram.Bot, alice: User, *results: Any, **more: Any
) -> str:
    """Give an answer that must be refused; return the description as it went over the wire."""
    api.inline(alice, "rivers")
    with pytest.raises(BadRequest):
        await bot.answer_inline_query(api.inline_queries[-1].id, list(results), **more)
    assert api.inline_queries[-1].answers == []
    return api.calls[-1].description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("text", "parameter", "error"),
    [
        ("Open", "", "can't use empty start_parameter"),
        ("Open", "x" * 65, "too long start_parameter specified"),
        ("Open", "a b", "unallowed characters in start_parameter are used"),
        ("Open", "é", "unallowed characters in start_parameter are used"),
        ("Open", None, 'can\'t find field "start_parameter"'),
        (" ", "x", "can't parse inline query results button: text must be non-empty"),
    ],
)
async def test_the_button_above_the_results_leads_somewhere(
    api: LocalBotApi, bot: telegram.Bot, alice: User, text: str, parameter: str | None, error: str
) -> None:
    button = InlineQueryResultsButton(text, start_parameter=parameter)
    assert (await refused(api, bot, alice, button=button)).lower() == error.lower()


@pytest.mark.parametrize("address", ["nodots", "https://", "ftp://a.org/", "a.org/x.jpg", "tg://x"])
async def test_pictures_and_links_can_be_loaded(
    api: LocalBotApi, bot: telegram.Bot, alice: User, address: str
) -> None:
    for name in ("thumbnail_url", "url"):
        said = await refused(api, bot, alice, article(**{name: address}))
        assert said == "WEBDOCUMENT_URL_INVALID"


async def test_limits_of_an_answer(api: LocalBotApi, bot: telegram.Bot, alice: User) -> None:
    many = [article(str(number)) for number in range(51)]
    assert await refused(api, bot, alice, *many) == "too many inline query results specified"
    assert await refused(api, bot, alice, article(title="")) == "ARTICLE_TITLE_EMPTY"
    assert await refused(api, bot, alice, article(), article()) == "RESULT_ID_DUPLICATE"
    assert await refused(api, bot, alice, next_offset="é" * 33) == "NEXT_OFFSET_INVALID"
    with pytest.raises(ValueError, match="at most 256"):
        api.inline(alice, "x" * 257)


async def test_a_result_is_sent_in_the_persons_name_with_the_bots_words(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """The bot is told of it where it reads the chat."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://a.org/")]])
    api.inline(alice, "rivers")
    query = api.inline_queries[-1]
    with pytest.raises(ValueError, match="sees no result"):
        api.choose(alice, query, 0, dm)
    await bot.answer_inline_query(query.id, [article(reply_markup=markup)])
    ben = api.world.add_user("Ben")
    for user, place in ((alice, 1), (alice, -1), (ben, 0)):
        with pytest.raises(ValueError, match="sees no result"):
            api.choose(user, query, place, dm)
    assert api.choose(alice, query, 0, dm) is not None
    sent = dm.last_message
    assert sent is not None
    assert (sent.text, sent.sender, sent.via_bot, sent.outgoing) == ("Words", alice, api.bot, False)
    assert [button["text"] for button in sent.buttons] == ["Open"]
    assert sent.link_preview == {"url": "https://a.org/"}
    update = (await bot.get_updates(timeout=0))[-1]
    assert update.message is not None
    assert update.message.via_bot == await bot.get_me()
