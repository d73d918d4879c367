"""What is there after the start is never collected again; what comes later is."""

import gc
import weakref

from bot.garbage import spare_what_stays


class Ring:
    """Refers to itself, so that only the garbage collector ends it."""

    def __init__(self) -> None:
        self.itself = self


def test_only_what_came_later_is_looked_through() -> None:
    before = Ring()
    gone_before = weakref.ref(before)
    try:
        spare_what_stays()
        later = Ring()
        gone_later = weakref.ref(later)
        del before, later
        gc.collect()
        assert gone_later() is None
        assert gone_before() is not None
    finally:
        gc.unfreeze()
        gc.collect()
    assert gone_before() is None
