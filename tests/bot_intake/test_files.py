"""The files of an entry: how long they play, and the pictures of Media RSS."""

import pytest

from bot.intake.files import seconds_of
from newsroom import Enclosure
from tests.bot_intake.documents import parsed, rss_entry

SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def files(inner: str) -> tuple[Enclosure, ...]:
    document = (
        f'<rss version="2.0" {SPACES}><channel><item><title>T</title>{inner}</item></channel></rss>'
    )
    (entry,) = parsed(document).entries
    return entry.enclosures


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1830", 1830),
        ("30:30", 1830),
        ("1:30:30", 5430),
        ("00:30:30", 1830),
        (" 90 ", 90),
        ("62.5", 62),
        ("90:00", 5400),
        ("0", None),
        ("00:00:00", None),
        ("", None),
        ("half an hour", None),
        ("1:2:3:4", None),
        ("-5", None),
        ("٣٠", None),
        ("99999999", None),
        ("604801", None),
        (None, None),
    ],
)
def test_lengths_as_podcasts_write_them(written: str | None, seconds: int | None) -> None:
    assert seconds_of(written) == seconds


def test_a_podcast_says_how_long_its_episode_plays() -> None:
    sound = '<enclosure url="https://e.org/1.mp3" type="audio/mpeg" length="9"/>'
    picture = '<enclosure url="https://e.org/1.jpg" type="image/jpeg" length="9"/>'
    said = "<itunes:duration>1:00:05</itunes:duration>"
    assert files(f"{sound}{picture}{said}") == (
        Enclosure("https://e.org/1.mp3", "audio/mpeg", 9, 3605),
        Enclosure("https://e.org/1.jpg", "image/jpeg", 9),
    )
    assert files(f"{said}{sound}") == files(f"<!-- for expat -->{said}{sound}"), "tame or not"


def test_media_rss_says_it_of_each_file() -> None:
    film = '<media:content url="https://e.org/1.mp4" type="video/mp4" duration="185" fileSize="7"/>'
    assert files(film) == (Enclosure("https://e.org/1.mp4", "video/mp4", 7, 185),)
    enclosure = '<enclosure url="https://e.org/1.mp4" type="video/mp4"/>'
    assert files(enclosure + film) == (Enclosure("https://e.org/1.mp4", "video/mp4", None, 185),)


def picture(name: str, *, width: int = 0, kind: str = 'medium="image"') -> str:
    return f'<media:content url="https://e.org/{name}" {kind} width="{width or ""}"/>'


def urls(inner: str) -> list[str]:
    return [one.url.removeprefix("https://e.org/") for one in files(inner)]


def test_several_pictures_of_media_rss_are_files_each_in_its_widest_size() -> None:
    listed = [
        picture("sea.jpg?w=140", width=140),
        picture("sea.jpg?w=700", width=700),
        picture("sea.jpg?w=460", width=460),
        picture("hill.jpg", kind='type="image/jpeg"'),
        '<media:content url="https://2.gravatar.com/avatar/1" medium="image"/>',
    ]
    assert urls("".join(listed)) == ["sea.jpg?w=700", "hill.jpg"]


def test_one_alone_is_the_entrys_picture_and_no_file() -> None:
    sizes = picture("sea.jpg?w=140", width=140) + picture("sea.jpg?w=700", width=700)
    assert files(sizes) == ()
    assert rss_entry("<title>T</title>").enclosures == ()


def test_enclosures_come_first_and_nothing_is_listed_twice() -> None:
    sound = '<enclosure url="https://e.org/1.mp3" type="audio/mpeg"/>'
    shown = '<enclosure url="https://e.org/hill.jpg" type="image/jpeg"/>'
    pictures = picture("sea.jpg") + picture("hill.jpg")
    assert urls(sound + shown + pictures) == ["1.mp3", "hill.jpg", "sea.jpg"]
