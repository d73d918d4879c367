"""An alert is made once for all who want it alike, and anew for whoever does not."""

from collections.abc import Hashable
from dataclasses import fields, replace

import pytest

from bot.outgoing import Remembered, Rendered, compose
from handlers import OutgoingMessage
from handlers.markup import Html
from handlers.render import render_delivery
from newsroom import (
    AlertLook,
    AlertStyle,
    Article,
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Hold,
    Manner,
    Place,
    ShutOut,
)
from tests.fakeclock import FakeClock
from tests.handlers_.world import LIBRARY

ARTICLE = Article(34, 1, "Morning Post", "Rain again", "It rains.", 0, url="https://example.org/")
ALERT = Delivery(7, Place(1), DeliveryKind.ALERT, due_at=0, article_id=34)
CHAT = Chat(1, ChatKind.PRIVATE, "Ada", language="en")

FORTUNES: dict[str, object] = {
    "id": 8,
    "place": Place(2, 3),
    "due_at": 9,
    "state": DeliveryState.SENT,
    "attempts": 2,
    "maybe_twice": True,
    "message_id": 5,
    "reason": "server-error",
}
"""What is a delivery's own alone."""

WORDING: dict[str, object] = {
    "article_id": 35,
    "body": "a note",
    "plain": True,
    "hold": Hold.QUIET,
    "bare": True,
    "captioned": True,
    "preview_url": "https://example.org/other",
    "look": AlertLook(Manner(AlertStyle.FULL)),
    "copies": (replace(ARTICLE, id=36, feed_id=2, feed_title="Evening Post"),),
    "news": (),
    "shut_out": ShutOut(Place(-1), "A group", "kicked"),
}
"""Whatever else there is of one may be in the message."""


class Counting:
    """Renders, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self, delivery: Delivery, article: Article | None, chat: Chat) -> Rendered:
        self.made += 1
        title = None if article is None else article.title
        return OutgoingMessage(Html(f"{delivery.kind} {title} {chat.language}"), str(self.made))


def test_every_field_of_a_delivery_is_judged_here() -> None:
    judged = {"kind", *FORTUNES, *WORDING}
    # A field that is new is part of what is compared, which is safe; name it above where it need not be.
    assert judged <= {field.name for field in fields(Delivery)}


@pytest.mark.parametrize("name", FORTUNES)
async def test_what_is_a_deliverys_own_alone_makes_no_other_message(name: str) -> None:
    counting = Counting()
    render = Remembered(counting, FakeClock())
    other = replace(ALERT, **{name: FORTUNES[name]})  # type: ignore[arg-type]  # each has its own type
    first = await render(ALERT, ARTICLE, CHAT)
    chat = replace(CHAT, id=2, title="Bob", username="bob", paused="blocked")
    assert await render(other, ARTICLE, chat) is first
    assert counting.made == 1
    texts = LIBRARY.texts("en")
    fresh = [render_delivery(one, ARTICLE, CHAT, texts, "bot") for one in (ALERT, other)]
    assert fresh[0] == fresh[1]


@pytest.mark.parametrize("name", [name for name in WORDING if name != "news"])
async def test_whatever_else_differs_makes_another(name: str) -> None:
    counting = Counting()
    render = Remembered(counting, FakeClock())
    await render(ALERT, ARTICLE, CHAT)
    await render(replace(ALERT, **{name: WORDING[name]}), ARTICLE, CHAT)  # type: ignore[arg-type]
    assert counting.made == 2


@pytest.mark.parametrize(
    ("article", "chat"),
    [
        (replace(ARTICLE, title="Rain again, corrected"), CHAT),
        (replace(ARTICLE, text="It pours."), CHAT),
        (replace(ARTICLE, feed_title="The Post"), CHAT),
        (ARTICLE, replace(CHAT, language="de")),
        (ARTICLE, replace(CHAT, kind=ChatKind.CHANNEL)),
    ],
)
async def test_a_correction_a_language_or_a_kind_of_chat_makes_another(
    article: Article, chat: Chat
) -> None:
    counting = Counting()
    render = Remembered(counting, FakeClock())
    await render(ALERT, ARTICLE, CHAT)
    await render(ALERT, article, chat)
    assert counting.made == 2


@pytest.mark.parametrize(
    ("kind", "article"),
    [(kind, ARTICLE) for kind in DeliveryKind if kind is not DeliveryKind.ALERT]
    + [(DeliveryKind.ALERT, None)],
)
async def test_what_is_no_alert_is_made_each_time(
    kind: DeliveryKind, article: Article | None
) -> None:
    counting = Counting()
    render = Remembered(counting, FakeClock())
    for _ in range(2):
        await render(replace(ALERT, kind=kind), article, CHAT)
    assert counting.made == 2


async def test_after_a_minute_it_is_made_anew() -> None:
    """What is told of an article may depend on its feed's other articles."""
    clock, counting = FakeClock(), Counting()
    render = Remembered(counting, clock)
    for seconds in (0.0, 59.0, 1.0, 59.0):
        clock.advance(seconds)
        await render(ALERT, ARTICLE, CHAT)
    assert counting.made == 2


async def test_no_more_is_kept_than_a_few() -> None:
    counting = Counting()
    render = Remembered(counting, FakeClock())
    many: list[Hashable] = list(range(compose.MOST_WORDINGS + 1))
    for number in many:
        await render(ALERT, replace(ARTICLE, title=f"Title {number}"), CHAT)
    assert len(render._wordings) == compose.MOST_WORDINGS
    await render(ALERT, replace(ARTICLE, title="Title 0"), CHAT)
    assert counting.made == len(many) + 1, "the one that was made first has been let go"
