"""Text goes a short way to Telegram, and arrives just as `Bot.send_message` would send it."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ExtBot

import storage
from bot.local.botapi import FaultKind
from bot.outgoing import Permit, letters
from bot.outgoing.letters import Letters
from bot.outgoing.media import link_preview
from bot.telegram import AiohttpRequest, BadEnvelope
from handlers import OutgoingMessage
from handlers.markup import Html
from newsroom import Delivery, DeliveryKind, DeliveryState, Place
from tests.bot_outgoing.post import Post

DELIVERY = Delivery(7, Place(1), DeliveryKind.ALERT, due_at=0)
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Änderung & mehr", callback_data="v1:sum:1")],
        [InlineKeyboardButton("Öffnen", url="https://example.org/?a=1&b=2")],
    ]
)
MESSAGE = OutgoingMessage(Html("<b>Rain</b>"), "Rain")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
MESSAGES = st.builds(
    OutgoingMessage,
    html=TEXTS.map(Html),
    plain=TEXTS,
    keyboard=st.sampled_from([None, KEYBOARD]),
    silent=st.booleans(),
    preview_url=st.sampled_from([None, "https://example.org/rain?a=1&b=ü"]),
)


async def a_permit(post: Post, chat_id: int) -> Permit:
    """Get one after a pause as long as it takes."""
    post.clock.advance(60)
    permit = post.pacer.try_alert(chat_id, 1, post.clock.monotonic())
    assert isinstance(permit, Permit)
    return permit


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(message=MESSAGES, thread=st.sampled_from([0, 5]), plain=st.booleans(), paid=st.booleans())
async def test_a_letter_is_the_call_that_ptb_makes(
    post: Post, message: OutgoingMessage, thread: int, *, plain: bool, paid: bool
) -> None:
    """Whether the endpoint takes it does not matter: what it is asked for is compared."""
    delivery = replace(DELIVERY, place=Place(1, thread), plain=plain)
    outcomes: list[str] = []
    try:
        letter = Letters(post.bot, paid_broadcast=paid)
        await letter.send(delivery, message, await a_permit(post, 1))
    except BadRequest as error:
        outcomes.append(error.message)
    try:
        await post.bot.send_message(
            1,
            message.plain if plain else message.html,
            parse_mode=None if plain else ParseMode.HTML,
            message_thread_id=thread or None,
            reply_markup=message.keyboard,
            disable_notification=message.silent,
            link_preview_options=link_preview(message.preview_url),
            allow_paid_broadcast=paid or None,
            rate_limit_args=await a_permit(post, 1),
        )
    except BadRequest as error:
        outcomes.append(error.message)
    ours, theirs = post.api.calls_of("sendMessage")[-2:]
    assert ours.params == theirs.params
    assert len(set(outcomes)) <= 1


async def test_its_number_in_the_chat_comes_back(post: Post) -> None:
    chat = await post.person()
    letter = Letters(post.bot, paid_broadcast=False)
    delivery = replace(DELIVERY, place=Place(chat.id))
    numbers = [
        await letter.send(delivery, MESSAGE, await a_permit(post, chat.id)) for _ in range(3)
    ]
    assert numbers == [message.id for message in post.api.sent(chat)]


async def test_each_place_gets_what_was_meant_for_it(post: Post) -> None:
    """Forms are kept for the next chat: more messages than are kept, told apart though they are alike."""
    chats = [await post.person(str(number)) for number in range(2)]
    letter = Letters(post.bot, paid_broadcast=False)
    told = [f"Story {number % 50}" for number in range(letters.MOST_REMEMBERED * 2)]
    for text, chat, plain in itertools.product(told, chats, (False, True)):
        message = OutgoingMessage(Html(f"<i>{text}</i>"), f"{text}, plainly")
        delivery = replace(DELIVERY, place=Place(chat.id), plain=plain)
        await letter.send(delivery, message, await a_permit(post, chat.id))
    for chat in chats:
        wanted = [said for text in told for said in (text, f"{text}, plainly")]
        assert post.texts(chat) == wanted


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"kind": FaultKind.TOO_MANY_REQUESTS, "retry_after": 7}, RetryAfter),
        ({"kind": FaultKind.REFUSE}, BadRequest),
        ({"kind": FaultKind.HTML_ANSWER}, BadEnvelope),
    ],
)
async def test_what_is_refused_is_ptbs_own_error(
    post: Post, more: dict[str, object], error: type[Exception]
) -> None:
    chat = await post.person()
    kind = more.pop("kind")
    assert isinstance(kind, FaultKind)
    post.api.fault(kind, method="sendMessage", count=1, **more)  # type: ignore[arg-type]  # each has its own
    letter = Letters(post.bot, paid_broadcast=False)
    delivery, permit = replace(DELIVERY, place=Place(chat.id)), await a_permit(post, chat.id)
    with pytest.raises(error):
        await letter.send(delivery, MESSAGE, permit)
    assert post.texts(chat) == []


async def test_an_answer_without_a_number_is_an_unknown_outcome(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message may stand there: it is repeated, and listed."""
    chat = await post.person()
    await post.owe(chat, "one")

    async def odd(*_args: object) -> object:
        return True

    with monkeypatch.context() as broken:
        broken.setattr(AiohttpRequest, "post_form", odd)
        await post.deliver()
    (delivery,) = await post.ledger(chat)
    assert (delivery.state, delivery.maybe_twice) == (DeliveryState.DUE, True)
    await post.deliver_for(5)
    assert await storage.count_deliveries(post.db) == {DeliveryState.SENT: 1}


async def test_a_bot_with_another_transport_is_refused(post: Post) -> None:
    with pytest.raises(TypeError):
        Letters(ExtBot(post.api.token, rate_limiter=post.bot.rate_limiter), paid_broadcast=False)
