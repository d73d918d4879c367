"""Alerts with pictures, sound, film and documents: sent by address, and without where Telegram refuses."""

import pytest

from bot.local.botapi import Message
from handlers import Media, MediaKind, OutgoingMessage
from handlers.markup import Html
from newsroom import Article, Chat, Delivery
from tests.bot_outgoing.post import Post
from tests.storage.given import sql

PICTURE = "https://example.org/rain.jpg"


def shows(post: Post, media: Media) -> None:
    def render(delivery: Delivery, _article: Article | None, _chat: Chat) -> OutgoingMessage:
        return OutgoingMessage(
            Html("<b>long</b>"), "plain", media=media, caption=Html("<i>short</i>")
        )

    post.render = render


async def only_message(post: Post) -> Message:
    chat = await post.person()
    await post.owe(chat, "one")
    await post.deliver_for(3)
    (message,) = post.api.sent(chat)
    return message


@pytest.mark.parametrize(
    "media",
    [
        Media(MediaKind.PHOTO, PICTURE),
        Media(MediaKind.PHOTO, "https://example.org/picture?id=1"),
        Media(MediaKind.VIDEO, "https://example.org/rain.mp4", duration=61),
        Media(MediaKind.AUDIO, "https://example.org/rain.mp3", "Rain", "Morning Post", 1830),
        Media(MediaKind.DOCUMENT, "https://example.org/rain.pdf"),
    ],
)
async def test_what_telegram_fetches_stands_above_its_caption(post: Post, media: Media) -> None:
    shows(post, media)
    message = await only_message(post)
    assert message.media is not None
    assert (message.media.kind, message.media.file.url) == (media.kind, media.url)
    assert message.content.text == "short"
    if media.kind is MediaKind.AUDIO:
        assert message.media.details == {
            "title": "Rain",
            "performer": "Morning Post",
            "duration": 1830,
        }
    if media.kind is MediaKind.VIDEO:
        assert message.media.details == {"duration": 61}
    rows = await post.db.read(
        lambda raw: [tuple(row) for row in raw.execute("SELECT state, captioned FROM deliveries")]
    )
    assert rows == [("sent", 1)]


@pytest.mark.parametrize(
    "refusal", ["failed to get HTTP URL content", "wrong type of the web page content"]
)
async def test_what_telegram_cannot_fetch_is_left_away_once_and_for_all(
    post: Post, refusal: str
) -> None:
    shows(post, Media(MediaKind.PHOTO, PICTURE))
    post.api.state.files.refused_addresses[PICTURE] = refusal
    message = await only_message(post)
    assert message.media is None
    assert message.content.text == "long"
    rows = await post.db.read(
        lambda raw: [
            tuple(row) for row in raw.execute("SELECT bare, plain, captioned FROM deliveries")
        ]
    )
    assert rows == [(1, 0, 0)]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/rain.jpg",
        "http://intranet/rain.jpg",
        "http://192.168.1.9/rain.jpg",
        "https://ada:secret@example.org/rain.jpg",
        "ftp://example.org/rain.jpg",
    ],
)
async def test_private_addresses_are_never_handed_on(post: Post, url: str) -> None:
    shows(post, Media(MediaKind.PHOTO, url))
    message = await only_message(post)
    assert message.media is None
    assert message.content.text == "long"
    assert [call.method for call in post.api.calls if call.method.startswith("send")] == [
        "sendMessage"
    ]


async def test_what_stands_under_a_picture_is_written_anew_there(post: Post) -> None:
    shows(post, Media(MediaKind.PHOTO, PICTURE))
    message = await only_message(post)

    def render(delivery: Delivery, _article: Article | None, _chat: Chat) -> OutgoingMessage:
        assert delivery.captioned
        return OutgoingMessage(Html("long and new"), "plain", caption=Html("new"))

    post.render = render
    await sql(post.db, "UPDATE deliveries SET edit_due_at = ?", post.clock.now())
    await post.deliver()
    assert message.content.text == "new"
    assert message.media is not None
