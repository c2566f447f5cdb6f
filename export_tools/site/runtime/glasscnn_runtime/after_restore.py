"""Fixes up the interpreter after it is restored from the memory snapshot, which all visitors share."""

import random


def reseed() -> None:
    """Seed `random` anew. The hash seed cannot change: every dictionary in the snapshot was built with it."""
    random.seed()
