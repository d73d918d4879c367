"""What of an article Telegram is asked to show, and how an alert looks with it."""

from dataclasses import replace

import pytest

from bot.local.botapi.formatting import read_text
from handlers.markup import utf16_length
from handlers.media import FILE_LIMIT, PHOTO_LIMIT, Media, MediaKind, media_of, too_large
from newsroom import AlertLook, AlertStyle, Enclosure, Manner
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
