"""How long a feed takes to answer, as long as that is worth remembering: nearly all are quick."""

NOTED = 3_000
"""Milliseconds: an answer that takes as long is remembered, and a feed that had one is watched."""

SLOW = 5_000
"""A feed that usually takes as long is called slow."""

_QUICK = 1_000
"""A feed that usually takes less is quick, and its answers are not watched any more."""

_WEIGHT = 0.15
"""How much one answer counts against all before it: no single one of up to 30 s makes a feed slow."""


def after_answer(known: int | None, took: int) -> int | None:
    """Return what a feed usually takes after an answer that took `took` milliseconds.

    `known`: what it took so far, None = it is quick. 0 = it is quick again; None = nothing to remember.
    """
    if known is None and took < NOTED:
        return None
    before = known or 0
    usual = round(before + (took - before) * _WEIGHT)
    return usual if took >= NOTED or usual >= _QUICK else 0


def is_slow(usual: int | None) -> bool:
    """Tell whether a feed's answers take long. `usual`: as `after_answer` returned it."""
    return usual is not None and usual >= SLOW
