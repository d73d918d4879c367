"""The deadline of a request, out of PTB's time-outs."""

import dataclasses

import pytest
from telegram.request import BaseRequest

from bot.telegram.timeouts import SLOWEST_TRANSFER, Timeouts

TIMEOUTS = Timeouts(pool=1, connect=2, write=4, media_write=40, read=8)
UNSAID = BaseRequest.DEFAULT_NONE


def test_the_deadline_is_the_sum_of_the_steps() -> None:
    """Without the pool's: waiting for a place comes before the request."""
    assert TIMEOUTS.deadline() == 2 + 4 + 8


def test_an_upload_may_write_longer_by_its_size() -> None:
    assert TIMEOUTS.deadline(upload=0) == 2 + 40 + 8
    assert TIMEOUTS.deadline(upload=60 * SLOWEST_TRANSFER) == 2 + 40 + 8 + 60


def test_a_download_may_take_longer_by_its_size() -> None:
    assert TIMEOUTS.deadline(download=60 * SLOWEST_TRANSFER) == 2 + 4 + 8 + 60


@pytest.mark.parametrize("step", ["connect", "write", "read"])
def test_a_step_without_a_limit_leaves_none(step: str) -> None:
    assert dataclasses.replace(TIMEOUTS, **{step: None}).deadline() is None


def test_a_call_may_bring_its_own() -> None:
    """A write time-out of its own counts for uploads too; None is a choice, no limit."""
    own = TIMEOUTS.overridden(pool=UNSAID, connect=UNSAID, write=60, read=None)
    assert own == Timeouts(pool=1, connect=2, write=60, media_write=60, read=None)
