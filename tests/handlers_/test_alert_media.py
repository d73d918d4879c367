"""What of an article Telegram is asked to show, and how an alert looks with it."""

from dataclasses import replace

import pytest

from bot.local.botapi.formatting import read_text
from handlers.markup import utf16_length
from handlers.media import (
    ALBUM_LIMIT,
    FILE_LIMIT,
    PHOTO_LIMIT,
    Media,
    MediaKind,
    album_of,
    media_of,
    too_large,
)
from newsroom import AlertLook, AlertStyle, ChatKind, Enclosure, Manner
from tests.handlers_.test_alert_text import ARTICLE, alert, labels, shown

PICTURE = Enclosure("https://e.org/a.jpg", "image/jpeg", 1000)
SOUND = Enclosure("https://e.org/a.mp3", "audio/mpeg", 1000)
FILM = Enclosure("https://e.org/a.mp4", "video/mp4")


@pytest.mark.parametrize(
    ("enclosures", "kind"),
    [
        ((PICTURE,), MediaKind.PHOTO),
        ((PICTURE, FILM), MediaKind.VIDEO),
        ((PICTURE, FILM, SOUND), MediaKind.AUDIO),
        ((Enclosure("https://e.org/a.PDF"),), MediaKind.DOCUMENT),
        ((Enclosure("https://e.org/a.mp3", "audio/ogg"),), None),
        ((Enclosure("https://e.org/a", "IMAGE/PNG; x=y"),), MediaKind.PHOTO),
        ((Enclosure("https://e.org/a.gif", "image/gif"),), None),
        ((Enclosure("https://ada:pw@e.org/a.jpg", "image/jpeg"),), None),
        ((Enclosure("file:///etc/a.jpg", "image/jpeg"),), None),
        ((Enclosure("https://[broken/a.jpg", "image/jpeg"),), None),
        ((replace(PICTURE, length=PHOTO_LIMIT),), MediaKind.PHOTO),
        ((replace(PICTURE, length=PHOTO_LIMIT + 1),), None),
        ((replace(SOUND, length=FILE_LIMIT + 1), PICTURE), MediaKind.PHOTO),
        ((), None),
    ],
)
def test_one_of_an_articles_files_is_shown(
    enclosures: tuple[Enclosure, ...], kind: MediaKind | None
) -> None:
    media = media_of(replace(ARTICLE, enclosures=enclosures))
    assert (None if media is None else media.kind) is kind


def test_of_several_of_a_kind_it_is_the_first_and_enclosures_come_before_the_page() -> None:
    second = replace(PICTURE, url="https://e.org/b.jpg")
    article = replace(ARTICLE, enclosures=(PICTURE, second), image_url="https://e.org/page.jpg")
    assert media_of(article) == Media(MediaKind.PHOTO, PICTURE.url)
    assert media_of(replace(article, enclosures=())) == Media(
        MediaKind.PHOTO, "https://e.org/page.jpg"
    )
    assert media_of(replace(ARTICLE, image_url="https://e.org/logo.svg")) is None


def test_an_alert_shows_it_over_a_caption_unless_it_is_the_title_alone() -> None:
    article = replace(ARTICLE, enclosures=(SOUND,))
    assert alert(article).media is None
    look = AlertLook(Manner(AlertStyle.FULL), own_titles=((1, "MP"),))
    message = alert(article, "rain " * 400, look=look)
    assert message.media == Media(MediaKind.AUDIO, SOUND.url, "Rain again", "MP")
    assert message.caption is not None
    caption = read_text(message.caption, "HTML", None, is_caption=True).text
    assert 900 < utf16_length(caption) <= 1024
    assert caption.endswith("rain…\n\nMP · #34")
    assert utf16_length(shown(message)) > 1900, "the text alone holds more"
    assert labels(message)[0] == "Summary"
    silent = alert(article, "Rain.", look=AlertLook(Manner(AlertStyle.FULL, media=False)))
    assert (silent.media, silent.caption) == (None, None)


def test_what_is_too_large_is_a_link_with_its_size() -> None:
    large = replace(SOUND, length=52_400_000)
    article = replace(ARTICLE, enclosures=(large, PICTURE))
    assert too_large(article) == (large,)
    message = alert(article, "Rain.", style=AlertStyle.BRIEF)
    assert shown(message) == "Rain again\nRain.\nMorning Post · #34\n📎 Open the file (52 MB)"
    assert '<a href="https://e.org/a.mp3">' in message.html
    assert shown(alert(article)) == "Rain again\nMorning Post · #34"


def pictures(count: int) -> tuple[Enclosure, ...]:
    return tuple(replace(PICTURE, url=f"https://e.org/p{number}.jpg") for number in range(count))


@pytest.mark.parametrize(
    ("enclosures", "count"),
    [
        ((), 0),
        (pictures(1), 0),
        (pictures(2), 2),
        (pictures(12), ALBUM_LIMIT),
        ((*pictures(3), SOUND), 0),
        ((*pictures(3), FILM), 0),
        ((*pictures(2), replace(PICTURE, url="https://e.org/p0.jpg?w=9")), 2),
        ((PICTURE, replace(PICTURE, url="https://e.org/b.jpg", length=PHOTO_LIMIT + 1)), 0),
        ((PICTURE, replace(PICTURE, url="https://e.org/b.gif", mime_type="image/gif")), 0),
        ((PICTURE, replace(PICTURE, url="https://ada:pw@e.org/b.jpg")), 0),
    ],
)
def test_an_album_is_of_several_pictures_of_the_feeds(
    enclosures: tuple[Enclosure, ...], count: int
) -> None:
    article = replace(ARTICLE, enclosures=enclosures, image_url="https://e.org/page.jpg")
    album = album_of(article)
    assert len(album) == count
    assert album == () or album[0] == media_of(article)


def test_an_album_comes_where_it_is_wanted_and_never_under_a_title_alone() -> None:
    article = replace(ARTICLE, enclosures=pictures(3))
    wanted = Manner(AlertStyle.BRIEF, album=True)
    message = alert(article, "Rain.", look=AlertLook(wanted))
    assert message.album is not None
    assert message.album.pictures == album_of(article)
    assert message.media == message.album.pictures[0], "where it does not go, the first does"
    for manner in (
        replace(wanted, album=False),
        replace(wanted, media=False),
        replace(wanted, style=AlertStyle.TITLE),
    ):
        assert alert(article, "Rain.", look=AlertLook(manner)).album is None


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (ChatKind.PRIVATE, "Summary, save, forward: /summary_34"),
        (ChatKind.SUPERGROUP, "Open in the bot"),
        (ChatKind.CHANNEL, "Open in the bot"),
    ],
)
def test_the_text_of_an_album_leads_where_its_buttons_would(kind: ChatKind, more: str) -> None:
    article = replace(ARTICLE, enclosures=pictures(2))
    look = AlertLook(Manner(AlertStyle.FULL, album=True))
    message = alert(article, "rain " * 400, look=look, kind=kind)
    assert message.album is not None
    caption = read_text(message.album.caption, "HTML", None, is_caption=True).text
    assert 900 < utf16_length(caption) <= 1024
    source = "Morning Post" if kind is ChatKind.CHANNEL else "Morning Post · #34"
    assert caption.endswith(f"rain…\n\n{source}\n{more}")
    if kind is not ChatKind.PRIVATE:
        assert '<a href="https://t.me/newshound_bot?start=a34">' in message.album.caption


def test_a_sound_and_a_film_say_how_long_they_play() -> None:
    for one in (SOUND, FILM):
        media = media_of(replace(ARTICLE, enclosures=(replace(one, duration=185),)))
        assert media is not None
        assert media.duration == 185
