"""Which addresses are one picture in several sizes."""

import pytest

from newsroom import picture_key

ONE = [
    (
        "https://i.guim.example/img/media/ab/master/3000.jpg?width=140&s=1",
        "https://i.guim.example/img/media/ab/master/3000.jpg?width=460&s=2",
    ),
    (
        "https://cdn.example/assets/230412-harbour-fire-super-169.jpg",
        "https://cdn.example/assets/230412-harbour-fire-vertical-large-gallery.jpg",
    ),
    ("https://a.example/2026/11/fire-300x200.jpg", "https://b.example/2026/11/fire-1024x683.jpg"),
    ("https://a.example/i/640x360/fire.jpg", "https://a.example/i/1280x720/fire.webp"),
    ("https://a.example/w_320,h_200/fire.jpg", "https://a.example/w_640,h_400/FIRE.jpg"),
    ("https://a.example/fire_thumb.jpg", "https://a.example/fire.jpg"),
    ("https://a.example/fire@2x.jpg", "https://a.example/fire@2x.jpg#top"),
    ("https://a.example/picture?id=1", "https://a.example/picture?id=2"),
]

TWO = [
    ("https://a.example/IMG_1.jpg", "https://a.example/IMG_2.jpg"),
    ("https://a.example/20170716_182217.jpg", "https://a.example/20170716_161757.jpg"),
    (
        "https://files.example/media_attachments/files/109/123/original/a1b2.png",
        "https://files.example/media_attachments/files/109/124/original/c3d4.png",
    ),
    ("https://a.example/harbour/fire.jpg", "https://a.example/bridge/fire.jpg"),
    ("https://a.example/ios2.png?w=104", "https://a.example/ios3.jpg"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_picture_in_two_sizes(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_pictures(one: str, other: str) -> None:
    assert picture_key(one) != picture_key(other)


def test_a_writers_portrait_is_no_picture_of_the_article() -> None:
    assert picture_key("http://1.gravatar.com/avatar/bbce6c3c?s=96&d=identicon") is None


@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/", "https://a.example/-"])
def test_an_address_without_a_name_has_a_key_too(url: str) -> None:
    assert picture_key(url) is not None
