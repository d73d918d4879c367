"""What a button carries: 64 bytes, and nothing in it is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import DATA_LIMIT, Callback, pack, unpack
from tests.handlers_ import rows

LARGEST_USER = LARGEST_CHAT = 2**52 - 1
"""Telegram's ids have at most 52 significant bits (Bot API, User.id and Chat.id)."""
LARGEST_FEED = 10**12
LATEST_MINUTE = "1439"
"""Of a day: an argument that may be missing is one, unless it stands last, where it is a chat."""

parts = st.text(st.characters(codec="utf-8", exclude_characters=":"), max_size=8)
askers = st.none() | st.integers(0, LARGEST_USER)


@given(verb=parts, arguments=st.lists(parts, max_size=3), asker=askers)
def test_what_is_packed_comes_out_again(verb: str, arguments: list[str], asker: int | None) -> None:
    try:
        data = pack(verb, *arguments, asker=asker)
    except ValueError:
        assert len(f"v1:{verb}:{':'.join(arguments)}".encode()) > DATA_LIMIT - 13
        return
    assert len(data.encode()) <= DATA_LIMIT
    assert unpack(data) == Callback(verb, tuple(arguments), asker)


@given(st.text() | st.text().map("v1:{}".format))
def test_garbage_never_raises(data: str) -> None:
    assert isinstance(unpack(data), Callback | None)


@pytest.mark.parametrize(
    "data", ["", "v1", "v1:", "v2:feeds:0:", "feeds:0:", "v1:sub:1:not base 36"]
)
def test_what_was_not_made_by_us_is_nothing(data: str) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize("arguments", [("a:b",), ("x" * 60,), ("ש" * 30,)])
def test_what_no_button_can_carry_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="button"):
        pack("verb", *arguments, asker=None)


@pytest.mark.parametrize("verb", rows.BUTTONS)
def test_every_button_has_room_for_the_largest_numbers(verb: str) -> None:
    """The longest feed, chat and user that there may be, all in one."""
    largest = {"feed": LARGEST_FEED, "now": 10**13, "minute": 10**9, "asker": -LARGEST_CHAT}
    arguments = [one.format(**largest) or LATEST_MINUTE for one in rows.BUTTONS[verb].arguments]
    if arguments and not rows.BUTTONS[verb].arguments[-1]:
        arguments[-1] = str(-LARGEST_CHAT)
    assert unpack(pack(verb, *arguments, asker=LARGEST_USER)) is not None
