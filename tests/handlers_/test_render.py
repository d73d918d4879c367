"""How an alert looks: in private, in a channel, and whatever a publisher writes."""

import pytest

from bot.local.botapi.formatting import read_text
from handlers import OutgoingMessage, render_delivery
from newsroom import Article, Chat, ChatKind, Delivery, DeliveryKind, Place
from tests.handlers_.world import LIBRARY

TEXTS = LIBRARY.texts("en")


def alert(kind: ChatKind = ChatKind.PRIVATE, **more: str | None) -> OutgoingMessage:
    return sent(DeliveryKind.ALERT, None, kind, more)


def forward(note: str, kind: ChatKind, **more: str | None) -> OutgoingMessage:
    return sent(DeliveryKind.FORWARD, note, kind, more)


def sent(
    why: DeliveryKind, body: str | None, kind: ChatKind, more: dict[str, str | None]
) -> OutgoingMessage:
    content: dict[str, str | None] = {
        "feed_title": "Morning Post",
        "title": "Rain again",
        "text": "It rains.",
        "url": "https://example.org/rain",
    }
    article = Article(id=34, feed_id=1, found_at=0, **(content | more))  # type: ignore[arg-type]  # texts all
    delivery = Delivery(7, Place(1), why, due_at=0, article_id=34, body=body)
    chat = Chat(1, kind, "A chat")
    message = render_delivery(delivery, article, chat, TEXTS, "newshound_bot")
    assert message is not None
    return message


def test_an_alert_has_title_link_and_number() -> None:
    message = alert()
    shown = read_text(message.html, "HTML", None)
    assert shown.text == "Rain again\nMorning Post · #34"
    assert 'href="https://example.org/rain"' in message.html
    assert message.preview_url == "https://example.org/rain"
    assert message.plain == "Rain again\nMorning Post · #34\nhttps://example.org/rain"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("A note & no more.\nIts second line.", "A note & no more."),
        ("word " * 50, "word " * 22 + "word…"),
        ("", "Untitled"),
    ],
)
def test_an_article_without_a_title_is_called_by_how_it_begins(text: str, heading: str) -> None:
    shown = read_text(alert(title="", text=text).html, "HTML", None)
    assert shown.text == f"{heading}\nMorning Post · #34"


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (ChatKind.PRIVATE, ["Summary", "Save", "Forward"]),
        (ChatKind.GROUP, ["Summary"]),
        (ChatKind.SUPERGROUP, ["Summary"]),
        (ChatKind.CHANNEL, ["Open in the bot"]),
    ],
)
def test_under_an_alert_stands_what_everybody_there_may_do(
    kind: ChatKind, labels: list[str]
) -> None:
    keyboard = alert(kind).keyboard
    assert keyboard is not None
    (row,) = keyboard.inline_keyboard
    assert [button.text for button in row] == labels
    for button in row:
        assert button.url or str(button.callback_data).endswith(":34:"), "for no one person"


def test_in_a_channel_the_number_is_in_a_button() -> None:
    message = alert(ChatKind.CHANNEL)
    assert "34" not in read_text(message.html, "HTML", None).text
    assert message.keyboard is not None
    ((button,),) = message.keyboard.inline_keyboard
    assert button.url == "https://t.me/newshound_bot?start=a34"


@pytest.mark.parametrize(
    "more",
    [
        {"title": "<b>&amp; שלום"},
        {"title": "🦊" * 500, "feed_title": "🦊" * 200, "url": "https://e.org/" + "x" * 1986},
        {"title": ""},
        {"url": None},
        {"url": 'https://e.org/?a="&b=<c>'},
    ],
)
@pytest.mark.parametrize("kind", [ChatKind.PRIVATE, ChatKind.CHANNEL])
def test_telegram_takes_whatever_a_publisher_writes(
    kind: ChatKind, more: dict[str, str | None]
) -> None:
    """Within what intake keeps of it. The reader refuses wrong markup and more than 4096 units."""
    message = alert(kind, **more)
    assert read_text(message.html, "HTML", None).text
    assert read_text(message.plain, "", None).text


def test_a_notice_is_its_text_and_an_article_that_is_gone_is_nothing() -> None:
    chat = Chat(1, ChatKind.PRIVATE, "A chat")
    notice = Delivery(7, Place(1), DeliveryKind.NOTICE, due_at=0, body="1 < 2")
    message = render_delivery(notice, None, chat, TEXTS, "newshound_bot")
    assert message is not None
    assert (message.html, message.plain) == ("1 &lt; 2", "1 < 2")
    gone = Delivery(7, Place(1), DeliveryKind.ALERT, due_at=0, article_id=34)
    assert render_delivery(gone, None, chat, TEXTS, "newshound_bot") is None


@pytest.mark.parametrize("kind", [ChatKind.PRIVATE, ChatKind.SUPERGROUP, ChatKind.CHANNEL])
def test_a_forward_is_the_note_above_the_article(kind: ChatKind) -> None:
    """A note may look like markup; the longest, with all the longest of an article, is one message."""
    note = forward("<b>1 < 2</b>\nRead", kind)
    assert read_text(note.html, "HTML", None).text.startswith("<b>1 < 2</b>\nRead\nRain again\n")
    assert note.plain.endswith("\nhttps://example.org/rain")
    longest = {
        "title": "🦊" * 500,
        "feed_title": "🦊" * 200,
        "url": "https://e.org/" + "x" * 1986,
    }
    message = forward("🦊" * 500, kind, **longest)
    assert read_text(message.html, "HTML", None).text.startswith("🦊" * 500 + "\n")
    assert read_text(message.plain, "", None).text.endswith("x" * 1986)
