"""Python's garbage collector, told that what is there after the start stays for good."""

import gc


def spare_what_stays() -> None:
    """Never look again through what modules and the built house hold: about 100,000 objects.

    Each full collection would, and hold the event loop for some 25 ms, again and again while articles are
    stored and indexed. What is made from now on is collected as ever.
    """
    gc.collect()
    gc.freeze()
